# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResourceCalendar(models.Model):
    """Service levels and key figures go by the time zone of their working time."""

    _inherit = "resource.calendar"

    def write(self, vals):
        moved = self.filtered(lambda one: "tz" in vals and one.tz != vals["tz"])
        result = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        if moved:
            companies = (
                self.env["res.company"]
                .sudo()
                .search(
                    [
                        "|",
                        ("logistics_sla_calendar_id", "in", moved.ids),
                        ("resource_calendar_id", "in", moved.ids),
                    ]
                )
            )
            self.env["logistics.kpi"].sudo()._touch_everything(
                companies.filtered(lambda one: one._logistics_sla_calendar() in moved)
            )
        return result
