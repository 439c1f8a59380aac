# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from markupsafe import Markup, escape

from odoo import fields, models

_logger = logging.getLogger(__name__)

ACTIVITY_TYPE = "logistics_base.mail_activity_type_incident"

#: What was delivered is noted in the subscription at most so often.
NOTED_EVERY = timedelta(minutes=1)


class LogisticsSubscription(models.Model):
    """How a subscription fares, and what happens when nothing gets there any more."""

    _inherit = "logistics.subscription"

    disable_after_days = fields.Integer(
        string="Switch Off After (days)",
        default=5,
        required=True,
        help="When the receiver has taken nothing for so long. Whoever answers for the "
        "subscription is told; switched on again, it goes on where it stopped.",
    )
    last_delivered_at = fields.Datetime(
        string="Last Delivered", readonly=True, copy=False
    )
    failing_since = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Char(readonly=True, copy=False)
    health = fields.Selection(
        [
            ("healthy", "Healthy"),
            ("failing", "Failing"),
            ("behind", "Catching Up"),
            ("stopped", "Stopped"),
        ],
        compute="_compute_health",
    )
    backlog = fields.Integer(
        compute="_compute_counts", help="Messages that wait to be sent."
    )
    delivery_count = fields.Integer(compute="_compute_counts")
    dead_count = fields.Integer(compute="_compute_counts")

    _patience = models.Constraint(
        "CHECK(disable_after_days > 0)", "At least one day must pass."
    )

    def _compute_health(self):
        for subscription in self:
            if subscription.state != "active":
                subscription.health = "stopped"
            elif subscription.failing_since:
                subscription.health = "failing"
            elif subscription.is_behind:
                subscription.health = "behind"
            else:
                subscription.health = "healthy"

    def _compute_counts(self):
        counts = (
            self.env["logistics.message"]
            .sudo()
            ._read_group(
                [("subscription_id", "in", self.ids)],
                ["subscription_id", "state"],
                ["__count"],
            )
        )
        found = {}
        for subscription, state, count in counts:
            found.setdefault(subscription.id, {})[state] = count
        for subscription in self:
            states = found.get(subscription._origin.id, {})
            waiting = ("received", "retry", "processing")
            subscription.backlog = sum(states.get(state, 0) for state in waiting)
            subscription.delivery_count = states.get("done", 0)
            subscription.dead_count = states.get("dead", 0)

    # What the outbox reports

    def _note_delivered(self):
        """The receiver took a message."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            """
            UPDATE logistics_subscription
               SET last_delivered_at = %s, failing_since = NULL, last_error = NULL
             WHERE id = %s
               AND (failing_since IS NOT NULL OR last_delivered_at IS NULL
                    OR last_delivered_at < %s)
            """,
            (now, self.id, now - NOTED_EVERY),
        )
        self.invalidate_recordset(["last_delivered_at", "failing_since", "last_error"])

    def _note_failing(self, text):
        """The receiver did not take a message; after some days of that it is enough."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            """
            UPDATE logistics_subscription
               SET failing_since = COALESCE(failing_since, %s), last_error = %s
             WHERE id = %s
            """,
            (now, text[:500], self.id),
        )
        self.invalidate_recordset(["failing_since", "last_error"])
        patience = timedelta(days=self.disable_after_days)
        if self.state == "active" and self.failing_since <= now - patience:
            self._disable(
                self.env._(
                    "The receiver has taken nothing since %(since)s UTC: %(error)s",
                    since=self.failing_since,
                    error=text[:200],
                )
            )

    def _disable_as_gone(self):
        self._disable(
            self.env._("The receiver says that it is gone for good (status 410).")
        )

    def _disable_for_filter(self, error):
        self._disable(self.env._("The further filter cannot be used: %s", error))

    def _disable(self, reason):
        """Switch off, and tell who answers for it."""
        own = self.sudo()
        if own.state != "active":
            return
        _logger.warning("Subscription %s is switched off: %s", own.name, reason)
        own._stop("disabled", reason)
        user = own._responsible()
        own.activity_schedule(
            ACTIVITY_TYPE,
            summary=self.env._("Switched off: %s", own.name),
            note=escape(reason),
            user_id=user.id,
        )
        own.message_post(
            subject=self.env._("The subscription %s was switched off", own.name),
            body=self.env._(
                "%(reason)s No event is lost: once it is active again it goes on where "
                "it stopped.",
                reason=reason,
            ),
            partner_ids=user.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )

    def _responsible(self):
        for user in (self.owner_id, self.integration_id.owner_id):
            if user._logistics_is_there():
                return user
        return self.env.ref("base.user_admin")

    def _retry_at_once(self):
        """Let what waits for its next attempt leave now."""
        self.env["logistics.message"].flush_model()
        self.env.cr.execute(
            "UPDATE logistics_message SET next_attempt_at = NULL "
            "WHERE subscription_id = ANY(%s) AND direction = 'outbound' "
            "AND state = 'retry'",
            (list(self.ids),),
        )
        self.env["logistics.message"].invalidate_model(["next_attempt_at"])

    # Related records

    def action_view_deliveries(self):
        """Open what was sent, and what is to be."""
        return self._view_messages([])

    def action_view_dead_letters(self):
        """Open what the receiver never took."""
        return self._view_messages([("state", "=", "dead")])

    def _view_messages(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_message_action"
        )
        action["display_name"] = self.env._("Deliveries")
        action["domain"] = [("subscription_id", "in", self.ids), *domain]
        action["context"] = {}
        action["help"] = Markup(
            '<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>'
        ) % (
            self.env._("Nothing to see here"),
            self.env._("What this subscriber is sent shows here, attempt by attempt."),
        )
        return action
