# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..canonical import vocabulary


class LogisticsRuleAction(models.Model):
    """One thing a policy does, with what it takes to do it.

    An addon that adds a type says in :meth:`_performers` how it is done, and in
    :meth:`_phrases` how people read it.
    """

    _name = "logistics.rule.action"
    _description = "Action of a Policy"
    _inherit = ["logistics.own.rights"]
    _order = "sequence, id"
    _rec_name = "type"

    rule_id = fields.Many2one(
        "logistics.rule", "Policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id")
    sequence = fields.Integer(default=10)
    type = fields.Selection(
        [
            ("exception", "Open an exception"),
            ("escalate", "Raise the severity"),
            ("activity", "Give somebody an activity"),
            ("mail", "Send an e-mail"),
            ("promise", "Revise the promise"),
            ("hold", "Hold invoicing"),
            ("release", "Release invoicing"),
            ("ask", "Ask the customer"),
            ("case", "Open a customer-service case"),
            ("publish", "Publish an event"),
            ("server", "Run a server action"),
        ],
        string="Do",
        required=True,
        default="activity",
    )
    phrase = fields.Char(compute="_compute_phrase", string="In Words")

    exception_type = fields.Selection(
        list(vocabulary.EXCEPTION_TYPES.items()), string="Kind", default="other"
    )
    severity = fields.Selection(list(vocabulary.SEVERITIES.items()), default="2")
    text = fields.Text(
        translate=True, help="What people read: a summary, a reason or a question."
    )
    audience = fields.Selection(
        [
            ("dispatcher", "Dispatcher"),
            ("account", "Account manager"),
            ("carrier", "Who answers for the carrier"),
            ("owner", "Owner of the policy"),
            ("user", "A certain person"),
        ],
        string="For",
        default="dispatcher",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain=[("share", "=", False)],
        index="btree_not_null",
        ondelete="set null",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        domain=[("res_model", "in", (False, "logistics.shipment"))],
        ondelete="set null",
    )
    days = fields.Integer(string="Within Days", default=1)
    template_id = fields.Many2one(
        "mail.template",
        string="E-mail Template",
        domain=[("model", "=", "logistics.shipment")],
        ondelete="set null",
        index="btree_not_null",
    )
    recipient = fields.Selection(
        [
            ("customer", "Customer"),
            ("followers", "Followers"),
            ("dispatcher", "Dispatcher"),
            ("account", "Account manager"),
        ],
        string="To",
        default="customer",
    )
    promise_by = fields.Selection(
        [
            ("working_days", "Working days"),
            ("working_hours", "Working hours"),
            ("days", "Days"),
            ("hours", "Hours"),
            ("eta", "To the carrier's ETA"),
        ],
        string="Move By",
        default="working_days",
    )
    amount = fields.Integer(default=2)
    may_be_earlier = fields.Boolean(
        string="Also Earlier", help="Otherwise a promise is only ever put off."
    )
    event_name = fields.Char(help="Other policies wait for it by this name.")
    case_kind = fields.Selection([("activity", "An activity")], default="activity")
    server_action_id = fields.Many2one(
        "ir.actions.server",
        domain=[("model_id.model", "=", "logistics.shipment")],
        ondelete="set null",
    )

    @api.model
    def _versioned(self):
        """Return the names of the fields that make a version of the policy."""
        return [
            "sequence",
            "type",
            "exception_type",
            "severity",
            "text",
            "audience",
            "user_id",
            "activity_type_id",
            "days",
            "template_id",
            "recipient",
            "promise_by",
            "amount",
            "may_be_earlier",
            "event_name",
            "case_kind",
            "server_action_id",
        ]

    @api.constrains("type", "template_id", "event_name", "server_action_id")
    def _check_complete(self):
        for action in self:
            if action.type == "mail" and not action.template_id:
                raise ValidationError(self.env._("Say which e-mail is to be sent."))
            if action.type == "mail" and (
                action.template_id.sudo().model != "logistics.shipment"
            ):
                raise ValidationError(
                    self.env._("Choose an e-mail template that is made for shipments.")
                )
            if action.type == "publish" and not (action.event_name or "").strip():
                raise ValidationError(
                    self.env._("Name the event that is to be published.")
                )
            if action.type == "ask" and not (action.text or "").strip():
                raise ValidationError(
                    self.env._("Write the question that the customer is asked.")
                )
            server_action = action.server_action_id
            if action.type == "server" and (
                server_action.model_id.model != "logistics.shipment"
            ):
                raise ValidationError(
                    self.env._("Choose a server action that is made for shipments.")
                )

    def _check_own_rights(self, names):
        # It may have been given to another company's policy.
        super()._check_own_rights({*names, "company_id"})
        if "server_action_id" not in names:
            return
        for server_action in self.sudo().server_action_id:
            meant_for = server_action.group_ids
            if meant_for and not meant_for & self.env.user.all_group_ids:
                raise AccessError(
                    self.env._("“%s” is not for you to run.", server_action.name)
                )

    # Every change is a version of the policy

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._tell_policy()
        return actions

    def write(self, vals):
        result = super().write(vals)
        self._tell_policy()
        return result

    def unlink(self):
        rules = self.rule_id
        result = super().unlink()
        rules._keep_revision()
        self.env.registry.clear_cache()
        return result

    def _tell_policy(self):
        self.rule_id._keep_revision()
        self.env.registry.clear_cache()

    # Doing

    @api.model
    def _performers(self):
        """Return {type: function (action, firings) that does it}.

        Each returns {firing id: (state, words)}, state being ``done`` or ``skipped``.
        It is told of many firings at once, and of one at a time where that failed.
        """
        return {}

    def _perform(self, firings):
        """Do it for firings of one policy; return {firing id: (state, words)}."""
        self.ensure_one()
        action = self.with_env(firings.env)
        return action._performers()[self.type](action, firings)

    @api.model
    def _skip(self, firings, words):
        return {firing.id: ("skipped", words) for firing in firings}

    @api.model
    def _done(self, firings, words):
        return {firing.id: ("done", words) for firing in firings}

    @api.model
    def _for_shipments(self, firings, perform):
        """Do something to the shipments; what concerns none has nothing to do it to.

        :param perform: function (firings with a shipment) that returns as performers do.
        """
        without = firings.filtered(lambda firing: not firing.shipment_id)
        done = self._skip(without, self.env._("There is no shipment to do it to."))
        with_shipment = firings - without
        return {**done, **(perform(with_shipment) if with_shipment else {})}

    def _person(self, firing, audience=None):
        """Return who is meant, or who stands in where nobody is, or not any more."""
        shipment = firing.shipment_id
        carrier = (shipment.integration_id or firing._integration()).owner_id
        customer = shipment.partner_id
        meant = {
            "user": self.user_id,
            "owner": self.rule_id.user_id,
            "carrier": carrier,
            "account": customer.user_id or customer.commercial_partner_id.user_id,
        }.get(audience or self.audience, shipment.user_id)
        company = firing.company_id or self.env.company
        return self.env["logistics.rule"]._first_able(
            company, meant, shipment.user_id, carrier, company.logistics_user_id
        )


class LogisticsRuleFiring(models.Model):
    """What a firing is about where it is not about a shipment."""

    _inherit = "logistics.rule.firing"

    def _integration(self):
        """Return the integration that an incident is about; none for other events."""
        self.ensure_one()
        none = self.env["logistics.integration"]
        if self.res_model == none._name:
            return none.browse(self.res_id).exists()
        model = self.env.get(self.res_model or "")
        if model is None or "integration_id" not in model._fields:
            return none
        return model.browse(self.res_id).exists().integration_id

    def _subject(self):
        """Return the record to which people are sent, a shipment in the first place."""
        self.ensure_one()
        if subject := self.shipment_id or self._integration():
            return subject
        model = self.env.get(self.res_model or "")
        if model is None or "activity_ids" not in model._fields:
            return self.shipment_id
        return model.browse(self.res_id).exists()
