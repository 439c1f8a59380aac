# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Partners, clocks and shipments the simulators' tests are made of."""

import base64
from datetime import datetime, timezone

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.simulators.carrier import Carrier, Partner
from tests.simulators.clock import INSTANT, Clock
from tests.simulators.shipment import Shipment

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=timezone.utc)
PLAIN_SECRET = "a secret of the simulated partner"
REFERENCES = [
    {"type": "order", "value": "S00042"},
    {"type": "booking", "value": "BKG77001"},
]

_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def frozen_clock(speed=INSTANT):
    return Clock(speed, now=NOW.timestamp)


def signing_secret(dialect):
    """What the partner signs with."""
    if dialect in ("standard_webhooks", "sandbox"):
        return "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
    if dialect == "shipengine":
        return _RSA.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
    return PLAIN_SECRET


def verifying_secret(dialect):
    """What we verify with."""
    if dialect == "shipengine":
        return (
            _RSA.public_key()
            .public_bytes(
                serialization.Encoding.PEM,
                serialization.PublicFormat.SubjectPublicKeyInfo,
            )
            .decode()
        )
    return signing_secret(dialect)


def make_partner(dialect="shippo", **values):
    return Partner(
        **{
            "integration": f"{dialect}-test",
            "dialect": dialect,
            "secret": signing_secret(dialect),
            **values,
        }
    )


def make_shipment(number="SIM0001", journey="domestic", **values):
    return Shipment.make(number, journey, references=REFERENCES, **values)


def make_carrier(dialect="shippo", journey=None, seed=1, **values):
    journey = journey or ("ocean" if dialect == "dcsa" else "domestic")
    return Carrier(
        make_partner(dialect),
        [make_shipment(journey=journey, **values)],
        clock=frozen_clock(),
        seed=seed,
    )


def all_requests(carrier):
    requests = []
    while request := carrier.step():
        requests.append(request)
    return requests


def all_events(carrier):
    events = []
    while message := carrier.next_message():
        events.append(message.event)
    return events
