# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..canonical import vocabulary
from ..canonical.service_level import Terms
from ..canonical.service_scope import Scope, plain_postcode

#: What a policy can promise, and to what its clock belongs.
SHIPMENT_KINDS = {
    "release": "Release",
    "dispatch": "Dispatch",
    "freshness": "Freshness",
    "delivery": "Delivery",
}
CASE_KINDS = {
    "acknowledge": "Case taken on",
    "resolve": "Case settled",
}
KINDS = SHIPMENT_KINDS | CASE_KINDS
#: Exceptions while which the clock stands still.
PAUSES = {
    "never": frozenset(),
    "customs": frozenset({"customs"}),
    "held": frozenset({"customs", "hold"}),
    "consignee": frozenset({"address", "refused", "delivery_failed"}),
}


class LogisticsSlaPolicy(models.Model):
    """A service level: what has to happen by when, and to which shipments it applies.

    Of those that match a shipment, one of each kind applies: the most specific one. See
    :class:`Scope` for the order.
    """

    _name = "logistics.sla.policy"
    _description = "Service Level"
    _inherit = ["logistics.own.rights"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Empty: it holds in all companies.",
    )
    kind = fields.Selection(list(KINDS.items()), required=True, default="delivery")
    start_from = fields.Selection(
        [("release", "Release"), ("pickup", "Pickup")],
        string="Counts From",
        required=True,
        default="release",
    )
    target_unit = fields.Selection(
        [
            ("hours", "Hours"),
            ("days", "Days"),
            ("promise", "As promised to the customer"),
        ],
        string="Unit",
        required=True,
        default="hours",
    )
    target = fields.Float(
        default=24.0,
        digits=(10, 2),
        help="So many hours or days, in the working time below.",
    )
    has_cutoff = fields.Boolean(string="Has a Cutoff")
    cutoff = fields.Float(
        default=14.0, help="What comes later counts as the next working day's."
    )
    has_due_hour = fields.Boolean(string="At a Given Hour")
    due_hour = fields.Float(
        string="Due at",
        default=18.0,
        help="The hour of the day when it is due; else it is when work ends.",
    )
    risk_unit = fields.Selection(
        [("percent", "% of the time has gone"), ("hours", "hours are left")],
        string="At Risk When",
        required=True,
        default="percent",
    )
    risk = fields.Float(string="At Risk", default=75.0, digits=(10, 2))
    clock = fields.Selection(
        [
            ("company", "Working time for service levels of the company"),
            ("calendar", "This working time"),
            ("always", "Around the clock"),
        ],
        string="Counted In",
        required=True,
        default="company",
    )
    calendar_id = fields.Many2one(
        "resource.calendar", string="Working Time", index="btree_not_null"
    )
    tz = fields.Char(string="Time Zone", compute="_compute_tz")
    pause_on = fields.Selection(
        [
            ("never", "Never"),
            ("customs", "While customs hold the goods"),
            ("held", "While goods are on hold or with customs"),
            ("consignee", "While the consignee is the reason"),
        ],
        string="Stands Still",
        required=True,
        default="never",
        help="The clock stands still while such an exception is open.",
    )

    partner_ids = fields.Many2many(
        "res.partner",
        "logistics_sla_policy_partner_rel",
        "policy_id",
        "partner_id",
        string="Customers",
    )
    integration_ids = fields.Many2many(
        "logistics.integration",
        "logistics_sla_policy_integration_rel",
        "policy_id",
        "integration_id",
        string="Carriers",
    )
    service_codes = fields.Char(string="Services", help="Codes, with commas between.")
    warehouses = fields.Char(help="Codes of warehouses, with commas between.")
    origin_country_ids = fields.Many2many(
        "res.country",
        "logistics_sla_policy_origin_rel",
        "policy_id",
        "country_id",
        string="From Countries",
    )
    destination_country_ids = fields.Many2many(
        "res.country",
        "logistics_sla_policy_destination_rel",
        "policy_id",
        "country_id",
        string="To Countries",
    )
    origin_zones = fields.Char(
        string="From Postcodes", help="How postcodes begin, with commas between."
    )
    destination_zones = fields.Char(
        string="To Postcodes", help="How postcodes begin, with commas between."
    )
    direction = fields.Selection(list(vocabulary.DIRECTIONS.items()))
    mode = fields.Selection(list(vocabulary.MODES.items()))
    severity = fields.Selection(list(vocabulary.SEVERITIES.items()))
    exception_type = fields.Selection(
        list(vocabulary.EXCEPTION_TYPES.items()), string="Type of Case"
    )
    domain = fields.Char(
        string="Only If", help="A condition on the shipment, beyond all of the above."
    )
    problem = fields.Char(
        readonly=True, copy=False, help="Why it cannot be applied; empty if it can."
    )

    _target_not_negative = models.Constraint(
        "CHECK(target >= 0 AND target <= 8784)",
        "A target is from 0 to 8784: a year of hours.",
    )
    _hours_of_the_day = models.Constraint(
        "CHECK(cutoff BETWEEN 0 AND 24 AND due_hour BETWEEN 0 AND 24)",
        "An hour of the day is from 0 to 24.",
    )
    _risk_plausible = models.Constraint(
        "CHECK(risk >= 0 AND (risk_unit = 'hours' OR risk <= 100))",
        "At risk: from 0 to 100 percent, or some hours before.",
    )

    @api.depends("clock", "calendar_id.tz", "company_id")
    def _compute_tz(self):
        for policy in self:
            company = policy.company_id or self.env.company
            calendar = company._logistics_sla_calendar()
            if policy.clock == "calendar":
                calendar = policy.calendar_id
            policy.tz = calendar.tz or "UTC"

    @api.constrains("kind", "target_unit", "clock", "calendar_id", "target")
    def _check_terms(self):
        for policy in self:
            if policy.target_unit == "promise" and policy.kind != "delivery":
                raise ValidationError(
                    self.env._("Only deliveries are promised to the customer.")
                )
            if policy.target_unit == "hours" and not policy.target:
                raise ValidationError(self.env._("Say within how many hours."))
            if policy.target_unit == "days" and policy.target % 1:
                raise ValidationError(self.env._("Days are counted whole."))
            if policy.clock == "calendar" and not policy.calendar_id:
                raise ValidationError(self.env._("Choose the working time."))

    @api.constrains("domain")
    def _check_domain(self):
        for policy in self:
            if error := policy._domain_problem():
                raise ValidationError(
                    self.env._("The condition cannot be read: %s", error)
                )

    def _check_own_rights(self, names):
        super()._check_own_rights(names)
        if "domain" in names:
            for policy in self.sudo():
                self._check_may_ask(policy._parsed_domain())

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        self.env.registry.clear_cache()
        return policies

    def write(self, vals):
        result = super().write({"problem": False, **vals})
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        used = self.filtered("measure_count")
        if used:
            raise UserError(
                self.env._(
                    "Shipments were measured by it, so archive it instead: %s",
                    ", ".join(used.mapped("name")),
                )
            )

    # As values

    def _terms(self):
        """Return what is agreed, as a value."""
        self.ensure_one()
        in_days = self.target_unit == "days"
        return Terms(
            unit=self.target_unit,
            value=self.target,
            cutoff=self.cutoff if in_days and self.has_cutoff else None,
            by=self.due_hour if in_days and self.has_due_hour else None,
            risk_unit=self.risk_unit,
            risk=self.risk,
            pauses=PAUSES[self.pause_on],
        )

    def _scope(self):
        """Return what it applies to, as a value."""
        self.ensure_one()
        about_cases = self.kind in CASE_KINDS
        return Scope(
            customers=frozenset(self.partner_ids.ids),
            severities=_one(about_cases and self.severity),
            exception_types=_one(about_cases and self.exception_type),
            warehouses=frozenset(_words(self.warehouses)),
            destination_zones=_prefixes(self.destination_zones),
            origin_zones=_prefixes(self.origin_zones),
            destinations=frozenset(self.destination_country_ids.mapped("code")),
            origins=frozenset(self.origin_country_ids.mapped("code")),
            services=frozenset(_words(self.service_codes)),
            carriers=frozenset(self.integration_ids.ids),
            modes=_one(self.mode),
            directions=_one(self.direction),
            domain=self.domain if self._parsed_domain() else None,
        )

    def _parsed_domain(self):
        """Return the condition as a list.

        :raise ValueError: where it is none.
        """
        self.ensure_one()
        try:
            domain = ast.literal_eval(self.domain or "[]")
        except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
            raise ValueError(str(error)) from error
        if not isinstance(domain, list):
            raise ValueError(self.env._("a list is expected"))  # noqa: TRY004
        return domain

    def _domain_problem(self):
        """Return why the condition cannot be used, None if it can."""
        try:
            domain = self._parsed_domain()
            self.env["logistics.shipment"]._search(domain, limit=1)
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:300]
        return None


def _one(value):
    return frozenset({value}) if value else frozenset()


def _words(text):
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _prefixes(text):
    return tuple(plain_postcode(word) for word in _words(text))
