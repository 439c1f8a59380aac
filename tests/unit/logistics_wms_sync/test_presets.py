# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every preset of a warehouse promises, checked on its own samples."""

import json
from functools import cache

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.preset import Preset
from logistics_base.protocols.signatures import SCHEMES, SignatureError
from logistics_base.transport.call_errors import CallError
from tests.preset_samples import (
    call_samples,
    document_samples,
    preset_folders,
    samples,
)
from tests.unit.logistics_base.signature_examples import (
    NOW,
    secrets_of,
    signed_request,
    with_headers,
)

ADDON = "logistics_wms_sync"
FOLDERS = {folder.name: folder for folder in preset_folders(ADDON)}
SAMPLES = [one for one in samples(ADDON) if one.message.suffix == ".json"]
CALLS = call_samples(ADDON)
TOLD = document_samples(ADDON)
# Partners that the suite names.
PROMISED = {"extensiv", "logiwa", "mintsoft", "shipbob", "shiphero", "wms_rest"}
INBOUND = {"warehouse.fulfillment", "warehouse.receipt", "inventory.snapshot"}
OUTBOUND = {"warehouse.release", "warehouse.advice", "warehouse.items"}
# What happens to a release, whoever the partner is.
FATES = {"release": "accepted", "release-rejected": "rejected"}
FATES |= {"release-cancel": "cancelled", "release-too_late": "cancel_refused"}
FATES |= {"release-change": "cancel_refused", "release-used": "rejected"}

every_preset = pytest.mark.parametrize("code", sorted(PROMISED))
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=str)
every_call = pytest.mark.parametrize("sample", CALLS, ids=str)
every_document = pytest.mark.parametrize("sample", TOLD, ids=str)


@cache
def load(code):
    return Preset.load((FOLDERS[code] / "preset.yaml").read_text())


def decode(sample):
    return load(sample.preset.name).decode(sample.body, headers=sample.headers)


def sample_of(name):
    """The message of a sample, as JSON values, and its headers."""
    (found,) = [one for one in SAMPLES if str(one) == name]
    return json.loads(found.body), found.headers


def decode_as(code, message, headers=None):
    return load(code).decode(json.dumps(message).encode(), headers=headers)


def refusal_of(code, message, headers=None):
    with pytest.raises(DecodeError) as caught:
        decode_as(code, message, headers)
    return caught.value


def test_all_promised_presets_are_there():
    assert set(FOLDERS) >= PROMISED


@every_preset
def test_a_preset_says_what_it_speaks_of_and_where_that_is_documented(code):
    preset = load(code)
    flows = {(flow["direction"], flow["document_type"]) for flow in preset.flows}
    assert (preset.code, preset.kind) == (code, "wms")
    assert preset.documentation
    assert {("inbound", one) for one in INBOUND} <= flows
    assert {("outbound", one) for one in OUTBOUND} <= flows


@every_preset
def test_whose_word_counts_is_said_of_every_flow(code):
    owners = {"inbound": "partner", "outbound": "odoo"}
    for flow in load(code).flows:
        assert flow["system_of_record"] == owners[flow["direction"]]


@every_preset
def test_a_preset_has_samples_of_what_was_shipped_and_received(code):
    found = [d for s in SAMPLES if s.preset.name == code for d in decode(s)]
    assert any(getattr(d, "status", None) == "shipped" for d in found)
    received = [d for d in found if d.document_type == "warehouse.receipt"]
    assert any(one.lines for one in received)


@every_sample
def test_an_identity_is_stable_and_no_two_samples_share_it(sample):
    preset = load(sample.preset.name)
    identity = preset.identity(preset.parse(sample.body), sample.headers, sample.body)
    if identity[1] is None:
        return
    for other in SAMPLES:
        if other.preset == sample.preset and other.message != sample.message:
            assert preset.identity(preset.parse(other.body), other.headers) != identity


@every_preset
def test_a_sample_signed_by_the_declared_scheme_is_accepted_and_no_other(code):
    preset = load(code)
    scheme = SCHEMES[preset.signature_scheme]
    options = dict(preset.signature_options)
    secrets = secrets_of(scheme.code)
    for sample in [one for one in SAMPLES if one.preset.name == code]:
        request = signed_request(scheme.code, body=sample.body, options=options)
        scheme.verify([secrets.verifying], request, now=NOW, options=options)
    with pytest.raises(SignatureError):
        scheme.verify([secrets.other], request, now=NOW, options=options)
    with pytest.raises(SignatureError):
        unsigned = with_headers(request, {})
        scheme.verify([secrets.verifying], unsigned, now=NOW, options=options)


