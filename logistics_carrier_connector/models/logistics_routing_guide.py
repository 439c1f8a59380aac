# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get
from odoo.addons.logistics_base.canonical.vocabulary import MODES

from ..offers.choice import STRATEGIES
from ..tariffs.postcodes import PostcodeError, PostcodeSet, normalized

YES_NO = [("any", "Any"), ("yes", "Yes"), ("no", "No")]


@dataclass(slots=True, frozen=True, kw_only=True)
class Situation:
    """What a routing guide's conditions look at."""

    consignment: object
    company: object
    partner: object
    warehouse: object
    value: float = 0.0
    at: datetime | None = None


class LogisticsRoutingGuide(models.Model):
    """Which carriers to take, when; the first guide whose conditions hold decides."""

    _name = "logistics.routing.guide"
    _description = "Routing Guide"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    note = fields.Html()

    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        check_company=True,
        help="Empty: all. A company stands for its contacts and addresses.",
    )
    partner_category_ids = fields.Many2many(
        "res.partner.category", string="Customer Tags"
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses", check_company=True
    )
    country_ids = fields.Many2many("res.country", string="To Countries")
    country_group_ids = fields.Many2many(
        "res.country.group", string="To Country Groups"
    )
    postcodes = fields.Text(
        string="To Postcodes", help="Beginnings (20), ranges (20000-29999), !27498."
    )
    weight_from = fields.Float(string="Above (kg)")
    weight_until = fields.Float(string="Up To (kg)", help="0: no limit.")
    value_from = fields.Monetary(string="Goods Worth At Least")
    currency_id = fields.Many2one(related="company_id.currency_id")
    border = fields.Selection(
        [
            ("any", "Any"),
            ("domestic", "Within the Country"),
            ("international", "Across Borders"),
        ],
        required=True,
        default="any",
    )
    dangerous_goods = fields.Selection(YES_NO, required=True, default="any")
    residential = fields.Selection(
        YES_NO, required=True, default="any", string="To a Home"
    )
    returns = fields.Selection(YES_NO, required=True, default="no")
    option_ids = fields.Many2many(
        "logistics.delivery.option", string="Options Asked For"
    )
    ready_after = fields.Float(help="Time of day; 0: any.")
    ready_before = fields.Float(help="Time of day, such as a cutoff; 0: any.")
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        default=lambda self: self.env.user.tz or "UTC",
        required=True,
    )
    conditions = fields.Char(compute="_compute_conditions", string="When")

    strategy = fields.Selection(
        list(STRATEGIES.items()), required=True, default="cheapest_in_time"
    )
    within_days = fields.Integer(
        string="Must Arrive Within (days)",
        help="Service level, in calendar days, where the order promises no date. 0: none.",
    )
    must_leave_today = fields.Boolean(
        help="Only services whose cutoff is not over yet."
    )
    max_price = fields.Monetary(string="Highest Price", help="0: no limit.")
    continue_if_none = fields.Boolean(
        string="Else Look On",
        default=True,
        help="If none of these carriers offers, the next guide that fits is tried.",
    )
    line_ids = fields.One2many("logistics.routing.guide.line", "guide_id", copy=True)

    @api.constrains("postcodes")
    def _check_postcodes(self):
        for guide in self:
            try:
                PostcodeSet(guide.postcodes)
            except PostcodeError as error:
                raise ValidationError(
                    self.env._(
                        "“%s” is neither a postcode's beginning nor a range.", error
                    )
                ) from None

    @api.depends_context("lang")
    def _compute_conditions(self):
        for guide in self:
            guide.conditions = " · ".join(guide._condition_words()) or self.env._(
                "always"
            )

    def _condition_words(self):
        """Yield the guide's conditions in words."""
        _ = self.env._
        for name in (
            "partner_ids",
            "partner_category_ids",
            "warehouse_ids",
            "country_group_ids",
            "option_ids",
        ):
            if self[name]:
                yield ", ".join(self[name].mapped("display_name")[:3])
        if self.country_ids:
            yield _("to %s", ", ".join(self.country_ids.mapped("code")[:6]))
        if self.postcodes:
            yield _("postcodes %s", self.postcodes[:30])
        if self.weight_from:
            yield _("above %s kg", f"{self.weight_from:g}")
        if self.weight_until:
            yield _("up to %s kg", f"{self.weight_until:g}")
        if self.border != "any":
            yield dict(self._fields["border"]._description_selection(self.env))[
                self.border
            ]
        if self.dangerous_goods == "yes":
            yield _("dangerous goods")
        if self.residential == "yes":
            yield _("to a home")

    # Which guide?

    @api.model
    def _matching(self, situation):
        """Return the guides whose conditions hold, the first to follow first."""
        guides = self.search([("company_id", "=", situation.company.id)])
        return guides.filtered(lambda guide: guide._matches(situation))

    def _matches(self, situation):
        return (
            self._matches_partner(situation.partner)
            and self._matches_place(situation.consignment.ship_to)
            and self._matches_goods(situation)
            and self._matches_kind(situation.consignment)
            and self._matches_time(situation.at)
        )

    def _matches_partner(self, partner):
        if self.partner_ids:
            wanted = self.partner_ids | self.partner_ids.commercial_partner_id
            if not (partner | partner.commercial_partner_id) & wanted:
                return False
        if self.partner_category_ids:
            tags = partner.category_id | partner.commercial_partner_id.category_id
            return bool(tags & self.partner_category_ids)
        return True

    def _matches_place(self, receiver):
        countries = self.country_ids | self.country_group_ids.country_ids
        if countries and receiver.country not in countries.mapped("code"):
            return False
        postcodes = PostcodeSet(self.postcodes)
        return not postcodes or normalized(receiver.postcode) in postcodes

    def _matches_goods(self, situation):
        weight = situation.consignment.weight
        return (
            (not self.warehouse_ids or situation.warehouse in self.warehouse_ids)
            and weight >= self.weight_from
            and (not self.weight_until or weight <= self.weight_until)
            and situation.value >= self.value_from
        )

    def _matches_kind(self, consignment):
        border = "international" if consignment.is_international else "domestic"
        asked = set(self.option_ids.mapped("code"))
        return (
            self.border in ("any", border)
            and _is(self.dangerous_goods, consignment.has_dangerous_goods)
            and _is(self.residential, bool(consignment.ship_to.residential))
            and _is(self.returns, consignment.is_return)
            and asked <= set(consignment.options)
        )

    def _matches_time(self, at):
        if not (self.ready_after or self.ready_before) or at is None:
            return True
        local = at.astimezone(ZoneInfo(self.tz))
        hour = local.hour + local.minute / 60
        return hour >= self.ready_after and (
            not self.ready_before or hour < self.ready_before
        )

    # What does it say?

    def _ranked_services(self, services):
        """Return {service: rank} of those services that the guide names."""
        self.ensure_one()
        ranks = {}
        for rank, line in enumerate(self.line_ids):
            for service in services.filtered(line._names):
                ranks.setdefault(service, rank)
        if not self.line_ids:
            return dict.fromkeys(services, 0)
        return ranks

    def _leaving_today(self, services, at):
        """Return the services that still leave today, if the guide wants that."""
        if not self.must_leave_today:
            return services
        return services.filtered(
            lambda s: (
                s._timetable().leaves_on(at) == at.astimezone(ZoneInfo(s.tz)).date()
            )
        )

    def _promised(self, promised, at):
        """Return the naive moment by which goods must arrive, False if none is set."""
        if promised or not self.within_days:
            return promised
        until = at + timedelta(days=self.within_days)
        return until.astimezone(timezone.utc).replace(tzinfo=None)


