# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Counting: snapshots, counts that were asked for, and changes nobody ordered."""

from datetime import timedelta

from .words import DELTA, SNAPSHOT, filled, whole


class Stocktaking:
    """Tells what is on the shelf.

    :param later: called as ``(hours, function, *arguments)`` to go on later.
    """

    def __init__(self, plan, shelf, clock, tell, later):
        self.plan = plan
        self.shelf = shelf
        self.book = shelf.book
        self._clock = clock
        self._tell = tell
        self._later = later

    def resume(self):
        """Go on counting what was to be counted, and tell snapshots unasked."""
        for count in self.book.by_state("count", "asked"):
            self._later(self.plan.hours.count, self.count, count["number"])
        self._plan_snapshot()

    def _plan_snapshot(self):
        if self.plan.snapshot_every:
            self._later(self.plan.snapshot_every, self._snapshot_unasked)

    def _snapshot_unasked(self):
        self.tell_snapshot()
        self._plan_snapshot()

    # Snapshots

    def snapshot(self, skus=None, **facts):
        """Return what is on the shelf now, of some products or of all.

        Of a complete one, a product that is gone is not there at all.
        """
        with self.book.transaction():
            rows = [
                row
                for row in self.shelf.rows()
                if skus is None or row["sku"] in skus
                if row["quantity"] or skus is not None
            ]
            sequence = self.book.next_number("sequence")
            return filled(
                {
                    "id": f"SNP{self.book.next_digits('stock')}",
                    "warehouse": self.plan.name,
                    "as_of": self._clock.now().isoformat(),
                    "scope": "complete" if skus is None else "partial",
                    "sequence": sequence,
                    "lines": [_line(row) for row in rows] or _none_of(skus),
                    **facts,
                }
            )

    def tell_snapshot(self, skus=None, leave_out=(), **facts):
        """Tell a snapshot.

        :param leave_out: SKUs it does not speak of although they are there.
        :return: what is told.
        """
        with self.book.transaction():
            told = self.snapshot(skus, **facts)
            told["lines"] = [
                line for line in told["lines"] if line["sku"] not in leave_out
            ]
            self._tell(SNAPSHOT, told)
            return told

    # Counts

    def take(self, request):
        """Enter a request to count; return the HTTP status and what is answered."""
        number = request.get("number")
        if not number or not request.get("lines"):
            return 422, {"code": "invalid", "message": "number or lines are missing"}
        with self.book.transaction():
            if self.book.read("count", number):
                return 200, {"id": number, "status": "duplicate"}
            self.book.write("count", number, request, state="asked")
            self._later(self.plan.hours.count, self.count, number)
        return 202, {"id": number, "status": "accepted"}

    def count(self, number):
        """Count what was asked for, and tell it."""
        with self.book.transaction():
            request = self.book.read("count", number)
            skus = {line["sku"] for line in request["lines"]}
            self.tell_snapshot(skus, count=number)
            self.book.write("count", number, request, state="counted")

    # Changes

    def change(self, sku, quantity, *, status="good", lot=None, tell=False, **facts):
        """Let goods appear or vanish; silently, or told as a delta.

        :return: what is on the shelf of it afterwards.
        """
        with self.book.transaction():
            self.shelf.put(sku, quantity, status=status, lot=lot)
            if tell:
                self.tell_delta(sku, quantity, status=status, lot=lot, **facts)
            return self.shelf.on_hand(sku, status)

    def tell_delta(self, sku, change, *, age=0, status="good", lot=None, reason=None):
        """Tell a change, dated ``age`` seconds ago."""
        with self.book.transaction():
            sequence = self.book.next_number("sequence")
            line = {
                "sku": sku,
                "change": whole(change),
                "status": status,
                "lot": lot,
                "reason": reason,
            }
            if not age:
                line["on_hand"] = whole(self._on_hand(sku, status, lot))
            told = {
                "id": f"DLT{self.book.next_digits('stock')}",
                "warehouse": self.plan.name,
                "as_of": (self._clock.now() - timedelta(seconds=age)).isoformat(),
                "sequence": None if age else sequence,
                "lines": [filled(line)],
            }
            self._tell(DELTA, filled(told))
            return told

    def _on_hand(self, sku, status, lot):
        rows = self.shelf.rows(sku, status)
        return sum(row["quantity"] for row in rows if row["lot"] == lot)


def _line(row):
    return filled(
        {
            "sku": row["sku"],
            "quantity": whole(row["quantity"]),
            "status": row["status"],
            "lot": row["lot"],
        }
    )


def _none_of(skus):
    """Return that nothing is there of what was counted."""
    return [{"sku": sku, "quantity": 0, "status": "good"} for sku in sorted(skus or ())]
