# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One warehouse: its books, its floor, its dock, and what it tells."""

import logging
import threading
import time

from ..api.exchange import Answer
from .agenda import Agenda
from .dock import Dock
from .door import Door
from .files import Files
from .floor import Floor
from .mishaps import Mishaps
from .orders import Orders
from .shelf import Shelf
from .stocktaking import Stocktaking
from .telling import Telling
from .words import ADVICE, COUNT, ITEMS, ITEMS_RESULT, RELEASE, filled

_logger = logging.getLogger(__name__)

#: Seconds between two looks at what is due.
LOOK = 0.05


class Warehouse(threading.Thread):
    """A warehouse at work.

    :param WarehousePlan plan: how it is stocked and how it works.
    """

    name = "Simulated Warehouse"

    def __init__(self, plan, clock, ledger, delivery, stop, seed=0):
        super().__init__(name=f"floor {plan.code}", daemon=True)
        self.plan = plan
        self.book = ledger.book_of(plan.code)
        self.faults = Mishaps(f"{seed}:{plan.code}")
        self._stop_event = stop
        self._closed_until = 0.0
        self._is_silent_door = False
        self.agenda = Agenda(clock)
        self.files = Files(plan, self.book, clock, self.faults)
        by_file = self.files.put if plan.format != "rest" else None
        self.telling = Telling(
            plan, self.book, clock, delivery, self.faults, stop, by_file
        )
        self.telling.is_closed = lambda: self.is_closed
        tell, later = self.telling.tell, self.agenda.later
        self.shelf = Shelf(self.book)
        self.orders = Orders(self.book, self.shelf, clock, tell, self._begin)
        self.floor = Floor(plan, self.orders, self.shelf, self.faults, later)
        self.dock = Dock(
            plan,
            self.shelf,
            clock,
            tell,
            self.faults,
            later,
            self.floor.take_up_backorders,
        )
        self.stocktaking = Stocktaking(plan, self.shelf, clock, tell, later)
        self.door = Door(self)

    def _begin(self, order):
        self.floor.begin(order)

    # At work

    def run(self):
        """Work until stopped; nothing is done while it is closed."""
        self.shelf.open(self.plan.stock)
        self.telling.start()
        for desk in (self.floor, self.dock, self.stocktaking):
            desk.resume()
        while not self._stop_event.wait(LOOK):
            if not self.is_closed:
                self._work()

    def _work(self):
        for document_type, document in self.files.taken():
            status, told = self.take(document_type, document)
            _logger.info("%s took a file: %s %s", self.plan.code, status, told)
        while due := self.agenda.next_due():
            try:
                due()
            except Exception:
                _logger.exception("%s could not go on", self.plan.code)

    def wait(self, seconds):
        """Wait until its threads have ended."""
        for thread in (self, self.telling):
            if thread.ident:
                thread.join(seconds)

    def close(self, seconds):
        """Be down: whoever calls gets 503, nothing is done and nothing is told.

        :param seconds: 0 opens again.
        """
        self._closed_until = time.monotonic() + seconds

    @property
    def is_closed(self):
        return time.monotonic() < self._closed_until

    # Asked

    def answer(self, request, _fault=None):
        """Return the Answer to a call."""
        if self.is_closed:
            self.book.next_number("call while closed")
            return Answer(503, {"code": "closed", "message": "Back soon."})
        return self.door.answer(request)

    def take(self, document_type, document):
        """Take a document; return the HTTP status and what is answered."""
        desks = {
            RELEASE: self.orders.take,
            ADVICE: self.dock.take,
            COUNT: self.stocktaking.take,
            ITEMS: self._take_items,
        }
        if document_type not in desks:
            text = f"Nobody here takes {str(document_type)[:60]}."
            return 422, {"code": "unknown_type", "message": text}
        return desks[document_type](document)

    def _take_items(self, batch):
        """Note master data; refuse what the plan says, and tell of each."""
        results = []
        with self.book.transaction():
            for item in batch.get("items", ()):
                refused = item["sku"] in self.plan.refuses
                if not refused:
                    facts = ("name", "weight", "barcodes", "unit", "tracking")
                    self.shelf.know(
                        item["sku"], **filled({name: item.get(name) for name in facts})
                    )
                results.append(_result(refused, sku=item["sku"]))
            results += [
                _result(False, code=party["code"]) for party in batch.get("parties", ())
            ]
            number = batch.get("number")
            told = {"id": f"ITM{number}", "number": number, "results": results}
            self.telling.tell(ITEMS_RESULT, told)
        return 202, {"id": number, "status": "accepted"}

    def status(self):
        """Return what it does, without what is in its messages."""
        return {
            "closed": self.is_closed,
            "orders": self.orders.by_state(),
            "planned": len(self.agenda),
            "files": {
                name: self.book.count(name) for name in ("taken", "written", "broken")
            },
            **self.telling.status(),
        }

    def ledger(self):
        """Return what is on its books: stock, orders, shipments, doubles."""
        return {
            "stock": self.shelf.summary(),
            **self.orders.summary(),
            "advices": {
                state: len(self.book.by_state("advice", state))
                for state in ("announced", "received", "cancelled")
            },
            "counters": {
                name: self.book.count(name)
                for name in ("repeated", "superseded", "unsigned", "call while closed")
            },
        }


def _result(is_refused, **of_what):
    if is_refused:
        return {**of_what, "result": "refused", "reason": "Dimensions are missing"}
    return {**of_what, "result": "accepted"}