class LogisticsRoutingGuideLine(models.Model):
    """A carrier or one of its services, in the order of preference."""

    _name = "logistics.routing.guide.line"
    _description = "Routing Guide Carrier"
    _order = "guide_id, sequence, id"

    guide_id = fields.Many2one(
        "logistics.routing.guide", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="guide_id.company_id")
    sequence = fields.Integer(default=10)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: any carrier.",
    )
    service_id = fields.Many2one(
        "logistics.service",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('integration_id', '=?', integration_id)]",
        help="Empty: any service of the carrier.",
    )
    mode = fields.Selection(list(MODES.items()), help="Empty: any mode.")

    @api.constrains("integration_id", "service_id", "guide_id")
    def _check_companies(self):
        for line in self:
            for record in (line.integration_id, line.service_id):
                if record and record.company_id != line.company_id:
                    raise ValidationError(
                        self.env._(
                            "%s belongs to another company than the guide.",
                            record.display_name,
                        )
                    )

    @api.onchange("service_id")
    def _onchange_service_id(self):
        if self.service_id:
            self.integration_id = self.service_id.integration_id

    def _names(self, service):
        """Whether the line means the service."""
        return (
            (not self.service_id or self.service_id == service)
            and (
                not self.integration_id or self.integration_id == service.integration_id
            )
            and self.mode in (False, service.mode)
        )


def _is(wanted, fact):
    return wanted == "any" or (wanted == "yes") == fact
