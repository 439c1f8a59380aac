# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..canonical import vocabulary


class Trouble(NamedTuple):
    """What an owner is sought for.

    :ivar kind: type of the exception, or kind of the incident.
    :ivar shipment: of an exception; None for an incident.
    :ivar fallbacks: users to ask where no rule fits, the first one first.
    """

    kind: str
    severity: str
    company: Any
    integration: Any
    shipment: Any
    fallbacks: Any


class LogisticsExceptionOwnerRule(models.Model):
    """Who owns what goes wrong: the first rule that fits names the owner.

    Of several people the one with the least open work gets it. Whoever has left, or
    cannot work in the company, is passed over.
    """

    _name = "logistics.exception.owner.rule"
    _description = "Exception Owner Rule"
    _inherit = ["logistics.own.rights"]
    _order = "sequence, id"
    _rec_name = "sentence"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    subject = fields.Selection(
        [("exception", "Exceptions"), ("incident", "Incidents")],
        string="Owners of",
        required=True,
        default="exception",
    )
    type_ids = fields.Many2many(
        "logistics.word",
        "logistics_owner_rule_type_rel",
        "rule_id",
        "word_id",
        string="Types",
        domain="[('kind', '=', subject)]",
        help="None: any type.",
    )
    severity = fields.Selection(
        list(vocabulary.SEVERITIES.items()),
        string="At Least",
        required=True,
        default="0",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        check_company=True,
        help="With all contacts of the same company.",
    )
    integration_id = fields.Many2one(
        "logistics.integration", string="Partner", check_company=True
    )
    country_from_id = fields.Many2one("res.country", string="From Country")
    country_to_id = fields.Many2one("res.country", string="To Country")
    warehouse = fields.Char(help="The code of the warehouse that ships or receives it.")
    user_ids = fields.Many2many(
        "res.users",
        "logistics_owner_rule_user_rel",
        "rule_id",
        "user_id",
        string="Owner or Team",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    sentence = fields.Char(compute="_compute_sentence")

    @api.constrains("user_ids", "active")
    def _check_has_owner(self):
        for rule in self:
            if rule.active and not rule.user_ids:
                raise ValidationError(
                    self.env._("Say who owns it: choose one person or several.")
                )

    # In words

    @api.depends(
        "subject",
        "type_ids",
        "severity",
        "partner_id",
        "integration_id",
        "country_from_id",
        "country_to_id",
        "warehouse",
        "user_ids",
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for rule in self:
            rule.sentence = self.env._(
                "%(what)s %(conditions)s → %(who)s",
                what=rule._what(),
                conditions=" ".join(rule._conditions()),
                who=rule._who(),
            ).replace("  ", " ")

    def _what(self):
        types = self.type_ids.mapped("display_name")
        if types:
            return ", ".join(types)
        if self.subject == "incident":
            return self.env._("Any incident")
        return self.env._("Any exception")

    def _conditions(self):
        """Return the conditions in words; addons add theirs."""
        conditions = []
        if self.severity and self.severity != "0":
            label = dict(self._fields["severity"]._description_selection(self.env))
            grave = label[self.severity]
            conditions.append(self.env._("of severity %s or above", grave))
        if self.partner_id:
            customer = self.partner_id.display_name
            conditions.append(self.env._("of customer %s", customer))
        if self.integration_id:
            conditions.append(self.env._("with %s", self.integration_id.name))
        if self.country_from_id:
            conditions.append(self.env._("from %s", self.country_from_id.name))
        if self.country_to_id:
            conditions.append(self.env._("to %s", self.country_to_id.name))
        if self.warehouse:
            conditions.append(self.env._("of warehouse %s", self.warehouse))
        return conditions

    def _who(self):
        names = self.user_ids.mapped("name")
        if len(names) > 1:
            return self.env._("whoever of %s has the least to do", ", ".join(names))
        return "".join(names) or self.env._("nobody")

    # Choosing

    def _fits(self, trouble):
        """Tell whether the rule speaks of a :class:`Trouble`; addons add conditions."""
        self.ensure_one()
        if self.company_id != trouble.company or self.severity > trouble.severity:
            return False
        if self.type_ids and trouble.kind not in self.type_ids.mapped("code"):
            return False
        if self.integration_id and trouble.integration != self.integration_id:
            return False
        return self.subject == "incident" or self._fits_shipment(trouble.shipment)

    def _fits_shipment(self, shipment):
        """Tell whether the rule speaks of cases of a shipment."""
        customer = self.partner_id.commercial_partner_id
        if customer and shipment.partner_id.commercial_partner_id != customer:
            return False
        if self.warehouse and shipment.warehouse != self.warehouse:
            return False
        ways = (
            (self.country_from_id, shipment.ship_from_id.country_id),
            (self.country_to_id, shipment.ship_to_id.country_id),
        )
        return all(not wanted or wanted == found for wanted, found in ways)

    @api.model
    def _choose(self, subject, troubles):
        """Return the owner of each trouble; an empty user where there is nobody.

        :param str subject: ``exception`` or ``incident``.
        :param troubles: list of :class:`Trouble`.
        """
        # The inbox works with all that is archived, too.
        rules = self.sudo().with_context(active_test=True)
        rules = rules.search([("subject", "=", subject)])
        load = self._load(subject, rules.user_ids)
        owners = []
        for trouble in troubles:
            team = self._team(rules, trouble)
            owner = min(team, key=lambda user: (load[user.id], user.id), default=None)
            if owner is None:
                usable = trouble.fallbacks._logistics_at_work(trouble.company)
                owner = usable[:1]
            load[owner.id] += 1
            owners.append(owner)
        return owners

    @api.model
    def _team(self, rules, trouble):
        """Return who may take it, by the first rule that fits and still has people."""
        for rule in rules:
            if rule._fits(trouble):
                if team := rule.user_ids._logistics_at_work(trouble.company):
                    return team
        return rules.user_ids.browse()

    @api.model
    def _load(self, subject, users):
        """Return how much open work each of the users has."""
        counts = (
            self.env[f"logistics.{subject}"]
            .sudo()
            ._read_group(
                [("user_id", "in", users.ids), ("state", "!=", "resolved")],
                ["user_id"],
                ["__count"],
            )
        )
        return Counter({user.id: count for user, count in counts})
