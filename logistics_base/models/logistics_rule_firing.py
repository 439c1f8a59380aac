# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policies.circles import MOST_A_DAY
from .database_errors import gave_up
from .logistics_event import LONGEST_CHAIN

_logger = logging.getLogger(__name__)

#: So long it is kept what policies did.
KEPT_DAYS = 400
MAX_TEXT = 2000
_INSERT = """
    INSERT INTO logistics_rule_firing
        (rule_id, revision, company_id, shipment_id, event_id, event_position,
         event_type, event_summary, res_model, res_id, chain, state, outcome, fired_at)
    SELECT rule_id, revision, company_id, shipment_id, event_id, event_position,
           event_type, event_summary, res_model, res_id, chain, state, outcome, %(now)s
      FROM json_to_recordset(%(rows)s)
        AS v(rule_id int4, revision int4, company_id int4, shipment_id int4,
             event_id int4, event_position int4, event_type varchar,
             event_summary varchar, res_model varchar, res_id int4, chain varchar,
             state varchar, outcome varchar)
     WHERE shipment_id IS NULL
        OR EXISTS (SELECT 1 FROM logistics_shipment s WHERE s.id = v.shipment_id)
        ON CONFLICT DO NOTHING
    RETURNING id
"""


class LogisticsRuleFiring(models.Model):
    """That a policy acted on an event: on what, when, and what it did, in words."""

    _name = "logistics.rule.firing"
    _description = "Policy Firing"
    _order = "id desc"
    _rec_name = "event_type"
    _log_access = False

    rule_id = fields.Many2one(
        "logistics.rule", "Policy", required=True, readonly=True, ondelete="cascade"
    )
    revision = fields.Integer(string="Version", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    shipment_id = fields.Many2one(
        "logistics.shipment", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    partner_id = fields.Many2one(related="shipment_id.partner_id", string="Customer")
    event_id = fields.Integer(string="Number of the Event", readonly=True)
    event_position = fields.Integer(readonly=True, help="The event's place among all.")
    event_type = fields.Char(string="Event", readonly=True)
    event_summary = fields.Char(string="Words of the Event", readonly=True)
    about = fields.Char(compute="_compute_about")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    chain = fields.Char(
        readonly=True,
        help="The policies that led to it, the first cause first, this one last.",
    )
    state = fields.Selection(
        [
            ("due", "Due"),
            ("done", "Done"),
            ("skipped", "Nothing to Do"),
            ("failed", "Failed"),
            ("stopped", "Stopped"),
        ],
        required=True,
        readonly=True,
    )
    outcome = fields.Text(string="What Was Done", readonly=True)
    steps = fields.Json(
        readonly=True, help="What each action came to: [action, state, words]."
    )
    fired_at = fields.Datetime(required=True, readonly=True)

    _once = models.UniqueIndex("(rule_id, event_id)")
    _by_time = models.Index("(rule_id, fired_at)")
    _failed = models.Index("(fired_at) WHERE state = 'failed'")

    @api.depends("rule_id", "fired_at")
    def _compute_display_name(self):
        for firing in self:
            firing.display_name = f"{firing.rule_id.name}, {firing.fired_at}"

    @api.depends("event_type", "event_summary")
    @api.depends_context("lang")
    def _compute_about(self):
        words = self.env["logistics.word"]
        for firing in self:
            firing.about = words._say(firing.event_type, firing.event_summary)

    @api.model
    def _now(self):
        return fields.Datetime.now().replace(tzinfo=timezone.utc)

    # Logging

    @api.model
    def _log(self, decided):
        """Write that policies act on events; return the firings that are new.

        A policy fires on an event once, whatever happens.

        :param decided: [(policy, row of an event, why it is stopped or None)].
        """
        rows = [
            {
                "rule_id": rule.id,
                "revision": rule.revision,
                "company_id": row.company_id,
                "shipment_id": row.shipment_id,
                "event_id": row.id,
                "event_position": row.position,
                "event_type": row.type,
                "event_summary": row.summary,
                "res_model": row.res_model,
                "res_id": row.res_id,
                "chain": ",".join(map(str, (*row.chain, rule.id))),
                "state": "stopped" if reason else "due",
                "outcome": reason and self._why_stopped(reason, row.chain),
            }
            for rule, row, reason in decided
        ]
        self.env.cr.execute(
            _INSERT, {"rows": json.dumps(rows), "now": fields.Datetime.now()}
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    @api.model
    def _why_stopped(self, reason, chain):
        rules = self.env["logistics.rule"].with_context(active_test=False)
        led = " → ".join(rules.browse(chain).exists().mapped("name"))
        if reason == "own":
            return self.env._(
                "Not acted on: the policy caused this itself (%s).", led or "?"
            )
        if reason == "long":
            return self.env._(
                "Stopped: %(count)s policies led to this already (%(led)s). "
                "They set each other off in a circle.",
                count=LONGEST_CHAIN,
                led=led,
            )
        return self.env._(
            "Stopped: it acted on this shipment %s times within a day. "
            "That is a circle; it rests until there were fewer.",
            MOST_A_DAY,
        )

    # Acting

    def _caused(self, chain):
        """Return the firings in a mode in which all that is done bears the chain."""
        owner = self.rule_id._answering()
        events = self.env["logistics.event"]._caused_by(chain.split(","))
        return self.with_env(events.env).with_context(
            lang=owner.lang or self.env.lang,
            mail_notify_force_send=False,
            mail_create_nosubscribe=True,
            mail_post_autofollow=False,
        )

    def _act(self):
        """Do what the policy says, for all of them at once; else one by one."""
        actions = self.rule_id.action_ids.sorted()
        try:
            with self.env.cr.savepoint():
                steps = {firing.id: [] for firing in self}
                for action in actions:
                    for firing_id, (state, words) in action._perform(self).items():
                        steps[firing_id].append([action.id, state, words])
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            _logger.info("One by one: policy %s", self.rule_id.id, exc_info=True)
            steps = {firing.id: firing._act_alone(actions) for firing in self}
        self._conclude(steps)

    def _act_alone(self, actions):
        """Do one action after the other; what fails does not keep the rest from it."""
        steps = []
        for action in actions:
            try:
                with self.env.cr.savepoint():
                    state, words = action._perform(self)[self.id]
            except Exception as error:
                if gave_up(error):
                    raise
                self.env.invalidate_all(flush=False)
                _logger.warning(
                    "Policy “%s” failed on %s",
                    self.rule_id.name,
                    self.shipment_id.name or self.event_type,
                    exc_info=error,
                )
                state = "failed"
                words = self.env._(
                    "%(action)s: %(error)s",
                    action=action._label(),
                    error=str(error) or type(error).__name__,
                )
            steps.append([action.id, state, words])
        return steps

    def _conclude(self, steps):
        """Write what each of them came to."""
        rows = [
            {
                "id": firing_id,
                "steps": taken,
                "state": _overall({state for _action, state, _words in taken}),
                "outcome": "\n".join(words for *_rest, words in taken if words)[
                    :MAX_TEXT
                ],
            }
            for firing_id, taken in steps.items()
        ]
        self.env.cr.execute(
            """
            UPDATE logistics_rule_firing f
               SET state = v.state, outcome = v.outcome, steps = v.steps
              FROM json_to_recordset(%s)
                AS v(id int4, state varchar, outcome text, steps jsonb)
             WHERE f.id = v.id
            """,
            (json.dumps(rows),),
        )
        self.invalidate_recordset(flush=False)

    def action_retry(self):
        """Do again what failed; what was done is left alone."""
        self.check_access("read")
        if not self.env.user.has_group("logistics_base.group_manager"):
            raise UserError(
                self.env._("Managers try again what a policy failed to do.")
            )
        for firing in self.sudo().filtered(lambda f: f.state == "failed"):
            failed = [
                action for action, state, _words in firing.steps if state == "failed"
            ]
            actions = self.env["logistics.rule.action"].sudo().browse(failed).exists()
            again = {
                step[0]: step
                for step in firing._caused(firing.chain)._act_alone(actions)
            }
            gone = [
                None,
                "skipped",
                self.env._("This action is no longer in the policy."),
            ]
            firing._conclude(
                {
                    firing.id: [
                        step if step[1] != "failed" else again.get(step[0], gone)
                        for step in firing.steps
                    ]
                }
            )

    def action_view_shipment(self):
        """Open the shipment it acted on."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.shipment",
            "view_mode": "form",
            "res_id": self.shipment_id.id,
        }

    @api.autovacuum
    def _forget_old(self):
        """Delete what was done long ago."""
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.env.cr.execute(
            "DELETE FROM logistics_rule_firing WHERE fired_at < %s", (before,)
        )


def _overall(states):
    """Return what a firing came to as a whole."""
    for state in ("failed", "done"):
        if state in states:
            return state
    return "skipped"
