# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Consignments and clients for tests of connectors against carriers on this machine."""

from datetime import datetime, timezone
from decimal import Decimal

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_base.transport.http import CallPolicy, HttpClient, InternalHosts
from logistics_carrier_connector.canonical.bookings import BookingRequest
from logistics_carrier_connector.canonical.consignments import (
    Article,
    Consignment,
    Customs,
    Piece,
)

SHIPPER = Party(
    name="Dispatch",
    company="Example Goods",
    street="12 Harbor Way",
    city="Oakland",
    state="CA",
    postcode="94607",
    country="US",
    phone="+15105550100",
)
CONSIGNEE = Party(
    name="A. Example",
    street="3 Market Square",
    city="Reno",
    state="NV",
    postcode="89501",
    country="US",
    phone="+17755550100",
)
ABROAD = Party(
    name="B. Beispiel",
    street="Marktplatz 3",
    city="Aachen",
    postcode="52062",
    country="DE",
)


def client(base_url, *, auth=None, **policy):
    """The protected client, allowed to call this machine; it waits for nothing."""
    allowed = InternalHosts.parse("127.0.0.1")
    policy = {"max_attempts": 2, "read_timeout": 2, **policy}
    return HttpClient(
        base_url,
        policy=CallPolicy(allow_internal=allowed, **policy),
        auth=auth,
        sleep=lambda _seconds: None,
    )


def piece(key="PACK0001", weight=0.45359237, **values):
    """A pound in a small box."""
    return Piece(
        key=key, weight=weight, **{"length": 25.4, "width": 20, "height": 10, **values}
    )


def consignment(*pieces, **values):
    """One piece within a country, unless told otherwise."""
    values = {
        "ship_from": SHIPPER,
        "ship_to": CONSIGNEE,
        "references": (Reference("order", "S00042"),),
        "ship_at": datetime(2026, 3, 2, 14, tzinfo=timezone.utc),
        **values,
    }
    return Consignment(pieces=pieces or (piece(),), **values)


def booking(key="WH/OUT/00042", service="USPS:GroundAdvantage", **values):
    """A request to book one piece."""
    how = {name: values.pop(name) for name in ("label_format",) if name in values}
    goods = values.pop("goods", None) or consignment(**values)
    return BookingRequest(key=key, service_code=service, consignment=goods, **how)


def abroad(**values):
    """A consignment that crosses a border, with what customs want."""
    article = Article(
        description="Table lamp",
        quantity=3,
        sku="LAMP",
        hs_code="940521",
        origin="NL",
        weight=0.45359237,
        value=Money(Decimal("10.00"), "USD"),
    )
    customs = Customs(signer="D. Dispatch", invoice_number="INV/1", incoterm="DAP")
    return consignment(
        piece(articles=(article,), weight=2), ship_to=ABROAD, customs=customs, **values
    )
