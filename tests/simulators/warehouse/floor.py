# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The work on the floor, step by step: accept, allocate, pick, pack, ship."""

from .mishaps import WORK
from .packing import Packing
from .words import filled, whole

#: State of an order -> (the hours of its next step, the step).
STEPS = {
    "waiting": ("accept", "accept"),
    "accepted": ("allocate", "allocate"),
    "allocated": ("pick", "pick"),
    "picking": ("pack", "pack"),
    "packed": ("ship", "ship"),
}


class Floor:
    """Works at orders. Each step is one transaction of the books: what was told of it,
    the state and the stock are written together or not at all.

    :param later: called as ``(hours, function, *arguments)`` to go on later.
    """

    def __init__(self, plan, orders, shelf, mishaps, later):
        self.plan = plan
        self.orders = orders
        self.shelf = shelf
        self.book = shelf.book
        self.packing = Packing(shelf.book, shelf, plan.carton)
        self._mishaps = mishaps
        self._later = later

    def resume(self):
        """Go on with what was under way when the books were closed."""
        for order in self.orders.in_state(*STEPS):
            self.begin(order)

    def begin(self, order):
        """Have the next step of an order done in its time."""
        hours, _step = STEPS[order["state"]]
        facts = order["number"], order["state"], order["revision"]
        self._later(getattr(self.plan.hours, hours), self.step, *facts)

    def step(self, number, state, revision):
        """Do the next step, unless the order is another one by now."""
        with self.book.transaction():
            order = self.orders.find(number)
            if (order["state"], order["revision"]) != (state, revision):
                return
            getattr(self, STEPS[state][1])(order)
            if order["state"] in STEPS:
                self.begin(order)

    def accept(self, order):
        """Take the order on, or refuse it where a product is not known here."""
        unknown = [
            line["sku"] for line in order["lines"] if not self.shelf.knows(line["sku"])
        ]
        if unknown:
            self.orders.enter(order, "rejected")
            reason = f"Not known here: {', '.join(unknown)}"
            self.orders.say(order, "rejected", reason=reason)
            return
        self.orders.enter(order, "accepted")
        self.orders.say(order, "accepted")

    def allocate(self, order):
        """Set aside what is there, and what may be sent in place of what is not."""
        for line in order["lines"]:
            self._allocate(order, line)
        is_whole = not any(line["open"] for line in order["lines"])
        if order["release"].get("ship_complete") and not is_whole:
            self._wait_for_all(order)
        elif not any(line["taken"] for line in order["lines"]):
            self._nothing_there(order)
        else:
            self.orders.enter(order, "allocated")
            self.orders.say(order, "allocated", lines=_taken_lines(order))

    def _allocate(self, order, line):
        if self._mishaps.befall({"damage"}, order["number"]):
            return
        self._take(line, line["sku"])
        substitute = self.plan.substitutes.get(line["sku"])
        if line["open"] and substitute and _may_substitute(order):
            self._take(line, substitute)

    def _take(self, line, sku):
        lot = line["lot"] if sku == line["sku"] else None
        taken = self.shelf.reserve(sku, line["open"], lot)
        line["taken"] += taken
        line["open"] -= sum(each["quantity"] for each in taken)

    def _wait_for_all(self, order):
        for line in order["lines"]:
            line["open"] += sum(each["quantity"] for each in line["taken"])
        self.orders.free(order)
        self._backorder(order)

    def _nothing_there(self, order):
        if self.plan.backorders:
            self._backorder(order)
            return
        for line in order["lines"]:
            line["shorted"], line["open"] = line["open"], 0
        self.orders.enter(order, "short")
        self.orders.say(order, "short", lines=_missing(order), is_final=True)

    def _backorder(self, order):
        is_new = order["state"] != "backordered"
        self.orders.enter(order, "backordered")
        if is_new:
            self.orders.say(order, "backordered", lines=_missing(order))

    def pick(self, order):
        """Send a picker: from now on it is too late to change anything."""
        self.orders.enter(order, "picking")
        self.orders.say(order, "picking")

    def pack(self, order):
        """Put what was picked into cartons, and these on a pallet."""
        order["packages"] = self.packing.pack(_picked(order))
        self.orders.enter(order, "packed")
        facts = {"lines": _taken_lines(order), "packages": order["packages"]}
        self.orders.say(order, "packed", **facts)

    def ship(self, order):
        """Hand it to the carrier; what is missing is short, or comes later."""
        shipment = f"SHP{self.book.next_digits('shipment')}"
        tracking = f"SIMW{self.book.next_digits('tracking')}"
        if not self.plan.backorders:
            for line in order["lines"]:
                line["shorted"], line["open"] = line["open"], 0
        lines = self._shipped_lines(order)
        for line in order["lines"]:
            order["pieces"] += sum(each["quantity"] for each in line["taken"])
            self.shelf.ship(line["taken"])
            line["taken"] = []
        is_final = not any(line["open"] for line in order["lines"])
        order["shipments"].append(shipment)
        packages = order.pop("packages", [])
        for package in packages:
            package["tracking_number"] = tracking
        self.orders.enter(order, "shipped" if is_final else "backordered")
        release = order["release"]
        facts = filled(
            {
                "id": shipment,
                "carrier": release.get("carrier") or self.plan.carrier,
                "service_code": release.get("service_code"),
                "references": [{"type": "tracking", "value": tracking}],
                "lines": lines,
                "packages": packages,
            }
        )
        self.orders.say(order, "shipped", is_final=is_final, **facts)

    def _shipped_lines(self, order):
        """Return what is told to have left; a mishap may show in it."""
        fault = self._mishaps.befall(set(WORK) - {"damage"}, order["number"])
        if fault and fault.kind == "over_ship":
            first = next(line for line in order["lines"] if line["taken"])
            first["taken"] += self.shelf.reserve(first["taken"][0]["sku"], 1)
        lines = _taken_lines(order, shorted=True)
        if fault:
            _spoil(lines[0], fault.kind, order)
        return lines

    def take_up_backorders(self):
        """Allocate what was waiting for goods, the oldest order first."""
        for order in self.orders.in_state("backordered"):
            self.allocate(order)
            if order["state"] in STEPS:
                self.begin(order)


