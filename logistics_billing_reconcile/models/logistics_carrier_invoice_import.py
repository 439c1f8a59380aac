# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections import Counter
from itertools import islice

from odoo import api, models

from odoo.addons.logistics_base.canonical.references import normalize
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.models.logistics_code_map import LONGEST_CODE

#: So many lines are written by one statement.
CHUNK = 5000
_COLUMNS = {
    "invoice_id": "int4",
    "currency_id": "int4",
    "position": "int4",
    "subject": "varchar",
    "tracking_number": "varchar",
    "normalized": "varchar",
    "references": "jsonb",
    "type": "varchar",
    "raw_code": "varchar",
    "description": "varchar",
    "amount": "numeric",
    "discount": "numeric",
    "tax_rate": "float8",
    "tax_amount": "numeric",
    "service_code": "varchar",
    "zone": "varchar",
    "pieces": "int4",
    "ship_date": "date",
    "delivery_date": "date",
    "actual_weight": "numeric",
    "billed_weight": "numeric",
    "length": "numeric",
    "width": "numeric",
    "height": "numeric",
    "divisor": "numeric",
    "from_postcode": "varchar",
    "from_country": "varchar",
    "to_name": "varchar",
    "to_postcode": "varchar",
    "to_country": "varchar",
    "raw": "text",
}
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_TYPED = ", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS.items())
_INSERT = f"""
    INSERT INTO logistics_carrier_invoice_line (company_id, {_NAMES})
    SELECT %(company)s, {_NAMES} FROM json_to_recordset(%(rows)s) AS v({_TYPED})
"""
_ADD_UP = """
    UPDATE logistics_carrier_invoice i
       SET line_count = s.count, amount_lines = s.amount, amount_tax_lines = s.tax
      FROM (SELECT invoice_id, count(*) AS count,
                   sum(amount) FILTER (WHERE type IS DISTINCT FROM 'vat') AS amount,
                   sum(CASE WHEN type = 'vat' THEN amount
                            ELSE COALESCE(tax_amount, 0) END) AS tax
              FROM logistics_carrier_invoice_line
             WHERE invoice_id = ANY(%s) GROUP BY invoice_id) s
     WHERE i.id = s.invoice_id
"""
_COPIED = (
    *("subject", "tracking_number", "description", "service_code", "zone", "pieces"),
    *("actual_weight", "billed_weight", "length", "width", "height", "divisor"),
    *("from_postcode", "from_country", "to_name", "to_postcode", "to_country", "raw"),
)
#: From here on, what is told is no amount, weight or length that a carrier bills.
_TOO_MUCH = 10**12
_SIZES = ("actual_weight", "billed_weight", "length", "width", "height", "divisor")
_MOST_PIECES = 10**9
_MONEY = ("amount", "discount", "tax_rate", "tax_amount")
_DAYS = ("ship_date", "delivery_date")


class LogisticsCarrierInvoice(models.Model):
    """Takes invoices in, charge by charge, however many there are."""

    _inherit = "logistics.carrier.invoice"

    @api.model
    def _take_in(self, integration, document, message_id):
        """Write the invoices of a document that are not here yet.

        Lines are read and written piece by piece, so memory stays flat.

        :return: (new invoices, those that were here before).
        """
        known = self._known(integration, document)
        new = self.create(
            [
                self._head_vals(integration, head, message_id)
                for head in document.invoices
                if head.number not in known
            ]
        )
        if new:
            self._write_lines(integration, document, new)
        return new, self.union(*known.values())

    @api.model
    def _known(self, integration, document):
        """Return {number: invoice} of those that are here."""
        found = self.search(
            [
                ("company_id", "=", integration.company_id.id),
                ("integration_id", "=", integration.id),
                ("name", "in", [head.number for head in document.invoices]),
            ]
        )
        return {invoice.name: invoice for invoice in found}

    @api.model
    def _head_vals(self, integration, head, message_id):
        _check_sizes(head, ("total", "tax_total"), head.number)
        currency = self._currency(head.currency)
        return {
            "name": head.number,
            "kind": head.kind,
            "integration_id": integration.id,
            "company_id": integration.company_id.id,
            "account_number": head.account,
            "invoice_date": head.invoice_date,
            "due_date": head.due_date,
            "currency_id": (currency or integration.company_id.currency_id).id,
            "is_currency_assumed": not currency,
            "amount_total": head.total,
            "amount_tax": head.tax_total,
            "message_id": message_id,
        }

    @api.model
    def _currency(self, code):
        """Return the currency of an ISO code, also one that is not in use yet."""
        if not code:
            return self.env["res.currency"]
        currencies = self.env["res.currency"].with_context(active_test=False)
        return currencies.search([("name", "=", code.upper())], limit=1)

    # Lines

    @api.model
    def _write_lines(self, integration, document, invoices):
        self.flush_model()
        writer = _LineWriter(self, integration, document, invoices)
        lines = enumerate(document.lines, start=1)
        while chunk := list(islice(lines, CHUNK)):
            writer.write(chunk)
        writer.record_unmapped()
        invoices._add_up()
        self.env["logistics.carrier.invoice.line"].invalidate_model()

    def _add_up(self):
        """Add up what is charged on each invoice, and the taxes."""
        self.env.cr.execute(_ADD_UP, (self.ids,))
        self.invalidate_recordset()


