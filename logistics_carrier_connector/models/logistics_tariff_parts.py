# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from ..tariffs import terms
from ..tariffs.postcodes import PostcodeError, PostcodeSet
from .logistics_tariff import exact


class LogisticsTariffPart(models.AbstractModel):
    """A line of a tariff: it changes only while the tariff is a draft."""

    _name = "logistics.tariff.part"
    _description = "Part of a Tariff"

    tariff_id = fields.Many2one(
        "logistics.tariff", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="tariff_id.company_id")
    currency_id = fields.Many2one(related="tariff_id.currency_id")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._touch()
        return parts

    def write(self, vals):
        self._touch()
        result = super().write(vals)
        self._touch()
        return result

    def unlink(self):
        self._touch()
        return super().unlink()

    def _touch(self):
        if held := self.tariff_id.filtered(lambda t: t.state == "in_force")[:1]:
            raise UserError(
                self.env._(
                    "“%s” is in force: make a new version to change its prices.",
                    held.name,
                )
            )
        self.tariff_id._changed()

    @api.model
    def _check_postcodes(self, text):
        try:
            PostcodeSet(text)
        except PostcodeError as error:
            raise ValidationError(
                self.env._(
                    "“%s” is neither a postcode's beginning nor a range. Examples: 20, "
                    "20000-29999, 1000..1999, B#, !27498.",
                    error,
                )
            ) from None


class LogisticsTariffZone(models.Model):
    _name = "logistics.tariff.zone"
    _description = "Tariff Zone"
    _inherit = ["logistics.tariff.part"]
    _order = "tariff_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(
        default=10, help="Of several zones that hold an address the first counts."
    )
    from_country_ids = fields.Many2many(
        "res.country", "logistics_tariff_zone_from_country_rel", string="From Countries"
    )
    from_state_ids = fields.Many2many(
        "res.country.state",
        "logistics_tariff_zone_from_state_rel",
        string="From States",
    )
    from_postcodes = fields.Text()
    country_ids = fields.Many2many(
        "res.country", "logistics_tariff_zone_country_rel", string="To Countries"
    )
    state_ids = fields.Many2many(
        "res.country.state", "logistics_tariff_zone_state_rel", string="To States"
    )
    postcodes = fields.Text(
        string="To Postcodes",
        help="Beginnings (20), ranges (20000-29999, 100..104), B# for B and a digit, "
        "!27498 for all but that. Empty: all.",
    )
    transit_days = fields.Integer(help="Working days; 0: as the service says.")
    break_ids = fields.One2many("logistics.tariff.break", "zone_id", copy=True)

    _name_unique = models.UniqueIndex(
        "(tariff_id, name)", "The tariff has a zone of this name already."
    )

    @api.constrains("postcodes", "from_postcodes")
    def _check_all_postcodes(self):
        for zone in self:
            self._check_postcodes(zone.postcodes)
            self._check_postcodes(zone.from_postcodes)

    def _terms(self):
        return terms.Zone(
            name=self.name,
            origin=terms.Area(
                countries=tuple(self.from_country_ids.mapped("code")),
                states=tuple(self.from_state_ids.mapped("code")),
                postcodes=self.from_postcodes or "",
            ),
            destination=terms.Area(
                countries=tuple(self.country_ids.mapped("code")),
                states=tuple(self.state_ids.mapped("code")),
                postcodes=self.postcodes or "",
            ),
            transit_days=self.transit_days or None,
        )


class LogisticsTariffBreak(models.Model):
    _name = "logistics.tariff.break"
    _description = "Tariff Price"
    _inherit = ["logistics.tariff.part"]
    _order = "tariff_id, zone_id, weight, id"
    _rec_name = "zone_id"

    tariff_id = fields.Many2one(
        "logistics.tariff", related="zone_id.tariff_id", store=True, required=False
    )
    zone_id = fields.Many2one(
        "logistics.tariff.zone",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('tariff_id', '=', tariff_id)]",
    )
    weight = fields.Float(
        string="Weight (kg)",
        digits=(12, 3),
        help="Up to it, or from it on, as the tariff reads weights. 0 in an “up to” "
        "tariff: without limit.",
    )
    kind = fields.Selection(
        list(terms.BREAK_KINDS.items()), required=True, default="flat"
    )
    price = fields.Float(digits=(12, 4), required=True)
    minimum = fields.Float(digits=(12, 4))
    extra = fields.Float(
        string="For Each Step", digits=(12, 4), help="Above where this break begins."
    )
    step = fields.Float(string="Step (kg)", digits=(12, 3), default=1.0)

    _weight_unique = models.UniqueIndex(
        "(zone_id, weight)", "The zone has a price for this weight already."
    )
    _not_below_zero = models.Constraint(
        "CHECK(weight >= 0 AND price >= 0 AND minimum >= 0 AND extra >= 0 AND step > 0)",
        "Weights and prices cannot be below zero, and a step must be above.",
    )

    def _terms(self):
        without_limit = not self.weight and self.tariff_id.break_reading == "up_to"
        return terms.WeightBreak(
            zone=self.zone_id.name,
            weight=None if without_limit else exact(self.weight),
            kind=self.kind,
            price=exact(self.price),
            minimum=exact(self.minimum),
            extra=exact(self.extra),
            step=exact(self.step),
        )


