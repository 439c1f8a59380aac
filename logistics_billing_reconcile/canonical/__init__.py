# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical documents of billing, in plain Python."""

from . import (
    bill_events,
    bill_of_lading,
    carrier_invoice,
    dispute_events,
    expectation_events,
    invoice_events,
    invoice_news,
)
