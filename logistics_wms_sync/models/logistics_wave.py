# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical.waves import Cutoff

DAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class LogisticsWave(models.Model):
    """A time of day at which a warehouse takes up what was released to it by then."""

    _name = "logistics.wave"
    _description = "Warehouse Wave"
    _order = "warehouse_id, hour, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="warehouse_id.company_id")
    hour = fields.Float(
        string="Cutoff",
        required=True,
        default=14.0,
        help="At the warehouse's clocks; what is released later goes with the next one.",
    )
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean(default=True)
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean(default=True)
    saturday = fields.Boolean()
    sunday = fields.Boolean()

    _hour_of_day = models.Constraint(
        "CHECK(hour >= 0 AND hour < 24)", "A cutoff lies within a day."
    )

    @api.depends("name", "hour")
    def _compute_display_name(self):
        for wave in self:
            hours, minutes = divmod(round(wave.hour * 60), 60)
            wave.display_name = f"{wave.name} · {hours:02}:{minutes:02}"

    def _cutoff(self):
        """Return it as a plain :class:`Cutoff`."""
        self.ensure_one()
        days = frozenset(number for number, day in enumerate(DAYS) if self[day])
        return Cutoff(self.id, self.hour, days)
