# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..canonical import vocabulary

#: What stands for a milestone in the timeline: (codes, Font Awesome icon, colour).
_ICONS = (
    (("delivered", "pod_received"), "fa-check", "success"),
    (("returned", "return_initiated", "return_in_transit"), "fa-undo", "warning"),
    (("cancelled", "disposed", "booking_cancelled"), "fa-ban", "secondary"),
    (("out_for_delivery", "delivery_scheduled"), "fa-truck", "primary"),
    (("available_for_pickup",), "fa-shopping-bag", "primary"),
    (("picked_up", "dispatched", "handed_over"), "fa-dropbox", "primary"),
    (
        ("customs_submitted", "customs_inspection", "customs_released"),
        "fa-university",
        "info",
    ),
    (("booked", "label_created", "manifested", "tender_accepted"), "fa-tag", "info"),
    (("unknown",), "fa-question", "secondary"),
    (("information",), "fa-info", "secondary"),
)
_DEFAULT_ICON = ("fa-map-marker", "primary")
_TROUBLE_ICON = ("fa-exclamation", "danger")


class LogisticsMilestone(models.Model):
    """How a milestone reads in the timeline of a shipment."""

    _inherit = "logistics.milestone"

    local_time = fields.Char(
        compute="_compute_local_time",
        help="The clock at the place where it happened, with its offset from UTC.",
    )
    source = fields.Char(compute="_compute_source", help="Who told it.")
    icon = fields.Char(compute="_compute_icon")
    icon_color = fields.Char(compute="_compute_icon")
    carrier_words = fields.Char(compute="_compute_carrier_words")

    @api.depends("occurred_at", "utc_offset_minutes")
    def _compute_local_time(self):
        for milestone in self:
            if not milestone.occurred_at:
                milestone.local_time = False
                continue
            milestone.local_time = local_time(
                self.env, milestone.occurred_at, milestone.utc_offset_minutes
            )

    @api.depends("integration_id", "user_id")
    def _compute_source(self):
        for milestone in self:
            milestone.source = (
                milestone.integration_id.sudo().name or milestone.user_id.sudo().name
            )

    @api.depends("code")
    def _compute_icon(self):
        known = {code: row[1:] for row in _ICONS for code in row[0]}
        for milestone in self:
            word = vocabulary.MILESTONES.get(milestone.code)
            default = _TROUBLE_ICON if word and word.raises else _DEFAULT_ICON
            milestone.icon, milestone.icon_color = known.get(milestone.code, default)

    @api.depends("description", "raw_description", "raw_code", "code")
    def _compute_carrier_words(self):
        for milestone in self:
            told = milestone.description or milestone.raw_description
            if not told and milestone.code == "unknown":
                told = milestone.raw_code
            label = milestone.display_name or ""
            same = (told or "").strip().lower() == label.lower()
            milestone.carrier_words = False if same else told

    def action_open(self):
        """Open the milestone with all that is known of it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


def local_time(env, when, offset):
    """Return what the clock at the place showed, with its offset from UTC.

    :param when: naive, in UTC.
    :param int offset: minutes ahead of UTC; 0 or None where nobody knows.
    """
    local = when + timedelta(minutes=offset or 0)
    text = format_datetime(env, local, tz="UTC", dt_format="d MMM y, HH:mm")
    return f"{text} ({_offset_text(offset)})"


def _offset_text(minutes):
    if not minutes:
        return "UTC"
    sign = "+" if minutes > 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"
