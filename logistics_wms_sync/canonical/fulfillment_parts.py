# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which of what was shipped is of which lot, and in which package.

Partners tell lots beside the line, packages beside the order, and either may leave out
what the other says. Quantities are in the product's own unit here.
"""

from typing import NamedTuple

#: Differences below this are those of floating point.
DUST = 1e-6


class Part(NamedTuple):
    """So much of a line, of one lot, in one package; either may not be known."""

    quantity: float
    lot: str | None = None
    package: str | None = None


class PartsError(ValueError):
    """What is told of lots, packages and quantities cannot all be true."""


def lots_of(line):
    """Return ([(lot, quantity)], how much they are) of what a line names."""
    lots = [(each.lot, each.quantity) for each in line.lots]
    lots += [(serial, 1.0) for serial in line.serials]
    named = [name for name, _quantity in lots]
    if line.serials and len(set(named)) != len(named):
        raise PartsError("a serial number is there twice")
    return lots, sum(quantity for _lot, quantity in lots)


def contents_of(packages):
    """Return [(package, packed line, quantity, lot)], one for each serial number.

    :raise PartsError: where more serial numbers than pieces are in a package.
    """
    found = []
    for package in packages:
        for packed in package.contents:
            if not packed.serials:
                found.append((package, packed, packed.quantity, packed.lot))
                continue
            if packed.quantity and abs(packed.quantity - len(packed.serials)) > DUST:
                raise PartsError(
                    f"{packed.quantity:g} are in a package, "
                    f"with {len(packed.serials)} serial numbers"
                )
            found += [(package, packed, 1.0, serial) for serial in packed.serials]
    return found


def distribute(quantity, lots, packed, sole_package=None):
    """Return the parts of one line.

    :param float quantity: what was shipped of it.
    :param lots: [(lot, quantity)] as told beside the line.
    :param packed: [(package's key, quantity, lot or None)] of the line.
    :param sole_package: the key of the one package that holds what none tells of.
    :raise PartsError: lots or packages tell of another quantity than the line.
    """
    pool = _pool(quantity, lots, packed)
    parts = []
    # What names its lot goes first, so that nobody else takes it.
    for key, amount, lot in sorted(packed, key=lambda each: each[2] is None):
        parts += _take(pool, amount, lot, key)
    for lot in list(pool):
        if pool[lot] > DUST:
            parts.append(Part(_clean(pool[lot]), lot, sole_package))
    return _joined(parts)


def cut(parts, room):
    """Return the parts as two lists: so much as there is room for, and the rest."""
    head, tail = [], []
    for part in parts:
        taken = min(part.quantity, max(0.0, room))
        room -= taken
        if taken > DUST:
            head.append(part._replace(quantity=_clean(taken)))
        if part.quantity - taken > DUST:
            tail.append(part._replace(quantity=_clean(part.quantity - taken)))
    return head, tail


def _pool(quantity, lots, packed):
    """Return {lot or None: how much of it is to be placed}."""
    if not lots:
        lots = [(lot, amount) for _key, amount, lot in packed if lot]
    pool = {}
    for lot, amount in lots:
        pool[lot] = pool.get(lot, 0.0) + amount
    named = sum(pool.values())
    if named - quantity > DUST:
        raise PartsError(f"{quantity:g} were shipped, but lots of {named:g} are told")
    if quantity - named > DUST:
        pool[None] = quantity - named
    boxed = sum(amount for _key, amount, _lot in packed)
    if boxed - quantity > DUST:
        raise PartsError(f"{quantity:g} were shipped, but {boxed:g} are in packages")
    return pool


def _take(pool, amount, lot, key):
    """Take an amount from the pool: of its lot, else of whatever is there."""
    if lot is not None and pool.get(lot, 0.0) + DUST < amount:
        raise PartsError(f"more of lot {lot} is in packages than was shipped")
    for each in [lot] if lot is not None else [*filter(None, pool), None]:
        taken = min(amount, pool.get(each, 0.0))
        if taken > DUST:
            pool[each] -= taken
            amount -= taken
            yield Part(_clean(taken), each, key)
        if amount <= DUST:
            return


def _joined(parts):
    """Return the parts with those of one lot and one package made one."""
    sums = {}
    for part in parts:
        key = (part.lot, part.package)
        sums[key] = sums.get(key, 0.0) + part.quantity
    return [Part(_clean(amount), *key) for key, amount in sums.items()]


def _clean(quantity):
    return round(quantity, 6)
