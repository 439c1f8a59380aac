# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every carrier preset promises, checked on its own samples."""

import json
from functools import cache

import pytest
import yaml

from logistics_base.canonical.vocabulary import MILESTONES, REASONS
from logistics_base.mapping.preset import Preset
from logistics_base.protocols.signatures import SCHEMES, SignatureError
from tests.preset_samples import call_samples, preset_folders, samples
from tests.unit.logistics_base.signature_examples import (
    NOW,
    secrets_of,
    signed_request,
    with_headers,
)

ADDON = "logistics_carrier_connector"
FOLDERS = {folder.name: folder for folder in preset_folders(ADDON)}
SAMPLES = samples(ADDON)
CALLS = call_samples(ADDON)
# The presets that the public contract names.
PROMISED = {
    "aftership",
    "dcsa",
    "dhl_unified",
    "easypost",
    "easypost_v2",
    "fedex",
    "project44",
    "regional",
    "sandbox",
    "sendcloud",
    "shipengine",
    "shippo",
    "ups_track_alert",
}
# Codes that carriers made up in samples to show what becomes of them.
MADE_UP = {"Q9"}

every_preset = pytest.mark.parametrize("code", sorted(FOLDERS))
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=str)
every_call = pytest.mark.parametrize("sample", CALLS, ids=str)


@cache
def load(code):
    return Preset.load((FOLDERS[code] / "preset.yaml").read_text())


def decode(sample):
    return load(sample.preset.name).decode(sample.body, headers=sample.headers)


def word(preset, document):
    if document.code:  # the partner speaks our words
        return document.code
    table = preset.codes["milestone"]
    codes = (document.raw_code, *document.raw_code_alternatives)
    return next((table[code] for code in codes if code in table), None)


def told(document):
    """What of an event must be the same every time it is told."""
    return (
        document.raw_code,
        document.classifier,
        document.occurred_at,
        document.location,
    )


def test_all_promised_presets_are_there():
    assert set(FOLDERS) == PROMISED


@every_preset
def test_a_preset_is_named_as_its_folder_and_says_where_it_is_documented(code):
    preset = load(code)
    assert preset.code == code
    assert preset.documentation
    assert [flow["document_type"] for flow in preset.flows] == ["shipment.milestone"]


@every_preset
def test_a_preset_has_samples_of_a_delivery_and_of_trouble(code):
    preset = load(code)
    documents = [d for s in SAMPLES if s.preset.name == code for d in decode(s)]
    words = {word(preset, d) for d in documents if d.classifier == "actual"}
    assert "delivered" in words
    assert any(MILESTONES[w].raises for w in words if w)


@every_sample
def test_a_sample_gives_the_documents_expected_of_it(sample):
    assert [document.to_json() for document in decode(sample)] == sample.expected


@every_sample
def test_every_code_of_a_sample_is_mapped(sample):
    preset = load(sample.preset.name)
    for document in decode(sample):
        if not document.retracts:
            assert word(preset, document), document.raw_code


@every_sample
def test_every_reason_of_a_sample_is_mapped(sample):
    reasons = load(sample.preset.name).codes.get("reason", {})
    for document in decode(sample):
        raw = document.raw_reason
        assert raw is None or raw in reasons or raw in MADE_UP


@every_preset
def test_a_code_map_uses_only_our_words(code):
    codes = load(code).codes
    assert set(codes.get("milestone", {}).values()) <= set(MILESTONES)
    assert set(codes.get("reason", {}).values()) <= set(REASONS)


@every_sample
def test_an_identity_is_stable_and_no_two_samples_share_it(sample):
    preset = load(sample.preset.name)
    identity = preset.identity(preset.parse(sample.body), sample.headers, sample.body)
    respaced = json.dumps(json.loads(sample.body)).encode()
    assert preset.identity(preset.parse(respaced), sample.headers, respaced) == identity
    if identity[1] is None:
        return
    for other in SAMPLES:
        if other.preset == sample.preset and other.message != sample.message:
            assert preset.identity(preset.parse(other.body), other.headers) != identity


