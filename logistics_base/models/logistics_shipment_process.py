# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsShipment(models.Model):
    """A shipment and the process it goes through."""

    _inherit = "logistics.shipment"

    process_ids = fields.One2many(
        "logistics.process", "shipment_id", string="Processes", readonly=True
    )
    process_id = fields.Many2one("logistics.process", compute="_compute_process_id")
    process_ribbon = fields.Json(compute="_compute_process_ribbon", string="Steps")

    @api.depends("process_ids")
    def _compute_process_id(self):
        for shipment in self:
            shipment.process_id = shipment.process_ids[:1]

    @api.depends("process_ids.step_ids.state", "process_ids.step_ids.is_late")
    def _compute_process_ribbon(self):
        for shipment in self:
            shipment.process_ribbon = shipment.process_ids[:1].ribbon

    def action_view_process(self):
        """Open the process."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.process",
            "res_id": self.process_id.id,
            "view_mode": "form",
        }
