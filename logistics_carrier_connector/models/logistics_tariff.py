# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tariffs import terms
from ..tariffs.engine import TariffEngine


class LogisticsTariff(models.Model):
    """One version of a contract with a carrier: what its service costs, and from when.

    Its prices are read by ``_engine()``, which anything that expects or audits charges
    may use: it is plain Python and gives the same figures for ever, as a version in
    force is not changed but followed by another.
    """

    _name = "logistics.tariff"
    _description = "Carrier Tariff"
    _inherit = ["mail.thread"]
    _order = "service_id, date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In Force")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        help="A tariff in force is not changed any more: make a new version of it.",
    )
    service_id = fields.Many2one(
        "logistics.service",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    integration_id = fields.Many2one(
        related="service_id.integration_id", string="Carrier", store=True, index=True
    )
    company_id = fields.Many2one(
        related="service_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    date_from = fields.Date(
        string="Valid From", required=True, default=fields.Date.context_today
    )
    date_until = fields.Date(string="Valid Until", tracking=True)
    note = fields.Html(string="Contract")

    break_reading = fields.Selection(
        list(terms.BREAK_READINGS.items()),
        string="Weights Are Read",
        required=True,
        default="up_to",
        help="“Up to 5 kg”, as parcel price lists are written, or “from 100 kg on”, as "
        "freight tariffs are.",
    )
    per_piece = fields.Boolean(
        string="Each Piece by Itself",
        help="Each piece has its price. Otherwise the shipment is weighed as a whole.",
    )
    weight_step = fields.Float(
        string="Round Weight Up To (kg)", digits=(12, 3), default=0.5
    )
    coarse_from = fields.Float(string="From (kg)", digits=(12, 3))
    coarse_step = fields.Float(string="Then Up To (kg)", digits=(12, 3))
    minimum_weight = fields.Float(string="Least Weight (kg)", digits=(12, 3))
    dimensional_divisor = fields.Float(
        string="Dimensional Divisor (cm³/kg)",
        digits=(12, 2),
        help="5000 is usual for air and express, 6000 or 3000 for freight. "
        "0: size does not count.",
    )
    side_step = fields.Float(
        string="Round Sides Up To (cm)", digits=(12, 2), default=1.0
    )
    compare_totals = fields.Boolean(
        help="The weight of all pieces is held against the volume of all pieces. "
        "Otherwise the greater of both counts for each piece.",
    )
    deficit_weight = fields.Boolean(
        help="Billed as if it weighed more, where the next break makes that cheaper.",
    )
    minimum_charge = fields.Monetary(help="The least freight, after discounts.")

    zone_ids = fields.One2many("logistics.tariff.zone", "tariff_id", copy=True)
    break_ids = fields.One2many("logistics.tariff.break", "tariff_id")
    surcharge_ids = fields.One2many(
        "logistics.tariff.surcharge", "tariff_id", copy=True
    )
    discount_ids = fields.One2many("logistics.tariff.discount", "tariff_id", copy=True)
    fuel_table_id = fields.Many2one(
        "logistics.fuel.table",
        string="Fuel Surcharge",
        ondelete="restrict",
        check_company=True,
    )
    stamp = fields.Char(
        default=lambda self: uuid.uuid4().hex,
        readonly=True,
        copy=False,
        help="Changes with everything that changes a price.",
    )
    zone_count = fields.Integer(compute="_compute_counts")
    break_count = fields.Integer(compute="_compute_counts")
    version_count = fields.Integer(compute="_compute_counts")

    _dates_in_order = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "The tariff ends before it begins.",
    )
    _steps_positive = models.Constraint(
        "CHECK(weight_step >= 0 AND coarse_from >= 0 AND coarse_step >= 0 "
        "AND minimum_weight >= 0 AND dimensional_divisor >= 0 AND side_step >= 0 "
        "AND minimum_charge >= 0)",
        "Steps, weights and minimums cannot be below zero.",
    )

    @api.depends("zone_ids", "break_ids", "service_id")
    def _compute_counts(self):
        versions = dict(
            self._read_group(
                [("service_id", "in", self.service_id.ids)],
                ["service_id"],
                ["__count"],
            )
        )
        for tariff in self:
            tariff.zone_count = len(tariff.zone_ids)
            tariff.break_count = len(tariff.break_ids)
            tariff.version_count = versions.get(tariff.service_id, 0)

    @api.constrains("state", "service_id", "date_from", "date_until", "active")
    def _check_overlap(self):
        for tariff in self.filtered(lambda t: t.state == "in_force" and t.active):
            others = self._in_force_between(
                tariff.service_id, tariff.date_from, tariff.date_until
            )
            if other := (others - tariff)[:1]:
                raise ValidationError(
                    self.env._(
                        "“%(tariff)s” and “%(other)s” are for the same service at the "
                        "same time: end one before the other begins.",
                        tariff=tariff.name,
                        other=other.name,
                    )
                )

    @api.model
    def _in_force_between(self, services, first, last):
        """Return the tariffs in force on any day from ``first`` to ``last`` (or ever)."""
        domain = Domain("service_id", "in", services.ids)
        domain &= Domain("state", "=", "in_force")
        domain &= Domain("date_until", "=", False) | Domain("date_until", ">=", first)
        if last:
            domain &= Domain("date_from", "<=", last)
        return self.search(domain)

    @api.model
    def _of_services(self, services, on):
        """Return {service: the tariff in force that day}, for those that have one."""
        tariffs = self._in_force_between(services, on, on)
        return {tariff.service_id: tariff for tariff in tariffs}

    # The engine

    def _engine(self):
        """Return the ``TariffEngine`` of this version, compiled once per process."""
        self.ensure_one()
        return self._compiled(
            self.id,
            self.stamp,
            self.sudo().fuel_table_id.stamp,
            self.service_id.code,
        )

    def _rating(self, consignment, on):
        """Return the ``Rating`` of a canonical ``Consignment`` shipped that day.

        The same for ever: an insured value in another currency is converted at the rate
        of that day.

        :raise NotRated: where the contract has no price for it.
        """
        self.ensure_one()

        def convert(money, code):
            currencies = self.env["res.currency"].with_context(active_test=False)
            given = currencies.search([("name", "=", money.currency)], limit=1)
            if not given or code != self.currency_id.name:
                return None
            amount = given._convert(
                float(money.amount), self.currency_id, self.company_id, on
            )
            return exact(amount)

        return self._engine().rate(consignment, on, convert)

    @ormcache("tariff_id", "stamp", "fuel_stamp", "service_code")
    def _compiled(self, tariff_id, stamp, fuel_stamp, service_code):
        """Return the engine; the stamps make a changed tariff another one."""
        return TariffEngine(self.sudo().browse(tariff_id)._terms())

    def _terms(self):
        """Return what the records say as plain data."""
        self.ensure_one()
        return terms.Tariff(
            service_code=self.service_id.code,
            currency=self.currency_id.name,
            decimals=self.currency_id.decimal_places,
            name=self.name,
            valid_from=self.date_from,
            valid_until=self.date_until or None,
            zones=tuple(zone._terms() for zone in self.zone_ids),
            breaks=tuple(entry._terms() for entry in self.break_ids),
            break_reading=self.break_reading,
            per_piece=self.per_piece,
            weight_step=exact(self.weight_step),
            coarse_from=exact(self.coarse_from),
            coarse_step=exact(self.coarse_step),
            minimum_weight=exact(self.minimum_weight),
            dimensional_divisor=exact(self.dimensional_divisor),
            side_step=exact(self.side_step),
            compare_totals=self.compare_totals,
            deficit_weight=self.deficit_weight,
            minimum_charge=exact(self.minimum_charge),
            surcharges=tuple(each._terms() for each in self.surcharge_ids),
            discounts=tuple(each._terms() for each in self.discount_ids),
            fuel=self.fuel_table_id._terms(),
            has_fuel=bool(self.fuel_table_id),
        )

    def _changed(self):
        """Make the compiled engines of these tariffs things of the past."""
        for tariff in self:
            tariff.stamp = uuid.uuid4().hex

    def write(self, vals):
        self._check_may_change(vals)
        result = super().write(vals)
        if not {"stamp", "message_follower_ids"}.issuperset(vals):
            self._changed()
        return result

    def _check_may_change(self, vals):
        """Prices of a version in force stay; when it ends may be said any time."""
        priced = set(self._terms_fields()).intersection(vals)
        if not priced or vals.get("state") == "draft":
            return
        if held := self.filtered(lambda t: t.state == "in_force")[:1]:
            raise UserError(
                self.env._(
                    "“%s” is in force: charges were promised by it. Make a new version, "
                    "or set it back to draft first.",
                    held.name,
                )
            )

    @api.model
    def _terms_fields(self):
        """Return the fields that make prices."""
        return (
            *("service_id", "currency_id", "date_from", "break_reading", "per_piece"),
            *("weight_step", "coarse_from", "coarse_step", "minimum_weight"),
            *("dimensional_divisor", "side_step", "compare_totals", "deficit_weight"),
            *("minimum_charge", "zone_ids", "break_ids", "surcharge_ids"),
            *("discount_ids", "fuel_table_id"),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if held := self.filtered(lambda t: t.state == "in_force")[:1]:
            raise UserError(
                self.env._("“%s” is in force: end or archive it instead.", held.name)
            )

    # What people do

    def action_put_in_force(self):
        """Check the tariff and rate by it from now on."""
        for tariff in self:
            tariff._check_complete()
        self.write({"state": "in_force"})

    def _check_complete(self):
        if not (self.zone_ids and self.break_ids):
            raise UserError(self.env._("“%s” needs zones and prices first.", self.name))
        if empty := self.zone_ids.filtered(lambda z: not z.break_ids)[:1]:
            raise UserError(
                self.env._(
                    "“%(tariff)s”: zone %(zone)s has no prices.",
                    tariff=self.name,
                    zone=empty.name,
                )
            )
        if self.fuel_table_id and not self.fuel_table_id.week_ids:
            raise UserError(
                self.env._(
                    "“%s” has no fuel percentage yet: enter that of this week.",
                    self.fuel_table_id.name,
                )
            )

    def action_reset_draft(self):
        """Take the tariff out of force, to change it."""
        self.write({"state": "draft"})

    def action_new_version(self):
        """Copy the tariff, to follow this one; open the copy."""
        self.ensure_one()
        begin = self.date_until or fields.Date.context_today(self)
        version = self.copy(
            {
                "name": self.name,
                "date_from": fields.Date.add(begin, days=1),
                "date_until": False,
            }
        )
        return version._open_form()

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_view_breaks(self):
        """Open the prices as a table of their own."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_carrier_connector.logistics_tariff_break_action"
        )
        action["domain"] = [("tariff_id", "=", self.id)]
        action["context"] = {"default_tariff_id": self.id}
        return action


def exact(value):
    """Return a float field's value as the Decimal that people see."""
    return Decimal(str(round(value or 0.0, 6)))
