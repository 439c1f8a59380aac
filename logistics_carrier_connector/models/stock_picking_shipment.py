# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockPicking(models.Model):
    """The transfer that hands goods over, and the shipment they travel as."""

    _inherit = "stock.picking"

    logistics_shipment_id = fields.Many2one(
        "logistics.shipment",
        string="Shipment",
        copy=False,
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )

    logistics_shipment_state = fields.Selection(
        related="logistics_shipment_id.state", string="Shipment Stage"
    )

    def _logistics_direction(self):
        """Return how the goods travel: ``outbound``, ``inbound`` or ``return``.

        A return is what comes back to us; what we send back to a vendor goes out.
        None where they do not leave our premises.
        """
        self.ensure_one()
        source, target = self.location_id.usage, self.location_dest_id.usage
        if target == "customer" or self.picking_type_code == "outgoing":
            return "outbound"
        if source == "customer":
            return "return"
        if source == "supplier" or self.picking_type_code == "incoming":
            return "inbound"
        return None

    def action_view_logistics_shipment(self):
        """Open the shipment these goods travel as."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.shipment",
            "res_id": self.logistics_shipment_id.id,
            "view_mode": "form",
        }
