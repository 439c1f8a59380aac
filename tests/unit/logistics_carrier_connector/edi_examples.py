# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of transport EDI share: segments as people write them, a consignment."""

from datetime import datetime, timezone
from decimal import Decimal

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_base.protocols.edi import Interchange, Transaction, registry
from logistics_base.protocols.edi.tokens import Delimiters, segments_of
from logistics_carrier_connector import edi  # noqa: F401  registers the sets
from logistics_carrier_connector.canonical.consignments import (
    Consignment,
    DangerousGoods,
    Piece,
)
from logistics_carrier_connector.canonical.tenders import TenderDocument

_X12 = Delimiters(">", "*", "~")
_EDIFACT = Delimiters(":", "+", "'", "", "?")


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def x12(set_id, text, **options):
    """Return the documents that the segments, one a line, are read into."""
    lines = "".join(f"{line.strip()}~" for line in text.strip().splitlines())
    return _read("x12", set_id, segments_of(lines, _X12)[0], options)


def edifact(set_id, text, **options):
    lines = "".join(f"{line.strip()}'" for line in text.strip().splitlines())
    return _read("edifact", set_id, segments_of(lines, _EDIFACT)[0], options)


def _read(standard, set_id, segments, options):
    transaction = Transaction(set_id, "1", tuple(segments))
    read = registry.reader_of(standard, set_id)
    return list(read(transaction, Interchange(standard), options))


def written(standard, set_id, document, **options):
    """Return the segments a document is written as."""
    writer = registry.writer_of(standard, document.document_type, set_id)
    return list(writer.write(document, options))


def there_and_back(standard, set_id, document, **options):
    """Return what is read from what was written."""
    segments = written(standard, set_id, document, **options)
    return _read(standard, set_id, segments, options)


def tags(segments):
    return [segment.tag for segment in segments]


def consignment(**changes):
    """Return two pallets from Dallas to Denver."""
    values = {
        "ship_from": Party(
            company="Prairie Mills",
            name="Dock Office",
            street="12 Silo Road",
            city="Dallas",
            state="TX",
            postcode="75201",
            country="US",
            phone="+12145550100",
        ),
        "ship_to": Party(
            company="Mile High Bakery",
            street="900 Blake Street",
            city="Denver",
            state="CO",
            postcode="80202",
            country="US",
        ),
        "pieces": (
            Piece(key="P1", weight=410.5, description="Wheat flour"),
            Piece(
                key="P2",
                weight=120.0,
                description="Oven cleaner",
                dangerous_goods=(
                    DangerousGoods(
                        un_number="UN1824", hazard_class="8", packing_group="II"
                    ),
                ),
            ),
        ),
        "references": (Reference("order", "SO-771"), Reference("bol", "BL-4711")),
    }
    return Consignment(**{**values, **changes})


def tender(**changes):
    """Return an offer of that consignment for 640 dollars."""
    values = {
        "number": "TND/00042",
        "consignment": consignment(),
        "respond_by": utc(2026, 3, 2, 18, 0),
        "pickup_from": utc(2026, 3, 3, 14, 0),
        "pickup_until": utc(2026, 3, 3, 20, 0),
        "deliver_from": utc(2026, 3, 5, 15, 0),
        "deliver_until": utc(2026, 3, 5, 23, 0),
        "price": Money(Decimal("640.00"), "USD"),
        "service_code": "FTL53",
    }
    return TenderDocument(**{**values, **changes})
