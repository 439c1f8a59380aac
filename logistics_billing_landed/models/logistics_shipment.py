# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsShipment(models.Model):
    """What of a shipment's freight is in the value of its goods."""

    _inherit = "logistics.shipment"

    landed_cost_count = fields.Integer(
        compute="_compute_landed_cost_count", groups="stock.group_stock_manager"
    )

    def _landed_costs(self):
        charges = self.env["logistics.landed.charge"]
        return charges.search([("shipment_id", "in", self.ids)]).cost_id

    def _compute_landed_cost_count(self):
        for shipment in self:
            shipment.landed_cost_count = len(shipment._landed_costs())

    def action_view_landed_costs(self):
        """Open the landed costs of the shipment's freight."""
        return self._landed_costs()._get_records_action(name=self.env._("Landed Costs"))
