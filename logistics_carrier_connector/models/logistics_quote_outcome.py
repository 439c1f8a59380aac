# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass

from ..canonical.rates import Rate


@dataclass(slots=True, frozen=True, kw_only=True)
class Outcome:
    """What became of one service: a rate, or the reason why there is none."""

    integration: object
    service: object = None
    state: str = "offered"
    source: str | None = None
    rate: Rate | None = None
    reason: str | None = None
    note: str | None = None
    tariff: object = None
    seconds: float = 0.0
    fingerprint: str | None = None
    code: str | None = None


@dataclass(slots=True, frozen=True)
class Question:
    """One call to one carrier: about these services, known again by its digest."""

    integration: object
    services: object
    digest: str

    @property
    def codes(self):
        return tuple(self.services.mapped("code"))