@every_preset
def test_only_our_own_contract_counts_as_verified(code):
    assert load(code).verified == (code == "wms_rest")


# What goes out


@every_call
def test_a_call_sends_what_is_expected_of_it(sample):
    assert sample.sent(load(sample.preset.name)) == sample.read("sent")


@every_call
def test_an_answer_means_what_is_expected_of_it(sample):
    assert sample.meaning(load(sample.preset.name)) == sample.read("expected")


@every_document
def test_a_document_is_told_as_is_expected(sample):
    assert sample.sent(load(sample.preset.name)) == sample.read("sent")


@pytest.mark.parametrize("sample", [one for one in TOLD if one.is_answered], ids=str)
def test_what_is_answered_to_a_document_means_what_is_expected(sample):
    assert sample.meaning(load(sample.preset.name)) == sample.read("expected")


@every_preset
def test_all_that_can_be_asked_and_told_has_a_sample(code):
    outbound = load(code).outbound
    assert {one.call for one in CALLS if one.preset.name == code} == set(outbound.calls)
    told = {one.call for one in TOLD if one.preset.name == code}
    assert told == set(outbound.documents) - {"any"}
    assert told >= OUTBOUND


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (code, name)
        for code in sorted(PROMISED)
        for name in FATES
        # Orders are changed there, under the same number.
        if (code, name)
        not in {("wms_rest", "release-change"), ("wms_rest", "release-used")}
    ],
)
def test_every_fate_of_a_release_is_told_under_our_number(code, name):
    (sample,) = [one for one in TOLD if str(one) == f"{code}-warehouse.{name}"]
    (told,) = sample.meaning(load(code))
    assert (told["status"], told["order"]) == (FATES[name], sample.request["number"])
    # Two answers to two revisions are never taken for one.
    assert str(told["revision"]) == told["id"].rpartition("/")[2]


def test_a_partner_without_credits_is_asked_again():
    (sample,) = [one for one in TOLD if str(one) == "shiphero-warehouse.release"]
    entry, values = sample.entry(load("shiphero"))
    busy = {"errors": [{"code": 30, "message": "There are not enough credits"}]}
    answer = sample._answer()
    answer.content = json.dumps(busy).encode()
    with pytest.raises(CallError, match="credits") as raised:
        entry.answer.read(answer, values, {}, None)
    assert raised.value.category == "throttled"


@pytest.mark.parametrize("code", sorted(PROMISED - {"wms_rest"}))
def test_parts_of_a_piece_are_not_released_where_pieces_are_counted(code):
    (sample,) = [one for one in TOLD if str(one) == f"{code}-warehouse.release"]
    request = sample.request
    request["lines"][0]["quantity"] = 1.5
    document = type(sample.document).from_json(request)
    entry, values = sample.entry(load(code))
    values["lines"][0]["quantity"] = 1.5
    if code in ("extensiv", "logiwa"):
        (told,) = entry.told(document, values, sample.settings)
        assert b"1.5" in told.content
        return
    with pytest.raises(DecodeError, match="whole number"):
        entry.told(document, values, sample.settings)


def test_a_cancellation_of_what_the_partner_has_not_named_yet_is_refused():
    (sample,) = [one for one in TOLD if str(one) == "shipbob-warehouse.release-cancel"]
    entry, values = sample.entry(load("shipbob"))
    values["partner_reference"] = None
    with pytest.raises(DecodeError, match="nothing to put for partner_reference"):
        entry.told(sample.document, values, sample.settings)


# What comes in and is not right


def test_a_type_that_nobody_knows_is_not_taken_for_anything():
    told = {"type": "warehouse.gossip", "data": {"order": "WH/OUT/1"}}
    assert refusal_of("wms_rest", told).category == "unmapped_message"
    assert refusal_of("shipbob", {"hello": 1}).category == "unmapped_message"
    assert refusal_of("mintsoft", {"hello": 1}).category == "unmapped_message"
    # Their other events are understood, and mean nothing here.
    assert decode_as("shiphero", {"webhook_type": "Print Barcode"}) == []
    assert decode_as("extensiv", {"eventType": "OrderStateChange"}) == []


