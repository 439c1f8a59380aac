# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical.reading import reader_of

from ..canonical.consignments import Consignment
from ..canonical.rates import Rate, RateRequest
from .logistics_service import RATE_SOURCES

#: Quotes that nothing refers to are kept so long.
KEEP_DAYS = 30
_BATCH = 10_000


class LogisticsQuote(models.Model):
    """What carriers ask for one consignment, side by side, and which one is taken.

    A record of what was known when: it is made by ``_shop`` and not changed after, but
    for the choice.
    """

    _name = "logistics.quote"
    _description = "Carrier Quote"
    _inherit = ["logistics.recorded"]
    _order = "id desc"
    _check_company_auto = True
    _recorded = frozenset(
        {
            "company_id",
            "partner_id",
            "order_id",
            "picking_id",
            "carrier_id",
            "consignment",
            "origin",
            "destination",
            "weight",
            "piece_count",
            "asked_at",
            "seconds",
            "currency_id",
            "promised",
            "guide_id",
            "line_ids",
            "line_id",
            "reason",
        }
    )

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", index=True)
    order_id = fields.Many2one("sale.order", index="btree_not_null", ondelete="cascade")
    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", index="btree_not_null", ondelete="cascade"
    )
    carrier_id = fields.Many2one(
        "delivery.carrier", string="Delivery Method", ondelete="set null"
    )
    consignment = fields.Json(
        groups="logistics_base.group_payload_viewer", readonly=True
    )
    origin = fields.Char(string="From", readonly=True)
    destination = fields.Char(string="To", readonly=True)
    weight = fields.Float(string="Weight (kg)", readonly=True)
    piece_count = fields.Integer(string="Pieces", readonly=True)
    asked_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    seconds = fields.Float(readonly=True, help="How long the slowest answer took.")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    promised = fields.Datetime(
        string="Promised For", readonly=True, help="What the customer was promised."
    )
    guide_id = fields.Many2one(
        "logistics.routing.guide", string="Routing Guide", ondelete="set null"
    )
    line_ids = fields.One2many("logistics.quote.line", "quote_id")
    line_id = fields.Many2one(
        "logistics.quote.line",
        string="Chosen Offer",
        index="btree_not_null",
        ondelete="set null",
        domain="[('quote_id', '=', id), ('state', '=', 'offered')]",
    )
    amount = fields.Monetary(related="line_id.amount", string="Price")
    reason = fields.Char(string="Why", readonly=True)
    offer_count = fields.Integer(compute="_compute_counts", store=True)
    problem_count = fields.Integer(compute="_compute_counts", store=True)

    @api.depends("order_id.name", "picking_id.name", "destination")
    def _compute_name(self):
        for quote in self:
            about = quote.order_id.name or quote.picking_id.name
            quote.name = about or quote.destination or self.env._("Quote")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for quote in self:
            states = quote.line_ids.mapped("state")
            quote.offer_count = states.count("offered")
            quote.problem_count = len(states) - quote.offer_count

    def _document(self):
        """Return the canonical ``Consignment`` that was asked about."""
        self.ensure_one()
        return reader_of(Consignment)(self.sudo().consignment)

    @api.model
    def _described(self, consignment):
        """Return the values that show what was asked about."""
        ends = consignment.ship_from, consignment.ship_to
        origin, destination = (
            " ".join(part for part in (p.country, p.postcode, p.city) if part)
            for p in ends
        )
        request = RateRequest(consignment=consignment)
        return {
            "consignment": request.to_json()["consignment"],
            "origin": origin,
            "destination": destination,
            "weight": sum(piece.weight or 0 for piece in consignment.pieces),
            "piece_count": len(consignment.pieces),
        }

    @api.autovacuum
    def _gc_forgotten(self):
        """Delete old quotes by which nothing was ordered or booked."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT quote.id FROM logistics_quote quote
                 WHERE asked_at < %s
                   AND NOT EXISTS (
                       SELECT FROM logistics_quote_line line
                        WHERE line.quote_id = quote.id
                          AND (EXISTS (SELECT FROM sale_order o
                                        WHERE o.logistics_offer_id = line.id)
                               OR EXISTS (SELECT FROM logistics_booking b
                                           WHERE b.offer_id = line.id)))
                 ORDER BY id LIMIT %s
                """,
                limit,
                _BATCH,
            )
        )
        self.browse(row[0] for row in rows).unlink()