class LogisticsTariffSurcharge(models.Model):
    _name = "logistics.tariff.surcharge"
    _description = "Tariff Surcharge"
    _inherit = ["logistics.tariff.part"]
    _order = "tariff_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(help="As it stands on the carrier's invoices.")
    type = fields.Selection(
        list(CHARGE_TYPES.items()), required=True, default="additional_handling"
    )
    unit = fields.Selection(
        list(terms.SURCHARGE_UNITS.items()), required=True, default="shipment"
    )
    amount = fields.Float(digits=(12, 4), required=True)
    minimum = fields.Float(digits=(12, 4))
    maximum = fields.Float(digits=(12, 4), help="0: no limit.")
    free_value = fields.Float(digits=(12, 2), help="Insured without charge.")
    is_fuelled = fields.Boolean(
        string="With Fuel", help="The fuel percentage is taken on it, too."
    )
    group = fields.Char(
        help="Of the surcharges of a group only the highest is due, for each piece."
    )
    is_residential = fields.Boolean(string="Residential")
    is_dangerous_goods = fields.Boolean(string="Dangerous Goods")
    is_international = fields.Boolean(string="Across Borders")
    is_for_returns = fields.Boolean(string="Returns")
    option_id = fields.Many2one("logistics.delivery.option")
    country_ids = fields.Many2many("res.country", string="To Countries")
    postcodes = fields.Text(string="To Postcodes", help="As those of a zone.")
    date_from = fields.Date(string="Season From")
    date_until = fields.Date(string="Season Until")
    weight_over = fields.Float(string="Piece Over (kg)", digits=(12, 3))
    length_over = fields.Float(string="Longest Side Over (cm)", digits=(12, 2))
    second_side_over = fields.Float(string="Second Side Over (cm)", digits=(12, 2))
    girth_over = fields.Float(string="Length and Girth Over (cm)", digits=(12, 2))
    condition = fields.Char(string="When", compute="_compute_condition")

    _not_below_zero = models.Constraint(
        "CHECK(amount >= 0 AND minimum >= 0 AND maximum >= 0 AND free_value >= 0)",
        "Amounts of a surcharge cannot be below zero: a discount is a line of its own.",
    )

    @api.constrains("postcodes")
    def _check_all_postcodes(self):
        for surcharge in self:
            self._check_postcodes(surcharge.postcodes)

    def _compute_condition(self):
        for surcharge in self:
            surcharge.condition = ", ".join(surcharge._condition_words()) or self.env._(
                "always"
            )

    def _condition_words(self):
        """Yield the conditions in words."""
        _ = self.env._
        for name in (
            "is_residential",
            "is_dangerous_goods",
            "is_international",
            "is_for_returns",
        ):
            if self[name]:
                yield self._fields[name]._description_string(self.env)
        if self.option_id:
            yield self.option_id.name
        if self.country_ids or self.postcodes:
            countries = " ".join(self.country_ids.mapped("code"))
            yield _("to %s", f"{countries} {self.postcodes or ''}".strip()[:40])
        if self.date_from or self.date_until:
            yield f"{self.date_from or ''} – {self.date_until or ''}"
        for name, unit in (
            ("weight_over", "kg"),
            ("length_over", "cm"),
            ("second_side_over", "cm"),
            ("girth_over", "cm"),
        ):
            if self[name]:
                words = self._fields[name]._description_string(self.env)
                yield f"{words.rsplit(' (', 1)[0]} {self[name]:g} {unit}"

    def _terms(self):
        return terms.Surcharge(
            code=self.code or self.type,
            name=self.name,
            type=self.type,
            amount=exact(self.amount),
            unit=self.unit,
            condition=self._condition_terms(),
            minimum=exact(self.minimum),
            maximum=exact(self.maximum) if self.maximum else None,
            free_value=exact(self.free_value),
            fuelled=self.is_fuelled,
            group=self.group or None,
        )

    def _condition_terms(self):
        limits = {
            name: exact(self[name]) if self[name] else None
            for name in ("weight_over", "length_over", "second_side_over", "girth_over")
        }
        return terms.Condition(
            area=terms.Area(
                countries=tuple(self.country_ids.mapped("code")),
                postcodes=self.postcodes or "",
            ),
            residential=self.is_residential,
            dangerous_goods=self.is_dangerous_goods,
            international=self.is_international,
            returns=self.is_for_returns,
            option=self.option_id.code or None,
            date_from=self.date_from or None,
            date_until=self.date_until or None,
            **limits,
        )


class LogisticsTariffDiscount(models.Model):
    _name = "logistics.tariff.discount"
    _description = "Tariff Discount"
    _inherit = ["logistics.tariff.part"]
    _order = "tariff_id, of, weight_from, id"
    _rec_name = "of"

    of = fields.Selection(
        list(CHARGE_TYPES.items()),
        string="On",
        required=True,
        default="base",
        help="The freight, or the surcharges of that kind.",
    )
    percent = fields.Float(digits=(6, 3), required=True)
    weight_from = fields.Float(string="From (kg)", digits=(12, 3))

    _percent_valid = models.Constraint(
        "CHECK(percent > 0 AND percent <= 100 AND weight_from >= 0)",
        "A discount lies between 0 and 100 percent.",
    )

    def _terms(self):
        return terms.Discount(
            percent=exact(self.percent),
            of=self.of,
            weight_from=exact(self.weight_from),
        )
