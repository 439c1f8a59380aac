# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A consignment on its journey, and the events that are told about it."""

import random
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from .journeys import HOUR, JOURNEYS, Journey, Step
from .places import PLACES, Place

ONE_SECOND = timedelta(seconds=1)
# Nothing happens at the full hour, and not every shipment starts at the same moment.
JITTER = 0.25 * HOUR
STAGGER = 3 * HOUR
# Partners tell the whole history with every event; a long one is cut here.
HISTORY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one package, as every dialect renders it.

    :param number: the package's own tracking number.
    :param occurred_at: aware, with the offset of the place; in the future for what is
        planned or estimated.
    :param reported_at: when it was said; the same as ``occurred_at`` for what happened.
    :param raw_code: the partner's own code, where it stands for none of ours.
    :param retracts: id of the event that is taken back.
    """

    id: str
    code: str
    number: str
    occurred_at: datetime
    reported_at: datetime
    place: Place
    text: str
    reason: str | None = None
    signatory: str | None = None
    classifier: str = "actual"
    expected_delivery: datetime | None = None
    raw_code: str | None = None
    retracts: str | None = None


@dataclass(slots=True, kw_only=True)
class Shipment:
    """A consignment that a carrier moves along a journey.

    :param packages: tracking numbers; without any, the shipment's own number is the
        one package.
    :param references: ``{"type", "value"}`` dicts with our reference types.
    :param start: when the journey began; without it, such that the last event is
        dated the moment it is sent.
    :param skip: how many steps of the journey were told before; it goes on from there.
    :param places: places of this shipment's own, by the key a step gives.
    """

    tracking_number: str
    journey: Journey
    packages: list[str] = field(default_factory=list)
    references: list[dict] = field(default_factory=list)
    start: datetime | None = None
    skip: int = 0
    places: dict[str, Place] = field(default_factory=dict)
    told: dict[str, list[Event]] = field(default_factory=dict)

    @classmethod
    def make(cls, tracking_number, journey="domestic", **values):
        """Return a shipment on the journey of that name."""
        shipment = cls(
            tracking_number=tracking_number, journey=JOURNEYS[journey], **values
        )
        shipment.packages = shipment.packages or [tracking_number]
        return shipment

    @property
    def origin(self):
        return self.place(self.journey.origin)

    @property
    def destination(self):
        return self.place(self.journey.destination)

    def place(self, key):
        """Return the place a step names."""
        return self.places.get(key) or PLACES[key]

    def reference(self, *types):
        """Return the value of the first reference of one of these types, or None."""
        for kind in types:
            for reference in self.references:
                if reference["type"] == kind:
                    return reference["value"]
        return None

    def history(self, number):
        """Return what was told of a package so far, oldest first."""
        return list(self.told.get(number, ()))

    def tell(self, event):
        """Remember ``event``: what comes after it repeats it."""
        told = self.told.setdefault(event.number, [])
        if event not in told:
            told.append(event)
            del told[:-HISTORY]

    def numbers(self, step):
        """Return the tracking numbers of the packages a step happens to."""
        chosen = {"all": slice(None), "rest": slice(-1), "last": slice(-1, None)}
        return self.packages[chosen[step.on]]


@dataclass(order=True, slots=True)
class Due:
    """A step of a shipment and the journey second at which it is to be told."""

    elapsed: float
    position: int
    shipment: Shipment = field(compare=False)
    step: Step = field(compare=False)


class Timetable:
    """When each step of a shipment is due, and what the event then says.

    The same seed gives the same ids, times and order, whatever else is simulated.

    :param begins: journey second, on the clock, at which the shipment starts.
    """

    def __init__(self, shipment, clock, seed, begins=0.0):
        self.shipment = shipment
        self.clock = clock
        self._seed = f"{seed}:{shipment.tracking_number}"
        self._begins = begins
        self._offsets = self._draw_offsets()
        self._start = shipment.start or self._natural_start()
        self._latest = {}

    def _draw_offsets(self):
        draw = random.Random(self._seed)
        begins = self._begins + draw.uniform(0, STAGGER)
        return [
            begins + step.hours * HOUR + draw.uniform(0, JITTER)
            for step in self.shipment.journey.steps
        ]

    def _natural_start(self):
        compressed = self._offsets[-1] * (1 - 1 / self.clock.speed)
        began = self.clock.started + self._begins - max(0.0, compressed)
        return datetime.fromtimestamp(began, timezone.utc)

    def dues(self):
        """Yield the steps still to be told, each with when it is due."""
        skip = self.shipment.skip
        spared = self.shipment.journey.steps[skip].hours * HOUR
        for position, step in enumerate(self.shipment.journey.steps[skip:], skip):
            due = self._offsets[position] - spared
            yield Due(due, position, self.shipment, step)

    def events(self, due):
        """Return the events a due step makes: one for each package it happens to."""
        occurred = self._occurred(due)
        return [
            self._event(due, number, occurred)
            for number in self.shipment.numbers(due.step)
        ]

    def _occurred(self, due):
        """Never in the future, and never before the step before it."""
        since = self._offsets[due.position] - self._begins
        planned = self._start + timedelta(seconds=since)
        occurred = min(planned, self.clock.now()).replace(microsecond=0)
        before = self._latest.get(due.position - 1)
        if before and occurred <= before:
            occurred = before + ONE_SECOND
        self._latest[due.position] = occurred
        return occurred

    def _event(self, due, number, occurred):
        step, place = due.step, self.shipment.place(due.step.place)
        happens = self._later(step.expected) or occurred
        return Event(
            id=event_id(self._seed, number, due.position),
            code=step.code,
            number=number,
            occurred_at=happens.astimezone(place.zone),
            reported_at=occurred.astimezone(place.zone),
            place=place,
            text=step.text,
            reason=step.reason,
            signatory=step.signatory,
            classifier=step.classifier,
            expected_delivery=self._later(step.due),
        )

    def _later(self, hours):
        """Return the moment so many hours after the start: it stays the same."""
        if hours is None:
            return None
        set_out = timedelta(seconds=self._offsets[0] - self._begins)
        moment = self._start + set_out + timedelta(hours=hours)
        return moment.replace(microsecond=0)


def event_id(*parts):
    """Return the UUID that always belongs to these parts."""
    draw = random.Random(":".join(map(str, parts)))
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))


def retraction(event, seed):
    """Return the event that takes ``event`` back."""
    return replace(event, id=event_id(seed, event.id, "retraction"), retracts=event.id)
