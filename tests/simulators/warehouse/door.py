# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The warehouse's HTTP door: documents are posted, states and stock are asked for.

What is posted is verified with the public library of Standard Webhooks and with nothing
of the suite's, so that what it accepts, others accept.
"""

import json
import re
from datetime import datetime

from standardwebhooks.webhooks import Webhook

from ..api.exchange import Answer
from .orders import ENDED
from .words import ADVICE, COUNT, FULFILLMENT, ITEMS, RECEIPT, RELEASE

_ASKED = re.compile(r"(?:/v\d+)?/(orders|stock|receipts)(?:/([^/]+))?/?")
#: Of a document that is posted without an envelope, its type by the end of the path.
_BY_PATH = {
    "releases": RELEASE,
    "orders": RELEASE,
    "advices": ADVICE,
    "items": ITEMS,
    "counts": COUNT,
}
#: So many orders are told at once.
PAGE = 200


class Door:
    """Answers who calls.

    :param warehouse: whom it is the door of.
    """

    def __init__(self, warehouse):
        self._warehouse = warehouse
        self._plan = warehouse.plan
        self._webhook = Webhook(warehouse.plan.secret)

    def answer(self, request):
        """Return the Answer to a Request."""
        self._warehouse.book.next_number(f"call {request.method}")
        if request.method == "GET":
            return self._ask(request)
        if request.method != "POST":
            return Answer(405, _problem("method_not_allowed", "Post documents here."))
        content = self._verified(request)
        if content is None:
            self._warehouse.book.next_number("unsigned")
            return Answer(401, _problem("unsigned", "The signature does not verify."))
        return self._take(request, content)

    # What is posted

    def _verified(self, request):
        """Return what was posted; None where it is not from whom we know."""
        headers = {
            name: request.header(name, "")
            for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
        }
        try:
            self._webhook.verify(request.body, headers)
            return json.loads(request.body)
        except Exception:  # noqa: BLE001  the library raises what it likes
            return None

    def _take(self, request, content):
        if not isinstance(content, dict):
            return Answer(422, _problem("invalid", "A JSON object is expected."))
        word = request.path.rstrip("/").rpartition("/")[2]
        document_type = content.get("type") or _BY_PATH.get(word)
        document = content.get("data", content)
        if not isinstance(document, dict):
            return Answer(422, _problem("invalid", "data must be an object."))
        status, told = self._warehouse.take(document_type, document)
        return Answer(status, told)

    # What is asked for

    def _ask(self, request):
        if not self._may_ask(request):
            return Answer(401, _problem("unauthorized", "Show the API key."))
        found = _ASKED.fullmatch(request.path)
        if not found:
            return Answer(404, _problem("no_such_path", f"There is no {request.path}."))
        what, number = found.groups()
        if what == "stock":
            return self._stock(request)
        if what == "receipts":
            return Answer(200, self._receipts(request))
        if number:
            return self._one_order(number)
        return self._orders(request)

    def _may_ask(self, request):
        key = self._plan.api_key
        shown = request.header("X-Api-Key") or request.header("Authorization", "")
        return bool(key) and shown.removeprefix("Bearer ") == key

    def _stock(self, request):
        skus = request.query.get("skus")
        told = self._warehouse.stocktaking.snapshot(skus and set(skus.split(",")))
        return Answer(200, told)

    def _one_order(self, number):
        order = self._warehouse.orders.find(number)
        if not order:
            return Answer(404, _problem("no_such_order", f"No order {number}."))
        return Answer(200, self._as_told(order))

    def _orders(self, request):
        """Tell of orders by number, of open ones, or of those news are younger of."""
        orders = self._warehouse.orders
        if numbers := request.query.get("numbers"):
            found = [orders.find(number) for number in numbers.split(",")]
        elif request.query.get("status") == "open":
            found = [each for each in orders.everything() if each["state"] not in ENDED]
        else:
            found = orders.everything()
        told = [self._as_told(order) for order in found if order]
        return Answer(200, {"orders": told[:PAGE]})

    def _as_told(self, order):
        """Return how an order stands, with all that was told of it, word for word."""
        telling = self._warehouse.telling
        return {
            "number": order["number"],
            "reference": order["reference"],
            "revision": order["revision"],
            "state": order["state"],
            "updates": [
                message["data"]
                for message in telling.of_order(order["number"])
                if message["type"] == FULFILLMENT
            ],
        }

    def _receipts(self, request):
        """Tell of receipts: of some advices, of those since a time."""
        since = request.query.get("since")
        after = datetime.fromisoformat(since) if since else None
        advices = set(filter(None, request.query.get("advices", "").split(",")))
        told = [
            message["data"]
            for message in self._warehouse.telling.everything(RECEIPT)
            if after is None or datetime.fromisoformat(message["timestamp"]) > after
            if not advices or message["data"].get("advice") in advices
        ]
        return {"receipts": told[:PAGE]}


def _problem(code, message):
    return {"code": code, "message": message}
