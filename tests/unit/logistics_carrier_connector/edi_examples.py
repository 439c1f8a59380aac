# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of transport EDI share: a consignment and its tender."""

from decimal import Decimal

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_carrier_connector import edi  # noqa: F401  registers the sets
from logistics_carrier_connector.canonical.consignments import (
    Consignment,
    DangerousGoods,
    Piece,
)
from logistics_carrier_connector.canonical.tenders import TenderDocument
from tests.edi_segments import utc


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
