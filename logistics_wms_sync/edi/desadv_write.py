# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT DESADV, Despatch Advice, written: goods that come, or what was shipped."""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, writes
from odoo.addons.logistics_base.protocols.edi.edifact_parts import dtm, nad, rff
from odoo.addons.logistics_base.protocols.edi.units import plain

from .aperak import ANSWERS, write_answer
from .edifact_goods import line_reference, lot_segments, product_segments, qty
from .edifact_heading import FUNCTIONS, bgm, coded_party, marks, others, ours, said
from .edifact_packages import package_segments
from .packing import Parts

_DESPATCH = "351"
#: Statuses that a DESADV tells; answers to an order are told by APERAK.
_TOLD = ("shipped", "short", "backordered", "cancelled")


@writes("edifact", "DESADV", "warehouse.advice")
def write_advance_notice(document, options):
    """Return the segments of a DESADV that announces goods.

    :raise DecodeError: a number that does not fit, a unit that EDIFACT does not have.
    """
    levels = _Levels(document, options)
    return [
        bgm(_DESPATCH, document.number, FUNCTIONS[document.purpose]),
        *dtm("137", options.get("now")),
        *dtm("17", document.expected_at),
        *said("AAI", document.instructions),
        *marks(document.kind.upper()),
        *ours("AAK", document.number, document.revision),
        *ours("ON", document.order),
        *ours("DQ", document.shipped_order),
        *rff(
            others(
                document.references,
                order=document.order,
                delivery=document.shipped_order,
            )
        ),
        *(nad("SU", document.supplier) if document.supplier else ()),
        *coded_party("WH", document.warehouse),
        *levels.written(),
        Segment("CNT", (("2", str(len(document.lines))),)),
    ]


@writes("edifact", "DESADV", "warehouse.fulfillment")
def write_confirmation(document, options):
    """Return the segments of a DESADV that tells what was shipped of an order.

    What it does not tell, that an order was taken or refused, is told by an APERAK.

    :raise DecodeError: a step that neither tells, or it names no order.
    """
    if document.status in ANSWERS:
        return write_answer(document, options)
    if document.status not in _TOLD:
        raise DecodeError("value", f"DESADV does not tell “{document.status}”")
    if not document.order:
        raise DecodeError("missing", "RFF AAJ: no order")
    levels = _Levels(document, options)
    return [
        bgm(_DESPATCH, document.id or document.order),
        *dtm("137", options.get("now")),
        *dtm("11", document.occurred_at),
        *said("AAI", document.reason),
        *said("PRD", document.service_code),
        *ours("AAJ", document.order, document.revision),
        *ours("SS", document.partner_reference),
        *rff(others(document.references, order=document.order)),
        *coded_party("SF", document.warehouse),
        *_transport(document.carrier),
        *levels.written(),
        Segment("CNT", (("2", str(len(document.lines))),)),
    ]


def _transport(carrier):
    if not carrier:
        return []
    code = carrier if len(carrier) <= 17 else ""
    name = (code, "", "", "" if code else carrier[:35])
    return [Segment("TDT", ("20", "", "30", "", name))]


class _Levels:
    """Numbers the CPS groups while it writes them: the shipment, then each package."""

    def __init__(self, document, options):
        self._lines, self._options = document.lines, options
        self._packages = document.packages
        self._numbers = {p.reference for p in document.packages if p.reference}
        self._parts = Parts(document.lines)
        self._count = 1
        self._place = 0

    def written(self):
        """Yield the levels, and in each its lines."""
        yield Segment("CPS", ("1",))
        inner = list(self._inside(None, "1"))
        for line, amount, lots, serials in self._parts.rests():
            yield from self._line(line, amount, lots, serials)
        yield from inner

    def _inside(self, parent, above):
        for package in self._packages:
            if self._stands_on(package) == parent:
                self._count += 1
                number = str(self._count)
                yield Segment("CPS", (number, above))
                yield from package_segments(package)
                for packed in package.contents:
                    if part := self._parts.take(packed):
                        yield from self._line(*part)
                if package.reference:
                    yield from self._inside(package.reference, number)

    def _stands_on(self, package):
        """Return the number of what a package stands on, None for the floor."""
        known = package.parent in self._numbers and package.parent != package.reference
        return package.parent if known else None

    def _line(self, line, amount, lots, serials):
        self._place += 1
        unit, options = line.unit, self._options
        substitutes = getattr(line, "substitutes", None)
        yield from product_segments(self._place, line, options, substitutes)
        yield qty("12", amount, unit, options)
        ordered, variance = _ordered(line)
        if ordered:
            yield qty("21", ordered, unit, options)
        yield from said("AAI", getattr(line, "reason", None))
        yield from line_reference(line.line)
        yield from coded_party("OW", getattr(line, "owner", None))
        yield from variance
        yield from lot_segments(lots, serials, unit, options)


def _ordered(line):
    """Return (how much was ordered, [QVR] of what is missing); (0, []) of an advice."""
    if not hasattr(line, "shorted"):
        return 0.0, []
    missing, code = line.backordered or line.shorted, "CP"
    if line.backordered and line.shorted:
        raise DecodeError("value", "QVR: a line is short or backordered, not both")
    if line.backordered:
        code = "BP"
    ordered = round(line.quantity + missing, 6)
    return ordered, [_qvr(missing, code)] if missing else []


def _qvr(missing, code):
    return Segment("QVR", ((plain(-missing, 6), "21"), code))
