# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models


class StockPicking(models.Model):
    """Deliveries of customers on credit hold are not released to warehouses."""

    _inherit = "stock.picking"

    def _logistics_release_blocks(self):
        blocks = defaultdict(list, super()._logistics_release_blocks())
        outgoing = self.filtered(lambda p: p._logistics_direction() == "outbound")
        for picking, text in outgoing._logistics_credit_holds().items():
            blocks[picking.id].append(("credit", text))
        for picking in self.filtered(lambda p: p.sale_id.logistics_credit_override):
            # Whoever let it go knew what the customer owes.
            blocks[picking.id] = [
                block for block in blocks[picking.id] if block[0] != "credit"
            ]
        return {picking_id: found for picking_id, found in blocks.items() if found}

    def _logistics_credit_holds(self):
        """Return {delivery: why nothing is released for its customer}."""
        sold = self.filtered("sale_id")
        orders = sold.sale_id.sudo()._logistics_credit_holds()
        found = {p: orders[p.sale_id] for p in sold if p.sale_id in orders}
        for company, pickings in (self - sold).grouped("company_id").items():
            holds = pickings.partner_id._logistics_credit_holds(company)
            for picking in pickings:
                if text := holds.get(picking.partner_id.commercial_partner_id):
                    found[picking] = text
        return found
