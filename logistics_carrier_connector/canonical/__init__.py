# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical documents of the trade with carriers, in plain Python."""

from . import (
    booking_answer,
    booking_course,
    booking_facts,
    bookings,
    consignments,
    day,
    events,
    labels,
    rates,
    tenders,
)
