# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from typing import NamedTuple

from odoo import api, models


class Share(NamedTuple):
    """What of a bill is booked on one account, with one tax."""

    row: models.BaseModel
    taxes: models.BaseModel
    is_tax: bool = False


class LogisticsVendorBill(models.AbstractModel):
    """The lines of a vendor bill: one for each account of charges and each tax."""

    _name = "logistics.vendor.bill"
    _description = "Vendor Bills of Carriers"

    @api.model
    def _lines(self, invoices, amounts, sign):
        """Return the values of the lines of one bill of these invoices.

        :param amounts: {invoice id: Amounts}.
        :param sign: -1 of a refund, whose lines are positive.
        """
        choose = self.env["logistics.charge.account"]._chooser(invoices.company_id)
        carrier, currency = invoices.integration_id[:1], invoices.currency_id
        sums, names = defaultdict(float), defaultdict(dict)
        rates = self._rates(invoices, amounts)
        for invoice in invoices:
            common = rates[invoice.id]
            for part in amounts[invoice.id].parts:
                row = choose(carrier, part.type)
                for share, label, amount in self._shares(row, part, common, currency):
                    sums[share] += amount
                    names[share][label] = True
        values = [
            self._line(share, list(names[share]), currency.round(sign * amount))
            for share, amount in sums.items()
        ]
        residue = sum(amounts[invoice.id].residue for invoice in invoices)
        if not currency.is_zero(residue):
            values.append(self._residue_line(choose(carrier, None), sign * residue))
        return [line for line in values if not currency.is_zero(line["price_unit"])]

    @api.model
    def _rates(self, invoices, amounts):
        """Return {invoice id: (tax told in a line of its own, net it is of, count)}."""
        rates = {}
        for invoice in invoices:
            parts = amounts[invoice.id].parts
            untaxed = [p for p in parts if not p.is_taxed and p.type != "vat"]
            told = [p for p in parts if p.type == "vat"]
            rates[invoice.id] = (
                sum(p.kept_tax for p in told),
                sum(p.kept for p in untaxed),
                sum(p.count for p in untaxed),
            )
        return rates

    @api.model
    def _shares(self, row, part, common, currency):
        """Yield (share, label, amount) of a part: its charge, and its tax if none fits.

        Odoo works out the tax of the share; what the carrier bills as tax without one
        that fits is a line of its own.
        """
        label = self._label_of(part.type)
        tax_told, net_told, count_told = common
        if part.type == "vat":
            fits = self._fits_all(row, common, currency)
            if not fits:
                yield Share(row, row.tax_ids.browse(), True), label, part.kept_tax
            return
        if part.is_taxed:
            tax = self._fitting(row, part.kept, part.kept_tax, part.count, currency)
            yield Share(row, tax), label, part.kept
            if not tax:
                yield Share(row, tax, True), self.env._("Tax as billed"), part.kept_tax
            return
        tax = row.tax_ids.browse()
        if not tax_told or self._fits_all(row, common, currency):
            tax = self._fitting(row, net_told, tax_told, count_told, currency)
        yield Share(row, tax), label, part.kept

    @api.model
    def _fits_all(self, row, common, currency):
        tax_told, net_told, count_told = common
        return bool(self._fitting(row, net_told, tax_told, count_told, currency))

    @api.model
    def _fitting(self, row, net, tax, count, currency):
        """Return the tax of the row that comes to what the carrier bills as tax.

        Carriers round the tax of each charge, so it may differ by half a cent for each.
        """
        tolerance = currency.rounding * (count / 2 + 1)
        for candidate in row.tax_ids.filtered(lambda t: t.amount_type == "percent"):
            reckoned = net * _effective_rate(candidate) / 100
            if abs(reckoned - tax) <= tolerance and (
                tax or _effective_rate(candidate) == 0
            ):
                return candidate
        return row.tax_ids.browse()

    @api.model
    def _label_of(self, charge_type):
        labels = dict(
            self.env["logistics.charge"]
            ._fields["type"]
            ._description_selection(self.env)
        )
        return labels.get(charge_type) or self.env._("Charges not mapped")

    @api.model
    def _line(self, share, labels, amount):
        row = share.row
        values = {
            "name": ", ".join(labels),
            "quantity": 1.0,
            "price_unit": amount,
            "tax_ids": [(6, 0, share.taxes.ids)],
        }
        if row.product_id:
            values["product_id"] = row.product_id.id
        if row.account_id:
            values["account_id"] = row.account_id.id
        if row.analytic_distribution:
            values["analytic_distribution"] = row.analytic_distribution
        return values

    @api.model
    def _residue_line(self, row, amount):
        share = Share(row, row.tax_ids.browse())
        label = self.env._("Difference between the carrier's total and its charges")
        return self._line(share, [label], amount)


def _effective_rate(tax):
    """Return the percentage that a tax adds to what is paid: none of a reverse charge."""
    lines = tax.invoice_repartition_line_ids
    taxing = lines.filtered(lambda line: line.repartition_type == "tax")
    return tax.amount * sum(taxing.mapped("factor"))
