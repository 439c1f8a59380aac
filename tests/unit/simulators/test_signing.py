# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier signs verifies with our own schemes; what it spoils does not."""

import logging

import pytest
from requests.structures import CaseInsensitiveDict

from logistics_base.protocols.signatures import SignatureError, SignedRequest
from tests.simulators.carrier import Carrier, NotPossible
from tests.simulators.dialects import DIALECTS

from .common import (
    NOW,
    all_requests,
    make_carrier,
    make_partner,
    signing_secret,
    verifying_secret,
)

dialects = pytest.mark.parametrize("dialect", DIALECTS)
DATED = {
    "standard_webhooks",
    "sandbox",
    "easypost_v2",
    "shippo",
    "shipengine",
}


def verify(carrier, request, secret=None):
    received = SignedRequest(
        request.method,
        request.path,
        CaseInsensitiveDict(request.headers),
        request.body,
    )
    secret = secret or verifying_secret(carrier.dialect.code)
    carrier.scheme.verify([secret], received, now=NOW.timestamp())


@dialects
def test_every_message_of_a_journey_verifies(dialect):
    carrier = make_carrier(dialect)
    requests = all_requests(carrier)
    assert requests
    for request in requests:
        assert request.path == f"/logistics/v1/inbound/{dialect}-test"
        verify(carrier, request)


@dialects
def test_a_spoilt_signature_is_a_mismatch(dialect):
    carrier = make_carrier(dialect)
    request = carrier.request(carrier.next_message(), "wrong")
    with pytest.raises(SignatureError) as refused:
        verify(carrier, request)
    assert refused.value.reason == "mismatch"


@dialects
def test_no_signature_is_missing(dialect):
    carrier = make_carrier(dialect)
    with pytest.raises(SignatureError) as refused:
        verify(carrier, carrier.request(carrier.next_message(), "none"))
    assert refused.value.reason == "missing"


@dialects
def test_an_old_signature_is_stale_where_the_partner_signs_the_time(dialect):
    carrier = make_carrier(dialect)
    if dialect not in DATED:
        with pytest.raises(NotPossible, match="signs no time"):
            carrier.require("stale")
        return
    carrier.require("stale")
    with pytest.raises(SignatureError) as refused:
        verify(carrier, carrier.request(carrier.next_message(), "stale"))
    assert refused.value.reason == "stale"


@dialects
def test_a_secret_is_neither_shown_nor_logged(dialect, caplog):
    caplog.set_level(logging.DEBUG)
    carrier = make_carrier(dialect)
    all_requests(carrier)
    assert signing_secret(dialect) not in repr(carrier.partner)
    assert signing_secret(dialect) not in caplog.text


def test_a_secret_that_cannot_sign_is_refused_from_the_start():
    partner = make_partner("shipengine", secret="no private key")
    with pytest.raises(NotPossible, match="cannot sign"):
        Carrier(partner)
