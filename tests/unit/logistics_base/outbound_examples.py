# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Outbound sections in miniature: a partner that is asked to weigh things."""

from dataclasses import dataclass
from decimal import Decimal
from email.message import Message
from types import SimpleNamespace

import pytest

from logistics_base.canonical.documents import DocumentError
from logistics_base.canonical.money import Money
from logistics_base.mapping.outbound import calls, kinds
from logistics_base.mapping.preset import Preset


@dataclass(slots=True, kw_only=True, frozen=True)
class Weighing:
    """What a partner answers."""

    id: str
    weight: float | None = None
    price: Money | None = None
    words: tuple[str, ...] = ()

    def check(self):
        """Nothing weighs less than nothing."""
        if self.weight is not None and self.weight < 0:
            raise DocumentError("weight", "below zero")
        if self.price is not None and self.price.amount < Decimal(0):
            raise DocumentError("price", "below zero")


@pytest.fixture(autouse=True)
def known_calls(monkeypatch):
    """Calls of this test alone."""
    known = {}
    monkeypatch.setattr(kinds, "CALL_KINDS", known)
    monkeypatch.setattr(calls, "CALL_KINDS", known)
    for name, how in {
        "weigh": {},
        "weigh_all": {"many": True, "batch": True},
        "find": {"optional": True},
        "change": {"changes": True},
    }.items():
        kinds.register_call(kinds.CallKind(name=name, answer=Weighing, **how))


ANSWER = {"fields": {"id": "id"}}


def outbound(name="weigh", section=None, **call):
    """The outbound section of a preset with one call."""
    call = {"path": "/weigh", "answer": ANSWER, **call}
    whole = {"code": "px", "name": "Parcel Express", "kind": "carrier"}
    section = {"calls": {name: call}, **(section or {})}
    return Preset.load({**whole, "outbound": section}).outbound


def prepared(request, settings=None, *, name="weigh", section=None, **call):
    """What would be sent."""
    loaded = outbound(name, section, **call)
    return loaded.calls[name].prepare(request, settings or {})


def sent_body(template, request, settings=None):
    """The body that a template gives."""
    return prepared(request, settings, method="POST", body=template).body


def read(content, *, name="weigh", status=200, request=None, section=None, **call):
    """What an answer means; content is bytes."""
    headers = Message()
    headers["X-Place"] = "Utrecht"
    answer = SimpleNamespace(status=status, headers=headers, content=content)
    loaded = outbound(name, section, **call)
    return loaded.calls[name].read(answer, request or {}, {"unit": "kg"})
