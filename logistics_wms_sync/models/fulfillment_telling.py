# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is known of an update of an order while it is being applied."""

from dataclasses import dataclass, field, replace

from ..canonical.fulfillment_identity import digest, identity
from ..canonical.fulfillment_parts import DUST, cut


class Refused(Exception):
    """An update cannot be applied as it is.

    :ivar category: a key of the message's error categories.
    :ivar severity: opens a case that grave on the order's shipment; None: no case.
    """

    def __init__(self, category, words, severity=None):
        super().__init__(words)
        self.category = category
        self.severity = severity


class Waits(Exception):
    """An update waits for something that a person, or another message, brings.

    :ivar waits: [(kind, key)].
    """

    def __init__(self, category, words, waits):
        super().__init__(words)
        self.category = category
        self.waits = waits


@dataclass(slots=True)
class Goods:
    """What an update tells of one line of the order, in the product's own unit.

    :ivar product: what it really was: another than the line's for a substitute.
    :ivar parts: [Part], its lots by name and its packages by their key.
    """

    line: object
    product: object
    quantity: float = 0.0
    shorted: float = 0.0
    backordered: float = 0.0
    parts: list = field(default_factory=list)
    reason: str | None = None

    @property
    def is_substitute(self):
        return self.product != self.line.product_id

    def split(self, room):
        """Return two: of the first so much as there is room, of the second the rest."""
        head, tail = cut(self.parts, room)
        rest = max(0.0, self.quantity - room)
        first = replace(self, quantity=self.quantity - rest, parts=head)
        return first, replace(self, quantity=rest, parts=tail, shorted=0, backordered=0)


@dataclass(slots=True)
class Telling:
    """One update of one order.

    :ivar item: the ``Item`` of the batch; its document is the update.
    :ivar occurred_at: naive, in UTC; when it was received where that is not told.
    :ivar pickings: what was done in stock because of it.
    :ivar packages: {key of a package: ``stock.package``}.
    :ivar remarks: [(severity, words)], for cases on the shipment.
    """

    item: object
    order: object
    occurred_at: object
    identity: str = ""
    digest: str = ""
    goods: list = field(default_factory=list)
    pickings: object = None
    fulfillment: object = None
    shipment: object = None
    packages: dict = field(default_factory=dict)
    remarks: list = field(default_factory=list)

    def __post_init__(self):
        self.identity = identity(self.update)
        self.digest = digest(self.update)

    @property
    def update(self):
        return self.item.document

    @property
    def is_shipment(self):
        return self.update.status == "shipped"

    def shipped(self):
        """Return the goods that left the warehouse by it."""
        if not self.is_shipment:
            return []
        return [goods for goods in self.goods if goods.quantity > DUST]

    def content(self):
        """Return {id of a line: values of a ``Fact``}, in JSON's terms."""
        found = {}
        for goods in self.goods:
            fact = found.setdefault(str(goods.line.id), dict.fromkeys(_SUMS, 0.0))
            fact["quantity"] += goods.quantity
            fact["substituted"] += goods.quantity if goods.is_substitute else 0.0
            for name in ("shorted", "backordered"):
                fact[name] = max(fact[name], getattr(goods, name))
        if self.is_last:
            for line in self.order.line_ids:
                fact = found.setdefault(str(line.id), {})
                fact["is_final"] = not fact.get("backordered")
        return found

    @property
    def is_last(self):
        """Nothing of the order comes after it, but for what is told to follow."""
        status = self.update.status
        return status == "cancelled" or bool(self.is_shipment and self.update.is_final)


_SUMS = ("quantity", "substituted", "shorted", "backordered")
