# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class StockWarehouse(models.Model):
    """How the stock of a warehouse is compared with what its system tells."""

    _inherit = "stock.warehouse"

    logistics_status_ids = fields.One2many(
        "logistics.stock.status", "warehouse_id", string="Stock Statuses"
    )
    logistics_responsible_id = fields.Many2one(
        "res.users",
        string="Answers for Differences",
        help="Gets the activities about large and old differences; else whoever answers "
        "for the integration.",
    )
    logistics_gone_percent = fields.Float(
        string="Suspicious from (%)",
        default=20.0,
        help="A complete snapshot by which more than so much of the stock were gone is "
        "held until a person has looked at it: it may be half a file. 0: never.",
    )
    logistics_tolerance_quantity = fields.Float(
        string="Tolerance", help="Differences of so many units are tolerated."
    )
    logistics_tolerance_percent = fields.Float(
        string="Tolerance (%)",
        help="Differences of so much of what is expected are tolerated.",
    )
    logistics_auto_reasons = fields.Char(
        string="Applied at Once",
        help="Reasons, with commas between, for which the warehouse's adjustments are "
        "applied without asking; * for all. The flow's system of record must be the "
        "partner.",
    )
    logistics_auto_value = fields.Float(
        string="Up to a Value of", default=100.0, help="At cost, for each line."
    )
    logistics_two_approvals = fields.Boolean(
        string="Two People above the Limit",
        default=True,
        help="What is above the limit of whoever approves it needs a second one. "
        "Otherwise it is refused.",
    )
    logistics_settle_hours = fields.Float(
        string="Time to Settle",
        default=24.0,
        help="A difference that open shipments explain is nobody's work for so long.",
    )
    logistics_escalate_days = fields.Integer(
        string="Old after", default=7, help="In days; 0: never."
    )
    logistics_escalate_value = fields.Float(
        string="Large from", default=1000.0, help="At cost; 0: never."
    )
    logistics_snapshot_days = fields.Integer(
        string="Keep Snapshot Lines",
        default=30,
        help="In days; the lines of the last snapshots are kept longer. 0: for ever.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        warehouses._logistics_set_up_statuses()
        return warehouses

    def write(self, vals):
        result = super().write(vals)
        if vals.get("logistics_integration_id"):
            self._logistics_set_up_statuses()
        return result

    def _logistics_set_up_statuses(self):
        """Say where good stock is; what else there may be people add."""
        statuses = self.env["logistics.stock.status"].sudo()
        statuses.create(
            [
                {
                    "warehouse_id": warehouse.id,
                    "status": "good",
                    "location_id": warehouse.lot_stock_id.id,
                }
                for warehouse in self
                if warehouse.logistics_integration_id
                and not warehouse.sudo().logistics_status_ids
            ]
        )

    def action_logistics_suggest_statuses(self):
        """Give every status a location, new ones where there is none that fits."""
        self.check_access("write")
        for warehouse in self:
            self.env["logistics.stock.status"]._suggest_locations(warehouse)

    def _logistics_answers(self):
        """Return the user who answers for differences here; empty where nobody does."""
        self.ensure_one()
        return (
            self.logistics_responsible_id
            or self.sudo().logistics_integration_id.owner_id
        )

    def _logistics_applies_at_once(self, reason):
        """Tell whether adjustments for a reason are applied without asking."""
        told = {
            word.strip().upper()
            for word in (self.logistics_auto_reasons or "").split(",")
        } - {""}
        return "*" in told or bool(reason) and reason.strip().upper() in told
