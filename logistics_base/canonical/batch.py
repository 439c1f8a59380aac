# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a handler gets to apply, and how it answers."""

from dataclasses import dataclass, field


class RetryableError(Exception):
    """Raise it from an adapter or a handler when trying again later may help."""


@dataclass(slots=True)
class Item:
    """One document of one message, on its way through a handler.

    The handler fills ``shipment_ids`` with what the document touched, or calls
    :meth:`park` or :meth:`refuse`. Whatever it leaves untouched is done.

    :ivar mode: ``live``, or ``shadow`` where nothing may be changed.
    :ivar hindrance: what the flow has against it, kept over repeated attempts.
    """

    document: object
    message_id: int
    received_at: object
    mode: str = "live"
    shipment_ids: list = field(default_factory=list)
    correlation_id: str | None = None
    waits: list = field(default_factory=list)
    problem: tuple | None = None
    shadow: tuple | None = None
    hindrance: tuple | None = None

    def reset(self):
        """Forget what a failed attempt found, so that the next one starts afresh."""
        self.shipment_ids = []
        self.correlation_id = self.shadow = None
        self.problem, self.waits = self.hindrance or (None, [])

    def hinder(self, category, message, waits=()):
        """Keep the document from every handler: the flow forbids it."""
        self.hindrance = ((category, message), list(waits))
        self.reset()

    @property
    def is_open(self):
        """Nothing keeps the document from being applied, so far."""
        return not self.waits and self.problem is None

    def park(self, category, message, waits):
        """Have the message wait until one of ``waits``, [(kind, key)], appears."""
        self.problem = (category, message)
        self.waits = list(waits)

    def refuse(self, category, message):
        """The document cannot be applied as it is; a person has to look at it."""
        self.problem = (category, message)


@dataclass(slots=True)
class Batch:
    """Documents of one type from one integration.

    :ivar integration: the ``logistics.integration`` record.
    :ivar items: in the order in which they were received.
    """

    integration: object
    document_type: str
    items: list

    def open(self):
        """Return the items that are still to be applied."""
        return [item for item in self.items if item.is_open]

    def live(self):
        """Return the items that are to be applied for real."""
        return [item for item in self.items if item.is_open and item.mode == "live"]

    def shadow(self):
        """Return the items that are only to be compared."""
        return [item for item in self.items if item.is_open and item.mode == "shadow"]
