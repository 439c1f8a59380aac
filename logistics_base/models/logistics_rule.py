# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..canonical import event_types, vocabulary

#: Changing one of these makes another version of a policy.
VERSIONED = (
    "trigger",
    "word_ids",
    "reason_ids",
    "minimum_severity",
    "classifier",
    "standing",
    "hours",
    "moment_field",
    "moment_side",
    "event_type",
    "custom_event",
    "filter_domain",
    "once_per_shipment",
    "pause_hours",
    "news_hours",
    "company_id",
)
#: Changing one of these changes what the decision table holds.
DECISIVE = {*VERSIONED, "active", "sequence", "problem"}


class LogisticsRule(models.Model):
    """A policy: when something happens to certain shipments, this is done.

    Policies are told of business events after their commit, batch by batch. What they
    do is done in the company's name, and logged.
    """

    _name = "logistics.rule"
    _description = "Policy"
    _inherit = ["mail.thread", "mail.activity.mixin", "logistics.own.rights"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True, copy=False)
    sequence = fields.Integer(
        default=10, help="Policies act on the same event in this order."
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        index="btree_not_null",
        tracking=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user if not self.env.su else False,
        help="Who answers for the policy, and is told when something is wrong with it.",
    )
    description = fields.Text(
        translate=True, help="Why there is this policy, for whoever reads it."
    )

    trigger = fields.Selection(
        [
            ("milestone", "A milestone is told"),
            ("stage", "A stage is reached"),
            ("exception", "An exception is opened"),
            ("sla", "A service level changes"),
            ("document", "A document is received"),
            ("silence", "Nothing is heard"),
            ("moment", "A moment comes"),
            ("incident", "An incident is opened"),
            ("incident_closed", "An incident is over"),
            ("event", "Another event"),
        ],
        string="When",
        required=True,
        default="milestone",
        tracking=True,
    )
    word_ids = fields.Many2many(
        "logistics.word",
        "logistics_rule_word_rel",
        "rule_id",
        "word_id",
        string="Which",
        help="Any of these; none named means all.",
    )
    reason_ids = fields.Many2many(
        "logistics.word",
        "logistics_rule_reason_rel",
        "rule_id",
        "word_id",
        string="For the Reason",
        domain=[("kind", "=", "reason")],
        help="Any of these; none named means whatever the reason.",
    )
    minimum_severity = fields.Selection(
        list(vocabulary.SEVERITIES.items()), string="At Least", default="0"
    )
    classifier = fields.Selection(
        [
            ("actual", "Happened"),
            ("estimated", "Estimated"),
            ("planned", "Planned"),
            ("any", "Any of them"),
        ],
        string="It Is",
        default="actual",
        required=True,
    )
    standing = fields.Selection(
        [("at_risk", "At risk"), ("breached", "Breached"), ("met", "Met")],
        string="It Becomes",
        default="breached",
    )
    hours = fields.Integer(
        default=72, help="How long nothing is heard, or how far off."
    )
    moment_field = fields.Selection(
        [
            ("promised_date", "Original promise"),
            ("shown_promise_date", "Promise"),
            ("eta_date", "Carrier's ETA"),
            ("released_date", "Release"),
            ("picked_up_date", "Pickup"),
            ("delivered_date", "Delivery"),
        ],
        string="Moment",
        default="shown_promise_date",
    )
    moment_side = fields.Selection(
        [("before", "before"), ("after", "after")], default="before"
    )
    event_type = fields.Selection(selection="_select_event_type", string="Event")
    custom_event = fields.Char(
        string="Name of the Event", help="As another policy publishes it."
    )

    filter_domain = fields.Char(
        string="Only Shipments",
        default="[]",
        required=True,
        help="The policy acts on these shipments only, as they are when it acts.",
    )
    once_per_shipment = fields.Boolean(
        help="It acts on a shipment once and never again."
    )
    pause_hours = fields.Integer(
        string="Again After",
        help="It rests on a shipment for so many hours after it acted; 0: it does not.",
    )
    action_ids = fields.One2many("logistics.rule.action", "rule_id", copy=True)
    revision_ids = fields.One2many("logistics.rule.revision", "rule_id")

    revision = fields.Integer(
        string="Version", readonly=True, copy=False, help="Counted from 1."
    )
    problem = fields.Char(
        readonly=True,
        copy=False,
        help="Why the policy cannot act. It acts again as soon as this is put right.",
    )
    armed_at = fields.Datetime(
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="Since when it waits for moments and silences; earlier ones are over.",
    )
    fired_today = fields.Integer(compute="_compute_fired")
    fired_month = fields.Integer(string="Fired in 30 Days", compute="_compute_fired")
    failed_month = fields.Integer(string="Failed in 30 Days", compute="_compute_fired")
    last_fired_at = fields.Datetime(string="Fired Last", compute="_compute_fired")

    _hours_positive = models.Constraint(
        "CHECK(hours >= 0 AND pause_hours >= 0)",
        "Hours cannot be negative: say whether it is before or after.",
    )

    @api.model
    def _select_event_type(self):
        known = [(kind.code, kind.label) for kind in event_types.EVENT_TYPES.values()]
        return [
            *sorted(known, key=lambda item: item[1]),
            ("custom", "Named by a policy"),
        ]

    def _compute_fired(self):
        now = fields.Datetime.now()
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        month = now - timedelta(days=30)
        counts = {rule.id: [0, 0, 0, False] for rule in self}
        self.env["logistics.rule.firing"].flush_model()
        if self.ids:
            self.env.cr.execute(
                """
                SELECT rule_id, count(*) FILTER (WHERE fired_at >= %s), count(*),
                       count(*) FILTER (WHERE state = 'failed'), max(fired_at)
                  FROM logistics_rule_firing
                 WHERE rule_id = ANY(%s) AND fired_at >= %s AND state != 'stopped'
                 GROUP BY rule_id
                """,
                (today, list(self.ids), month),
            )
            counts.update((row[0], row[1:]) for row in self.env.cr.fetchall())
        for rule in self:
            (
                rule.fired_today,
                rule.fired_month,
                rule.failed_month,
                rule.last_fired_at,
            ) = counts[rule.id]

    @api.constrains("trigger", "custom_event", "event_type", "hours")
    def _check_trigger(self):
        for rule in self:
            if rule.trigger == "event" and not rule._waited_for():
                raise ValidationError(
                    self.env._("Name the event that “%s” waits for.", rule.name)
                )
            if rule.trigger == "silence" and not rule.hours:
                raise ValidationError(
                    self.env._("Say after how many hours without news it acts.")
                )

    @api.constrains("filter_domain")
    def _check_filter(self):
        for rule in self:
            if problem := rule._filter_problem():
                raise ValidationError(problem)

    @api.onchange("trigger")
    def _onchange_trigger(self):
        self.word_ids = False
        self.reason_ids = False

    # Versions and the decision table follow every change

    @api.model_create_multi
    def create(self, vals_list):
        rules = super(LogisticsRule, self._revising()).create(vals_list)
        rules = rules.with_env(self.env)
        rules._keep_revision()
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        if vals.get("active") or {"trigger", "hours", "moment_field"} & vals.keys():
            vals = {"armed_at": fields.Datetime.now(), **vals}
        if "filter_domain" in vals:
            vals = {"problem": False, **vals}
        result = super(LogisticsRule, self._revising()).write(vals)
        if not {*VERSIONED, "action_ids", "name"}.isdisjoint(vals):
            self._keep_revision()
        if not DECISIVE.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        """A copy waits until somebody switches it on."""
        copies = super().copy_data({"active": False, **(default or {})})
        for rule, vals in zip(self, copies, strict=True):
            vals["name"] = self.env._("%s (copy)", rule.name)
        return copies

    # Buttons

    def action_view_firings(self):
        """Open what the policy did."""
        return self._open_of_rule("logistics_base.logistics_rule_firing_action")

    def action_view_revisions(self):
        """Open the versions the policy has had."""
        return self._open_of_rule("logistics_base.logistics_rule_revision_action")

    def action_try(self):
        """Ask what the policy would have done lately."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry Run"),
            "res_model": "logistics.rule.try",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rule_id": self.id},
        }

    def _open_of_rule(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["domain"] = [("rule_id", "in", self.ids)]
        action["context"] = {}
        return action
