# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One carrier's API: its desks, and the dialect it speaks over HTTP."""

import logging
import re
import threading

from .accounts import Door
from .bookings import Bookings
from .day import Day
from .exchange import Answer
from .faults import QUIRKS, Faults
from .parcels import Parcels
from .problems import ApiError

_logger = logging.getLogger(__name__)


def route(method, pattern, *, public=False):
    """Decorator: the method of an Api that answers ``method pattern``.

    ``{name}`` in the pattern is one segment of the path, handed over by that name.
    """
    expression = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern) + "/?")

    def mark(function):
        function.route = (method, expression, public)
        return function

    return mark


class Api:
    """A carrier that is called, in one dialect; subclasses translate.

    :cvar name: what the carrier calls itself.
    :param line: tells of the parcels that were booked.
    :param ledger: the books of all carriers.
    """

    name = "Simulated Carrier"

    def __init__(self, account, line, ledger, seed=0):
        self.account = account
        self.book = ledger.book_of(line.name)
        self.clock = line.carrier.clock
        self.faults = Faults(f"{seed}:{line.name}")
        self.parcels = Parcels(self.book, line, account)
        self.bookings = Bookings(
            self.book, account, self.clock, self.parcels, self.name
        )
        self.day = Day(
            self.book, account, self.clock, self.bookings, self.parcels, self.name
        )
        self.door = Door(account, self.book, self.clock)
        self._local = threading.local()
        self._routes = [
            (*member.route, getattr(self, name))
            for name in dir(type(self))
            if hasattr(member := getattr(type(self), name), "route")
        ]

    @property
    def quirks(self):
        """The fault of the present call that shows in what is offered and booked."""
        return self._local.quirks

    def answer(self, request, fault=None):
        """Return the Answer to a Request; a fault may show in it."""
        kind = fault and fault.kind
        self._local.quirks = QUIRKS & {kind}
        self.book.next_number(f"call {request.method} {_family(request.path)}")
        try:
            answer = self._dispatch(request)
        except ApiError as error:
            return self.refusal(error)
        except Exception:
            _logger.exception("%s %s", request.method, request.path)
            return self.refusal(ApiError(500, "broken", "The simulator is broken."))
        return self.halve_labels(answer) if kind == "half_label" else answer

    def _dispatch(self, request):
        allowed = False
        for method, expression, public, function in self._routes:
            found = expression.fullmatch(request.path)
            if found and method == request.method:
                if not public:
                    self.authorize(request)
                return function(request, **found.groupdict())
            allowed = allowed or found
        if allowed:
            raise ApiError(405, "method_not_allowed", "Not with this method.")
        raise ApiError(404, "no_such_path", f"There is no {request.path}.")

    def authorize(self, request):
        """Let the request pass. :raise ApiError: unless it proves whose it is."""
        raise NotImplementedError

    def refusal(self, error):
        """Return how this carrier says no."""
        raise NotImplementedError

    def halve_labels(self, answer):
        """Return the answer with its labels cut off half-way."""
        raise NotImplementedError

    def address(self, request, path):
        """Return the address of a path of ours, as this caller reaches us."""
        host = request.header("Host", "localhost")
        return f"http://{host}/{self.book.carrier}{path}"

    def ping(self):
        """Return what tells that the API is up."""
        return Answer(200, {"carrier": self.name})


def _family(path):
    """Return a path with the ids taken out, to count calls by."""
    return re.sub(r"/(shp_|pck_|mnf_|NC)\w+", r"/\1", path)


def halved(text):
    """Return the first half of a text."""
    return text[: len(text) // 2]
