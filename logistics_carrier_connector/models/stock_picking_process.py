# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockPicking(models.Model):
    """A transfer that is done is a fact of its shipment's process."""

    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        done = self.sudo().filtered(lambda p: p.state == "done")
        names = {p.logistics_shipment_id.id: p.name for p in done}
        self.env["logistics.event"].sudo()._publish(
            "transfer.done", done.logistics_shipment_id, names
        )
        return result
