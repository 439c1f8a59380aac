# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real partner messages, which lie outside the project: ``LOGISTICS_CORPUS``.

What they say is asserted through their own fields, so that nothing of them is repeated
here; only the few that stand for a whole format are named.
"""

import json
import os
import re
from datetime import datetime, timezone
from pathlib import Path

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.preset import Preset
from logistics_base.protocols.edi import EdiError, edifact, x12
from logistics_carrier_connector.carriers import calls  # noqa: F401  known to presets
from tests import plain

CORPUS = Path(os.environ.get("LOGISTICS_CORPUS") or "/nonexistent")
PRESETS = plain.ROOT / "logistics_carrier_connector" / "presets"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="LOGISTICS_CORPUS names no folder of partner messages"
)


def files(folder, pattern="*.json"):
    found = sorted((CORPUS / folder).glob(pattern))
    # Without the corpus there is one nameless case, which is skipped.
    return found or [None]


def name(path):
    return path.name if path else "no corpus"


def load(code):
    return Preset.load((PRESETS / code / "preset.yaml").read_text())


def read(path):
    return json.loads(path.read_bytes())


def actual(code, path):
    """Return ``(number, our word, time)`` of what a message says has happened."""
    preset = load(code)
    table = preset.codes["milestone"]
    return [
        (document.references[0].value, word(table, document), document.occurred_at)
        for document in preset.decode(path.read_bytes())
        if document.classifier == "actual"
    ]


def word(table, document):
    codes = (document.raw_code, *document.raw_code_alternatives)
    return next((table[code] for code in codes if code in table), None)


def utc(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


def is_for(code, path):
    """Tell whether a preset makes events of the message."""
    try:
        return bool(load(code).decode(path.read_bytes()))
    except DecodeError as error:
        # Who speaks our own JSON misses the document's type in everybody else's.
        assert error.category in ("unmapped_message", "missing")
        return False


# EasyPost: trackers as recorded from the API


def trackers(message):
    if not isinstance(message, dict):
        return []
    if message.get("object") == "Tracker":
        return [message]
    return message.get("trackers", [])


@pytest.mark.parametrize("path", files("easypost"), ids=name)
def test_easypost(path):
    wanted = [
        (tracker["tracking_code"], utc(detail["datetime"]))
        for tracker in trackers(read(path))
        for detail in tracker["tracking_details"]
    ]
    if not wanted:
        assert not is_for("easypost", path)
        return
    told = actual("easypost", path)
    assert [(number, when) for number, _word, when in told] == wanted
    # All of them stand at the very beginning.
    assert {what for _number, what, _when in told} == {"label_created"}


@pytest.mark.parametrize("path", files("easypost"), ids=name)
def test_an_easypost_webhook_around_them_says_the_same(path):
    for tracker in trackers(read(path)):
        event = {
            "id": "evt_1",
            "object": "Event",
            "description": "tracker.updated",
            "result": tracker,
        }
        preset = load("easypost")
        body = json.dumps(event).encode()
        bare = preset.decode(json.dumps(tracker).encode())
        assert preset.decode(body) == bare != []
        assert preset.identity(event) == ("shipment.milestone", "evt_1")


# UPS: the examples of the published description


@pytest.mark.parametrize("path", files("ups"), ids=name)
def test_ups(path):
    message = read(path)
    if "trackingNumber" not in message:
        assert not is_for("ups_track_alert", path)
        return
    words = {"OT": "out_for_delivery", "FS": "delivered"}
    when = f"{message['gmtActivityDate']}{message['gmtActivityTime']}+0000"
    assert actual("ups_track_alert", path) == [
        (
            message["trackingNumber"],
            words[message["activityStatus"]["code"]],
            datetime.strptime(when, "%Y%m%d%H%M%S%z"),
        )
    ]
    (document,) = load("ups_track_alert").decode(path.read_bytes())
    assert document.utc_offset_minutes == -240
    received_by = message.get("receivedBy")
    assert (document.proof and document.proof.signatory) == received_by


# Platforms


def test_sendcloud():
    (path,) = files("webhooks", "sendcloud_parcel_status_changed.json")
    message = read(path)
    when = message["carrier_status_change_timestamp"] / 1000
    assert actual("sendcloud", path) == [
        (
            message["parcel"]["tracking_number"],
            "delivered",
            datetime.fromtimestamp(when, timezone.utc),
        )
    ]


def test_shippo():
    (path,) = files("webhooks", "shippo_track_updated.json")
    data = read(path)["data"]
    assert actual("shippo", path) == [
        (
            data["tracking_number"],
            "arrived",
            utc(data["tracking_status"]["status_date"]),
        )
    ]
    estimates = [
        document.occurred_at
        for document in load("shippo").decode(path.read_bytes())
        if document.classifier == "estimated"
    ]
    assert estimates == [utc(data["eta"])]


OWNERS = {
    "sendcloud_parcel_status_changed.json": {"sendcloud"},
    "shippo_track_updated.json": {"shippo"},
}


@pytest.mark.parametrize("path", files("webhooks"), ids=name)
def test_a_webhook_is_read_by_its_own_preset_and_by_no_other(path):
    readers = {folder.name for folder in PRESETS.iterdir() if is_for(folder.name, path)}
    assert readers == OWNERS.get(path.name, set())


# EDI: every file is read, but for the one that was cut off

CUT_OFF = "x12_214_truncated_no_IEA.edi"


def edi_files():
    return [one for one in files("edi", "*.edi") + files("edi_apimeister", "*") if one]


def edi(path):
    data = path.read_bytes()
    return (x12 if x12.looks_like(data) else edifact).read(data)


@pytest.mark.parametrize("path", edi_files() or [None], ids=name)
def test_edi(path):
    data = path.read_bytes()
    assert x12.looks_like(data) != edifact.looks_like(data)
    if path.name == CUT_OFF:
        with pytest.raises(EdiError) as refused:
            edi(path)
        assert refused.value.category == "truncated"
        return
    found = [one for interchange in edi(path) for one in interchange.transactions()]
    assert len(found) == len(re.findall(rb"(?:^|[~'\n])(?:ST\*|UNH\+)", data)) > 0
    for _group, transaction in found:
        assert len(transaction.segments) > 0
        assert transaction.set_id.encode() in data


@pytest.mark.parametrize("path", edi_files() or [None], ids=name)
def test_edi_cut_anywhere_is_refused_whole(path):
    data = path.read_bytes().rstrip()
    if path.name == CUT_OFF or any(one.bare for one in edi(path)):
        return
    for cut in range(1, len(data) - 1):
        with pytest.raises(EdiError):
            (x12 if data.startswith(b"I") else edifact).read(data[:cut])
