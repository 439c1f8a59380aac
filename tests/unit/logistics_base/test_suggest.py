# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from logistics_base.canonical.vocabulary import MILESTONES, REASONS
from logistics_base.mapping.suggest import suggest, words
from logistics_base.mapping.synonyms import MILESTONE_SYNONYMS, REASON_SYNONYMS

MAPS = {
    "ups": {"OT": "out_for_delivery", "FS": "delivered", "X": "delayed"},
    "shippo": {"TRANSIT:package_arrived": "arrived", "RETURNED": "returned"},
}


@pytest.mark.parametrize(
    ("raw_code", "description", "expected"),
    [
        ("OutForDelivery", None, "out_for_delivery"),
        ("OUT_FOR_DELIVERY", None, "out_for_delivery"),
        ("DLV", "Delivered, signed by neighbour", "delivered"),
        ("44", "Shipment is on the way", "in_transit"),
        ("AR1", "Arrived at hub Leipzig", "arrived"),
        ("DP", "Departure scan", "departed"),
        ("return_to_sender", None, "return_initiated"),
        ("InfoReceived", None, "label_created"),
        ("AttemptFail", None, "delivery_attempted"),
        ("customs-cleared", None, "customs_released"),
        ("X99", "Package refused by recipient", "refused"),
        ("AvailableForPickup", None, "available_for_pickup"),
    ],
)
def test_words_suggest_what_they_mean(raw_code, description, expected):
    assert suggest(raw_code, description)[0].code == expected


def test_the_same_code_at_another_partner_comes_first():
    best = suggest("package_arrived", maps=MAPS)[0]
    assert (best.code, best.score) == ("arrived", 100)
    best = suggest("RETURNED", maps=MAPS)[0]
    assert best.code == "returned"
    best = suggest("transit:package_arrived", maps=MAPS)[0]
    assert best.code == "arrived"


def test_a_short_code_that_is_the_same_suggests_but_does_not_convince():
    (found,) = suggest("fs", maps=MAPS)
    assert found.code == "delivered" and found.score < 80
    assert found.why == "“FS” at ups"


def test_other_domains_have_their_own_words():
    assert suggest("NOT_HOME", domain="reason")[0].code == "consignee_not_home"
    assert suggest("fuel surcharge", domain="charge")[0].code == "fuel"
    assert suggest("anything", domain="service") == []


@pytest.mark.parametrize("raw_code", ["", None, "?!", "7", "qzxj", "<script>" * 5000])
def test_what_resembles_nothing_suggests_nothing(raw_code):
    assert suggest(raw_code) == []


def test_each_meaning_is_suggested_once_best_first():
    found = suggest("delivery", "delivery attempted, delivery failed", maps=MAPS)
    codes = [one.code for one in found]
    assert len(codes) == len(set(codes)) <= 5
    assert [one.score for one in found] == sorted(
        (one.score for one in found), reverse=True
    )


def test_a_code_that_leads_out_of_the_vocabulary_is_not_suggested():
    assert suggest("mystery_event", maps={"px": {"mystery_event": "beamed"}}) == []


def test_synonyms_are_of_words_that_exist():
    assert MILESTONE_SYNONYMS.keys() <= MILESTONES.keys()
    assert REASON_SYNONYMS.keys() <= REASONS.keys()


@pytest.mark.parametrize(
    "text",
    ["outForDelivery", "OUT_FOR_DELIVERY", "Out for delivery", "out-for-delivery"],
)
def test_words_are_told_however_they_are_joined(text):
    assert words(text) == "out delivery"
