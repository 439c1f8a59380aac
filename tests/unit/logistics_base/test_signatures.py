# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What holds for every scheme in the registry."""

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics_base.protocols import signatures
from logistics_base.protocols.signatures import SCHEMES, SignatureError

from .signature_examples import (
    BODY,
    NOW,
    request,
    secrets_of,
    signed_request,
    with_headers,
)

CODES = sorted(SCHEMES)
SIGNING = [code for code in CODES if SCHEMES[code].covers_body]
TIMED = [code for code in CODES if SCHEMES[code].tolerance]
REASONS = {"missing", "malformed", "mismatch", "stale", "no_secret"}
quick = settings(max_examples=60, deadline=None)
each_scheme = pytest.mark.parametrize("code", CODES)


def verify(code, incoming, secrets=None, now=NOW, options=None):
    secrets = [secrets_of(code).verifying] if secrets is None else secrets
    SCHEMES[code].verify(secrets, incoming, now=now, options=options)


def refusal(code, incoming, **values):
    """Return why the request is refused; fail if it is accepted."""
    with pytest.raises(SignatureError) as caught:
        verify(code, incoming, **values)
    return caught.value.reason


def test_registry_offers_every_scheme_by_its_code():
    assert set(SCHEMES) == {
        "standard_webhooks",
        "easypost",
        "easypost_v2",
        "shippo",
        "shipengine",
        "aftership",
        "sendcloud",
        "dcsa",
        "ups_track_alert",
        "fedex",
        "dhl_unified",
        "project44",
        "hmac_sha256_hex",
        "hmac_sha256_base64",
        "rsa_sha256",
        "static_header",
        "basic",
        "mtls",
    }
    assert all(scheme.code == code for code, scheme in SCHEMES.items())
    assert signatures.get("shippo") is SCHEMES["shippo"]
    assert ("shippo", SCHEMES["shippo"].label) in signatures.selection()


@each_scheme
def test_scheme_tells_what_it_needs(code):
    scheme = SCHEMES[code]
    assert scheme.requires_secret and scheme.secret_names
    assert scheme.label and scheme.__doc__


@each_scheme
def test_unverified_schemes_say_so(code):
    scheme = SCHEMES[code]
    assert scheme.verified or "not verified" in scheme.__doc__


@each_scheme
@quick
@given(body=st.binary(max_size=200))
def test_what_is_signed_verifies(code, body):
    verify(code, signed_request(code, body=body))


@each_scheme
def test_any_of_several_secrets_verifies(code):
    secrets = secrets_of(code)
    incoming = signed_request(code)
    verify(code, incoming, secrets=[secrets.other, "", secrets.verifying])
    verify(code, incoming, secrets=[secrets.verifying, secrets.other])


@each_scheme
def test_another_secret_is_a_mismatch(code):
    assert refusal(code, signed_request(code), secrets=[secrets_of(code).other]) == (
        "mismatch"
    )


@each_scheme
@pytest.mark.parametrize(
    "secrets", [None, [], [""], ["  \n"], [None], ["\ud800"]], ids=repr
)
def test_without_a_usable_secret_nothing_is_accepted(code, secrets):
    with pytest.raises(SignatureError) as caught:
        SCHEMES[code].verify(secrets, signed_request(code), now=NOW)
    assert caught.value.reason == "no_secret"


@each_scheme
@pytest.mark.parametrize("secret", [None, "", "   "], ids=repr)
def test_without_a_usable_secret_nothing_is_signed(code, secret):
    with pytest.raises(SignatureError) as caught:
        SCHEMES[code].sign(secret, request(), now=NOW)
    assert caught.value.reason == "no_secret"


@each_scheme
def test_one_secret_given_as_text_is_not_read_letter_by_letter(code):
    secrets = secrets_of(code)
    verify(code, signed_request(code), secrets=secrets.verifying)
    assert refusal(code, signed_request(code), secrets=secrets.other) == "mismatch"


@each_scheme
def test_an_unsigned_request_lacks_its_header(code):
    assert refusal(code, request()) == "missing"


@each_scheme
def test_every_header_is_required(code):
    incoming = signed_request(code)
    for name in incoming.headers:
        rest = {k: v for k, v in incoming.headers.items() if k != name}
        assert refusal(code, with_headers(incoming, rest)) == "missing"
        assert refusal(code, with_headers(incoming, {**rest, name: ""})) == "missing"


@each_scheme
@pytest.mark.parametrize(
    "value",
    ["x" * 100_000, "ünsigned", "\x00", "=", ",,,,", " , ", "v1,", "t=1,,v1=", ";" * 9],
    ids=lambda value: repr(value[:8]),
)
def test_a_senseless_header_is_refused(code, value):
    incoming = signed_request(code)
    for name in incoming.headers:
        spoiled = with_headers(incoming, {**incoming.headers, name: value})
        assert refusal(code, spoiled) in ("malformed", "mismatch")


