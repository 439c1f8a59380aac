# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.bookings import BookedPiece
from .booking_common import BookingCase

NOON = datetime(2026, 3, 2, 12, 0)


@tagged("-at_install", "post_install")
class TestProcessBooking(BookingCase):
    """Booking and label as steps: ticked by bookings, taken back by their own course."""

    def setUp(self):
        super().setUp()
        self.now = NOON
        self.pass_time(0)
        self.hand_on()
        self.env["logistics.process.template"].search([]).active = False
        self.make_template()

    def pass_time(self, minutes):
        """Have the clock go on."""
        self.now += timedelta(minutes=minutes)
        clock = freeze_time(self.now)
        clock.start()
        self.addCleanup(clock.stop)

    def make_template(self, **book):
        """Return a template; ``book`` are values of its step to book."""
        codes = ("order", "release", "book", "label", "dispatch", "deliver")
        return self.env["logistics.process.template"].create(
            {
                "name": "Parcels",
                "sequence": 0,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "sequence": at,
                            "code": code,
                            "required": code not in ("book", "label"),
                            "reverts": code == "label",
                            **(book if code == "book" else {}),
                        },
                    )
                    for at, code in enumerate(codes)
                ],
            }
        )

    def go(self, minutes=1):
        """Let the engine and the processes do their part, a little later."""
        self.pass_time(minutes)
        self.work()
        self.hand_on()
        self.env["logistics.process.step"]._work_batch()
        self.hand_on()
        self.env.invalidate_all()

    def begun(self, picking):
        """Return the process of a transfer, that has begun."""
        self.hand_on()
        return picking.logistics_shipment_id.process_id

    def states(self, process):
        """Return {code: state}."""
        return {step.code: step.state for step in process.step_ids}

    def step(self, process, code):
        """Return the step of that code."""
        return process.step_ids.filtered(lambda step: step.code == code)

    def label_fails(self, picking):
        """Have a booking stand whose label never comes."""
        self.ledger.answer = {"pieces": (BookedPiece(tracking_number="T000010"),)}
        self.validate(picking)
        self.ledger.faults = [None, CallError("refused", "No paper.")]
        self.go()
        booking = picking.booking_id
        self.assertEqual((booking.state, picking.label_state), ("requested", "pending"))
        self.pass_time(60)
        self.work()
        self.assertEqual(picking.label_state, "failed")
        self.hand_on()
        return booking

    def called_off(self):
        """Return the process of a booked shipment that was called off."""
        picking = self.make_delivery()
        process = self.begun(picking)
        picking.action_get_label()
        self.go()
        self.pass_time(1)
        picking.logistics_shipment_id.action_cancel()
        return process

    def test_a_label_ticks_both_steps(self):
        # given a delivery
        picking = self.make_delivery()
        process = self.begun(picking)
        self.assertEqual(self.states(process)["book"], "running")
        self.assertEqual(self.states(process)["label"], "waiting")
        # when its label is bought
        self.validate(picking)
        self.go()
        # then both steps are done, proven by the booking
        self.assertEqual(self.states(process)["book"], "done")
        self.assertEqual(self.states(process)["label"], "done")
        step = self.step(process, "label")
        self.assertEqual(
            (step.evidence_model, step.evidence_id),
            ("logistics.booking", picking.booking_id.id),
        )
        self.assertEqual(process.current_code, "dispatch")

    def test_each_outcome_is_an_event(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        picking.booking_id.action_call_off()
        self.work()
        told = self.env["logistics.event"].search(
            [
                ("type", "=like", "booking.%"),
                ("shipment_id", "=", picking.logistics_shipment_id.id),
            ],
            order="id",
        )
        self.assertEqual(told.mapped("type"), ["booking.ready", "booking.cancelled"])
        self.assertEqual(set(told.mapped("res_model")), {"logistics.booking"})

    def test_a_booking_that_fails_fails_its_step_until_it_is_tried_again(self):
        picking = self.make_delivery()
        process = self.begun(picking)
        self.ledger.faults = [CallError("refused", "Postcode unknown.")]
        self.validate(picking)
        self.go()
        step = self.step(process, "book")
        self.assertEqual((step.state, process.state), ("failed", "failed"))
        self.assertIn("Postcode unknown.", step.reason)
        # when a person has it tried again, from the process
        step.action_retry()
        self.go()
        self.assertEqual(self.states(process)["label"], "done")
        self.assertEqual(process.state, "running")

    def test_nothing_is_booked_unless_the_step_is_automatic(self):
        picking = self.make_delivery()
        self.begun(picking)
        self.go()
        self.assertFalse(picking.booking_id)

    def test_an_automatic_step_books_as_soon_as_the_goods_can_be_packed(self):
        # given a template whose booking is the system's part
        self.env["logistics.process.template"].search([]).active = False
        self.make_template(automatic=True)
        picking = self.make_delivery()
        process = self.begun(picking)
        # when the processes do their part, more than once
        self.go()
        self.go()
        self.go()
        # then it is booked once
        self.assertEqual(len(self.ledger.booked), 1)
        self.assertEqual(self.states(process)["label"], "done")

    def test_an_automatic_step_leaves_other_delivery_methods_alone(self):
        self.env["logistics.process.template"].search([]).active = False
        self.make_template(automatic=True)
        picking = self.make_delivery(
            carrier=self.make_carrier(integration_level="rate")
        )
        process = self.begun(picking)
        self.go()
        self.assertEqual(self.states(process)["book"], "skipped")
        self.assertFalse(picking.booking_id)

    def test_a_label_that_never_comes_has_its_booking_cancelled(self):
        # given a booking that stands, whose label fails for good
        picking = self.make_delivery()
        process = self.begun(picking)
        booking = self.label_fails(picking)
        self.assertEqual(self.states(process)["label"], "failed")
        self.assertEqual(self.states(process)["book"], "compensating")
        # then the booking is called off by its own course
        self.go()
        self.go()
        self.assertEqual(booking.state, "cancelled")
        self.assertEqual(self.ledger.live(), [])
        # and the shipment waits to be released again, which somebody is told
        states = self.states(process)
        self.assertEqual(
            (states["release"], states["book"]), ("running", "compensated")
        )
        self.assertEqual(process.state, "running")
        self.assertTrue(process.activity_ids)
        self.assertIn(
            "Book: Being undone", " ".join(process.message_ids.mapped("body"))
        )
        # when it is booked again, it goes on
        self.ledger.answer = {}
        self.pass_time(5)
        picking.action_get_label()
        self.go()
        self.assertEqual(process.current_code, "dispatch")
        self.assertFalse(process.activity_ids)
        self.assertEqual(len(self.ledger.live()), 1)

    def test_a_label_that_fails_while_a_person_steers_changes_nothing(self):
        picking = self.make_delivery()
        process = self.begun(picking)
        process._take_over("Mine")
        booking = self.label_fails(picking)
        self.go()
        self.assertEqual(booking.state, "requested")
        # and resuming takes up what is known by now
        process.action_resume()
        self.go()
        self.go()
        self.assertEqual(booking.state, "cancelled")

    def test_what_is_called_off_midway_has_its_booking_cancelled(self):
        # given a label, bought before the goods move
        picking = self.make_delivery()
        process = self.begun(picking)
        picking.action_get_label()
        self.go()
        self.assertEqual(process.current_code, "dispatch")
        # when a person calls the shipment off
        self.pass_time(1)
        picking.logistics_shipment_id.action_cancel()
        self.hand_on()
        self.assertEqual(self.states(process)["book"], "compensating")
        self.go()
        self.go()
        # then booking, label and release are taken back
        self.assertEqual(self.ledger.live(), [])
        states = self.states(process)
        self.assertEqual(
            [states[code] for code in ("release", "book", "label")], ["compensated"] * 3
        )
        self.assertEqual(states["dispatch"], "skipped")
        self.assertEqual(process.state, "cancelled")

    def test_a_carrier_that_does_not_cancel_leaves_it_to_a_person(self):
        # given a booked shipment that is called off, and a carrier that refuses
        process = self.called_off()
        self.ledger.faults = [CallError("refused", "It was picked up already.")]
        self.hand_on()
        self.go()
        self.go()
        # then the step waits for a person, with an activity
        step = self.step(process, "book")
        self.assertEqual((step.state, process.state), ("manual", "stuck"))
        self.assertIn("picked up", step.reason_text)
        self.assertEqual(len(process.activity_ids), 1)
        # nothing asks again by itself
        calls = len(self.ledger.calls)
        self.go(30)
        self.assertEqual(len(self.ledger.calls), calls)
        # when the person has it tried again, and the carrier agrees
        step.action_retry()
        self.go()
        self.go()
        self.assertEqual(self.states(process)["book"], "compensated")
        self.assertEqual(process.state, "cancelled")
        self.assertFalse(process.activity_ids)

    def test_undoing_that_keeps_failing_is_given_to_a_person(self):
        # given a booked shipment that is called off, and a fault of ours
        process = self.called_off()
        self.hand_on()
        bookings = type(self.env["logistics.booking"])
        logger = "odoo.addons.logistics_base.models.logistics_process_work"
        with (
            patch.object(bookings, "_call_off", side_effect=ValueError("no line")),
            self.assertLogs(logger),
        ):
            for _attempt in range(8):
                self.go(300)
        # then a person is called, and told why
        step = self.step(process, "book")
        self.assertEqual((step.state, process.state), ("manual", "stuck"))
        self.assertIn("no line", step.reason_text)
        self.assertEqual(len(process.activity_ids), 1)
        # and may have it tried again
        step.action_retry()
        self.go()
        self.go()
        self.assertEqual(process.state, "cancelled")
        self.assertEqual(self.ledger.live(), [])

    def test_a_person_settles_what_cannot_be_taken_back(self):
        process = self.called_off()
        self.ledger.faults = [CallError("refused", "Too late.")]
        self.hand_on()
        self.go()
        self.go()
        self.step(process, "book")._decide("done", "Written off with the carrier")
        self.assertEqual(self.states(process)["book"], "compensated")
        self.assertEqual(process.state, "cancelled")

    def test_deciding_by_facts_costs_no_more_for_many(self):
        def cost(count):
            pickings = [self.make_delivery(quantity=1) for _at in range(count)]
            self.hand_on()
            ids = [p.logistics_shipment_id.id for p in pickings]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            facts = self.env["logistics.process.facts"]._of(ids)
            self.assertEqual(len(facts), count)
            return self.env.cr.sql_log_count - before

        self.assertEqual(cost(5), cost(1))

    def test_a_cancelled_order_has_its_booking_cancelled(self):
        # given a sale whose label is bought
        order = self.make_sale()
        picking = order.picking_ids
        picking.action_assign()
        process = self.begun(picking)
        step = self.step(process, "order")
        self.assertEqual(
            (step.evidence_model, step.evidence_id), (order._name, order.id)
        )
        picking.action_get_label()
        self.go()
        self.assertEqual(process.current_code, "dispatch")
        # when the order is cancelled
        self.pass_time(1)
        order.with_context(disable_cancel_warning=True).action_cancel()
        self.hand_on()
        self.go()
        self.go()
        # then nothing is left of it at the carrier
        self.assertEqual(self.ledger.live(), [])
        self.assertEqual(process.state, "cancelled")
        self.assertEqual(self.states(process)["book"], "compensated")

    def test_what_left_our_stock_is_dispatched_where_no_carrier_tells(self):
        # given goods that our own driver brings, and goods that a carrier gets
        own = self.make_carrier(delivery_type="fixed", logistics_integration_id=False)
        by_driver = self.make_delivery(carrier=own)
        by_carrier = self.make_delivery()
        processes = self.begun(by_driver), self.begun(by_carrier)
        # when both are validated
        self.pass_time(1)
        self.validate(by_driver, by_carrier)
        self.go()
        # then what the carrier is still to get has not been dispatched
        states = [self.states(process) for process in processes]
        self.assertEqual([s["dispatch"] for s in states], ["done", "running"])
        step = self.step(processes[0], "dispatch")
        self.assertEqual(
            (step.evidence_model, step.evidence_id), (by_driver._name, by_driver.id)
        )
        self.assertEqual(states[0]["deliver"], "running")

    def test_goods_that_were_received_have_arrived(self):
        # given a receipt that is followed as a shipment
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": self.customer.id,
                "carrier_id": self.carrier.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 2,
                            "location_id": self.env.ref(
                                "stock.stock_location_suppliers"
                            ).id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        },
                    )
                ],
            }
        )
        receipt.action_confirm()
        process = self.begun(receipt)
        self.assertEqual(receipt.logistics_shipment_id.direction, "inbound")
        self.assertNotEqual(self.states(process)["deliver"], "done")
        # when it is received
        receipt.move_ids.quantity = 2
        self.pass_time(1)
        self.validate(receipt)
        self.hand_on()
        # then it has arrived, and had been sent
        states = self.states(process)
        self.assertEqual((states["dispatch"], states["deliver"]), ("done", "done"))
        self.assertEqual(process.state, "done")
