# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from odoo import models

from ..canonical.holding import Holding
from ..canonical.storage import stored
from .logistics_rate_line import MEASURES

ZERO = Decimal(0)
_WORK = f"""
    SELECT warehouse_id, day, activity, COALESCE(code, ''), count(*),
           bool_or(is_unmeasured), {", ".join(f"sum({name})" for name in MEASURES)}
      FROM logistics_billable_activity
     WHERE company_id = %(company)s AND partner_id = %(partner)s
       AND day BETWEEN %(first)s AND %(last)s AND activity != 'storage'
  GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 3, 4
"""
_STORED = """
    SELECT a.warehouse_id, a.product_id, a.day, a.units, a.volume, a.weight,
           COALESCE(pt.logistics_units_per_pallet, 0)::numeric
      FROM logistics_billable_activity a
      JOIN product_product pp ON pp.id = a.product_id
      JOIN product_template pt ON pt.id = pp.product_tmpl_id
     WHERE a.company_id = %(company)s AND a.partner_id = %(partner)s
       AND a.day BETWEEN %(first)s AND %(last)s AND a.activity = 'storage'
       AND a.units > 0
  ORDER BY a.warehouse_id, a.product_id, a.day
"""
_RECEIVED = """
    SELECT r.warehouse_id, l.product_id,
           (r.received_at AT TIME ZONE 'UTC'
                          AT TIME ZONE COALESCE(wp.tz, cp.tz, 'UTC'))::date,
           sum(l.quantity)::numeric
      FROM logistics_warehouse_receipt r
      JOIN logistics_warehouse_receipt_line l ON l.receipt_id = r.id
      JOIN stock_warehouse w ON w.id = r.warehouse_id
      JOIN res_company c ON c.id = w.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
 LEFT JOIN res_partner wp ON wp.id = w.partner_id
     WHERE r.company_id = %(company)s AND r.received_at >= %(from)s
       AND r.received_at < %(until)s
       AND EXISTS (SELECT 1 FROM logistics_billable_activity a
                    WHERE a.source IN ('receipt:' || r.id || ':receipt',
                                       'receipt:' || r.id || ':return')
                      AND a.partner_id = %(partner)s)
  GROUP BY 1, 2, 3
"""


@dataclass
class Total:
    """What a rate comes to: a quantity, or for storage one for each day."""

    quantity: Decimal = ZERO
    by_day: dict = field(default_factory=lambda: defaultdict(lambda: ZERO))
    count: int = 0


