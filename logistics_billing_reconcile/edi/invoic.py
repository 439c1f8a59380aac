# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT INVOIC, Invoice (D.96A to D.01B), of freight, read.

BGM (380 invoice, 381 credit note), DTM 137 and 13 (when it is due), RFF, NAD, CUX; LIN
groups with IMD, MEA, MOA 203 and RFF; ALC groups, of a line or of the whole, with MOA 8,
23 or 204; after UNS the totals: MOA 77, 86 or 9, and 124 or 176 the tax.

MOA 203 of a line holds its allowances and charges: what is left without them is the
freight. Amounts of a credit note are what is given back.
"""

from dataclasses import dataclass
from datetime import timedelta

from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.canonical.vocabulary import REFERENCE_RANK
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import reads
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    dtm_in,
    parties_in,
    references_in,
    rff_value,
)
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique
from odoo.addons.logistics_base.protocols.edi.units import number, to_kg

from ..canonical.carrier_invoice import CarrierInvoice, InvoiceHead, InvoiceLine
from .from_to import from_to

_CREDITS = ("381", "83", "308", "396")
_TOTALS = ("77", "86", "39", "9")
_CHARGED = ("23", "8", "204")
#: 6313: weights that a price rests on.
_BILLED = ("CHW", "ACG", "AFF")
_WEIGHT_UNITS = ("KGM", "LBR", "TNE", "GRM")
#: Where nothing says what is charged.
FREIGHT = "FC"


@reads("edifact", "INVOIC")
def freight_invoice(transaction, interchange, options):
    """Return the :class:`CarrierInvoice` of an INVOIC.

    :raise DecodeError: no number, or an amount or a date that is none.
    :raise DocumentError: nothing is charged.
    """
    bill = _Bill(transaction.segments, interchange.decimal_mark, options)
    document = CarrierInvoice(
        invoices=(bill.head(),), carrier=bill.carrier(), lines=tuple(bill.lines())
    )
    document.check()
    return [document]


@dataclass(slots=True, frozen=True)
class _Group:
    """A LIN group, or the heading: what stands before its ALC groups, and these."""

    own: list
    extras: list

    @classmethod
    def of(cls, segments):
        return cls(*loops(segments, "ALC"))


class _Bill:
    """A whole message, cut at LIN and at UNS."""

    def __init__(self, segments, mark, options):
        cut = next((i for i, s in enumerate(segments) if s.tag == "UNS"), None)
        body, self.summary = segments[:cut], segments[cut:] if cut is not None else ()
        head, lines = loops(body, "LIN")
        self.heading = _Group.of(head)
        self.groups = [_Group.of(line) for line in lines]
        self.mark, self.options = mark, options
        self.parties = parties_in(self.heading.own)
        self.references = _of_shipments(self.heading.own)
        self.is_credit = first(head, "BGM").text(1).strip() in _CREDITS
        self.currency = _currency(segments)

    # The invoice

    def head(self):
        """Return the :class:`InvoiceHead`.

        :raise DecodeError: it has no number.
        """
        own = self.heading.own
        invoice = first(own, "BGM").text(2).strip()
        if not invoice:
            raise DecodeError("missing", "BGM 1004: no invoice number")
        total, tax = self._total(), self._tax_total()
        return InvoiceHead(
            number=invoice,
            kind="credit" if self.is_credit or (total or 0) < 0 else "invoice",
            account=self._account(),
            invoice_date=self._day(own, "137", "3"),
            due_date=self._day(own, "13", "265"),
            currency=self.currency,
            total=self._signed(total),
            tax_total=self._signed(tax),
        )

    def carrier(self):
        """Return who bills, as it calls itself."""
        found = self.parties.get("CA") or self.parties.get("SU") or Party()
        return found.company or found.partner_code

    def _account(self):
        told = rff_value(self.heading.own, "ADE") or rff_value(self.heading.own, "IT")
        payer = self.parties.get("IV") or self.parties.get("BY") or Party()
        return (told or payer.partner_code or "")[:64] or None

    def _day(self, segments, *qualifiers):
        found = dtm_in(segments, *qualifiers, options=self.options)
        if found is None:
            return None
        return (found.utc + timedelta(minutes=found.offset_minutes or 0)).date()

    def _total(self):
        told = self._moneys(self.summary)
        return next((told[kind] for kind in _TOTALS if kind in told), None)

    def _tax_total(self):
        """Return the tax of all: what is told once, else of each rate."""
        before, taxes = loops(self.summary, "TAX")
        told = self._moneys(before)
        if found := told.get("176", told.get("124")):
            return found
        rates = [self._moneys(tax).get("124") for tax in taxes]
        rates = [one for one in rates if one is not None]
        return sum(rates) if rates else None

    def _moneys(self, segments):
        """Return {5025: amount}, the first of each.

        :raise DecodeError: an amount that is none.
        """
        found = {}
        for moa in segments:
            text = moa.text(1, 2).strip()
            if moa.tag != "MOA" or not text:
                continue
            kind, amount = moa.text(1).strip(), number(text, self.mark)
            if amount is None:
                raise DecodeError("value", f"MOA {kind}: {shown(text)} is no amount")
            found.setdefault(kind, amount)
        return found

    def _signed(self, amount):
        """A credit note says how much it gives; one that says it below zero as well."""
        if amount is None or not self.is_credit or (self._total() or 0) < 0:
            return amount
        return -amount

    # Its charges

    def lines(self):
        """Yield the :class:`InvoiceLine` of each charge."""
        for position, group in enumerate(self.groups, 1):
            yield from self._of_group(group, f"LIN {position}")
        subject = "shipment" if self.references else "invoice"
        for extra in self.heading.extras:
            common = {**self._common(self.heading.own), "subject": subject}
            yield self._extra(extra, common)

    def _of_group(self, group, at):
        common = self._common(group.own)
        extras = [self._extra(one, common) for one in group.extras]
        told = self._moneys(group.own)
        whole = told.get("203", told.get("38"))
        if whole is None and not extras:
            raise DecodeError("missing", f"{at}: no MOA 203")
        if whole is not None:
            rest = self._signed(whole) - sum(x.amount for x in extras)
            if rest or not extras:
                yield self._freight(group, rest, told, common)
        yield from extras

    def _freight(self, group, amount, told, common):
        lin, imd = group.own[0], first(group.own, "IMD")
        text = " ".join(part.strip() for part in imd.parts(3)[3:5] if part.strip())
        tax = told.get("124")
        return InvoiceLine(
            amount=amount,
            raw_code=lin.text(3).strip() or imd.text(3).strip() or FREIGHT,
            description=text[:500] or None,
            tax_amount=self._signed(tax),
            raw=_written(group.own),
            **common,
        )

    def _extra(self, segments, common):
        """Return the charge of an ALC group; an allowance (5463 A) is taken off.

        :raise DecodeError: it has no amount.
        """
        alc = segments[0]
        told = self._moneys(segments)
        amount = next((told[kind] for kind in _CHARGED if kind in told), None)
        code = alc.text(5).strip()
        words = " ".join(part.strip() for part in alc.parts(5)[3:5] if part.strip())
        if amount is None:
            raise DecodeError("missing", f"ALC {code or words}: no MOA 8, 23 or 204")
        if alc.text(1).strip() == "A":
            amount = -abs(amount)
        return InvoiceLine(
            amount=self._signed(amount),
            raw_code=(code or words)[:200] or FREIGHT,
            description=words[:500] or None,
            tax_amount=self._signed(told.get("124")),
            raw=_written(segments),
            **{**common, **_rate(segments)},
        )

    def _common(self, segments):
        """Return what a line's own segments say for all of its charges."""
        own = _of_shipments(segments)
        references = own if _names_shipment(own) else unique((*own, *self.references))
        head = self.heading.own
        parties = {**self.parties, **parties_in(segments)}
        return {
            "references": references,
            "tracking_number": next(
                (one.value for one in references if one.type == "tracking"), None
            ),
            "ship_date": self._day(segments, "11", "200") or self._day(head, "11"),
            "delivery_date": self._day(segments, "35") or self._day(head, "35"),
            **_places(parties),
            **self._weights(segments),
            **_rate(segments),
        }

    def _weights(self, segments):
        found = {}
        for one in segments:
            if one.tag == "MEA" and one.text(3).strip() in _WEIGHT_UNITS:
                kind = one.text(2).strip()
                name = "billed_weight" if kind in _BILLED else "actual_weight"
                kilograms = to_kg(one.text(3, 2), one.text(3), self.mark)
            elif one.tag == "QTY" and one.text(1, 3).strip() in _WEIGHT_UNITS:
                name = "billed_weight"
                kilograms = to_kg(one.text(1, 2), one.text(1, 3), self.mark)
            else:
                continue
            if kilograms:
                found.setdefault(name, round(kilograms, 3))
        return found


def _currency(segments):
    """Return the currency of CUX, else of the first amount that names one."""
    told = first(segments, "CUX").text(1, 2).strip()
    moas = (one.text(1, 3).strip() for one in segments if one.tag == "MOA")
    return (told or next(filter(None, moas), ""))[:3] or None


def _of_shipments(segments):
    return tuple(one for one in references_in(segments) if one.type != "invoice")


def _names_shipment(references):
    return any(REFERENCE_RANK[r.type] < REFERENCE_RANK["customer"] for r in references)


def _places(parties):
    ship_from = parties.get("CZ") or parties.get("SF") or Party()
    ship_to = parties.get("CN") or parties.get("DP") or Party()
    return from_to(ship_from, ship_to)


def _rate(segments):
    rate = number(first(segments, "TAX").text(5, 4).replace(",", "."))
    return {} if rate is None else {"tax_rate": rate}


def _written(segments):
    """Return segments as text, without what the syntax would release."""
    return "'".join(
        "+".join((s.tag, *(":".join(s.parts(i + 1)) for i in range(len(s.elements)))))
        for s in segments
    )
