# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from psycopg2 import errors

from odoo import api

from .common import LogisticsCase


class TestEvent(LogisticsCase):
    """What has changed is handed on once, in order, to whoever waits for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("EV1")
        cls.hand_on()
        cls.told = []

    def listen(self, hear):
        """Have a consumer that calls ``hear(rows)``."""
        consumer = type(self.env["logistics.trace"])
        events = type(self.env["logistics.event"])
        self.startPatcher(
            patch.object(
                consumer,
                "_on_events",
                api.model(lambda _self, rows: hear(rows)),
                create=True,
            )
        )
        self.startPatcher(
            patch.object(events, "_consumers", lambda _self: ["logistics.trace"])
        )

    def test_events_are_handed_on_once_in_order(self):
        # given a consumer
        heard = []
        self.listen(heard.extend)
        # when a shipment moves
        self.tell(self.event("EV1", "picked_up"))
        self.tell(self.event("EV1", "in_transit", hours=1))
        self.hand_on()
        self.hand_on()
        # then it hears of each change once, in the order in which they were made
        codes = [row.summary for row in heard if row.type == "shipment.milestone"]
        self.assertEqual(codes, ["picked_up", "in_transit"])
        positions = [row.position for row in heard]
        self.assertEqual(positions, sorted(set(positions)))
        self.assertEqual({row.shipment_id for row in heard}, {self.shipment.id})

    def test_one_bad_event_stops_nobody(self):
        # given a consumer that cannot make anything of a delay
        heard = []

        def hear(rows):
            if any(row.summary == "delayed" for row in rows):
                raise ValueError("no idea")
            heard.extend(rows)

        self.listen(hear)
        # when three things happen, a delay among them
        with self.assertLogs("odoo.addons.logistics_base.models.logistics_event"):
            for hours, code in enumerate(("picked_up", "delayed", "delivered")):
                self.tell(self.event("EV1", code, hours=hours))
            self.hand_on()
        # then it hears of the others, and the one that failed says why
        codes = [row.summary for row in heard if row.type == "shipment.milestone"]
        self.assertEqual(codes, ["picked_up", "delivered"])
        failed = self.env["logistics.event"].search([("error_message", "!=", False)])
        self.assertEqual(failed.mapped("summary"), ["delayed"])
        self.assertIn("no idea", failed.error_message)

    def test_events_of_two_companies_are_told_apart(self):
        heard = []
        self.listen(lambda rows: heard.append({row.company_id for row in rows}))
        other = self.env["res.company"].create({"name": "Other Company"})
        self.make_shipment(company_id=other.id, partner_id=False, integration_id=False)
        self.env["logistics.event"]._publish(
            "shipment.stage", self.env["logistics.shipment"].search([])
        )
        self.hand_on()
        self.assertTrue(all(len(companies) == 1 for companies in heard))
        self.assertIn({other.id}, heard)

    def test_records_without_a_shipment_are_each_of_their_own_company(self):
        other = self.env["res.company"].create({"name": "Second"})
        integrations = self.make_integration() + self.make_integration(
            company_id=other.id
        )
        events = self.env["logistics.event"]
        events._publish("integration.watched", integrations)
        found = events.search([("type", "=", "integration.watched")], order="res_id")
        self.assertEqual(found.mapped("company_id"), integrations.mapped("company_id"))
        self.assertEqual(len(found.company_id), 2)

    def test_what_a_rule_caused_bears_its_mark(self):
        events = self.env["logistics.event"]._caused_by((7, 9))
        events._publish("shipment.stage", self.shipment.with_env(events.env))
        heard = []
        self.listen(heard.extend)
        self.hand_on()
        self.assertEqual([row.chain for row in heard], [(7, 9)])

    def test_an_event_that_exceeds_a_limit_of_the_database_stops_nobody(self):
        # given a consumer that keeps words in an index, which takes only so many
        self.env.cr.execute("CREATE TEMPORARY TABLE words (word varchar)")
        self.env.cr.execute("CREATE INDEX ON words (word)")
        heard = []

        def hear(rows):
            self.env.cr.execute(
                "INSERT INTO words SELECT string_agg(md5(n::text), '') "
                "FROM generate_series(1, %s) n",
                (5000 if any(row.summary == "delayed" for row in rows) else 1,),
            )
            heard.extend(rows)

        self.listen(hear)
        # when one event has too many
        with self.assertLogs("odoo.addons.logistics_base.models.logistics_event"):
            for hours, code in enumerate(("picked_up", "delayed", "delivered")):
                self.tell(self.event("EV1", code, hours=hours))
            self.hand_on()
        # then it is marked, and the others are heard of
        codes = [row.summary for row in heard if row.type == "shipment.milestone"]
        self.assertEqual(codes, ["picked_up", "delivered"])
        failed = self.env["logistics.event"].search([("error_message", "!=", False)])
        self.assertEqual(failed.mapped("summary"), ["delayed"])

    def test_who_was_woken_in_what_failed_is_woken_again(self):
        crons = self.env["logistics.message"]._drain_crons()

        def calls():
            return self.env["ir.cron.trigger"].search_count(
                [("cron_id", "in", crons.ids)]
            )

        before = calls()
        # given a part of the transaction that wakes the drains and is rolled back
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.env["logistics.message"]._wake_drain(everybody=True)
            raise ValueError
        self.assertEqual(calls(), before)
        # when another part of it wakes them
        self.env["logistics.message"]._wake_drain(everybody=True)
        # then they are called
        self.assertEqual(calls(), before + len(crons))

    def test_messages_do_not_wait_where_events_cannot_be_handed_on(self):
        messages = self.env["logistics.message"]
        events = type(self.env["logistics.event"])
        busy = errors.LockNotAvailable("somebody has hold of it")
        # when what a consumer needs cannot be had
        with (
            patch.object(events, "_expand", side_effect=busy),
            patch.object(self.env.cr, "rollback") as rollback,
            self.assertLogs(
                "odoo.addons.logistics_base.models.logistics_message_drain"
            ),
        ):
            told = messages._hand_on_events()
        # then the drain goes on with the messages, from a clean slate
        self.assertIsNone(told)
        rollback.assert_called_once()
