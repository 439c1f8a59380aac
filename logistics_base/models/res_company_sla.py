# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: What the figures of days that are over depend on.
KPI_SETTINGS = frozenset(
    {
        "logistics_grace_hours",
        "logistics_otif_reference",
        "logistics_otif_early_hours",
        "logistics_otif_late_hours",
        "logistics_otif_unit",
        "logistics_eta_tolerance_hours",
        "logistics_sla_calendar_id",
        "resource_calendar_id",
    }
)


class ResCompany(models.Model):
    """How a company measures its service."""

    _inherit = "res.company"

    logistics_sla_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Time for Service Levels",
        help="Service levels and cases are counted in it, days begin and end in its "
        "time zone. Empty: the company's working hours.",
    )
    logistics_grace_hours = fields.Float(
        string="Grace (h)",
        help="What is delivered so much after the promise is still on time.",
    )
    logistics_otif_reference = fields.Selection(
        [("promised", "The original promise"), ("shown", "The revised promise")],
        string="OTIF Reference",
        default="promised",
    )
    logistics_otif_early_hours = fields.Float(
        string="OTIF Not Before (h)",
        help="So many hours before the reference date at the earliest; 0: any time.",
    )
    logistics_otif_late_hours = fields.Float(
        string="OTIF Not After (h)",
        help="So many hours after the reference date at the latest.",
    )
    logistics_otif_unit = fields.Selection(
        [("shipment", "Shipments"), ("package", "Packages")],
        string="OTIF Counts",
        default="shipment",
    )
    logistics_eta_tolerance_hours = fields.Float(
        string="ETA Tolerance (h)",
        default=4.0,
        help="An ETA told 24 hours before the delivery is right within so many hours.",
    )
    logistics_fresh_picked_up = fields.Float(string="Picked up (h)", default=24.0)
    logistics_fresh_in_transit = fields.Float(string="In transit (h)", default=24.0)
    logistics_fresh_customs = fields.Float(string="In customs (h)", default=48.0)
    logistics_fresh_out_for_delivery = fields.Float(
        string="Out for delivery (h)", default=12.0
    )
    logistics_fresh_available_for_pickup = fields.Float(
        string="Available for pickup (h)", default=72.0
    )

    def write(self, vals):
        result = super().write(vals)
        if "logistics_sla_calendar_id" in vals or "resource_calendar_id" in vals:
            self.env.registry.clear_cache()
        if KPI_SETTINGS & vals.keys():
            self.env["logistics.kpi"].sudo()._touch_everything(self)
        return result

    def _logistics_sla_calendar(self):
        """Return the working time in which service levels are counted."""
        self.ensure_one()
        company = self.sudo()
        return company.logistics_sla_calendar_id or company.resource_calendar_id

    def _logistics_zone(self):
        """Return the name of the time zone in which the company's days begin."""
        return self._logistics_sla_calendar().tz or "UTC"
