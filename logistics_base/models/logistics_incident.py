# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical import vocabulary

#: What a person may write; the rest is what was seen.
_FOR_PEOPLE = {
    "activity_ids",
    "exception_ids",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
    "resolution",
    "severity",
    "user_id",
}


class LogisticsIncident(models.Model):
    """Trouble of one cause, from its beginning to its end.

    The watchdog sees most of it: a partner that does not answer or has fallen silent, a
    code nobody mapped, dead letters that pile up. There is one open incident for each
    cause, however many messages fail of it; it is over as soon as the watchdog sees it
    no more. People report what no machine can see, such as a strike.
    """

    _name = "logistics.incident"
    _description = "Integration Incident"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "opened_at desc, id desc"
    _rec_name = "summary"

    integration_id = fields.Many2one(
        "logistics.integration",
        string="Partner",
        index="btree_not_null",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    kind = fields.Selection(
        [
            ("circuit", "Partner Does Not Answer"),
            ("silence", "Partner Fell Silent"),
            ("drain", "Messages Not Processed"),
            ("dead_letter", "Dead Letters Pile Up"),
            ("mapping", "Codes Not Mapped"),
            ("binding", "Ids Not Bound"),
            ("in_doubt", "Sent or Not?"),
            ("credential", "Credential"),
            ("cron", "Scheduled Job Fails"),
            ("events", "Business Events Stuck"),
            ("reported", "Reported by a Person"),
        ],
        required=True,
        readonly=True,
        default="reported",
    )
    cause_key = fields.Char(
        string="Cause",
        readonly=True,
        help="Tells apart two causes of one kind at the same partner.",
    )
    summary = fields.Char(required=True)
    severity = fields.Selection(
        list(vocabulary.SEVERITIES.items()), required=True, default="2", tracking=True
    )
    state = fields.Selection(
        [
            ("open", "Open"),
            ("acknowledged", "Acknowledged"),
            ("resolved", "Resolved"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Owner", index="btree_not_null", tracking=True
    )
    opened_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    first_seen_at = fields.Datetime(
        string="Began",
        readonly=True,
        help="Since when it has been wrong, as far as is known.",
    )
    last_seen_at = fields.Datetime(string="Last Seen", readonly=True)
    occurrences = fields.Integer(
        string="How Many",
        readonly=True,
        help="So many messages, codes or shipments met with it at the same time.",
    )
    told_occurrences = fields.Integer(readonly=True)
    alerted_at = fields.Datetime(
        readonly=True, help="When whoever answers for the integration was told."
    )
    acknowledged_at = fields.Datetime(readonly=True, copy=False)
    closed_at = fields.Datetime(string="Over Since", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        help="Empty where the watchdog saw it no more.",
    )
    resolution = fields.Char(copy=False, tracking=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )
    color = fields.Integer(compute="_compute_color")

    _open_once = models.UniqueIndex(
        "(company_id, COALESCE(integration_id, 0), kind, COALESCE(cause_key, '')) "
        "WHERE state != 'resolved' AND kind != 'reported'",
        "This incident is open already.",
    )

    @api.depends("integration_id.company_id")
    def _compute_company_id(self):
        for incident in self:
            incident.company_id = (
                incident.integration_id.company_id
                or incident.company_id
                or self.env.company
            )

    @api.depends("severity", "state")
    def _compute_color(self):
        colors = {"2": 2, "3": 1}  # orange, red
        for incident in self:
            is_over = incident.state == "resolved"
            incident.color = 0 if is_over else colors.get(incident.severity, 0)

    @api.model_create_multi
    def create(self, vals_list):
        by_hand = [vals for vals in vals_list if self._is_reported(vals)]
        if len(by_hand) < len(vals_list) and not self.env.su:
            raise UserError(
                self.env._("The watchdog opens incidents; report what it cannot see.")
            )
        incidents = super().create(vals_list)
        incidents._own()
        incidents._add_entries("opened")
        incidents.filtered(lambda i: i.kind == "reported")._set_told()
        return incidents

    @api.model
    def _is_reported(self, vals):
        return vals.get("kind", "reported") == "reported"

    def write(self, vals):
        if not self.env.su and not _FOR_PEOPLE.issuperset(vals):
            self._check_reported(vals)
        result = super().write(vals)
        if "user_id" in vals:
            waiting = self.sudo().activity_id.filtered("active")
            waiting.user_id = vals["user_id"]
        return result

    def _check_reported(self, vals):
        allowed = _FOR_PEOPLE | {"summary", "integration_id", "company_id"}
        if any(i.kind != "reported" for i in self) or not allowed.issuperset(vals):
            raise UserError(
                self.env._("What was seen stays: acknowledge or resolve the incident.")
            )

    # Steps

    def action_acknowledge(self):
        """Take the incident: from now on somebody works on it."""
        self.check_access("write")
        taken = self.filtered(lambda i: i.state == "open").sudo()
        for incident in taken:
            incident.user_id = incident.user_id or self.env.user
        taken.write({"state": "acknowledged", "acknowledged_at": fields.Datetime.now()})
        taken._add_entries("acknowledged")

    def action_resolve(self):
        """Say how it ended; offer to close the cases under it and replay messages."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Resolve"),
            "res_model": "logistics.incident.resolve",
            "view_mode": "form",
            "target": "new",
            "context": {"default_incident_id": self.id},
        }

    def _set_resolved(self, resolution):
        """A person says that it is over, and how."""
        unresolved = self.filtered(lambda i: i.state != "resolved")
        unresolved.check_access("write")
        unresolved.sudo().write(
            {"resolution": resolution, "closed_by_id": self.env.uid}
        )
        unresolved._close(resolution)

    def _close(self, feedback):
        for incident in self.sudo():
            if incident.activity_id.active:
                incident.activity_id.action_feedback(feedback=feedback)
        self.sudo().write({"state": "resolved", "closed_at": fields.Datetime.now()})
        self._add_entries("over", feedback)
        self.filtered("alerted_at")._publish("incident.closed")

    def _publish(self, event_type):
        for incidents in self.grouped("company_id").values():
            kinds = {incident.id: incident.kind for incident in incidents}
            self.env["logistics.event"]._publish(event_type, incidents, kinds)
