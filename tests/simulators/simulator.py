# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated carriers of one Odoo, at work together and steered by requests."""

import itertools
import logging
import threading
from contextlib import contextmanager

from .api.faults import KINDS
from .api.ledger import Ledger
from .api.server import ApiServer
from .burst import Burst
from .carrier import Carrier, NotPossible
from .clock import Clock
from .control import ControlServer
from .delivery import Delivery
from .edi.partner import KINDS as EDI_KINDS
from .edi.partner import EdiPartner
from .line import Line
from .shapes import SHAPES
from .shipment import Event, event_id, retraction
from .subscribers.subscriber import Subscriber
from .warehouse.mishaps import KINDS as MISHAPS
from .warehouse.warehouse import Warehouse

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
    :param ledger: file of the books of those that are called; in memory without one.
    :param edi: trading partners, ``[EdiPlan]``.
    :param subscribers: who is told of what happens in Odoo, ``[SubscriberPlan]``.
    :param warehouses: who picks and counts, ``[WarehousePlan]``.
    :param api_port: where these listen; 0 takes a free port.
    """

    def __init__(
        self,
        url,
        partners,
        *,
        clock=None,
        seed=0,
        drain=False,
        ledger=None,
        api_port=0,
        edi=(),
        subscribers=(),
        warehouses=(),
        **delivery,
    ):
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
        self.ledger = Ledger(ledger)
        self.apis = {
            partner.integration: self._api(partner)
            for partner, _shipments in partners
            if partner.api and not drain
        }
        self.subscribers = {
            plan.code: Subscriber(plan, seed) for plan in subscribers if not drain
        }
        self.warehouses = {
            plan.code: self._warehouse(plan, delivery)
            for plan in warehouses
            if not drain
        }
        called = self.apis | self.subscribers | self.warehouses
        self._api_server = ApiServer(called, api_port) if called else None
        self.edi = {
            plan.code: EdiPartner(plan, self.clock, self.ledger, self.stop, seed)
            for plan in edi
            if not drain
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

    def _warehouse(self, plan, delivery):
        # A connection of its own: it keeps nobody else waiting.
        own = Delivery(self.url, self.stop, seed=self.seed, **delivery)
        facts = self.clock, self.ledger, own, self.stop, self.seed
        return Warehouse(plan, *facts)

    def _api(self, partner):
        line = self.lines[partner.integration]
        line.tells = partner.api.account.webhooks
        api = partner.api.api(partner.api.account, line, self.ledger, self.seed)
        api.parcels.resume()
        return api

    @property
    def api_url(self):
        """Where those that are called listen; None where nobody is."""
        return self._api_server and self._api_server.url

    def start(self):
        """Begin to tell the journeys, and to answer who calls."""
        for line in self.lines.values():
            line.start()
        for partner in (*self.edi.values(), *self.warehouses.values()):
            partner.start()
        if self._api_server:
            self._api_server.start()

    def join(self):
        """Wait until all journeys are told; for ``drain``."""
        for line in self.lines.values():
            line.join()

    def close(self):
        """Stop at once; requests that are under way are abandoned after a moment."""
        self.stop.set()
        if self._api_server:
            self._api_server.close()
        for line in self.lines.values():
            line.wake()
        for thread in (*self.lines.values(), *self.edi.values()):
            if thread.ident:
                thread.join(0.3)
        for warehouse in self.warehouses.values():
            warehouse.wait(0.3)
        self.ledger.close()

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
        place = shipment.place(
            values.pop("place", None) or shipment.journey.destination
        )
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

    def api(self, integration):
        """Return the API of the partner of that code.

        :raise UnknownIntegration: if it has none.
        """
        self.line(integration)
        if integration not in self.apis:
            raise UnknownIntegration(f"{integration!r} cannot be called.")
        return self.apis[integration]

    def warehouse(self, integration):
        """Return the warehouse of that code.

        :raise UnknownIntegration: if there is none.
        """
        if integration not in self.warehouses:
            raise UnknownIntegration(f"{integration!r} is no warehouse.")
        return self.warehouses[integration]

    def faults_of(self, integration):
        """Return the faults of who is called or speaks EDI, and their kinds.

        :raise UnknownIntegration: if there is none.
        """
        if integration in self.edi:
            return self.edi[integration].faults, EDI_KINDS
        if integration in self.subscribers:
            return self.subscribers[integration].faults, KINDS
        if integration in self.warehouses:
            return self.warehouses[integration].faults, MISHAPS
        return self.api(integration).faults, KINDS

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
            "apis": {
                code: {"url": f"{self.api_url}/{code}", "carrier": api.name}
                for code, api in self.apis.items()
            },
            "edi": {code: each.status() for code, each in self.edi.items()},
            "subscribers": {
                code: {"url": f"{self.api_url}/{code}", **each.status()}
                for code, each in self.subscribers.items()
            },
            "warehouses": {
                code: {"url": f"{self.api_url}/{code}", **each.status()}
                for code, each in self.warehouses.items()
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
