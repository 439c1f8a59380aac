# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockPicking(models.Model):
    """What was billed before the goods came is laid on them when they come."""

    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        landing = self.env["logistics.landing"].sudo()
        receipts = self.sudo().filtered(
            lambda p: p.state == "done" and p.picking_type_code == "incoming"
        )
        if receipts and (shipments := landing._shipments_of(receipts)):
            landing._land(shipments)
        return result

    def _logistics_bears_cost(self):
        """Whether something in it is valued such that a landed cost can be laid on it."""
        self.ensure_one()
        return any(
            move.state == "done"
            and move.product_id.with_company(move.company_id).cost_method
            in ("fifo", "average")
            for move in self.move_ids
        )
