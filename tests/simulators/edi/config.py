# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads how a trading partner behaves (see README.md)."""

from dataclasses import dataclass, fields
from pathlib import Path

from ..api.parcels import JOURNEYS


@dataclass(frozen=True, slots=True, kw_only=True)
class EdiPlan:
    """A trading partner.

    :param code: of the integration that it is to us.
    :param picks_up: folder it takes our files from.
    :param drops: folder it puts its files into.
    :param declines_over: heaviest load in kg it accepts.
    :param declines_to: countries and states it does not drive to.
    :param answers_after: journey hours until it decides.
    :param acknowledges: whether it sends 997 and CONTRL.
    :param journey: what happens to each load, see ``JOURNEYS``.
    """

    code: str
    picks_up: str
    drops: str
    declines_over: float = 24_000.0
    declines_to: tuple = ()
    answers_after: float = 0.5
    acknowledges: bool = True
    journey: str = "delivered"


def parse(values):
    """Return an EdiPlan. :raise ValueError: naming what is missing or wrong."""
    known = {each.name for each in fields(EdiPlan)}
    for name in values:
        if name not in known:
            raise ValueError(f"{name[:40]} is not known")
    for name in ("code", "picks_up", "drops"):
        if not isinstance(values.get(name), str) or not values[name]:
            raise ValueError(f"{name} is missing")
    for name in ("picks_up", "drops"):
        if not Path(values[name]).is_dir():
            raise ValueError(f"{name} is no folder")
    if values.get("journey", "delivered") not in JOURNEYS:
        raise ValueError(f"journey is none of {', '.join(JOURNEYS)}")
    return EdiPlan(**{**values, "declines_to": tuple(values.get("declines_to", ()))})
