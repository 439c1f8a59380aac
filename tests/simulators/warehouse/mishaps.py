# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goes wrong in a warehouse on request, beside the faults of who is called."""

from ..api.faults import KINDS as CALLED
from ..api.faults import Faults

#: In what it tells.
TELLING = {
    "lose": "its next message is never told",
    "twice": "its next message is told twice, under two ids",
    "out_of_order": "its next message is told after the one that follows",
    "truncate": "its next file ends half-way",
    "duplicate": "its next file comes twice, under two names",
}
#: In its work.
WORK = {
    "over_ship": "one piece more than ordered leaves",
    "unknown_sku": "it tells of a product that nobody knows",
    "wrong_lot": "it tells of a lot that does not exist",
    "damage": "what it allocates is found broken, and is short",
}
#: At its dock.
DOCK = {
    "receive_short": "one piece less than announced arrives",
    "receive_over": "one piece more than announced arrives",
    "receive_damaged": "one piece arrives broken",
    "receive_wrong": "another product arrives, `location` names it",
}
KINDS = {
    **{
        kind: CALLED[kind]
        for kind in ("error", "hang", "cut", "html", "throttle", "unavailable")
    },
    **TELLING,
    **WORK,
    **DOCK,
}


class Mishaps(Faults):
    """Faults of a warehouse: each strikes only where its kind belongs."""

    def strike(self, method, path):
        """Return the fault that strikes a call."""
        return self._next_of(CALLED, method, path)

    def befall(self, kinds, what):
        """Return the fault that strikes something else, None if it goes well.

        :param kinds: which may. :param what: its number, or the type of what is told.
        """
        return self._next_of(kinds, None, what)

    def _next_of(self, kinds, method, path):
        with self._lock:
            for fault in self._faults:
                if fault.kind in kinds and self._strikes(fault, method, path):
                    fault.struck += 1
                    if fault.left is not None:
                        fault.left -= 1
                    return fault
        return None
