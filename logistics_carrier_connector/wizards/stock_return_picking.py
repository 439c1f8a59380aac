# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockReturnPicking(models.TransientModel):
    """Goods come back the way they went, where the carrier makes return labels."""

    _inherit = "stock.return.picking"

    def _reset_carrier_id(self, picking):
        """Keep a carrier that can be asked for the label; others are chosen anew."""
        super()._reset_carrier_id(picking)
        carrier = self.picking_id.carrier_id
        goes_back = (
            self.picking_id.picking_type_code == "outgoing"
            and carrier.delivery_type == "logistics"
            and carrier.can_generate_return
        )
        if goes_back:
            picking.carrier_id = carrier
