# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A subscriber on this machine, and the events it is told of."""

from .common import LogisticsCase
from .local_partner import LocalPartner


class SubscriptionCase(LogisticsCase):
    """A live shipment, and a receiver that answers what it is told to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hand_on()
        cls.shipment = cls.make_shipment("EV1")
        cls.hand_on()

    def setUp(self):
        super().setUp()
        self.receiver = self.enterContext(LocalPartner())
        self.subscription, self.secret = self.subscribe()

    def subscribe(self, *types, url=None, **vals):
        """Return an active subscription to a receiver of its own, and its secret."""
        subscription = self.env["logistics.subscription"].create(
            {
                "name": "Analytics",
                "url": url or f"{self.receiver.url}/events",
                "event_type_ids": self.types(*types or ("shipment.milestone",)).ids,
                **vals,
            }
        )
        if "integration_id" not in vals:
            subscription.integration_id.allow_internal_address = True
        action = subscription.action_activate()
        secret = action is not True and action["context"]["default_secret"]
        # It joins those who have been given everything.
        self.fan_out()
        return subscription, secret

    def types(self, *codes):
        return self.env["logistics.event.type"].search([("code", "in", codes)])

    def word(self, code):
        return self.env["logistics.word"].search(
            [("kind", "=", "milestone"), ("code", "=", code)]
        )

    def answer(self, *replies):
        self.receiver.replies = list(replies)

    def happen(self, *codes, tracking="EV1", hours=0):
        """Let milestones happen to a shipment, and hand them on."""
        for number, code in enumerate(codes):
            self.tell(self.event(tracking, code, hours=hours + number))
        self.hand_on()

    def fan_out(self):
        """Queue messages for all that has happened."""
        subscriptions = self.env["logistics.subscription"]
        for _step in range(100):
            if not subscriptions._fan_out():
                break
        self.env.invalidate_all()

    def send(self):
        """Hand out and send, as the outbox does, in a transaction of its own."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["logistics.message"]._drain_outbox()
        self.env.invalidate_all()

    def later(self, subscription=None):
        """Let the time of all retries come."""
        self.messages(subscription).filtered(
            lambda message: message.state == "retry"
        ).sudo().next_attempt_at = False
        self.env["logistics.gate"]._reopen(self.env["logistics.integration"].search([]))

    def messages(self, subscription=None):
        """Return what was queued for a subscription, the first event first."""
        wanted = (subscription or self.subscription).ids
        return self.env["logistics.message"].search(
            [("subscription_id", "in", wanted)], order="id"
        )

    def told(self, receiver=None):
        """Return the codes of the milestones that the receiver was sent."""
        requests = (receiver or self.receiver).requests
        return [request.json()["data"].get("code") for request in requests]
