# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every partner's format promises, and what several of them share."""

import json
import random
from datetime import timezone
from typing import NamedTuple

# What a partner has no word for it reports by what comes nearest: the first it can say.
WIDER = {
    "arrived_at_destination": ("arrived",),
    "booked": ("label_created",),
    "customs_hold": ("customs_inspection", "on_hold"),
    "customs_released": ("in_transit",),
    "damaged": ("on_hold",),
    "delayed": ("on_hold",),
    "departed": ("in_transit",),
    "arrived": ("in_transit",),
    "gate_in": ("arrived",),
    "gate_out": ("departed",),
    "label_created": ("booked",),
    "loaded": ("departed",),
    "lost": ("on_hold",),
    "missorted": ("on_hold",),
    "on_hold": ("in_transit",),
    "refused": ("delivery_attempted",),
    "return_in_transit": ("return_initiated",),
    "return_initiated": ("return_in_transit", "in_transit"),
    "returned": ("return_in_transit", "return_initiated"),
    "unloaded": ("arrived",),
}


class Rendered(NamedTuple):
    """A message as it leaves the partner, not signed yet."""

    body: bytes
    content_type: str
    headers: dict[str, str]


class DialectError(ValueError):
    """The partner's format cannot say this; the text tells what."""


class Dialect:
    """One partner's format.

    :cvar code: as in a preset's code.
    :cvar scheme: code of the signature scheme the partner signs with.
    :cvar words: the partner's own words by canonical milestone code.
    :cvar classifiers: what it can tell: what happened, is expected, was planned.
    :cvar retracts: whether it can take an event back.
    :cvar scan: code of the ordinary scan of which bursts are made.
    """

    code: str
    label: str
    scheme: str
    words: dict
    classifiers = frozenset({"actual"})
    retracts = False
    scan = "in_transit"
    user_agent: str

    def render(self, shipment, event):
        """Return the message that tells ``event`` of ``shipment``.

        The same event after the same history always gives the same bytes, so that
        what is delivered twice is a true duplicate.

        :raise DialectError: if this format cannot say it.
        """
        if event.retracts and not self.retracts:
            raise DialectError(f"{self.label} takes no event back.")
        body = self.body(shipment, event)
        return Rendered(
            json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
            "application/json",
            {"User-Agent": self.user_agent},
        )

    def body(self, shipment, event):
        """Return the message as JSON-ready values."""
        raise NotImplementedError

    def tells(self, step):
        """Return whether this partner reports that kind of step at all."""
        return step.classifier in self.classifiers

    def word(self, event):
        """Return the partner's word for an event, or what is made of its raw code.

        :raise DialectError: if there is none, nor a wider one.
        """
        if event.raw_code:
            return self.unknown(event.raw_code)
        return self.word_for(event.code)

    def word_for(self, code):
        """Return the partner's word for a canonical code, or for the next wider one.

        :raise DialectError: if there is none.
        """
        return self.words[self.spoken(code)]

    def spoken(self, code):
        """Return the canonical code that the partner's word for ``code`` stands for.

        :raise DialectError: if it has no word for it, nor a wider one.
        """
        candidates = [code]
        for candidate in candidates:
            if candidate in self.words:
                return candidate
            wider = WIDER.get(candidate, ())
            candidates.extend(each for each in wider if each not in candidates)
        raise DialectError(f"{self.label} has no word for “{code}”.")

    def unknown(self, raw_code):
        """Return a word the partner invented since its codes were mapped."""
        raise NotImplementedError

    def story(self, shipment, event):
        """Return what was told before and ``event``, in the order it was reported."""
        told = [e for e in shipment.history(event.number) if e.id != event.id]
        return sorted([*told, event], key=lambda e: e.reported_at)


ALL_CLASSIFIERS = frozenset({"actual", "estimated", "planned"})


def utc(moment):
    """``2026-01-17T09:00:00Z``, or None."""
    if moment is None:
        return None
    text = moment.astimezone(timezone.utc).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z")


def local(moment):
    """``2026-01-17T10:00:00``: wall-clock time of the place, with no zone given."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def with_offset(moment):
    """``2026-01-17T10:00:00+01:00``."""
    return moment.isoformat(timespec="seconds")


def number_of(*parts, digits=9):
    """Return the whole number of that many digits that belongs to these parts."""
    low = 10 ** (digits - 1)
    return random.Random(":".join(map(str, parts))).randrange(low, 10 * low)


def token_of(*parts, length=32):
    """Return the hexadecimal token of that length that belongs to these parts."""
    draw = random.Random(":".join(map(str, parts)))
    return f"{draw.getrandbits(4 * length):0{length}x}"
