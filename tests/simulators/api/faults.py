# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Faults on request: how partners misbehave, the next n times or now and then."""

import fnmatch
import random
import threading
from dataclasses import dataclass

#: kind -> what it looks like to who calls
KINDS = {
    "error": "an HTTP error, 500 unless `status` says otherwise; with `after`, the"
    " work was done all the same",
    "hang": "the answer comes `seconds` late; with `after`, the work was done before",
    "cut": "the connection is cut without an answer; with `after`, the work was done",
    "html": "a web page instead of JSON, status 200; with `after`, the work was done",
    "error_body": "status 200 with an error in the body; nothing was done",
    "malformed": "JSON that ends half-way; the work was done",
    "half_label": "labels that end half-way; the work was done",
    "duplicate_tracking": "the tracking number of an earlier parcel",
    "wrong_currency": "prices in another currency",
    "negative_price": "prices below zero",
    "redirect": "307 to `location`, another host unless it says otherwise",
    "throttle": "429 with Retry-After: `seconds`",
    "unavailable": "503 with Retry-After: `seconds`",
    "trickle": "the answer drips in, `seconds` long; the work was done",
    "unauthorized": "401 although the credentials are right",
    "huge": "an answer of 64 MiB",
}
#: which show in what is offered and booked, not in how it is answered
QUIRKS = frozenset({"duplicate_tracking", "wrong_currency", "negative_price"})
#: which the caller may have happen after the work was done
TIMED = frozenset({"error", "hang", "cut", "html"})
#: which always come after it
LATE = frozenset({"malformed", "half_label", "trickle", "huge"})


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault that waits for calls.

    :param path: shell pattern of the paths it strikes, below the carrier's own.
    :param left: how many calls it still strikes; None for as long as it stands.
    :param probability: how often it strikes a call that fits.
    """

    kind: str
    path: str = "*"
    method: str | None = None
    left: int | None = 1
    probability: float = 1.0
    after: bool = False
    seconds: float = 30.0
    status: int = 500
    location: str = "http://elsewhere.example.com/"
    struck: int = 0

    @property
    def is_late(self):
        """Whether the work is done all the same."""
        return self.kind in LATE or (self.kind in TIMED and self.after)

    def as_json(self):
        """Return what GET /faults tells."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Faults:
    """The faults of one carrier, in the order they were asked for."""

    def __init__(self, seed=0):
        self._faults = []
        self._draw = random.Random(seed)
        self._lock = threading.Lock()

    def add(self, fault):
        """Let a fault wait for calls."""
        with self._lock:
            self._faults.append(fault)

    def clear(self):
        """Behave from now on."""
        with self._lock:
            self._faults.clear()

    def strike(self, method, path):
        """Return the fault that strikes this call, None if it goes well."""
        with self._lock:
            for fault in self._faults:
                if self._strikes(fault, method, path):
                    fault.struck += 1
                    if fault.left is not None:
                        fault.left -= 1
                    return fault
        return None

    def _strikes(self, fault, method, path):
        return (
            fault.left != 0
            and fault.method in (None, method)
            and fnmatch.fnmatchcase(path, fault.path)
            and self._draw.random() < fault.probability
        )

    def as_json(self):
        """Return all of them, with how often each struck."""
        with self._lock:
            return [fault.as_json() for fault in self._faults]
