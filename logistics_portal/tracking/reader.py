# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass

from .times import ReaderTimes


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page.

    :param full: the customer, signed in; without it the bearer of a link, who learns
        nothing about persons.
    :param times: how this reader says times.
    """

    full: bool
    times: ReaderTimes
