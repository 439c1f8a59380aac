# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

#: What is recovered from the tax office is no expense.
NO_EXPENSE = ("vat",)


class LogisticsAccrual(models.Model):
    """What is expected, accrued and billed for shipments, by expense account."""

    _inherit = "logistics.accrual"

    @api.model
    def _sums(self, company, shipment_ids, basis, invoice_ids=None):
        """Return {(shipment id, account id): {currency id: amount}}.

        Discounts belong to the freight, however a carrier writes them.

        :param basis: of the charges: expected or invoiced.
        :param invoice_ids: of these alone; else, of invoiced ones, whose bill is posted.
        """
        place = self._places(company)
        found = defaultdict(lambda: defaultdict(Decimal))
        self.env.flush_all()
        for shipment_id, carrier_id, kind, currency_id, cost in self.env.execute_query(
            SQL(
                """
                SELECT c.shipment_id, COALESCE(c.integration_id, s.integration_id),
                       c.type, c.currency_id, sum(c.cost)
                  FROM logistics_charge c
                  JOIN logistics_shipment s ON s.id = c.shipment_id
                 WHERE c.shipment_id = ANY(%s) AND c.basis = %s
                   AND c.type NOT IN %s AND %s
                 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                """,
                list(shipment_ids),
                basis,
                NO_EXPENSE,
                self._of_bills(basis, invoice_ids),
            )
        ):
            account = place(carrier_id, kind)[0].id
            found[shipment_id, account][currency_id] += Decimal(str(cost or 0))
        return found

    @api.model
    def _of_bills(self, basis, invoice_ids):
        if invoice_ids is not None:
            return SQL("c.carrier_invoice_id = ANY(%s)", list(invoice_ids))
        if basis != "invoiced":
            return SQL("TRUE")
        return SQL(
            "c.carrier_invoice_id IN (SELECT id FROM logistics_carrier_invoice "
            "WHERE bill_state IN ('posted', 'paid'))"
        )

    @api.model
    def _places(self, company):
        """Return place(carrier id, type) → (account, analytic distribution)."""
        accounts = self.env["logistics.charge.account"].sudo()
        choose = accounts._chooser(company)
        journal = self.env["logistics.vendor.bill"]._journal(company)
        carriers, known = self.env["logistics.integration"], {}

        def place(carrier_id, kind):
            kind = "base" if kind == "discount" else kind
            if (carrier_id, kind) not in known:
                row = choose(carriers.browse(carrier_id), kind)
                account = accounts._account_of(row, journal)
                known[carrier_id, kind] = account, row.analytic_distribution
            return known[carrier_id, kind]

        return place

    @api.model
    def _distributions(self, company, carriers):
        """Return {(carrier id, account id): analytic distribution} of what is accrued."""
        place, found = self._places(company), {}
        kinds = self.env["logistics.charge"]._fields["type"].get_values(self.env)
        for carrier in carriers:
            for kind in kinds:
                account, distribution = place(carrier.id, kind)
                found.setdefault((carrier.id, account.id), distribution)
        return found

    @api.model
    def _in_currency(self, amounts, currency, company, day):
        """Return {currency id: amount} as one Decimal in a currency, on a day."""
        total = Decimal(0)
        currencies = self.env["res.currency"]
        for currency_id, amount in amounts.items():
            if currency_id != currency.id:
                given = currencies.browse(currency_id)
                amount = given._convert(float(amount), currency, company, day)
            total += Decimal(str(amount))
        return total
