# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A simulated warehouse without threads and network: its work is done when told."""

import threading

from tests.simulators.api.faults import Fault
from tests.simulators.api.ledger import Ledger
from tests.simulators.process import SECRET
from tests.simulators.warehouse import config
from tests.simulators.warehouse.warehouse import Warehouse

from .common import frozen_clock

AT_ONCE = dict.fromkeys(
    ("accept", "allocate", "pick", "pack", "ship", "receive", "count"), 0
)
STOCK = (
    {"sku": "LAMP", "quantity": 20, "weight": 1.5},
    {"sku": "SHADE", "quantity": 3},
    {"sku": "SHADE-B", "quantity": 10},
)


class Bench:
    """One warehouse whose steps take no time; :meth:`work` does all that is due."""

    def __init__(self, ledger=None, **plan):
        self.ledger = ledger or Ledger()
        values = {"code": "wms", "secret": SECRET, "stock": STOCK, "hours": AT_ONCE}
        self.warehouse = Warehouse(
            config.parse({**values, **plan}),
            frozen_clock(1.0),
            self.ledger,
            None,
            threading.Event(),
        )
        self.warehouse.shelf.open(self.warehouse.plan.stock)

    def work(self):
        while due := self.warehouse.agenda.next_due():
            due()

    def step(self):
        self.warehouse.agenda.next_due()()

    def put_files(self):
        """Put what is to be told by files into the folder."""
        for message in self.warehouse.book.by_state("message", "due"):
            self.warehouse.telling._tell_one(message)

    def take(self, document_type, **document):
        return self.warehouse.take(document_type, document)

    def release(self, number="WH/OUT/1", *lines, **values):
        """Release an order of (SKU, quantity)."""
        return self.take(
            "warehouse.release",
            number=number,
            lines=[
                {"line": str(at), "sku": sku, "quantity": quantity}
                for at, (sku, quantity) in enumerate(lines, 1)
            ],
            **values,
        )

    def misbehave(self, kind, **values):
        self.warehouse.faults.add(Fault(kind=kind, **values))

    @property
    def told(self):
        """What was told, in order: (type, content)."""
        found = self.warehouse.book.by_state("message", "due")
        ordered = sorted(found, key=lambda message: message["key"])
        return [(message["type"], message["data"]) for message in ordered]

    def statuses(self, number="WH/OUT/1"):
        return [
            data["status"] for _type, data in self.told if data.get("order") == number
        ]

    def last(self, document_type):
        return [data for kind, data in self.told if kind == document_type][-1]