def test_quantities_as_text_are_read_and_words_are_not():
    message, headers = sample_of("shiphero-shipment_update")
    message["fulfillment"]["line_items"][0]["quantity"] = "4.0"
    (found,) = decode_as("shiphero", message, headers)
    assert found.lines[0].quantity == 4
    message["fulfillment"]["line_items"][0]["quantity"] = "four"
    error = refusal_of("shiphero", message, headers)
    assert (error.category, "a number is expected" in str(error)) == ("value", True)


def test_a_shipment_without_an_order_number_is_refused():
    message, headers = sample_of("shipbob-shipped")
    del message["shipments"][0]["reference_id"]
    message["reference_id"] = " "
    assert "which order" in str(refusal_of("shipbob", message, headers))
    message, headers = sample_of("shiphero-shipment_update")
    del message["fulfillment"]["order_number"]
    del message["fulfillment"]["partner_order_id"]
    assert refusal_of("shiphero", message, headers).category == "missing"


@pytest.mark.parametrize(
    ("code", "name", "change"),
    [
        (
            "shiphero",
            "inventory_update",
            lambda m: m["inventory"][0]["updated_warehouse"],
        ),
        ("logiwa", "inventory", lambda m: m),
    ],
)
def test_negative_stock_is_refused(code, name, change):
    message, headers = sample_of(f"{code}-{name}")
    at = change(message)
    at["on_hand" if "on_hand" in at else "TotalInventoryQuantity"] = -3
    error = refusal_of(code, message, headers)
    assert (error.category, "not between 0" in str(error)) == ("value", True)


def test_less_than_nothing_is_not_shipped_either():
    message, headers = sample_of("mintsoft-despatched")
    message["OrderItems"][0]["Allocated"] = -4
    assert "not between 0" in str(refusal_of("mintsoft", message, headers))
    told, _headers = sample_of("wms_rest-shipped")
    told["data"]["lines"][0]["quantity"] = -4
    assert "not between 0" in str(refusal_of("wms_rest", told))


def test_a_serial_number_that_is_told_twice_is_refused():
    message, headers = sample_of("shiphero-shipment_update")
    message["fulfillment"]["line_items"][1]["serial_numbers"] = ["S-1", "S-1"]
    assert "there twice" in str(refusal_of("shiphero", message, headers))
    told, _headers = sample_of("wms_rest-shipped")
    told["data"]["lines"][1]["serials"] = ["S-1", "S-1"]
    assert "there twice" in str(refusal_of("wms_rest", told))


def test_stock_of_no_product_is_refused():
    message, headers = sample_of("shiphero-inventory_update")
    message["inventory"][0]["sku"] = ""
    error = refusal_of("shiphero", message, headers)
    assert (error.category, "sku" in str(error)) == ("missing", True)


def test_a_shipment_of_nothing_is_refused():
    message, headers = sample_of("logiwa-shipped")
    message["Packages"] = []
    # Without packages it is no consolidated shipment at all.
    assert decode_as("logiwa", message, headers) == []
    message, headers = sample_of("mintsoft-despatched")
    message |= {"OrderItems": [], "TrackingNumber": None, "Parcels": None}
    assert "what was shipped" in str(refusal_of("mintsoft", message, headers))


def test_a_day_that_is_none_is_refused():
    message, headers = sample_of("shiphero-shipment_update")
    message["fulfillment"]["line_items"][0]["lot_expiration"] = "soon"
    assert refusal_of("shiphero", message, headers).category in ("value", "time")


def test_a_resource_that_was_cut_off_is_no_empty_one():
    message, headers = sample_of("extensiv-order_confirm")
    message["resource"]["body"] = message["resource"]["body"][:200]
    assert refusal_of("extensiv", message, headers).category == "syntax"


@pytest.mark.parametrize("name", ["order_confirm", "receiver_confirm"])
def test_an_event_without_its_resource_is_seen(name):
    message, headers = sample_of(f"extensiv-{name}")
    message["resource"]["body"] = None
    assert refusal_of("extensiv", message, headers).category == "missing"


def test_one_shipment_told_by_a_webhook_and_by_a_poll_is_one():
    webhook, headers = sample_of("shipbob-shipped")
    (poll,) = [one for one in CALLS if str(one) == "shipbob-orders_status"]
    (told,) = decode_as("shipbob", webhook, headers)
    assert [told.to_json()] == poll.meaning(load("shipbob"))
