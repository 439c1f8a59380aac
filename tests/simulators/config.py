# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads whom to simulate from a JSON file (see README.md)."""

import json
from datetime import datetime, timezone
from pathlib import Path

from logistics_base.canonical.vocabulary import REFERENCE_TYPES

from .api import config as api_config
from .carrier import Partner
from .dialects import DIALECTS
from .edi import config as edi_config
from .journeys import JOURNEYS
from .shipment import Shipment
from .subscribers import config as subscriber_config
from .warehouse import config as warehouse_config


class ConfigError(ValueError):
    """The configuration is wrong; the text says where, and holds no secret."""


def read(path):
    """Return ``[(Partner, [Shipment])]`` from a file.

    :raise ConfigError: naming the first thing that is missing or wrong.
    """
    try:
        return parse(json.loads(Path(path).read_bytes()))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        if isinstance(error, ConfigError):
            raise ConfigError(f"{path}: {error}") from None
        raise ConfigError(f"{path} is not JSON") from None


def read_edi(path):
    """Return the trading partners that speak EDI: ``[EdiPlan]``.

    :raise ConfigError: naming the first thing that is missing or wrong.
    """
    return _read_each(path, "edi", edi_config.parse)


def read_subscribers(path):
    """Return who is told of what happens in Odoo: ``[SubscriberPlan]``.

    :raise ConfigError: naming the first thing that is missing or wrong.
    """
    return _read_each(path, "subscribers", subscriber_config.parse)


def read_warehouses(path):
    """Return the warehouses: ``[WarehousePlan]``.

    :raise ConfigError: naming the first thing that is missing or wrong.
    """
    return _read_each(path, "warehouses", warehouse_config.parse)


def _read_each(path, name, parse_one):
    found = []
    values = json.loads(Path(path).read_bytes())
    for position, each in enumerate(_list(values, name, "")):
        at = f"{name}[{position}]"
        try:
            found.append(parse_one(_object(each, at)))
        except ConfigError:
            raise
        except ValueError as error:
            raise ConfigError(f"{path}: {at}.{error}") from None
    return found


def parse(values):
    """Return ``[(Partner, [Shipment])]`` from the decoded configuration."""
    found = [
        _partner(each, f"partners[{position}]")
        for position, each in enumerate(_list(values, "partners", ""))
    ]
    codes = [partner.integration for partner, _shipments in found]
    for code in codes:
        if codes.count(code) > 1:
            raise ConfigError(f"the integration {code} is there twice")
    return found


def _partner(values, at):
    partner = Partner(
        integration=_text(values, "integration", at),
        dialect=_word(values, "dialect", DIALECTS, at),
        secret=_text(values, "secret", at),
        options=values.get("options"),
        api=_api(values, at),
    )
    shipments = [
        parse_shipment(each, f"{at}.shipments[{position}]")
        for position, each in enumerate(_list(values, "shipments", at))
    ]
    return partner, shipments


def _api(values, at):
    if values.get("api") is None:
        return None
    try:
        return api_config.parse(_object(values["api"], f"{at}.api"))
    except ConfigError:
        raise
    except ValueError as error:
        raise ConfigError(f"{at}.api.{error}") from None


def parse_shipment(values, at="shipment"):
    """Return a Shipment from its decoded description.

    :raise ConfigError: naming what is missing or wrong, by its path below ``at``.
    """
    number = _text(values, "tracking_number", at)
    return Shipment.make(
        number,
        _word({"journey": "domestic", **values}, "journey", JOURNEYS, at),
        packages=[str(each) for each in _list(values, "packages", at)],
        references=[
            {
                "type": _word(each, "type", REFERENCE_TYPES, f"{at}.references"),
                "value": _text(each, "value", f"{at}.references"),
            }
            for each in _list(values, "references", at)
        ],
        start=_time(values, "start", at),
        skip=_skip(values, at),
    )


def _skip(values, at):
    """Return how many steps to skip: one at least is left."""
    steps = len(JOURNEYS[values.get("journey", "domestic")].steps)
    found = values.get("skip", 0)
    if type(found) is not int or not 0 <= found < steps:
        raise ConfigError(f"{at}.skip must be a number from 0 to {steps - 1}")
    return found


def _object(values, at):
    if not isinstance(values, dict):
        raise ConfigError(f"{at or 'the file'} must be an object")
    return values


def _list(values, name, at):
    found = _object(values, at).get(name, [])
    if not isinstance(found, list):
        raise ConfigError(f"{at}.{name} must be a list".lstrip("."))
    return found


def _text(values, name, at):
    found = _object(values, at).get(name)
    if not isinstance(found, str) or not found.strip():
        raise ConfigError(f"{at}.{name} is missing")
    return found


def _word(values, name, vocabulary, at):
    found = _text(values, name, at)
    if found not in vocabulary:
        known = ", ".join(vocabulary)
        raise ConfigError(f"{at}.{name} is none of {known}")
    return found


def _time(values, name, at):
    if values.get(name) is None:
        return None
    text = _text(values, name, at)
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise ConfigError(f"{at}.{name} is no ISO 8601 time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
