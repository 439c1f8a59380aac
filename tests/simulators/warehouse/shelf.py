# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is on the shelf: by SKU, status and lot, and how much of it is spoken for."""

from .words import whole

_KIND = "stock"


class NotEnough(ValueError):
    """There is not so much on the shelf."""


class Shelf:
    """One warehouse's stock, in its books. Callers hold the books' transaction.

    :param book: the part of the ledger that is this warehouse's.
    """

    def __init__(self, book):
        self.book = book

    def open(self, stock):
        """Enter what is there when the books are opened; later it changes nothing."""
        with self.book.transaction():
            if self.book.read("opened", "stock") is not None:
                return
            for each in stock:
                self.know(each["sku"], weight=each["weight"])
                for serial in each["serials"]:
                    self.put(each["sku"], 1, lot=serial, is_serial=True)
                if not each["serials"]:
                    self.put(
                        each["sku"],
                        each["quantity"],
                        status=each["status"],
                        lot=each["lot"],
                        expires=each["expires"],
                    )
            self.book.write("opened", "stock", {})

    # Products

    def know(self, sku, **facts):
        """Enter what is known of a product."""
        known = self.book.read("item", sku) or {"sku": sku}
        self.book.write("item", sku, known | facts, state="known")

    def knows(self, sku):
        """Tell whether a product was ever heard of."""
        return self.book.read("item", sku) is not None

    def weight(self, sku):
        """Return the weight of one piece, in kg."""
        return (self.book.read("item", sku) or {}).get("weight") or 0.5

    # Goods

    def rows(self, sku=None, status=None):
        """Return what is there: ``[{sku, status, lot, quantity, reserved, ...}]``."""
        rows = self.book.by_key(_KIND, sku) if sku else self.book.by_state(_KIND, "in")
        return [row for row in rows if status in (None, row["status"])]

    def on_hand(self, sku, status="good"):
        """Return how much is there, spoken for or not."""
        return sum(row["quantity"] for row in self.rows(sku, status))

    def summary(self):
        """Return {SKU: {status: quantity}} of what is there."""
        found = {}
        for row in self.rows():
            of_sku = found.setdefault(row["sku"], {})
            total = of_sku.get(row["status"], 0) + row["quantity"]
            of_sku[row["status"]] = whole(total)
        return found

    def free(self, sku, lot=None):
        """Return how much is good and not spoken for."""
        return sum(row["quantity"] - row["reserved"] for row in self._good(sku, lot))

    def put(self, sku, quantity, *, status="good", lot=None, **facts):
        """Put goods on the shelf, or with a quantity below zero let them vanish.

        :raise NotEnough: if more would vanish than is there.
        """
        row = self._row(sku, status, lot) | facts
        row["quantity"] += quantity
        if row["quantity"] < 0:
            raise NotEnough(f"There is not so much of {sku} that is {status}.")
        if not self.knows(sku):
            self.know(sku)
        self._enter(row)

    def reserve(self, sku, quantity, lot=None):
        """Set goods aside, what expires first goes first.

        :return: ``[{sku, quantity, lot, is_serial}]``; less than asked for where less
            is there.
        """
        taken = []
        for row in self._good(sku, lot):
            part = min(quantity, row["quantity"] - row["reserved"])
            if part > 0:
                row["reserved"] += part
                quantity -= part
                self._enter(row)
                taken.append(
                    {
                        "sku": sku,
                        "quantity": whole(part),
                        "lot": row["lot"],
                        "is_serial": bool(row.get("is_serial")),
                    }
                )
        return taken

    def release(self, taken):
        """Give back what was set aside."""
        for each in taken:
            row = self._row(each["sku"], "good", each["lot"])
            row["reserved"] = max(0, row["reserved"] - each["quantity"])
            self._enter(row)

    def ship(self, taken):
        """Let what was set aside leave; what vanished meanwhile cannot."""
        self.release(taken)
        for each in taken:
            row = self._row(each["sku"], "good", each["lot"])
            row["quantity"] = max(0, row["quantity"] - each["quantity"])
            self._enter(row)

    def _good(self, sku, lot):
        rows = [row for row in self.rows(sku, "good") if lot in (None, row["lot"])]
        return sorted(rows, key=lambda row: row.get("expires") or "9999")

    def _row(self, sku, status, lot):
        empty = {
            "sku": sku,
            "status": status,
            "lot": lot,
            "quantity": 0,
            "reserved": 0,
        }
        return self.book.read(_KIND, _identity(empty)) or empty

    def _enter(self, row):
        self.book.write(_KIND, _identity(row), row, key=row["sku"], state="in")


def _identity(row):
    return f"{row['sku']}|{row['status']}|{row['lot'] or ''}"
