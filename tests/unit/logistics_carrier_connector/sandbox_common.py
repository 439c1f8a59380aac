# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Consignments, requests and connectors of the tests against the Sandbox Carrier."""

import itertools
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_base.transport.http.addresses import InternalHosts
from logistics_base.transport.http.auth import HeaderAuth
from logistics_base.transport.http.client import HttpClient
from logistics_base.transport.http.policy import CallPolicy
from logistics_carrier_connector.canonical.bookings import BookingRequest
from logistics_carrier_connector.canonical.consignments import (
    Article,
    Consignment,
    Customs,
    Piece,
)
from logistics_carrier_connector.canonical.day import ManifestRequest, PickupRequest
from logistics_carrier_connector.canonical.rates import RateRequest
from logistics_carrier_connector.carriers.connector import ConnectorSettings
from logistics_carrier_connector.carriers.sandbox.connector import SandboxConnector

KEYS = itertools.count(1)
SHIPPER = Party(
    company="Lampen Nord GmbH",
    name="Versand",
    street="Torstraße 12",
    city="Berlin",
    postcode="10115",
    country="DE",
    phone="+49301234567",
)
CONSIGNEE = Party(
    name="Élise Durand",
    street="12 rue de la Roquette",
    city="Paris",
    postcode="75011",
    country="FR",
)
OVERSEAS = Party(
    name="Kim O'Neill",
    street="200 W 20th St",
    city="New York",
    state="NY",
    postcode="10011",
    country="US",
)


def make_client(url, auth=None, **policy):
    bounds = {"connect_timeout": 2.0, "read_timeout": 2.0, "max_attempts": 1}
    return HttpClient(
        url,
        policy=CallPolicy(
            allow_internal=InternalHosts.parse("127.0.0.1"), **(bounds | policy)
        ),
        auth=auth or HeaderAuth("X-Api-Key", "the key of a test"),
    )


def make_connector(url, options=None, **policy):
    settings = ConnectorSettings(options=options or {})
    return SandboxConnector(make_client(url, **policy), settings)


def make_pieces(count=1, **values):
    return tuple(
        Piece(
            **{"key": f"PACK{number}", "weight": 2.0, "description": "Lamp", **values}
        )
        for number in range(1, count + 1)
    )


def make_consignment(**values):
    return Consignment(
        **{
            "ship_from": SHIPPER,
            "ship_to": CONSIGNEE,
            "pieces": make_pieces(),
            "references": (Reference("order", "S00042"),),
            **values,
        }
    )


def make_overseas(**values):
    lamp = Article(
        description="Desk lamp",
        quantity=2,
        hs_code="940521",
        origin="DE",
        value=Money(Decimal("49.90"), "EUR"),
    )
    return make_consignment(
        ship_to=OVERSEAS,
        pieces=make_pieces(articles=(lamp,)),
        customs=Customs(incoterm="DAP", invoice_number="INV/7"),
        **values,
    )


def make_rate_request(**values):
    services = values.pop("services", ())
    return RateRequest(consignment=make_consignment(**values), services=services)


def make_booking_request(consignment=None, **values):
    return BookingRequest(
        **{
            "key": f"OUT-{next(KEYS):05d}",
            "service_code": "express",
            "consignment": consignment or make_consignment(),
            **values,
        }
    )


def make_pickup_request(**values):
    now = datetime.now(timezone.utc)
    return PickupRequest(
        **{
            "key": f"PICKUP-{next(KEYS)}",
            "address": SHIPPER,
            "ready_at": now + timedelta(days=1),
            "closes_at": now + timedelta(days=1, hours=3),
            "piece_count": 2,
            "weight": 4.0,
            **values,
        }
    )


def make_manifest_request(**values):
    return ManifestRequest(
        **{"key": f"MANIFEST-{next(KEYS)}", "address": SHIPPER, **values}
    )
