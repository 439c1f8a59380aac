# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.logistics_billing_reconcile.transport.zip_stream import safe_name


class LogisticsDispute(models.Model):
    """What was booked proves what was asked for: the labels are evidence, too."""

    _inherit = "logistics.dispute"

    def _evidence_files(self):
        yield from super()._evidence_files()
        bookings = self.env["logistics.booking"].search(
            [("shipment_id", "in", self.line_ids.shipment_id.ids)]
        )
        for booking in bookings:
            folder = f"label {safe_name(booking.shipment_id.name)}"
            for label in booking.label_ids:
                yield folder, label