class LogisticsQuoteLine(models.Model):
    """One carrier's offer, or the reason why there is none."""

    _name = "logistics.quote.line"
    _description = "Carrier Offer"
    _order = "quote_id desc, state_rank, amount, id"

    quote_id = fields.Many2one(
        "logistics.quote", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="quote_id.company_id")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        index=True,
        ondelete="cascade",
    )
    service_id = fields.Many2one(
        "logistics.service", index="btree_not_null", ondelete="set null"
    )
    service_code = fields.Char(readonly=True)
    service_name = fields.Char(string="Service Offered", readonly=True)
    state = fields.Selection(
        [
            ("offered", "Offered"),
            ("refused", "Not Trusted"),
            ("failed", "No Answer"),
            ("late", "Too Late"),
            ("excluded", "Not Eligible"),
        ],
        required=True,
        readonly=True,
    )
    state_rank = fields.Integer(compute="_compute_state_rank", store=True)
    source = fields.Selection(
        [("live", "Carrier"), ("cache", "Carrier, moments ago"), ("tariff", "Tariff")],
        readonly=True,
    )
    source_asked = fields.Selection(RATE_SOURCES, readonly=True)
    tariff_id = fields.Many2one(
        "logistics.tariff", readonly=True, index="btree_not_null", ondelete="set null"
    )
    currency_id = fields.Many2one(related="quote_id.currency_id")
    amount = fields.Monetary(
        string="Price", readonly=True, help="In the currency of the quote."
    )
    offer_currency_id = fields.Many2one("res.currency", readonly=True)
    price = fields.Monetary(
        string="As Offered", currency_field="offer_currency_id", readonly=True
    )
    is_converted = fields.Boolean(compute="_compute_is_converted")
    deliver_by = fields.Datetime(string="Arrives By", readonly=True)
    transit_days = fields.Integer(readonly=True)
    guaranteed = fields.Boolean(readonly=True)
    expires_at = fields.Datetime(readonly=True)
    is_cheapest = fields.Boolean(readonly=True)
    is_fastest = fields.Boolean(readonly=True)
    is_chosen = fields.Boolean(compute="_compute_is_chosen")
    reason = fields.Char(string="Why Not", readonly=True)
    note = fields.Char(readonly=True)
    verdict = fields.Char(readonly=True)
    seconds = fields.Float(readonly=True)
    rate = fields.Json(readonly=True)
    explanation = fields.Text(compute="_compute_explanation", string="How It Comes")
    fingerprint = fields.Char(index="btree_not_null", readonly=True)

    @api.depends("state")
    def _compute_state_rank(self):
        ranks = {"offered": 0, "failed": 1, "late": 1, "refused": 2, "excluded": 3}
        for line in self:
            line.state_rank = ranks.get(line.state, 9)

    @api.depends("offer_currency_id", "quote_id.currency_id")
    def _compute_is_converted(self):
        for line in self:
            offered = line.offer_currency_id
            line.is_converted = bool(offered) and offered != line.currency_id

    @api.depends("quote_id.line_id")
    def _compute_is_chosen(self):
        for line in self:
            line.is_chosen = line.quote_id.line_id == line

    @api.depends("rate")
    def _compute_explanation(self):
        for line in self:
            charges = (line.rate or {}).get("charges", ())
            line.explanation = "\n".join(
                f"{c['amount']['amount']} {c['amount']['currency']}  "
                f"{c.get('description') or c['type']}"
                for c in charges
            )

    @api.depends("service_id", "service_name", "integration_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._label()

    def _label(self):
        """Return who would carry, by which service."""
        if self.service_id:
            return self.service_id.display_name
        name = self.service_name or self.service_code
        carrier = self.integration_id.name
        return f"{carrier} · {name}" if name else carrier

    def _document(self):
        """Return the canonical ``Rate`` of an offer, exact to the last digit."""
        self.ensure_one()
        return reader_of(Rate)(self.rate) if self.rate else None

    def _is_valid(self, at=None):
        """Whether the offer may still be taken."""
        at = at or fields.Datetime.now()
        return self.state == "offered" and not (
            self.expires_at and self.expires_at <= at
        )

    def action_choose(self):
        """Take this offer instead of the one the rules chose.

        :raise UserError: if it is no offer, or has expired.
        """
        self.ensure_one()
        self.quote_id.check_access("write")
        if self.state != "offered":
            raise UserError(self.reason or self.env._("This is not offered."))
        if not self._is_valid():
            raise UserError(self.env._("This offer has expired: ask again."))
        self.quote_id.sudo().write(
            {
                "line_id": self.id,
                "reason": self.env._("Chosen by %s.", self.env.user.name),
            }
        )
        return True