def _may_substitute(order):
    return order["release"].get("substitution") == "yes"


def _spoil(line, kind, order):
    if kind == "unknown_sku":
        line["sku"] = f"NOBODY-KNOWS-{order['number']}"
        line.pop("line")
    elif kind == "wrong_lot":
        line["lots"] = [{"lot": "NO-SUCH-LOT", "quantity": line["quantity"]}]


def _picked(order):
    return [
        {"line": line["line"], **each}
        for line in order["lines"]
        for each in line["taken"]
    ]


def _missing(order):
    """Return the lines of which something is missing, and whether it comes later."""
    return [
        filled(
            {
                "line": line["line"],
                "sku": line["sku"],
                "unit": line["unit"],
                "shorted": whole(line["shorted"]) or None,
                "backordered": whole(line["open"]) or None,
            }
        )
        for line in order["lines"]
        if line["shorted"] or line["open"]
    ]


def _taken_lines(order, shorted=False):
    """Return what was set aside, line by line and product by product.

    :param shorted: tell of what is missing, too.
    """
    lines = []
    for line in order["lines"]:
        by_sku = {}
        for each in line["taken"]:
            by_sku.setdefault(each["sku"], []).append(each)
        told = [_told_line(line, sku, taken) for sku, taken in by_sku.items()]
        if shorted and (line["shorted"] or line["open"]):
            own = next((each for each in told if "substitutes" not in each), None)
            if own is None:
                own = {"line": line["line"], "sku": line["sku"], "quantity": 0}
                told.append(own)
            own |= filled(
                {
                    "shorted": whole(line["shorted"]) or None,
                    "backordered": whole(line["open"]) or None,
                }
            )
        lines += told
    return lines


def _told_line(line, sku, taken):
    lots = [
        {"lot": each["lot"], "quantity": each["quantity"]}
        for each in taken
        if each["lot"] and not each["is_serial"]
    ]
    return filled(
        {
            "line": line["line"],
            "sku": sku,
            "unit": line["unit"],
            "quantity": whole(sum(each["quantity"] for each in taken)),
            "substitutes": line["sku"] if sku != line["sku"] else None,
            "lots": lots,
            "serials": [each["lot"] for each in taken if each["is_serial"]],
        }
    )
