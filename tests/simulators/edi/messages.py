# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the partner writes: 990 and 214, IFTMBC and IFTSTA, within their envelopes.

After the published directories: X12 elements 558, 1650, 1651 and 623, EDIFACT 4343 and
UN/ECE Recommendation 24.
"""

import re
from datetime import timezone

from logistics_base.protocols.edi import Envelope, Party, Segment, Transaction
from logistics_base.protocols.edi import edifact as edifact_syntax
from logistics_base.protocols.edi import x12 as x12_syntax

SYNTAXES = {"x12": x12_syntax, "edifact": edifact_syntax}
#: AT7-01 (element 1650) by canonical milestone code.
X12_STATUSES = {
    "picked_up": "AF",
    "departed": "P1",
    "arrived": "X4",
    "delayed": "SD",
    "delivery_attempted": "AH",
    "refused": "A7",
    "customs_hold": "PR",
    "customs_released": "CT",
    "delivered": "D1",
    "returned": "A3",
}
#: AT7-02 (element 1651) by canonical reason.
X12_REASONS = {
    "weather_delay": "AO",
    "consignee_not_home": "AQ",
    "consignee_refused": "BS",
    "customs_documentation": "AS",
}
#: C555 4405 by canonical milestone code.
EDIFACT_STATUSES = {
    "picked_up": "13",
    "departed": "24",
    "arrived": "1",
    "delayed": "20",
    "customs_hold": "17",
    "customs_released": "12",
    "delivery_attempted": "23",
    "refused": "77",
    "delivered": "21",
}
_DECISIONS = {"accepted": ("A", "AP"), "declined": ("D", "RE")}
_MESSAGE_VERSION = "D:01B:UN"


def envelope(load, control, now):
    """Return the Envelope of an answer: their ids turned round."""
    sender, receiver = load["parties"]
    return Envelope(
        sender=Party(*receiver),
        receiver=Party(*sender),
        control_number=control,
        group_control=control,
        date=now.replace(tzinfo=None),
        version=load["version"] if load["standard"] == "x12" else _MESSAGE_VERSION,
        test=True,
    )


def decision(load, accepted, now, reason=""):
    """Return the transaction that accepts or declines a load, or confirms a booking."""
    code = _DECISIONS["accepted" if accepted else "declined"]
    if load["standard"] == "x12":
        return _x12_decision(load, code[0], now, reason)
    return _edifact_decision(load, code[1], now, reason)


def _x12_decision(load, code, now, reason):
    numbers = [Segment("N9", ("CN", load["pro"]))] if code == "A" else []
    note = [Segment("K1", (reason[:30], reason[30:60]))] if reason else []
    head = (load["scac"], load["number"], now.strftime("%Y%m%d"), code)
    return Transaction("990", segments=(Segment("B1", head), *numbers, *note))


def _edifact_decision(load, code, now, reason):
    numbers = [("ACW", load["number"])]
    if code == "AP":
        numbers += [("BN", load["pro"]), ("CW", load["pro"])]
    texts = [Segment("FTX", ("AAI", "", "", reason[:70]))] if reason else []
    segments = (
        Segment("BGM", ("770", load["pro"], "9", code)),
        _dtm("137", now),
        *texts,
        *(Segment("RFF", (pair,)) for pair in numbers),
    )
    return Transaction("IFTMBC", segments=segments)


def status(load, event, now):
    """Return the transaction that tells an event, None where there is no word for it."""
    if load["standard"] == "x12":
        code = X12_STATUSES.get(event.code)
        return code and _x12_status(load, event, code)
    code = EDIFACT_STATUSES.get(event.code)
    return code and _edifact_status(load, event, code, now)


def _x12_status(load, event, code):
    at = event.occurred_at.astimezone(timezone.utc)
    reason = X12_REASONS.get(event.reason, "NS")
    place = event.place
    segments = (
        Segment("B10", (load["pro"], load["number"], load["scac"])),
        *(Segment("L11", (value, kind)) for kind, value in load["references"]),
        Segment("LX", ("1",)),
        Segment(
            "AT7",
            (code, reason, "", "", at.strftime("%Y%m%d"), at.strftime("%H%M"), "UT"),
        ),
        Segment("MS1", (place.city or "", place.state or "", place.country or "")),
    )
    return Transaction("214", segments=segments)


def _edifact_status(load, event, code, now):
    place = event.place
    signed = [Segment("FTX", ("AAI", "", "", event.text[:70]))] if event.text else []
    segments = (
        Segment("BGM", ("23", event.id[:35], "9")),
        _dtm("137", now),
        Segment("CNI", ("1",)),
        Segment("STS", ("1", (code, "", "9"))),
        Segment("RFF", (("ACW", load["number"]),)),
        Segment("RFF", (("CW", load["pro"]),)),
        *(Segment("RFF", (pair,)) for pair in map(tuple, load["references"])),
        _dtm("334", event.occurred_at),
        *signed,
        Segment("LOC", ("175", ("", "", "", place.city or "-"), place.country or "")),
    )
    return Transaction("IFTSTA", segments=segments)


def _dtm(qualifier, when):
    """2379 = 303: CCYYMMDDHHMM and the zone."""
    text = when.astimezone(timezone.utc).strftime("%Y%m%d%H%MUTC")
    return Segment("DTM", ((qualifier, text, "303"),))


def with_wrong_count(content):
    """Return an interchange whose first closing segment counts one too many."""

    def wrong(found):
        return b"%s%d" % (found[1], int(found[2]) + 1)

    return re.sub(rb"\b((?:SE|UNT)[*+])(\d+)", wrong, content, count=1)
