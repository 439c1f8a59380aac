# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter
from datetime import datetime, timedelta, timezone

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

#: So many of the firings are listed.
MOST_LISTED = 200
_TOP = 5


class LogisticsRuleTry(models.TransientModel):
    """A dry run: on what a policy would have acted lately. Nothing is changed."""

    _name = "logistics.rule.try"
    _description = "Dry Run of a Policy"

    rule_id = fields.Many2one("logistics.rule", required=True, ondelete="cascade")
    sentence = fields.Text(related="rule_id.sentence")
    days = fields.Integer(string="Past Days", default=30, required=True)
    is_tried = fields.Boolean()
    fired_count = fields.Integer(readonly=True)
    shipment_count = fields.Integer(readonly=True)
    verdict = fields.Char(readonly=True)
    breakdown = fields.Html(readonly=True)
    line_ids = fields.One2many("logistics.rule.try.line", "try_id", readonly=True)

    def action_try(self):
        """Look at the past, and show what would have been done."""
        self.ensure_one()
        self.rule_id.check_access("read")
        if problem := self.rule_id._filter_problem():
            raise UserError(problem)
        if not 0 < self.days <= 366:
            raise UserError(self.env._("Choose between 1 and 366 days."))
        since = fields.Datetime.now() - timedelta(days=self.days)
        rows, is_complete = self.rule_id._would_have_fired(since)
        shipments = self._shipments_of(rows)
        self.line_ids.unlink()
        self.write(
            {
                "is_tried": True,
                "fired_count": len(rows),
                "shipment_count": len(shipments),
                "verdict": self._verdict(len(rows), len(shipments), is_complete),
                "breakdown": self._breakdown(rows, shipments),
                "line_ids": [
                    fields.Command.create(self._line(row))
                    for row in reversed(rows[-MOST_LISTED:])
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry Run"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _shipments_of(self, rows):
        ids = dict.fromkeys(row.shipment_id for row in rows if row.shipment_id)
        return self.env["logistics.shipment"].browse(ids).exists()

    def _verdict(self, fired, shipments, is_complete):
        if not is_complete:
            return self.env._(
                "It would have fired at least %(fired)s times on %(shipments)s "
                "shipments: there are more events than a dry run looks at.",
                fired=fired,
                shipments=shipments,
            )
        if not fired:
            return self.env._("It would not have fired in the past %s days.", self.days)
        return self.env._(
            "It would have fired %(fired)s times on %(shipments)s shipments in the past "
            "%(days)s days.",
            fired=fired,
            shipments=shipments,
            days=self.days,
        )

    def _line(self, row):
        when = datetime.fromtimestamp(row.time, timezone.utc).replace(
            tzinfo=None, microsecond=0
        )
        return {
            "shipment_id": row.shipment_id,
            "happened_at": when,
            "summary": self.env["logistics.word"]._say(row.type, row.summary),
        }

    def _breakdown(self, rows, shipments):
        """Return who would have been concerned most, as tables."""
        times = Counter(row.shipment_id for row in rows)
        parts = []
        for title, name in (
            (self.env._("By customer"), "partner_id"),
            (self.env._("By carrier"), "integration_id"),
        ):
            counts = Counter()
            for shipment in shipments:
                counts[shipment[name].display_name or "–"] += times[shipment.id]
            rows_html = Markup("").join(
                Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>") % item
                for item in counts.most_common(_TOP)
            )
            if rows_html:
                parts.append(
                    Markup(
                        "<div class='col-sm-6'><h5>%s</h5>"
                        "<table class='table table-sm'><tbody>%s</tbody></table></div>"
                    )
                    % (title, rows_html)
                )
        return parts and Markup("<div class='row'>%s</div>") % Markup("").join(parts)


class LogisticsRuleTryLine(models.TransientModel):
    """One time that a policy would have acted."""

    _name = "logistics.rule.try.line"
    _description = "Would Have Fired"

    try_id = fields.Many2one(
        "logistics.rule.try", required=True, index=True, ondelete="cascade"
    )
    shipment_id = fields.Many2one("logistics.shipment", ondelete="cascade")
    partner_id = fields.Many2one(related="shipment_id.partner_id", string="Customer")
    happened_at = fields.Datetime(string="When")
    summary = fields.Char(string="About")
