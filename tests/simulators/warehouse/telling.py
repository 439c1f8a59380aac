# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a warehouse tells: written down first, then sent in order until it is taken."""

import json
import logging
import threading
from datetime import datetime, timezone

from standardwebhooks.webhooks import Webhook

from logistics_base.protocols.signatures import SignedRequest

from ..tally import Tally
from .mishaps import TELLING

_logger = logging.getLogger(__name__)

LONGEST_SLEEP = 0.2


class Telling(threading.Thread):
    """Sends what is in the outbox of one warehouse.

    Like most partners it tries for a while and then gives a message up: what is given
    up is lost to the other side until somebody asks.

    :param put_file: called with the type and the content where it tells by files; None
        where it calls.
    """

    def __init__(self, plan, book, clock, delivery, mishaps, stop, put_file=None):
        super().__init__(name=f"warehouse {plan.code}", daemon=True)
        self.plan = plan
        self.book = book
        self.tally = Tally()
        self._clock = clock
        self._delivery = delivery
        self._mishaps = mishaps
        self._stop_event = stop
        self._put_file = put_file
        self._webhook = Webhook(plan.secret)
        self._wake = threading.Event()
        self._held = None
        self.is_closed = lambda: False

    def tell(self, document_type, content):
        """Write down what is to be told; part of the caller's transaction."""
        message = {
            "key": f"msg_{self.book.next_digits('message')}",
            "type": document_type,
            "timestamp": self._clock.now().isoformat(),
            "data": content,
        }
        self._enter(message, "due")
        self._wake.set()

    def run(self):
        """Tell what is due until stopped."""
        for message in self.book.by_state("message", "held"):
            self._settle(message, "due")
        while not self._stop_event.is_set():
            due = [] if self.is_closed() else self.book.by_state("message", "due")
            for message in due:
                if self._stop_event.is_set() or self.is_closed():
                    break
                self._tell_one(message)
            if not due:
                self._wake.wait(LONGEST_SLEEP)
                self._wake.clear()
        self._delivery.close()

    def status(self):
        """Return how many messages there are, by what became of them."""
        states = ("due", "told", "lost", "given_up", "refused")
        return {
            **{state: len(self.book.by_state("message", state)) for state in states},
            **self.tally.as_json(),
        }

    def everything(self, document_type):
        """Return all messages of a type, whatever became of them."""
        found = self.book.by_state(
            "message", "told", "due", "held", "lost", "given_up", "refused"
        )
        same = [message for message in found if message["type"] == document_type]
        return sorted(same, key=lambda message: message["key"])

    def of_order(self, number):
        """Return all that was told of an order, or should have been, in order."""
        found = self.book.by_key("message", number)
        return sorted(found, key=lambda message: message["key"])

    def repeat_lost(self):
        """Tell once more what was lost or given up; return how many."""
        lost = self.book.by_state("message", "lost", "given_up")
        for message in lost:
            self._settle(message, "due")
        self._wake.set()
        return len(lost)

    def _tell_one(self, message):
        fault = self._mishaps.befall(TELLING, message["type"])
        kind = fault and fault.kind
        if kind == "lose":
            self._settle(message, "lost")
            return
        if kind == "out_of_order" and self._held is None:
            self._held = message
            self._settle(message, "held")
            return
        self._send(message, kind)
        if kind == "twice":
            self._send({**message, "key": f"{message['key']}_again"}, None)
        held, self._held = self._held, None
        if held:
            self._send(held, None)

    def _send(self, message, fault):
        if self._put_file:
            self._settle(message, self._put(message, fault))
            return
        answer = self._delivery.deliver(lambda: self.request(message), self.tally)
        _logger.info(
            "%s %s: %s (%s)",
            self.plan.code,
            message["type"],
            answer.outcome,
            answer.status or "no answer",
        )
        if self._stop_event.is_set() and answer.outcome == "failed":
            return
        states = {"failed": "given_up", "refused": "refused"}
        self._settle(message, states.get(answer.outcome, "told"))

    def _put(self, message, fault):
        try:
            self._put_file(message["type"], message["data"], fault)
        except Exception:
            # What no file can tell keeps nothing else from being told.
            _logger.exception("%s cannot tell %s", self.plan.code, message["type"])
            return "refused"
        return "told"

    def _settle(self, message, state):
        if not message["key"].endswith("_again"):
            self._enter(message, state)

    def _enter(self, message, state):
        number = message["data"].get("order")
        self.book.write("message", message["key"], message, key=number, state=state)

    def request(self, message):
        """Return a message as it is sent now: signed by Standard Webhooks."""
        names = ("type", "timestamp", "data")
        body = json.dumps({name: message[name] for name in names}, ensure_ascii=False)
        now = datetime.now(timezone.utc)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Simulated-Warehouse/1.0",
            "webhook-id": message["key"],
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(message["key"], now, body),
        }
        path = f"{self._delivery.prefix}/logistics/v1/inbound/{self.plan.code}"
        return SignedRequest("POST", path, headers, body.encode())