@each_scheme
def test_an_oversized_or_non_ascii_signature_is_malformed(code):
    incoming = signed_request(code)
    for name, value in incoming.headers.items():
        for spoilt in (value + "A" * 9_000, value + "é"):
            spoiled = with_headers(incoming, {**incoming.headers, name: spoilt})
            assert refusal(code, spoiled) == "malformed"


@pytest.mark.parametrize("code", SIGNING)
@quick
@given(data=st.data())
def test_a_changed_body_is_refused(code, data):
    at = data.draw(st.integers(0, len(BODY) - 1))
    mask = data.draw(st.integers(1, 255))
    changed = bytearray(BODY)
    changed[at] ^= mask
    incoming = replace(signed_request(code), body=bytes(changed))
    assert refusal(code, incoming) == "mismatch"


@pytest.mark.parametrize("code", SIGNING)
def test_a_lengthened_or_shortened_body_is_refused(code):
    for body in (BODY + b" ", BODY[:-1], b"", b"." + BODY):
        assert refusal(code, replace(signed_request(code), body=body)) == "mismatch"


@each_scheme
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_changed_header_is_refused(code, data):
    """Case is left alone: hexadecimal and ``Basic`` mean the same in any case."""
    incoming = signed_request(code)
    name = data.draw(st.sampled_from(sorted(incoming.headers)))
    value = incoming.headers[name]
    at = data.draw(st.integers(0, len(value) - 1))
    letters = [c for c in string.printable[:95] if c.lower() != value[at].lower()]
    letter = data.draw(st.sampled_from(letters))
    changed = {**incoming.headers, name: value[:at] + letter + value[at + 1 :]}
    assert refusal(code, with_headers(incoming, changed)) in REASONS - {"no_secret"}


@each_scheme
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_garbage_in_headers_only_ever_raises_signature_errors(code, data):
    incoming = signed_request(code)
    names = data.draw(st.sets(st.sampled_from(sorted(incoming.headers)), min_size=1))
    garbage = st.one_of(
        st.text(max_size=80),
        st.text(alphabet="=,;. vt1a0+/AZ-:", max_size=120),
        st.binary(max_size=30),
        st.none(),
    )
    spoiled = {**incoming.headers, **{name: data.draw(garbage) for name in names}}
    if spoiled != incoming.headers:
        assert refusal(code, with_headers(incoming, spoiled)) in REASONS


@each_scheme
@quick
@given(secret=st.text(max_size=60))
def test_any_text_as_secret_verifies_what_it_signed_or_is_no_secret(code, secret):
    unsigned = request()
    try:
        headers = SCHEMES[code].sign(secret, unsigned, now=NOW)
    except SignatureError as error:
        assert error.reason == "no_secret"
        with pytest.raises(SignatureError):
            verify(code, signed_request(code), secrets=[secret])
    else:
        verify(code, with_headers(unsigned, headers), secrets=[secret])


@pytest.mark.parametrize("code", TIMED)
@pytest.mark.parametrize("distance", [-300, -1, 0, 1, 299])
def test_a_time_within_the_tolerance_is_accepted(code, distance):
    verify(code, signed_request(code), now=NOW + distance)


@pytest.mark.parametrize("code", TIMED)
@pytest.mark.parametrize("distance", [-86400, -301, 301, 86400, float("nan")])
def test_a_time_beyond_the_tolerance_is_stale_before_or_after(code, distance):
    assert refusal(code, signed_request(code), now=NOW + distance) == "stale"


@pytest.mark.parametrize("code", TIMED)
def test_the_tolerance_can_be_set_but_not_switched_off(code):
    incoming = signed_request(code)
    verify(code, incoming, now=NOW + 3000, options={"tolerance": 3600})
    late = {"incoming": incoming, "now": NOW + 400}
    for useless in (0, None, "", False, True, "3600", float("inf")):
        options = {"tolerance": useless}
        assert refusal(code, options=options, **late) == "stale"


@each_scheme
def test_refusals_show_no_secret_and_nothing_the_sender_wrote(code):
    incoming = signed_request(code)
    secrets = secrets_of(code)
    hidden = [secrets.verifying, secrets.other, *incoming.headers.values()]
    spoiled = [
        replace(incoming, body=b"other"),
        with_headers(incoming, dict.fromkeys(incoming.headers, "<script>")),
        request(),
    ]
    for case in spoiled:
        with pytest.raises(SignatureError) as caught:
            verify(code, case, secrets=[secrets.other])
        shown = str(caught.value)
        assert "<script>" not in shown
        assert not any(text in shown for text in hidden)
