# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the formats of carriers' billing files have in common."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from odoo.addons.logistics_base.canonical.line_stream import LineStream
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown

from ..canonical.carrier_invoice import CarrierInvoice
from .writing_style import detect

#: So many rows are looked at to see how the file writes numbers and dates.
LOOKED_AT = 2000
_KG = {"K": 1.0, "KG": 1.0, "KGS": 1.0, "G": 0.001}
_KG |= dict.fromkeys(("L", "LB", "LBS"), 0.45359237)
_KG |= dict.fromkeys(("O", "OZ", "OZS"), 0.45359237 / 16)
_CM = {"C": 1.0, "CM": 1.0, "CMT": 1.0, "M": 100.0, "MM": 0.1}
_CM |= dict.fromkeys(("I", "IN", "INH"), 2.54)


@dataclass(frozen=True, slots=True)
class Cells:
    """A row: its texts by the place of their column, counted from 1.

    Columns that a row leaves out at its end are empty.
    """

    texts: list
    line: int

    def __getitem__(self, place):
        texts = self.texts
        return texts[place - 1].strip() if 0 < place <= len(texts) else ""

    def raw(self):
        """Return the row as CSV, without what is empty at its end."""
        texts = self.texts
        while texts and not texts[-1]:
            texts = texts[:-1]
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(texts)
        return out.getvalue()


class BillFile:
    """A billing format; a new one says what its columns mean.

    :ivar options: how the file is read as CSV.
    :ivar amounts: columns that hold amounts. :ivar days: columns that hold dates.
    """

    options = {"header": False}
    amounts = ()
    days = ()

    def decode(self, file, default_style=None):
        """Return the document that a ``CsvFile`` means; its lines are streamed.

        The file is read through once for the heads, so that a file which was cut off
        is refused before anything is taken from it.

        :raise DecodeError: naming the line.
        """
        layout = self.layout(file)
        style = self._style(file, layout, default_style)
        heads = self._heads(file, layout, style)
        if not heads:
            raise DecodeError("missing", "no row of the file tells of an invoice")
        lines = LineStream(lambda: self._lines(file, layout, style))
        return CarrierInvoice(invoices=tuple(heads.values()), lines=lines)

    def layout(self, file):
        """Hook: return {name: place} of the columns."""
        raise NotImplementedError

    def head(self, row, layout, style):
        """Hook: return (number, InvoiceHead as the row tells it)."""
        raise NotImplementedError

    def charges(self, row, layout, style):
        """Hook: yield the InvoiceLines of a row."""
        raise NotImplementedError

    def rows(self, file):
        """Yield the file's rows as ``Cells``."""
        for line, texts in file.cells():
            yield Cells(texts, line)

    def _style(self, file, layout, default):
        sample = list(islice(self.rows(file), LOOKED_AT))
        return detect(
            self._texts(sample, self.amount_places(layout)),
            self._texts(sample, self.day_places(layout)),
            default=default,
        )

    def amount_places(self, layout):
        """Return the places of the columns that hold amounts."""
        return [layout[name] for name in self.amounts if name in layout]

    def day_places(self, layout):
        """Return the places of the columns that hold dates."""
        return [layout[name] for name in self.days if name in layout]

    @staticmethod
    def _texts(sample, places):
        return (row[place] for row in sample for place in places if row[place])

    def _heads(self, file, layout, style):
        """Return {number: InvoiceHead}, in the order of the file."""
        heads = {}
        for row in self.rows(file):
            with _at(row.line):
                number, head = self.head(row, layout, style)
                heads[number] = self.merged(heads.get(number), head)
        return heads

    def merged(self, known, head):
        """Hook: return what is known of an invoice after one more of its rows.

        :raise DecodeError: the rows contradict each other.
        """
        if known not in (None, head):
            raise DecodeError(
                "value", f"rows of invoice {shown(head.number)} contradict each other"
            )
        return head

    def _lines(self, file, layout, style):
        for row in self.rows(file):
            with _at(row.line):
                yield from list(self.charges(row, layout, style))


class HeadedBillFile(BillFile):
    """A billing format whose first row names the columns.

    :ivar names: {column: its name in lower case}. :ivar needed: what must be there.
    """

    names = {}
    needed = ()

    def rows(self, file):
        """Yield the rows below the header."""
        return islice(super().rows(file), 1, None)

    def header(self, file):
        """Return the names of all columns in lower case, in their order."""
        _line, texts = next(file.cells(), (0, []))
        return [text.strip().lower() for text in texts]

    def places(self, header):
        """Return {column: place}; of columns of one name the first counts.

        :raise DecodeError: what a bill cannot do without is not there.
        """
        places = {}
        for place, name in enumerate(header, start=1):
            places.setdefault(name, place)
        layout = {
            key: places[name] for key, name in self.names.items() if name in places
        }
        for key in self.needed:
            if key not in layout:
                raise DecodeError("missing", f"no column “{self.names[key]}”")
        return layout


class _at:
    """Names the line in what goes wrong with it."""

    __slots__ = ("_line",)

    def __init__(self, line):
        self._line = line

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _traceback):
        if isinstance(error, DecodeError) and not error.message.startswith("line "):
            raise DecodeError(
                error.category, f"line {self._line}: {error.message}"
            ) from None
        return False


def to_kg(number, unit):
    """Return kg, None where the weight or its unit is not known; None for nothing."""
    factor = _KG.get((unit or "").strip().upper())
    return round(number * factor, 3) if number and factor else None


def to_cm(number, unit):
    """Return cm, None where the length or its unit is not known."""
    factor = _CM.get((unit or "").strip().upper())
    return round(number * factor, 1) if number and factor else None


def is_nothing(amount):
    """Tell whether a charge is none: nothing was asked for, nothing taken off."""
    return amount is None or amount == Decimal(0)
