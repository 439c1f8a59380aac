# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The desk that takes orders: new ones, changes and cancellations, each once."""

from collections import Counter

from .words import FULFILLMENT, filled

#: Here nothing was picked yet: it can be changed and called off.
EARLY = ("waiting", "accepted", "allocated", "backordered")
ENDED = ("shipped", "short", "cancelled", "rejected")


class Orders:
    """One warehouse's orders, in its books.

    :param begin: called with an order that is to be worked at from now on.
    :param tell: called with the type and the content of what is to be told.
    """

    def __init__(self, book, shelf, clock, tell, begin):
        self.book = book
        self.shelf = shelf
        self._clock = clock
        self._tell = tell
        self._begin = begin

    def take(self, release):
        """Enter a release; return the HTTP status and what is answered."""
        problem = _problem(release)
        if problem:
            return 422, {"code": "invalid", "message": problem}
        with self.book.transaction():
            known = self.find(release["number"])
            if known and release.get("revision", 1) <= known["revision"]:
                return self._take_again(known, release)
            if release.get("purpose") == "cancel":
                return self._cancel(known, release)
            return self._change(known, release) if known else self._open(release)

    def find(self, number):
        """Return an order by our number; None if it was never heard of."""
        return self.book.read("order", number)

    def in_state(self, *states):
        """Return the orders in these states."""
        return self.book.by_state("order", *states)

    def everything(self):
        """Return all orders, those whose state changed last at the end."""
        return self.book.by_state("order", *EARLY, "picking", "packed", *ENDED)

    def by_state(self):
        """Return how many orders there are in each state."""
        return dict(Counter(order["state"] for order in self.everything()))

    def summary(self):
        """Return what a test counts: orders by state, what left, and how often."""
        orders = self.everything()
        return {
            "orders": dict(Counter(order["state"] for order in orders)),
            "shipments": sum(len(order["shipments"]) for order in orders),
            "shipped_twice": {
                order["number"]: order["shipments"]
                for order in orders
                if len(order["shipments"]) > 1
            },
            "pieces": sum(order["pieces"] for order in orders),
            "over_shipped": [
                order["number"]
                for order in orders
                if order["pieces"] > sum(each["quantity"] for each in _lines(order))
            ],
        }

    def enter(self, order, state=None):
        """Write an order down."""
        order["state"] = state or order["state"]
        self.book.write("order", order["number"], order, state=order["state"])

    def say(self, order, status, *, reason=None, **facts):
        """Tell how far an order is."""
        position = self.book.next_number(f"told {order['number']}")
        self._tell(
            FULFILLMENT,
            filled(
                {
                    "id": f"{order['reference']}-{position}",
                    "order": order["number"],
                    "warehouse": order["release"].get("warehouse"),
                    "revision": order["revision"],
                    "status": status,
                    "occurred_at": self._clock.now().isoformat(),
                    "partner_reference": order["reference"],
                    "reason": reason,
                    **facts,
                }
            ),
        )

    # Taking

    def _take_again(self, known, release):
        is_same = release.get("revision", 1) == known["revision"]
        self.book.next_number("repeated" if is_same else "superseded")
        status = "duplicate" if is_same else "superseded"
        return 200, {"id": known["reference"], "status": status}

    def _open(self, release):
        order = {
            "number": release["number"],
            "reference": f"W{self.book.next_digits('order')}",
            "revision": release.get("revision", 1),
            "release": release,
            "state": "waiting",
            "lines": [_line(each) for each in release["lines"]],
            "shipments": [],
            "pieces": 0,
        }
        self.enter(order)
        self._begin(order)
        return 202, {"id": order["reference"], "status": "accepted"}

    def _change(self, known, release):
        if known["state"] not in EARLY or known["shipments"]:
            return self._too_late(known, release)
        self.free(known)
        known |= {
            "revision": release.get("revision", 1),
            "release": release,
            "lines": [_line(each) for each in release["lines"]],
        }
        self.enter(known, "waiting")
        self._begin(known)
        return 202, {"id": known["reference"], "status": "accepted"}

    def _cancel(self, known, release):
        if not known:
            return self._cancel_unheard(release)
        if known["state"] == "cancelled":
            return 200, {"id": known["reference"], "status": "duplicate"}
        if known["state"] not in EARLY or known["shipments"]:
            return self._too_late(known, release)
        self.free(known)
        known["revision"] = release.get("revision", 1)
        self.enter(known, "cancelled")
        self.say(known, "cancelled", reason="As asked for")
        return 202, {"id": known["reference"], "status": "cancelled"}

    def _cancel_unheard(self, release):
        """A cancellation that overtook its order: that must not begin any more."""
        order = {
            "number": release["number"],
            "reference": f"W{self.book.next_digits('order')}",
            "revision": release.get("revision", 1),
            "release": release,
            "state": "cancelled",
            "lines": [],
            "shipments": [],
            "pieces": 0,
        }
        self.enter(order)
        self.say(order, "cancelled", reason="It had not arrived here")
        return 202, {"id": order["reference"], "status": "cancelled"}

    def _too_late(self, known, release):
        reason = f"Too late: it is {known['state']}"
        self.say(
            known | {"revision": release.get("revision", 1)},
            "cancel_refused",
            reason=reason,
        )
        return 409, {"code": "too_late", "id": known["reference"], "message": reason}

    def free(self, order):
        """Give back what was set aside for an order."""
        for line in order["lines"]:
            self.shelf.release(line["taken"])
            line["taken"] = []


def _lines(order):
    return order["release"].get("lines") or ()


def _line(told):
    return {
        "line": told["line"],
        "sku": told["sku"],
        "unit": told.get("unit"),
        "lot": told.get("lot"),
        "open": float(told["quantity"]),
        "taken": [],
        "shorted": 0,
    }


def _problem(release):
    """Return what is wrong with a release; empty if nothing is."""
    if not isinstance(release, dict) or not release.get("number"):
        return "number is missing"
    if release.get("purpose") == "cancel":
        return ""
    lines = release.get("lines")
    if not isinstance(lines, list) or not lines:
        return "lines are missing"
    for position, line in enumerate(lines):
        if not isinstance(line, dict) or not line.get("line") or not line.get("sku"):
            return f"lines[{position}] names no line or no product"
        quantity = line.get("quantity")
        if not isinstance(quantity, (int, float)) or quantity <= 0:
            return f"lines[{position}].quantity is not above zero"
    return ""