# First what was told, then what repeats it and adds to it.
@pytest.mark.parametrize(
    ("code", "earlier", "later"),
    [
        ("aftership", "customs", "delivered"),
        ("dhl_unified", "in_transit", "delivered"),
        ("dhl_unified", "not_home", "delivered"),
        ("easypost", "in_transit", "delivered"),
        ("fedex", "delivery_exception", "delivered"),
        ("shipengine", "attempted", "delivered"),
        ("shippo", "arrived_without_history", "attempted_with_history"),
        ("shippo", "attempted_with_history", "delivered"),
    ],
)
def test_a_history_repeats_every_event_unchanged(code, earlier, later):
    by_name = {s.message.stem: s for s in SAMPLES if s.preset.name == code}
    before, after = decode(by_name[earlier]), decode(by_name[later])
    actual = {told(d) for d in before if d.classifier == "actual"}
    assert actual
    assert actual < {told(d) for d in after}


@pytest.mark.parametrize("code", ["easypost", "shippo"])
def test_what_is_no_tracking_message_is_understood_and_means_nothing(code):
    name = {"easypost": "batch", "shippo": "transaction"}[code]
    sample = next(
        s for s in SAMPLES if s.preset.name == code and s.message.stem == name
    )
    preset = load(code)
    assert decode(sample) == []
    assert preset.identity(preset.parse(sample.body)) == (None, None)


def test_a_new_estimate_alone_is_not_lost():
    sample = next(s for s in SAMPLES if str(s) == "shippo-arrived_without_history")
    message = json.loads(sample.body)
    message["data"]["eta"] = "2026-01-21T18:00:00Z"
    changed = load("shippo").decode(json.dumps(message).encode())
    new = {told(d) for d in changed} - {told(d) for d in decode(sample)}
    assert [(raw, kind, str(when)) for raw, kind, when, _place in new] == [
        ("eta", "estimated", "2026-01-21 18:00:00+00:00")
    ]


def test_both_easypost_presets_read_messages_alike():
    first, second = (
        yaml.safe_load((FOLDERS[code] / "preset.yaml").read_text())
        for code in ("easypost", "easypost_v2")
    )
    assert first["messages"] == second["messages"]
    assert first["codes"] == second["codes"]


@every_sample
def test_a_sample_signed_by_the_declared_scheme_is_accepted(sample):
    preset = load(sample.preset.name)
    scheme, secrets = preset.signature_scheme, secrets_of(preset.signature_scheme)
    options = dict(preset.signature_options)
    request = signed_request(scheme, body=sample.body, options=options)
    SCHEMES[scheme].verify([secrets.verifying], request, now=NOW, options=options)


@every_preset
def test_what_is_unsigned_or_signed_with_another_secret_is_refused(code):
    preset = load(code)
    scheme = SCHEMES[preset.signature_scheme]
    request = signed_request(preset.signature_scheme)
    other = secrets_of(preset.signature_scheme).other
    with pytest.raises(SignatureError):
        scheme.verify([other], request, now=NOW)
    with pytest.raises(SignatureError):
        verifying = secrets_of(preset.signature_scheme).verifying
        scheme.verify([verifying], with_headers(request, {}), now=NOW)


@every_preset
def test_a_preset_is_verified_only_if_its_signature_is(code):
    preset = load(code)
    assert SCHEMES[preset.signature_scheme].verified or not preset.verified


@every_call
def test_a_call_sends_what_is_expected_of_it(sample):
    assert sample.sent(load(sample.preset.name)) == sample.read("sent")


@every_call
def test_an_answer_means_what_is_expected_of_it(sample):
    assert sample.meaning(load(sample.preset.name)) == sample.read("expected")


@every_preset
def test_every_call_of_a_preset_has_a_sample(code):
    outbound = load(code).outbound
    told = {sample.call for sample in CALLS if sample.preset.name == code}
    assert told == set(outbound.calls if outbound else ())
