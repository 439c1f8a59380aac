# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A subscriber: takes Odoo's webhooks in as any receiver would, and keeps count.

It verifies with the public library of Standard Webhooks and with nothing of the suite's,
so that what it accepts, others accept.
"""

import json
import threading
from collections import Counter, deque

from standardwebhooks.webhooks import Webhook

from ..api.exchange import Answer
from ..api.faults import Faults


class Subscriber:
    """One receiver, below its own path.

    :param SubscriberPlan plan: its code and its secrets.
    """

    name = "Simulated Subscriber"

    def __init__(self, plan, seed=0):
        self.plan = plan
        self.faults = Faults(f"{seed}:{plan.code}")
        self._webhooks = [Webhook(secret) for secret in plan.secrets]
        self._counts = Counter()
        self._types = Counter()
        self._seen = set()
        self._deliveries = deque(maxlen=plan.keeps)
        self._lock = threading.Lock()

    def answer(self, request, _fault=None):
        """Return the Answer to a delivery: 204, or 401 where it is not Odoo's."""
        if request.method != "POST":
            return Answer(405, {"error": "post events here"})
        event = self._verified(request)
        if event is None:
            self._count("refused")
            return Answer(401, {"error": "the signature does not verify"})
        self._take(request.header("webhook-id", ""), event)
        return Answer(204)

    def _verified(self, request):
        """Return the event, or None where no secret verifies it."""
        headers = {
            name: request.header(name, "")
            for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
        }
        for webhook in self._webhooks:
            try:
                webhook.verify(request.body, headers)
                return json.loads(request.body)
            except Exception:  # noqa: BLE001,S112  the library raises what it likes
                continue
        return None

    def _take(self, key, event):
        with self._lock:
            repeated = key in self._seen
            self._seen.add(key)
            self._counts["repeated" if repeated else "accepted"] += 1
            self._types[event.get("type")] += 1
            self._deliveries.append(
                {
                    "id": key,
                    "type": event.get("type"),
                    "timestamp": event.get("timestamp"),
                    "repeated": repeated,
                    "data": event.get("data"),
                }
            )

    def _count(self, name):
        with self._lock:
            self._counts[name] += 1

    def status(self):
        """Return how many deliveries there were, without what was in them."""
        with self._lock:
            return {
                "accepted": self._counts["accepted"],
                "repeated": self._counts["repeated"],
                "refused": self._counts["refused"],
                "types": dict(self._types),
            }

    def deliveries(self):
        """Return the last deliveries that verified, in the order they came."""
        with self._lock:
            return list(self._deliveries)