class LogisticsBillingRun(models.Model):
    """Adds up what happened, rate by rate; nothing of it is invoiced here."""

    _inherit = "logistics.billing.run"

    def _compute_lines(self):
        """Take what happened, price it, and tell what could not be priced."""
        self.ensure_one()
        self.env["logistics.billable.activity"]._take(
            self.company_id, self.date_from, self.date_to
        )
        cards = self.env["logistics.rate.card"]._cards_of(
            self.company_id, self.partner_id
        )
        totals, todo = defaultdict(Total), defaultdict(int)
        self._add_work(cards, totals, todo)
        self._add_storage(cards, totals, todo)
        days = self._days_of(cards)
        self._add_flat(days, totals)
        found = self._priced(totals, days) | self._todo_lines(todo)
        self._put_lines(found)
        if self.state == "draft":
            self.state = "computed"

    def _query(self, query, **values):
        self.env.flush_all()
        self.env.cr.execute(
            query,
            {
                "company": self.company_id.id,
                "partner": self.partner_id.commercial_partner_id.id,
                "first": self.date_from,
                "last": self.date_to,
                **values,
            },
        )
        return self.env.cr.fetchall()

    def _figures(self, query, **values):
        """Return rows whose numbers are the decimals that PostgreSQL told."""
        return [
            tuple(Decimal(str(v)) if isinstance(v, float) else v for v in row)
            for row in self._query(query, **values)
        ]

    # What happened

    def _add_work(self, cards, totals, todo):
        for row in self._figures(_WORK):
            warehouse_id, day, activity, code, count, unmeasured, *measured = row
            of_it = (warehouse_id, activity, code)
            rates = self._rates(cards, warehouse_id, day, activity, code, count, todo)
            measures = dict(zip(MEASURES, measured, strict=True))
            for rate in rates:
                totals[rate].quantity += measures[rate.measure] or ZERO
                totals[rate].count += count
                if rate.measure == "pallets" and unmeasured:
                    todo[("pallets", *of_it)] += count

    def _rates(self, cards, warehouse_id, day, activity, code, count, todo):
        """Return the rates of some work; none is something to do."""
        card = cards._valid(warehouse_id, day)
        if not card:
            todo["no_card", warehouse_id, activity, code] += count
            return card.line_ids
        lines = card.line_ids.filtered(lambda line: line.activity == activity)
        own = lines.filtered(lambda line: (line.code or "") == code)
        rates = own or lines.filtered(lambda line: not line.code)
        if not rates:
            todo["no_rate", warehouse_id, activity, code] += count
        return rates

    def _add_storage(self, cards, totals, todo):
        received = self._received(cards)
        rows = self._figures(_STORED)
        warehouses = self._storing(cards) | {row[0] for row in rows}
        for (warehouse_id, product_id), group in groupby(rows, lambda row: row[:2]):
            came = received.get((warehouse_id, product_id), {})
            holding = _holding(list(group), came)
            self._add_holding(cards, warehouse_id, holding, totals, todo)
        told = self.env["stock.warehouse"].browse(sorted(warehouses))
        untold = self.env["logistics.billable.activity"]._untold(
            told, self.date_from, self.date_to
        )
        for warehouse, days in untold.items():
            todo["no_stock", warehouse.id, "storage", ""] += days

    def _add_holding(self, cards, warehouse_id, holding, totals, todo):
        """Add what lay there on each day to the rates that count on that day."""
        charged = {}
        for day in holding.stock:
            rates = self._rates(cards, warehouse_id, day, "storage", "", 1, todo)
            for rate in rates:
                if rate not in charged:
                    charged[rate] = holding.charged(rate.measure, rate.free_days)
                totals[rate].by_day[day] += charged[rate][day]
                totals[rate].count += 1
                if rate.measure == "pallets" and not holding.per_pallet:
                    todo["pallets", warehouse_id, "storage", ""] += 1

    def _storing(self, cards):
        """Return the warehouses of which stock should be known for the customer."""
        if not cards.line_ids.filtered(lambda line: line.activity == "storage"):
            return set()
        customer = self.partner_id.commercial_partner_id
        own = self.env["stock.warehouse"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("logistics_depositor_id.commercial_partner_id", "=", customer.id),
            ]
        )
        named = cards.filtered("partner_id").warehouse_id
        return set((own | named).ids)

    def _received(self, cards):
        """Return {(warehouse, product): {day: units that came in}} for free days."""
        free = max(cards.line_ids.mapped("free_days"), default=0)
        if not free:
            return {}
        rows = self._figures(
            _RECEIVED,
            **{
                "from": self.date_from - timedelta(days=free + 1),
                "until": self.date_to + timedelta(days=2),
            },
        )
        received = defaultdict(dict)
        for warehouse_id, product_id, day, quantity in rows:
            received[warehouse_id, product_id][day] = quantity
        return received

    def _days_of(self, cards):
        """Return {card: the days of the period on which it counts}."""
        every = [
            self.date_from + timedelta(days=number)
            for number in range((self.date_to - self.date_from).days + 1)
        ]
        return {
            card: [d for d in every if cards._valid(card.warehouse_id.id, d) == card]
            for card in cards
        }

    def _add_flat(self, days, totals):
        for card, valid in days.items():
            flat = card.line_ids.filtered(lambda line: line.activity == "flat")
            for rate in flat if valid else flat.browse():
                held = dict.fromkeys(valid, Decimal(1))
                totals[rate].quantity += stored(held, "month", rate.is_prorated)
                totals[rate].count += 1


def _holding(rows, received):
    """Return the holding of a product from its rows, one for each day."""
    _warehouse, _product, _day, units, volume, weight, per_pallet = rows[-1]
    return Holding(
        stock={row[2]: row[3] for row in rows},
        received=received,
        volume=(volume or ZERO) / units,
        weight=(weight or ZERO) / units,
        per_pallet=per_pallet,
    )
