# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated carriers of one Odoo, at work together and steered by requests."""

import itertools
import logging
import threading
from contextlib import contextmanager

from .burst import Burst
from .carrier import Carrier, NotPossible
from .clock import Clock
from .control import ControlServer
from .delivery import Delivery
from .line import Line
from .places import PLACES
from .shapes import SHAPES
from .shipment import Event, event_id, retraction

_logger = logging.getLogger(__name__)


class Silent(NotPossible):
    """The partner was told to send nothing."""

    status = 409


class UnknownIntegration(NotPossible):
    """Nobody is simulated under this code."""

    status = 404


class Simulator:
    """Carriers that send to one Odoo.

    :param partners: ``[(Partner, [Shipment])]``, see ``config``.
    :param drain: tell everything, then end.
    """

    def __init__(self, url, partners, *, clock=None, seed=0, drain=False, **delivery):
        self.url = url
        self.seed = seed
        self.clock = clock or Clock()
        self.stop = threading.Event()
        self.delivery = Delivery(url, self.stop, seed=seed, **delivery)
        self.bursts = []
        self._numbers = itertools.count(1)
        self.lines = {
            partner.integration: self._line(partner, shipments, drain)
            for partner, shipments in partners
        }

    def _line(self, partner, shipments, drain):
        carrier = Carrier(
            partner,
            shipments,
            clock=self.clock,
            seed=self.seed,
            prefix=self.delivery.prefix,
        )
        return Line(carrier, self.delivery, self.stop, drain=drain)

    def start(self):
        """Begin to tell the journeys."""
        for line in self.lines.values():
            line.start()

    def join(self):
        """Wait until all journeys are told; for ``drain``."""
        for line in self.lines.values():
            line.join()

    def close(self):
        """Stop at once; requests that are under way are abandoned after a moment."""
        self.stop.set()
        for line in self.lines.values():
            line.wake()
        for line in self.lines.values():
            if line.ident:
                line.join(0.2)

    def line(self, integration):
        """Return the partner of that code.

        :raise UnknownIntegration: if there is none.
        """
        if integration not in self.lines:
            raise UnknownIntegration(f"Nobody is simulated as {integration!r}.")
        return self.lines[integration]

    def speaking(self, integration):
        """Return the partner of that code.

        :raise Silent: if it is to send nothing just now.
        """
        line = self.line(integration)
        if line.silent_for:
            raise Silent(f"{integration} is silent for {line.silent_for:.0f} s more.")
        return line

    def send(self, integration, number, code, *, known=True, proof="valid", **values):
        """Tell one event out of turn, now; return the event and the answer.

        :param known: False to send ``code`` as the partner's own, unmapped one.
        :param values: ``text``, ``reason``, ``signatory``, ``place`` of the event.
        """
        line = self.speaking(integration)
        line.carrier.require(proof)
        shipment, package = line.carrier.find(number)
        place = PLACES[values.pop("place", None) or shipment.journey.destination]
        now = self.clock.now().replace(microsecond=0)
        values.setdefault("text", code.replace("_", " ").capitalize())
        event = Event(
            id=event_id(line.carrier.seed, package, next(self._numbers), now),
            code=code,
            number=package,
            occurred_at=now.astimezone(place.zone),
            reported_at=now.astimezone(place.zone),
            place=place,
            raw_code=None if known else code,
            **values,
        )
        return event, line.send(line.carrier.tell(shipment, event), proof)

    def repeat(self, integration, number):
        """Deliver the last message about a package once more, byte for byte."""
        line = self.speaking(integration)
        _shipment, package = line.carrier.find(number)
        message = line.carrier.last_told(package)
        return message.event, line.send(message)

    def retract(self, integration, number):
        """Take back the last event told of a package."""
        line = self.speaking(integration)
        shipment, package = line.carrier.find(number)
        told = line.carrier.last_told(package).event
        event = retraction(told, line.carrier.seed)
        return event, line.send(line.carrier.message(shipment, event))

    def burst(self, integration, count, shape="normal", rate=None):
        """Start a burst and return it."""
        line = self.speaking(integration)
        burst = Burst(line, next(self._numbers), shape, count, rate, self.stop)
        burst.start()
        self.bursts.append(burst)
        _logger.info("%s: %d × %s", integration, count, SHAPES[shape].label.lower())
        return burst

    def silence(self, integration, seconds, lose=False):
        """Let a partner send nothing for ``seconds``; 0 lets it speak again."""
        self.line(integration).silence(seconds, lose)

    def carry(self, integration, shipment):
        """Give a partner a further shipment, whose journey begins now."""
        line = self.line(integration)
        line.carrier.add(shipment)
        line.wake()

    def status(self):
        """Return who is simulated, how far each journey is, and what was answered."""
        return {
            "odoo": self.url,
            "seed": self.seed,
            "speed": self.clock.speed,
            "partners": {
                code: self._partner_status(line) for code, line in self.lines.items()
            },
            "bursts": [burst.as_json() for burst in self.bursts],
        }

    def _partner_status(self, line):
        carrier = line.carrier
        due = carrier.next_due()
        return {
            "dialect": carrier.dialect.code,
            "silent_for": round(line.silent_for, 1),
            "next_in": None if due is None else round(self.clock.seconds_until(due), 1),
            "under_way": carrier.under_way,
            "statistics": line.tally.as_json(),
            "shipments": [
                {
                    "tracking_number": shipment.tracking_number,
                    "journey": shipment.journey.code,
                    "packages": {
                        number: [event.code for event in shipment.history(number)]
                        for number in shipment.packages
                    },
                }
                for shipment in list(carrier.shipments.values())
            ],
        }


@contextmanager
def running(url, partners, **options):
    """Run a simulator and its control API on a free port; yield ``(it, its URL)``."""
    simulator = Simulator(url, partners, **options)
    server = ControlServer(simulator)
    try:
        server.start()
        simulator.start()
        yield simulator, server.url
    finally:
        server.close()
        simulator.close()
