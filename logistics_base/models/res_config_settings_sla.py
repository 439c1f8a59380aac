# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How service is measured, by the company."""

    _inherit = "res.config.settings"

    logistics_sla_calendar_id = fields.Many2one(
        related="company_id.logistics_sla_calendar_id", readonly=False
    )
    logistics_grace_hours = fields.Float(
        related="company_id.logistics_grace_hours", readonly=False
    )
    logistics_otif_reference = fields.Selection(
        related="company_id.logistics_otif_reference", readonly=False
    )
    logistics_otif_early_hours = fields.Float(
        related="company_id.logistics_otif_early_hours", readonly=False
    )
    logistics_otif_late_hours = fields.Float(
        related="company_id.logistics_otif_late_hours", readonly=False
    )
    logistics_otif_unit = fields.Selection(
        related="company_id.logistics_otif_unit", readonly=False
    )
    logistics_eta_tolerance_hours = fields.Float(
        related="company_id.logistics_eta_tolerance_hours", readonly=False
    )
    logistics_fresh_picked_up = fields.Float(
        related="company_id.logistics_fresh_picked_up", readonly=False
    )
    logistics_fresh_in_transit = fields.Float(
        related="company_id.logistics_fresh_in_transit", readonly=False
    )
    logistics_fresh_customs = fields.Float(
        related="company_id.logistics_fresh_customs", readonly=False
    )
    logistics_fresh_out_for_delivery = fields.Float(
        related="company_id.logistics_fresh_out_for_delivery", readonly=False
    )
    logistics_fresh_available_for_pickup = fields.Float(
        related="company_id.logistics_fresh_available_for_pickup", readonly=False
    )
