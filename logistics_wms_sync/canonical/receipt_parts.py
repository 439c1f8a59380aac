# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a receipt puts into stock: part by part, each in one condition."""

import hashlib
import json
from dataclasses import dataclass, field


@dataclass(slots=True)
class Part:
    """So much of one product, in one condition. Quantities are in its own unit.

    :ivar product: the record.
    :ivar line: of the advice; None for what nobody announced.
    :ivar status: good, damaged or hold: where the goods are put.
    :ivar lots: [(name, quantity, expiry date or None)].
    :ivar contents: [(package, quantity, lot or None)].
    """

    product: object
    line: object
    quantity: float
    condition: str = "good"
    status: str = "good"
    disposition: str | None = None
    reason: str | None = None
    is_wrong: bool = False
    lots: list = field(default_factory=list)
    contents: list = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """What was put into stock of a part.

    :ivar move: the stock move; ``details`` its lines, made of ``planned`` values.
    :ivar is_over: more than was expected.
    """

    part: Part
    move: object
    quantity: float
    is_over: bool
    planned: list
    details: object = None


@dataclass(slots=True)
class Receiving:
    """One receipt on its way into stock.

    :ivar item: the batch's item; its document is the receipt.
    :ivar advice: the record under whose number the goods come.
    :ivar parts: what is to be put into stock.
    :ivar entered: entries, of what was.
    """

    item: object
    identity: str
    digest: str
    advice: object = None
    parts: list = field(default_factory=list)
    entered: list = field(default_factory=list)
    receipt: object = None

    @property
    def told(self):
        """The document."""
        return self.item.document


def spread(quantity, lots, contents):
    """Return [(quantity, lot or None, package or None)] that make up a quantity.

    What is packed is taken from the lot that the package names, else from the lots in
    their order; what no package holds stays loose.

    :param lots: [(lot, quantity)] that make up the quantity; empty where there are none.
    :param contents: [(package, quantity, lot or None)].
    """
    left = [[lot, amount] for lot, amount in lots] or [[None, quantity]]
    chunks = []
    named_first = sorted(contents, key=lambda content: content[2] is None)
    for package, packed, wanted in named_first:
        for chunk in left:
            if packed <= 0:
                break
            if wanted is not None and chunk[0] != wanted:
                continue
            taken = min(packed, chunk[1])
            if taken > 0:
                chunks.append((taken, chunk[0], package))
                chunk[1] -= taken
                packed -= taken
    return chunks + [(amount, lot, None) for lot, amount in left if amount > 0]


def take(chunks, quantity):
    """Take a quantity off the front of chunks; return (what was taken, what is left)."""
    taken, rest = [], []
    for amount, lot, package in chunks:
        part = min(amount, max(quantity, 0.0))
        if part > 0:
            taken.append((part, lot, package))
            quantity -= part
        if amount - part > 1e-9:
            rest.append((amount - part, lot, package))
    return taken, rest


def content_digest(receipt):
    """Return what makes two tellings of a receipt the same: what was received."""
    lines = sorted(
        json.dumps(
            [
                line.line,
                line.sku,
                line.quantity,
                line.condition,
                line.disposition,
                sorted((lot.lot, lot.quantity) for lot in line.lots),
                sorted(line.serials),
            ]
        )
        for line in receipt.lines
    )
    text = json.dumps([receipt.advice, lines])
    return hashlib.sha256(text.encode()).hexdigest()


def identity(receipt, digest):
    """Return what makes a receipt one and the same, however often it is told."""
    if receipt.id:
        return receipt.id
    when = receipt.received_at.isoformat() if receipt.received_at else ""
    numbers = sorted(f"{one.type}:{one.value}" for one in receipt.references)
    text = json.dumps([digest, when, receipt.is_final, numbers])
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