class _LineWriter:
    """Writes the lines of one document, and remembers what nobody mapped."""

    def __init__(self, model, integration, document, invoices):
        self._env = model.env
        self._integration = integration
        self._invoices = {invoice.name: invoice for invoice in invoices}
        numbers = [head.number for head in document.invoices]
        self._numbers = set(numbers)
        self._only = numbers[0] if len(numbers) == 1 else None
        self._words = self._env["logistics.code.map"]._words(integration.id)
        self._currencies = {}
        self._unmapped, self._labels = Counter(), {}

    def write(self, chunk):
        """Write (position, line) pairs by one statement."""
        rows = [row for at, line in chunk if (row := self._row(at, line))]
        company = self._integration.company_id.id
        self._env.cr.execute(_INSERT, {"company": company, "rows": json.dumps(rows)})

    def _row(self, position, line):
        number = line.invoice or self._only
        if number not in self._numbers:
            # Lines that are streamed are checked here: none gets lost.
            raise DecodeError(
                "value", f"line {position}: {shown(number)} is no invoice of this file"
            )
        invoice = self._invoices.get(number)
        if invoice is None:
            # It is here already, with its lines.
            return None
        _check_sizes(line, (*_MONEY, *_SIZES), f"line {position}")
        _check_sizes(line, ("pieces",), f"line {position}", most=_MOST_PIECES)
        row = {name: getattr(line, name) for name in _COPIED}
        row |= {name: _text(getattr(line, name)) for name in (*_MONEY, *_DAYS)}
        return row | {
            "invoice_id": invoice.id,
            "currency_id": self._currency(line.currency, invoice),
            "position": position,
            "normalized": normalize(line.tracking_number) or None,
            "references": [[r.type, normalize(r.value)] for r in line.references],
            "raw_code": line.raw_code and line.raw_code[:LONGEST_CODE],
            "type": line.type or self._type(line),
        }

    def _type(self, line):
        code = (line.raw_code or "")[:LONGEST_CODE]
        word = self._words.get(("charge", code))
        if word is None and code:
            self._unmapped[code] += 1
            if line.description:
                self._labels[code] = line.description[:500]
        return word

    def _currency(self, code, invoice):
        if not code:
            return invoice.currency_id.id
        if code not in self._currencies:
            found = invoice._currency(code)
            self._currencies[code] = found.id
        return self._currencies[code] or invoice.currency_id.id

    def record_unmapped(self):
        """Put codes that nobody has mapped into the queue."""
        if self._unmapped:
            self._env["logistics.code.map"]._record_unmapped(
                self._integration, "charge", self._unmapped, self._labels
            )


def _check_sizes(told, names, where, most=_TOO_MUCH):
    """Raise DecodeError where a number cannot be what it stands for."""
    for name in names:
        value = getattr(told, name)
        if value is not None and not abs(value) < most:
            raise DecodeError(
                "value", f"{where}: {name} {shown(str(value))} is too much"
            )


def _text(value):
    return None if value is None else str(value)
