# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

UNITS = [
    ("percent", "%"),
    ("hours", "Hours"),
    ("working_hours", "Working hours"),
    ("minutes", "Minutes"),
]


class LogisticsKpi(models.Model):
    """What a figure means: what is counted, of what, and what is left out.

    The figures themselves are kept by the day (``logistics.kpi.day``) and read with
    :meth:`_read`.
    """

    _name = "logistics.kpi"
    _description = "Key Figure"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True, index=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    unit = fields.Selection(UNITS, required=True, default="percent", readonly=True)
    direction = fields.Selection(
        [("up", "More is better"), ("down", "Less is better")],
        required=True,
        default="up",
        readonly=True,
    )
    target = fields.Float(help="What is aimed at; 0: nothing in particular.")
    numerator_text = fields.Char(
        string="What Is Counted", translate=True, readonly=True
    )
    denominator_text = fields.Char(string="Of What", translate=True, readonly=True)
    exclusion_text = fields.Char(
        string="What Is Left Out", translate=True, readonly=True
    )
    day_text = fields.Char(string="On Which Day", translate=True, readonly=True)
    is_snapshot = fields.Boolean(
        readonly=True,
        help="It tells how things stand, so it is not reckoned for days that are over.",
    )

    _code_once = models.UniqueIndex("(code)", "A key figure's code is used once.")

    # What has to be reckoned anew

    @api.model
    def _touch(self, shipments):
        """Have the days reckoned anew on which the shipments count."""
        self.env["logistics.kpi.touched"]._add(shipments.ids)

    @api.model
    def _touch_everything(self, companies):
        """Have all days of companies reckoned anew."""
        self.env["logistics.kpi.touched"]._add_everything(companies)
