# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The dock: what is announced arrives, is looked at and put away."""

from .mishaps import DOCK
from .words import RECEIPT, SHELF_OF, filled, whole


class Dock:
    """Takes advices, and tells what was received of them.

    :param later: called as ``(hours, function, *arguments)`` to go on later.
    :param received: called when goods were put on the shelf.
    """

    def __init__(self, plan, shelf, clock, tell, mishaps, later, received):
        self.plan = plan
        self.shelf = shelf
        self.book = shelf.book
        self._clock = clock
        self._tell = tell
        self._mishaps = mishaps
        self._later = later
        self._received = received

    def resume(self):
        """Go on waiting for what was announced when the books were closed."""
        for advice in self.book.by_state("advice", "announced"):
            self._expect(advice)

    def take(self, advice):
        """Enter an advice; return the HTTP status and what is answered."""
        number = advice.get("number")
        if not number or not (advice.get("lines") or advice.get("purpose") == "cancel"):
            return 422, {"code": "invalid", "message": "number or lines are missing"}
        with self.book.transaction():
            known = self.book.read("advice", number)
            if known and advice.get("revision", 1) <= known.get("revision", 1):
                self.book.next_number("repeated")
                return 200, {"id": number, "status": "duplicate"}
            if known and known["state"] == "received":
                reason = "Too late: it has been received"
                return 409, {"code": "too_late", "id": number, "message": reason}
            is_cancelled = advice.get("purpose") == "cancel"
            entered = advice | {"state": "cancelled" if is_cancelled else "announced"}
            self._enter(entered)
            if not is_cancelled:
                self._expect(entered)
        return 202, {"id": number, "status": entered["state"]}

    def _enter(self, advice):
        self.book.write("advice", advice["number"], advice, state=advice["state"])

    def _expect(self, advice):
        facts = advice["number"], advice.get("revision", 1)
        self._later(self.plan.hours.receive, self.receive, *facts)

    def receive(self, number, revision):
        """Take what was announced off the lorry, and tell of it."""
        with self.book.transaction():
            advice = self.book.read("advice", number)
            present = advice["state"], advice.get("revision", 1)
            if present != ("announced", revision):
                return
            lines = [
                each
                for line in advice["lines"]
                for each in self._taken_in(advice, line)
            ]
            self._enter(advice | {"state": "received"})
            self._tell_of(lines, advice=number, is_return=_is_return(advice))
            self._received()

    def take_unannounced(self, lines, reference=None):
        """Take in what nobody announced: customers' goods that came back."""
        with self.book.transaction():
            put = [self._put_away(True, each) for each in lines]
            references = [{"type": "order", "value": reference}] if reference else []
            self._tell_of(put, references=references, is_return=True)
            self._received()

    def _tell_of(self, lines, **facts):
        self._tell(
            RECEIPT,
            filled(
                {
                    "id": f"RCP{self.book.next_digits('receipt')}",
                    "received_at": self._clock.now().isoformat(),
                    "is_final": True,
                    "lines": lines,
                    **facts,
                }
            ),
        )

    def _taken_in(self, advice, line):
        """Yield what arrives of one line, as it is told."""
        fault = self._mishaps.befall(DOCK, advice["number"])
        arrived = _arrived(line, fault)
        for each in arrived:
            yield self._put_away(_is_return(advice), {"line": line["line"], **each})

    def _put_away(self, is_return, told):
        """Put goods where they belong by their condition; return what is told of them."""
        condition = told.get("condition", "good")
        disposition = told.get("disposition")
        if is_return and not disposition:
            disposition = self.plan.disposition if condition == "good" else "scrap"
        status = SHELF_OF.get(disposition) if disposition else condition
        lots = told.get("lots") or [{"lot": None, "quantity": told["quantity"]}]
        for each in lots if status else ():
            self.shelf.put(
                told["sku"], each["quantity"], status=status, lot=each["lot"]
            )
        return filled(
            {
                **told,
                "quantity": whole(told["quantity"]),
                "condition": condition,
                "disposition": disposition,
            }
        )


def _arrived(line, fault):
    """Return what arrives of an announced line: ``[{sku, quantity, condition}]``."""
    kind = fault and fault.kind
    sku, quantity = line["sku"], float(line["quantity"])
    good = {"sku": sku, "quantity": quantity, "lots": line.get("lots")}
    good["unit"] = line.get("unit")
    if kind == "receive_short":
        good |= {"quantity": quantity - 1, "lots": None}
    elif kind == "receive_over":
        good |= {"quantity": quantity + 1, "lots": None}
    elif kind == "receive_wrong":
        good |= {"sku": fault.location, "lots": None}
    elif kind == "receive_damaged":
        broken = {**good, "quantity": 1.0, "condition": "damaged", "lots": None}
        good |= {"quantity": quantity - 1, "lots": None}
        return [each for each in (good, broken) if each["quantity"] > 0]
    return [good] if good["quantity"] > 0 else []


def _is_return(advice):
    return advice.get("kind") == "return"
