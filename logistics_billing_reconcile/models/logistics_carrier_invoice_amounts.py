# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from typing import NamedTuple

from odoo import fields, models

#: What is owed for each line: what is billed less what is in dispute. A line with two
#: findings is not taken off twice.
KEPT = """
    WITH disputed AS (
        SELECT line_id,
               COALESCE(sum(difference) FILTER (WHERE type != 'tax'), 0) AS net,
               max(difference) FILTER (WHERE type != 'tax') AS largest,
               COALESCE(sum(difference) FILTER (WHERE type = 'tax'), 0) AS tax
          FROM logistics_invoice_finding
         WHERE invoice_id = ANY(%(ids)s) AND line_id IS NOT NULL
           AND state = 'disputed' AND difference > 0
         GROUP BY line_id
    ), kept AS (
        SELECT l.id, l.invoice_id, l.type, l.tax_rate, l.net, l.tax,
               l.net - CASE WHEN d.net > 0
                            THEN LEAST(d.net, GREATEST(l.net, d.largest))
                            ELSE 0 END AS kept,
               COALESCE(d.tax, 0) AS tax_disputed
          FROM (SELECT id, invoice_id, type, tax_rate,
                       CASE WHEN type = 'vat' THEN 0 ELSE COALESCE(amount, 0) END AS net,
                       CASE WHEN type = 'vat' THEN amount ELSE tax_amount END AS tax
                  FROM logistics_carrier_invoice_line
                 WHERE invoice_id = ANY(%(ids)s)) l
          LEFT JOIN disputed d ON d.line_id = l.id
    )
"""
_PARTS = f"""
    {KEPT}
    SELECT invoice_id, type, COALESCE(tax, 0) != 0 AS is_taxed,
           CASE WHEN COALESCE(tax, 0) != 0
                THEN round(COALESCE(tax_rate, 0)::numeric, 4) END AS rate,
           count(*), COALESCE(sum(net), 0), COALESCE(sum(tax), 0), sum(kept),
           COALESCE(sum(
               CASE WHEN net = 0 THEN tax ELSE tax * kept / net END
               - tax_disputed), 0)
      FROM kept GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
_WHOLE = """
    SELECT invoice_id, sum(difference),
           bool_or(type = 'duplicate_invoice')
      FROM logistics_invoice_finding
     WHERE invoice_id = ANY(%(ids)s) AND line_id IS NULL
       AND state = 'disputed' AND difference > 0
     GROUP BY invoice_id
"""


class Part(NamedTuple):
    """The charges of one type and one rate of tax on an invoice.

    :ivar rate: percent as the carrier tells it, 0 where it tells the tax alone; None
        where it bills no tax on the charge itself.
    :ivar kept: of ``net`` what is not in dispute; ``kept_tax`` likewise.
    """

    type: str | None
    is_taxed: bool
    rate: float | None
    count: int
    net: float
    tax: float
    kept: float
    kept_tax: float


class Amounts(NamedTuple):
    """What an invoice bills, and what of it is owed.

    :ivar gross: what the carrier wants to be paid.
    :ivar disputed: of that what is in dispute, taxes included.
    :ivar residue: what is owed beyond the parts: a total that differs from its charges.
    """

    parts: tuple[Part, ...]
    gross: float
    disputed: float
    residue: float

    def owed(self, paid_as):
        """Return what is to be paid."""
        return self.gross if paid_as == "full" else self.gross - self.disputed


class LogisticsCarrierInvoice(models.Model):
    """What is owed of an invoice: to the cent, with and without what is disputed."""

    _inherit = "logistics.carrier.invoice"

    approved_amount = fields.Monetary(
        string="Approved",
        readonly=True,
        copy=False,
        tracking=True,
        help="What is paid, taxes included.",
    )
    credit_awaited = fields.Monetary(
        readonly=True,
        copy=False,
        help="Paid although it is in dispute: the carrier has to credit it.",
    )
    paid_as = fields.Selection(
        [("undisputed", "What Is Undisputed"), ("full", "In Full")],
        string="Paid",
        readonly=True,
        copy=False,
    )

    def _amounts(self, paid_as=None):
        """Return {invoice id: Amounts}, by two statements for all of them.

        :param paid_as: how disputed charges are paid; None: as the carrier's terms say.
        """
        self.env.flush_all()
        parts, whole = self._parts()
        return {
            invoice.id: invoice._amounts_of(
                parts.get(invoice.id, ()),
                whole.get(invoice.id, (0, False)),
                paid_as or invoice.integration_id._bill_paid(),
            )
            for invoice in self
        }

    def _parts(self):
        self.env.cr.execute(_PARTS, {"ids": self.ids})
        parts = defaultdict(list)
        for invoice_id, *row in self.env.cr.fetchall():
            parts[invoice_id].append(Part(*row))
        self.env.cr.execute(_WHOLE, {"ids": self.ids})
        return parts, {row[0]: row[1:] for row in self.env.cr.fetchall()}

    def _amounts_of(self, parts, whole, paid_as):
        rounded = self.currency_id.round
        billed = rounded(sum(part.net + part.tax for part in parts))
        gross = self.amount_total or billed
        disputed, is_twice = whole
        kept_parts = _with_common_tax(parts)
        kept = sum(part.kept + part.kept_tax for part in kept_parts)
        taken_off = gross if is_twice else rounded(billed - kept + disputed)
        if paid_as == "full":
            whole_parts = tuple(p._replace(kept=p.net, kept_tax=p.tax) for p in parts)
            return Amounts(whole_parts, gross, taken_off, rounded(gross - billed))
        if is_twice:
            return Amounts((), gross, gross, 0.0)
        residue = rounded(gross - billed - disputed)
        return Amounts(kept_parts, gross, taken_off, residue)


def _with_common_tax(parts):
    """Return the parts with the tax of the whole invoice cut to what is kept of it.

    A carrier that tells the tax in one line of its own tells it of all the charges that
    have none themselves.
    """
    untaxed = [part for part in parts if not part.is_taxed and part.net]
    net = sum(part.net for part in untaxed)
    share = sum(part.kept for part in untaxed) / net if net else 1.0
    return tuple(
        part._replace(kept_tax=part.kept_tax * share)
        if part.type == "vat" and share != 1
        else part
        for part in parts
    )
