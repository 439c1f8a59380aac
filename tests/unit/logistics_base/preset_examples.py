# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Presets in miniature, for tests of one thing at a time."""

import json

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.preset import Preset

FIELDS = {"tracking_number": "number", "raw_code": "status", "occurred_at": "at"}
EVENT = {"number": "PX0001", "status": "DLV", "at": "2026-01-17T09:00:00Z"}


def preset(fields=None, *, message=None, **keys):
    """A preset with one message of milestones; ``fields`` beside the needed ones."""
    entry = {"document_type": "shipment.milestone", "fields": {**FIELDS}}
    entry["fields"].update(fields or {})
    entry.update(message or {})
    whole = {"code": "px", "name": "Parcel Express", "kind": "carrier"}
    return Preset.load({**whole, "messages": [entry], **keys})


def decode(loaded, payload=None, **how):
    """The documents of a payload, which is an event with these changes."""
    payload = {**EVENT, **(payload or {})}
    return loaded.decode(json.dumps(payload).encode(), **how)


def decode_one(loaded, payload=None, **how):
    (document,) = decode(loaded, payload, **how)
    return document


def failure_of(loaded, payload, **how):
    """The error that a payload ends in."""
    with pytest.raises(DecodeError) as failure:
        decode_one(loaded, payload, **how)
    return failure.value
