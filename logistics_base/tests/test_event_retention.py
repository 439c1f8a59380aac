# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from ..models.logistics_event_retention import RETENTION_OPTION
from .subscription_common import SubscriptionCase


@tagged("-at_install", "post_install")
class TestEventRetention(SubscriptionCase):
    """Events are kept as long as it is set, and as somebody waits for them."""

    def age(self, days):
        """Let everything that has happened be so many days old."""
        self.env["logistics.event"].flush_model()
        self.env.cr.execute(
            "UPDATE logistics_event SET create_date = now() at time zone 'UTC' "
            "- interval '1 day' * %s",
            (days,),
        )
        self.env.invalidate_all()

    def expire(self):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["logistics.message"]._expire()
        self.env.invalidate_all()

    def left(self):
        return self.env["logistics.event"].search(
            [("shipment_id", "=", self.shipment.id)]
        )

    def test_old_events_go_and_the_feed_says_so(self):
        self.happen("picked_up")
        self.fan_out()
        self.age(91)
        gone = max(self.left().mapped("position"))
        self.happen("departed", hours=1)
        self.fan_out()
        self.expire()
        self.assertEqual(
            set(self.left().filtered(lambda e: e.type == "shipment.milestone")),
            set(self.messages()[-1].event_id),
        )
        deleted_to = self.env["logistics.event"]._deleted_to()
        self.assertGreaterEqual(deleted_to, gone)
        self.assertLess(deleted_to, min(self.left().mapped("position")))

    def test_they_are_kept_as_long_as_it_is_set(self):
        self.happen("picked_up")
        self.fan_out()
        self.age(91)
        self.env["ir.config_parameter"].set_param(RETENTION_OPTION, "365")
        self.expire()
        self.assertTrue(self.left())
        self.env["ir.config_parameter"].set_param(RETENTION_OPTION, "0")
        self.age(4000)
        self.expire()
        self.assertTrue(self.left())

    def test_they_are_kept_for_who_is_behind_but_not_for_ever(self):
        self.happen("picked_up")
        waiting = self.left().filtered(lambda e: e.type == "shipment.milestone")
        self.subscription.is_behind = True
        self.age(91)
        self.expire()
        self.assertTrue(waiting.exists())
        self.age(181)
        self.expire()
        self.assertFalse(waiting.exists())

    def test_what_was_not_handed_on_yet_is_kept(self):
        self.tell(self.event("EV1", "picked_up"))
        self.age(4000)
        self.expire()
        self.assertTrue(self.left().filtered(lambda e: not e.position))
