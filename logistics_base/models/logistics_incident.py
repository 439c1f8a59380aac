# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

ACTIVITY_TYPE = "logistics_base.mail_activity_type_incident"


class LogisticsIncident(models.Model):
    """Trouble with an integration that the watchdog saw, from its beginning to its end.

    Whoever answers for the integration gets one activity for each, however long it
    lasts; it is closed when the trouble is over.
    """

    _name = "logistics.incident"
    _description = "Integration Incident"
    _order = "opened_at desc, id desc"
    _rec_name = "summary"

    integration_id = fields.Many2one(
        "logistics.integration",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    kind = fields.Selection(
        [
            ("drain", "Messages Not Processed"),
            ("circuit", "Partner Left to Recover"),
            ("credential", "Credential"),
        ],
        required=True,
        readonly=True,
    )
    summary = fields.Char(required=True, readonly=True)
    opened_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    alerted_at = fields.Datetime(
        readonly=True, help="When whoever answers for the integration was told."
    )
    closed_at = fields.Datetime(string="Over Since", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _open_once = models.UniqueIndex(
        "(integration_id, kind) WHERE closed_at IS NULL",
        "This incident is open already.",
    )

    @api.model
    def _observe(self, kind, found, patience):
        """Open, alert and close incidents of a kind after what is found right now.

        :param dict found: {integration: what is wrong, for people}.
        :param timedelta patience: how long it must last before anybody is told.
        """
        incidents = self.search([("kind", "=", kind), ("closed_at", "=", False)])
        incidents.filtered(lambda i: i.integration_id not in found)._set_closed()
        known = {incident.integration_id: incident for incident in incidents}
        for integration, summary in found.items():
            incident = known.get(integration) or self.create(
                {"integration_id": integration.id, "kind": kind, "summary": summary}
            )
            if fields.Datetime.now() - incident.opened_at >= patience:
                incident._alert(summary)

    def _alert(self, summary):
        """Tell whoever answers for the integration, once."""
        self.ensure_one()
        if self.alerted_at:
            return
        integration = self.integration_id
        _logger.error("Integration %s: %s", integration.code, summary)
        activity = integration.activity_schedule(
            ACTIVITY_TYPE, summary=summary, user_id=self._responsible().id
        )
        self.write(
            {
                "summary": summary,
                "alerted_at": fields.Datetime.now(),
                "activity_id": activity.id,
            }
        )

    def _responsible(self):
        owner = self.integration_id.owner_id
        if owner.active and not owner.share:
            return owner
        administrators = self.env.ref("logistics_base.group_integration_admin")
        return administrators.all_user_ids.filtered(
            lambda user: self.integration_id.company_id in user.company_ids
        )[:1] or self.env.ref("base.user_admin")

    def _set_closed(self):
        """The trouble is over: so is the activity, with a word in the chatter."""
        for incident in self:
            _logger.info(
                "Integration %s: over: %s",
                incident.integration_id.code,
                incident.summary,
            )
            if incident.activity_id.active:
                incident.activity_id.action_feedback(
                    feedback=self.env._("Over by itself, seen by the watchdog.")
                )
            incident.closed_at = fields.Datetime.now()
