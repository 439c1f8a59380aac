# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a burst is made of: ordinary scans, and the ways partners misbehave."""

import itertools
from dataclasses import dataclass, replace
from datetime import timedelta

from .carrier import Message, NotPossible
from .dialects import Rendered
from .shipment import Event, Shipment, event_id

HUGE = 11 * 1024 * 1024
ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a burst looks.

    :param messages: makes the messages: ``(carrier, count, number of the burst)``.
    :param proof: how they are signed, one of ``PROOFS``.
    :param in_order: whether one waits for the answer to the one before.
    """

    label: str
    messages: callable
    proof: str = "valid"
    in_order: bool = False


def scans(carrier, count, burst):
    """Yield ``count`` scans a second apart, the last one now, over all packages."""
    packages = [
        (shipment, number)
        for shipment in list(carrier.shipments.values())
        for number in shipment.packages
    ]
    if not packages:
        raise NotPossible(f"{carrier.partner.integration} carries nothing.")
    now = carrier.clock.now().replace(microsecond=0)
    chosen = itertools.islice(itertools.cycle(packages), count)
    for position, (shipment, number) in enumerate(chosen):
        moment = now - (count - 1 - position) * ONE_SECOND
        yield carrier.message(
            shipment, _scan(carrier, shipment, number, moment, burst, position)
        )


def _scan(carrier, shipment, number, moment, burst, position):
    place = shipment.origin
    return Event(
        id=event_id(carrier.seed, "burst", burst, position, moment.isoformat()),
        code=carrier.dialect.scan,
        number=number,
        occurred_at=moment.astimezone(place.zone),
        reported_at=moment.astimezone(place.zone),
        place=place,
        text="Scanned",
    )


def duplicates(carrier, count, burst):
    """Yield the same scan ``count`` times."""
    return itertools.repeat(next(scans(carrier, 1, burst)), count)


def reverse(carrier, count, burst):
    """Yield scans, the newest first."""
    return reversed(list(scans(carrier, count, burst)))


def unknown_tracking(carrier, count, burst):
    """Yield scans of packages that nobody ever gave to this carrier."""
    for position, message in enumerate(scans(carrier, count, burst)):
        number = f"SIMUNKNOWN{burst:03d}{position:06d}"
        stranger = Shipment.make(number)
        event = replace(message.event, number=number)
        yield carrier.message(stranger, event)


def unknown_code(carrier, count, burst):
    """Yield scans with a code the partner has only just invented."""
    for message in scans(carrier, count, burst):
        event = replace(message.event, raw_code="ZZ_TELEPORTED", text="Teleported")
        yield carrier.message(message.shipment, event)


def huge(carrier, count, burst):
    """Yield scans in bodies of 11 MiB."""
    padding = b'{"padding":"' + b"x" * HUGE + b'",'
    for message in scans(carrier, count, burst):
        yield _with_body(message, padding + message.rendered.body[1:])


def malformed(carrier, count, burst):
    """Yield scans that were cut off half-way, yet signed."""
    for message in scans(carrier, count, burst):
        body = message.rendered.body
        yield _with_body(message, body[: len(body) // 2])


def _with_body(message, body):
    rendered = message.rendered
    return Message(
        message.shipment,
        message.event,
        Rendered(body, rendered.content_type, rendered.headers),
    )


SHAPES = {
    "normal": Shape("Ordinary scans", scans),
    "duplicates": Shape("The same scan over and over, at once", duplicates),
    "reverse": Shape("The newest scan first", reverse, in_order=True),
    "bad_signature": Shape("A wrong signature", scans, proof="wrong"),
    "stale": Shape("Signed a day ago", scans, proof="stale"),
    "unsigned": Shape("No signature", scans, proof="none"),
    "unknown_tracking": Shape("Tracking numbers nobody knows", unknown_tracking),
    "unknown_code": Shape("A status code nobody mapped", unknown_code),
    "huge": Shape("Bodies of 11 MiB", huge),
    "malformed": Shape("JSON cut off half-way", malformed),
}
