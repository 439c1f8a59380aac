# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bills in the formats of the carriers, written after their own descriptions."""

from . import dhl, edifact, fedex, ups, x12

#: {format: function of (carrier, bills) that returns the file's bytes}.
WRITERS = {
    "ups_billing_csv": ups.write,
    "fedex_billing_csv": fedex.write,
    "dhl_mybill": dhl.write,
    "x12": x12.write,
    "edifact": edifact.write,
}


def write(carrier, bills):
    """Return the file in which the carrier sends these bills."""
    return WRITERS[carrier.format](carrier, bills)
