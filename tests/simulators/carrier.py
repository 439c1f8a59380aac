# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A simulated carrier: tells of its shipments, in its own format, signed."""

import heapq
import threading
from collections import deque
from dataclasses import dataclass, field

from logistics_base.protocols import signatures

from .clock import INSTANT, Clock
from .dialects import DIALECTS, Rendered
from .shipment import Event, Shipment, Timetable

# How many shipments a carrier remembers after their journeys' end.
REMEMBERED = 100
INBOUND = "/logistics/v1/inbound/"
ONE_DAY = 86400
#: how the signature of a message may be
PROOFS = ("valid", "wrong", "stale", "none")


class NotPossible(ValueError):
    """A partner cannot do what was asked of it; the text tells why.

    :cvar status: what the control API answers.
    """

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Whom a carrier plays: an integration of ours, in a dialect, with its secret.

    :param secret: what the partner signs with; never shown.
    :param options: the integration's signature options.
    :param api: the plan of the API it offers, if it is called.
    """

    integration: str
    dialect: str
    secret: str = field(repr=False)
    options: dict | None = None
    api: object = None


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered event. It is signed when it is sent, and anew at each attempt."""

    shipment: Shipment
    event: Event
    rendered: Rendered


class Carrier:
    """One partner with its shipments.

    :param prefix: path in front of ours, where Odoo is not at the root of its host.
    :ivar watcher: is told, where there is one: ``told(shipment, event)`` of all that is
        told, ``stepped(shipment, how many steps are told)``.
    :raise NotPossible: if the partner's secret cannot sign.
    """

    def __init__(self, partner, shipments=(), *, clock=None, seed=0, prefix=""):
        self.partner = partner
        self.dialect = DIALECTS[partner.dialect]
        self.scheme = signatures.get(self.dialect.scheme)
        self.clock = clock or Clock(speed=INSTANT)
        self.seed = f"{seed}:{partner.integration}"
        self.path = f"{prefix}{INBOUND}{partner.integration}"
        self.shipments = {}
        self._plan = []
        self._ready = deque()
        self._timetables = {}
        self._told = {}
        self._ended = deque()
        self._lock = threading.RLock()
        self._check_secret()
        self.watcher = None
        for shipment in shipments:
            self.add(shipment, 0.0 if not self.shipments else None)

    def _check_secret(self):
        probe = signatures.SignedRequest("POST", self.path, {}, b"")
        try:
            self._sign(probe, "probe", "valid")
        except signatures.SignatureError:
            raise NotPossible(
                f"The secret of {self.partner.integration} cannot sign"
                f" as {self.scheme.label} asks."
            ) from None

    def add(self, shipment, begins=None):
        """Take a shipment on its journey.

        :param begins: journey second at which it does; without it, now.
        :raise NotPossible: if it is there already.
        :raise DialectError: if the partner has no words for this journey.
        """
        number = shipment.tracking_number
        for step in filter(self.dialect.tells, shipment.journey.steps):
            self.dialect.word_for(step.code)
        begins = self.clock.elapsed() if begins is None else begins
        timetable = Timetable(shipment, self.clock, self.seed, begins)
        with self._lock:
            if number in self.shipments:
                raise NotPossible(f"{number} is on its way already.")
            self.shipments[number] = shipment
            self._timetables[number] = timetable
            for due in timetable.dues():
                if self.dialect.tells(due.step):
                    heapq.heappush(self._plan, due)

    def drop(self, number):
        """Tell no more of a shipment, if it is there."""
        with self._lock:
            self._plan = [e for e in self._plan if e.shipment.tracking_number != number]
            heapq.heapify(self._plan)
            self._timetables.pop(number, None)
            if shipment := self.shipments.pop(number, None):
                for package in shipment.packages:
                    self._told.pop(package, None)

    @property
    def under_way(self):
        """How many shipments there is still something to tell of."""
        with self._lock:
            return len({due.shipment.tracking_number for due in self._plan})

    def _end(self, number):
        """Remember a shipment that arrived, and forget the one longest arrived."""
        self._ended.append(number)
        if len(self._ended) > REMEMBERED:
            self.drop(self._ended.popleft())

    def find(self, number):
        """Return the shipment and the package a tracking number stands for.

        The number of a shipment stands for its first package.

        :raise NotPossible: if there is none.
        """
        for shipment in list(self.shipments.values()):
            if number in shipment.packages:
                return shipment, number
            if number == shipment.tracking_number:
                return shipment, shipment.packages[0]
        raise NotPossible(f"{self.partner.integration} carries no {number}.")

    def next_due(self):
        """Return the journey second of what is told next; None when all is told."""
        with self._lock:
            if self._ready:
                return 0.0
            return self._plan[0].elapsed if self._plan else None

    def next_message(self):
        """Return the journeys' next message, due or not; None when all is told."""
        with self._lock:
            if not self._ready and self._plan:
                due = heapq.heappop(self._plan)
                timetable = self._timetables[due.shipment.tracking_number]
                for event in timetable.events(due):
                    self._ready.append(self.tell(due.shipment, event))
                self._note("stepped", due.shipment, due.position + 1)
                if due.step is due.shipment.journey.steps[-1]:
                    del self._timetables[due.shipment.tracking_number]
                    self._end(due.shipment.tracking_number)
            return self._ready.popleft() if self._ready else None

    def message(self, shipment, event):
        """Return ``event`` in the partner's format, as it follows what was told."""
        with self._lock:
            return Message(shipment, event, self.dialect.render(shipment, event))

    def tell(self, shipment, event):
        """Like :meth:`message`, and remember it: what comes later repeats it."""
        with self._lock:
            message = self.message(shipment, event)
            shipment.tell(event)
            self._told[event.number] = message
            self._note("told", shipment, event)
            return message

    def _note(self, what, *facts):
        if self.watcher:
            getattr(self.watcher, what)(*facts)

    def last_told(self, number):
        """Return the last message told of a package.

        :raise NotPossible: if there was none.
        """
        if number not in self._told:
            raise NotPossible(f"Nothing was told of {number} yet.")
        return self._told[number]

    def step(self):
        """Return the next message of the journeys as a signed request, or None."""
        message = self.next_message()
        return message and self.request(message)

    def require(self, proof):
        """Refuse a proof this partner cannot give.

        :raise NotPossible: ``stale`` where the partner signs no time.
        """
        if proof == "stale" and self.scheme.tolerance is None:
            raise NotPossible(f"{self.dialect.label} signs no time to be stale.")

    def request(self, message, proof="valid"):
        """Return ``message`` as the partner sends it now.

        :param proof: one of ``PROOFS``.
        """
        rendered = message.rendered
        headers = {"Content-Type": rendered.content_type, **rendered.headers}
        request = signatures.SignedRequest("POST", self.path, headers, rendered.body)
        if proof != "none":
            headers.update(self._sign(request, message.event.id, proof))
        return request

    def _sign(self, request, message_id, proof):
        now = self.clock.time() - (ONE_DAY if proof == "stale" else 0)
        signed = self.scheme.sign(
            self.partner.secret,
            request,
            now=now,
            message_id=message_id,
            options=self.partner.options,
        )
        return self._spoil(signed) if proof == "wrong" else signed

    def _spoil(self, signed):
        """Change one character of the signature; it stays well-formed."""
        header = (self.partner.options or {}).get("header", self.scheme.header)
        value = signed[header]
        middle = len(value) - 1 - len(value) // 3
        other = "b" if value[middle] == "a" else "a"
        return signed | {header: value[:middle] + other + value[middle + 1 :]}
