# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A delivery method that names no carrier: who is chosen, and who takes over."""

from unittest.mock import patch

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.bookings import BookingDocument, BookingRequest
from ..consigning.limits import CarrierLimits
from .booking_common import ADDON, Lost
from .second_common import SecondCarrierCase

DOWN = CallError("circuit_open", "The carrier is down.")
REFUSED = CallError("refused", "422", problems=["Not to that island."])
UNKNOWN = CallError("uncertain", "The connection was cut.")
UNREACHABLE = CallError("unreachable", "No such host.")


@tagged("-at_install", "post_install")
class TestChosenCarrier(SecondCarrierCase):
    """Without an integration the rules choose among all carriers."""

    def test_the_cheapest_is_booked_where_no_guide_says_anything(self):
        # given a delivery by a method that leaves the carrier open
        picking = self.make_delivery()
        self.validate(picking)
        # then nobody was asked while the goods moved
        self.assertEqual(picking.label_state, "pending")
        self.assertFalse(picking.booking_id.integration_id)
        quotes = [("picking_id", "=", picking.id)]
        self.assertFalse(self.env["logistics.quote"].search(quotes))
        # when the engine works
        self.work()
        # then the rules have chosen, and it is booked
        self.assert_with(picking, self.first)
        self.assertEqual(picking.booking_id.service_code, "FIRST")
        self.assertEqual(picking.booking_id.expected_price, 5.0)
        self.assertEqual(picking.logistics_shipment_id.integration_id, self.first)

    def test_the_routing_guides_order_counts(self):
        self.make_guide(self.second, self.first)
        picking = self.booked()
        self.assert_with(picking, self.second)

    def test_what_the_customer_was_offered_counts(self):
        # given an order by the second carrier's offer, which a person picked
        order = self.make_sale(carrier=self.method)
        quote = self.env["logistics.quote"]._quote_order(order, self.method)
        order.logistics_offer_id = quote.line_ids.filtered(
            lambda line: line.integration_id == self.second
        )
        # when it is sent
        self.validate(order.picking_ids)
        self.work()
        # then that carrier has it
        self.assert_with(order.picking_ids, self.second)

    def test_an_order_is_priced_by_the_best_of_all(self):
        order = self.make_sale(carrier=self.method)
        rated = self.method.rate_shipment(order)
        self.assertTrue(rated["success"])
        line = self.env["logistics.quote.line"].browse(rated["logistics_offer_id"])
        self.assertEqual(line.integration_id, self.first)
        asked = line.quote_id.line_ids.integration_id
        self.assertEqual(asked, self.first | self.second)

    def test_test_carriers_are_left_out_where_there_is_a_real_one(self):
        self.second.environment = "production"
        picking = self.booked()
        self.assert_with(picking, self.second)

    def test_among_test_carriers_alone_one_is_taken(self):
        (self.first | self.second).environment = "test"
        self.assert_with(self.booked(), self.first)

    def test_who_is_not_live_is_not_taken(self):
        self.first.state = "paused"
        self.assert_with(self.booked(), self.second)

    def test_who_cannot_book_is_not_taken(self):
        # given a first carrier that can only be asked for prices
        connector = self.connectors[self.first.id]
        connector.capabilities = frozenset({"rate"})
        self.assert_with(self.booked(), self.second)

    def test_who_is_booked_by_message_may_be_taken(self):
        # given a forwarder that is cheaper than all and booked by EDI
        forwarder = self.make_forwarder()
        picking = self.booked()
        # then the request is in its outbox, and nobody was called
        booking = picking.booking_id
        self.assertEqual(booking.integration_id, forwarder)
        self.assertEqual(booking.state, "requested")
        self.assertTrue(booking.message_id)
        self.assertFalse(self.live())

    def test_nobody_to_choose_from_is_told(self):
        (self.first | self.second).state = "paused"
        picking = self.booked()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.label_state, "failed")
        self.assertTrue(picking.label_message)

    def test_prices_are_asked_for_what_is_booked(self):
        picking = self.booked(packages=2)
        asked = picking.booking_id.offer_id.quote_id.consignment
        told = picking.booking_id.request["consignment"]
        self.assertEqual(len(asked["pieces"]), 2)
        for part in ("pieces", "ship_from", "ship_to"):
            self.assertEqual(asked[part], told[part])

    def test_who_calls_it_off_while_prices_are_asked_is_heard(self):
        # given a person who voids the label while carriers are asked for prices
        picking = self.make_delivery()
        self.validate(picking)
        booking = picking.booking_id
        ask = type(booking)._ask_offers

        def voided_meanwhile(self, *args):
            quote_id = ask(self, *args)
            booking.action_call_off()
            return quote_id

        with patch.object(type(booking), "_ask_offers", voided_meanwhile):
            self.work()
        # then nothing is booked
        self.assertEqual(booking.state, "cancelled")
        self.assertFalse(self.live())

    def test_who_dies_while_asking_is_replaced_when_the_lease_is_over(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.env.flush_all()
        bookings = self.env["logistics.booking"]
        self.assertTrue(bookings._claim_choice(picking.booking_id.id))
        # when others look, they leave it alone while the lease lasts
        self.work()
        self.assertFalse(self.live())
        # and take it over afterwards
        self.later(minutes=3)
        self.assert_with(picking, self.first)

    def test_prices_that_cannot_be_asked_are_told(self):
        picking = self.make_delivery()
        self.validate(picking)
        quotes = type(self.env["logistics.quote"])
        logger = f"{ADDON}.models.logistics_booking_choice"
        with patch.object(quotes, "_shop", side_effect=ZeroDivisionError("a defect")):
            with mute_logger(logger):
                self.work()
        self.assertEqual(picking.label_state, "failed")
        self.assertIn("a defect", picking.label_message)

    def test_the_form_leaves_no_service_without_its_carrier(self):
        service = self.env["logistics.service"].search(
            [("integration_id", "=", self.first.id)]
        )
        with Form(self.method) as form:
            form.logistics_integration_id = self.first
            form.logistics_service_id = service
        self.assertEqual(self.method.logistics_service_id, service)
        with Form(self.method) as form:
            form.logistics_integration_id = self.env["logistics.integration"]
        self.assertFalse(self.method.logistics_service_id)

    def test_goods_that_come_back_go_with_who_brought_them(self):
        # given a delivery that the dearer carrier brought
        self.make_guide(self.second, self.first)
        picking = self.booked()
        # when a label for the way back is asked for
        self.assertTrue(self.method.can_generate_return)
        self.method.get_return_label(picking)
        self.work()
        # then the same carrier brings them back
        back = picking.booking_ids.filtered(lambda b: b.purpose == "return")
        self.assertEqual(back.integration_id, self.second)
        self.assertEqual(back.state, "ready")

    def test_who_cannot_bring_them_back_is_not_asked_to(self):
        # given a carrier without return labels
        picking = self.booked()
        connector = self.connectors[self.first.id]
        connector.capabilities = connector.capabilities - {"return_label"}
        # when a label for the way back is asked for
        self.method.get_return_label(picking)
        self.work()
        # then another one is chosen for it
        back = picking.booking_ids.filtered(lambda b: b.purpose == "return")
        self.assertEqual(back.integration_id, self.second)
        self.assertEqual(back.state, "ready")

    def test_what_is_voided_is_cancelled_with_whom_it_was_booked(self):
        picking = self.booked(REFUSED)
        self.assert_with(picking, self.second)
        picking.cancel_shipment()
        self.work()
        self.assertFalse(self.live())
        self.assertEqual(len(self.ledgers[self.second].cancelled), 1)


@tagged("-at_install", "post_install")
class TestSecondCarrier(SecondCarrierCase):
    """Another carrier takes over, and only what the first has not booked for certain."""

    def test_a_carrier_that_is_down_gives_way(self):
        picking = self.booked(DOWN)
        self.assert_with(picking, self.second)
        self.assertEqual(picking.logistics_shipment_id.integration_id, self.second)
        # and people can read why
        old = picking.booking_ids - picking.booking_id
        self.assertEqual(old.state, "cancelled")
        self.assertNotEqual(old.key, picking.booking_id.key)
        told = "".join(picking.message_ids.mapped("body"))
        self.assertIn("Second is taken instead", told)
        self.assertFalse(old.activity_ids)

    def test_a_carrier_that_refuses_gives_way(self):
        picking = self.booked(REFUSED)
        self.assert_with(picking, self.second)
        self.assertEqual(picking.booking_id.avoided_ids, self.first)

    def test_a_carrier_that_cannot_take_such_goods_gives_way(self):
        # given a first carrier whose interface takes no more than half a kilogram
        connector = self.connectors[self.first.id]
        connector.limits = CarrierLimits(piece_weight=0.5)
        self.assert_with(self.booked(), self.second)

    def test_what_all_carriers_lack_is_not_tried_with_each(self):
        # given an address that nobody can deliver to
        self.customer.zip = False
        picking = self.booked()
        self.assertEqual(picking.label_state, "failed")
        self.assertEqual(len(picking.booking_ids), 1)

    def test_an_unknown_outcome_never_gives_way(self):
        # given a carrier that cannot be asked, and whose answer was lost
        connector = self.connectors[self.first.id]
        connector.capabilities = connector.capabilities - {"find_booking"}
        connector.honours_keys = False
        for fault in (Lost(), UNKNOWN):
            with self.subTest(fault=fault):
                picking = self.booked(fault)
                # then a person has to find out, however long it takes
                self.later(hours=5)
                self.assertEqual(picking.label_state, "in_doubt")
                self.assertEqual(len(picking.booking_ids), 1)
        self.assertFalse(self.ledgers[self.second].calls)

    def test_a_carrier_that_is_down_after_a_lost_answer_keeps_it(self):
        # given a carrier that booked, whose answer was lost, and that is down since
        picking = self.booked(Lost(), DOWN, DOWN, DOWN)
        for minutes in (1, 5, 10):
            self.later(minutes=minutes)
        # then it is waited for
        self.assertEqual(len(picking.booking_ids), 1)
        self.assertFalse(self.ledgers[self.second].calls)
        # and found
        self.later(hours=2)
        self.assert_with(picking, self.first)

    def test_after_three_tries_another_one_is_taken(self):
        picking = self.booked(*[UNREACHABLE] * 3)
        self.assertFalse(self.ledgers[self.second].calls)
        self.later(minutes=1)
        self.assertEqual(len(picking.booking_ids), 1)
        self.later(minutes=5)
        self.assertEqual(len(self.ledgers[self.first].calls), 3)
        self.assert_with(picking, self.second)

    def test_where_nobody_else_offers_it_stays_failed_and_says_why(self):
        # given a second carrier that takes nothing of the kind
        self.second.state = "paused"
        picking = self.booked(REFUSED)
        # then the first one's refusal is told, once and for all
        self.assertEqual(picking.label_state, "failed")
        self.assertIn("Not to that island.", picking.label_message)
        self.assertFalse(self.later(hours=1))
        self.assertEqual(len(picking.booking_ids), 1)

    def test_where_nobody_else_offers_a_label_stays_queued(self):
        self.second.state = "paused"
        picking = self.booked(DOWN)
        self.assertEqual((picking.state, picking.label_state), ("done", "pending"))
        self.later(minutes=5)
        self.assert_with(picking, self.first)

    def test_who_is_down_as_well_is_not_taken(self):
        # given two carriers that are both left alone for now
        self.set_down(self.second)
        picking = self.booked(DOWN)
        # then nobody takes over
        self.assertEqual(picking.label_state, "pending")
        self.assertEqual(picking.booking_id.integration_id, self.first)

    def set_down(self, integration):
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO logistics_gate (integration_id, circuit, retry_at, level, "
            "level_at, closed_until, failures, trips) VALUES (%s, 'open', "
            "extract(epoch from now() at time zone 'UTC') + 3600, 0, 0, 0, 5, 1)",
            [integration.id],
        )

    def test_all_that_refuse_are_tried_once_each(self):
        self.ledgers[self.second].faults = [REFUSED]
        picking = self.booked(REFUSED)
        self.assertEqual(picking.label_state, "failed")
        self.assertEqual(len(picking.booking_ids), 2)
        calls = [len(ledger.calls) for ledger in self.ledgers.values()]
        self.assertEqual(calls, [1, 1])
        # when a person has put it right, the rules choose anew
        picking.action_try_label_again()
        self.work()
        self.assert_with(picking, self.first)

    def test_the_routing_guide_says_who_is_second(self):
        third = self.make_rated("Third", 20.0)
        self.make_bookable(third)
        self.make_guide(self.first, third, self.second)
        self.assert_with(self.booked(DOWN), third)

    def test_a_guide_that_allows_nobody_else_is_kept(self):
        self.make_guide(self.first, continue_if_none=False)
        picking = self.booked(REFUSED)
        self.assertEqual(picking.label_state, "failed")
        self.assertFalse(self.ledgers[self.second].calls)

    def test_a_method_that_names_its_carrier_keeps_it(self):
        self.method.logistics_integration_id = self.first
        picking = self.booked(REFUSED)
        self.assertEqual(picking.label_state, "failed")
        self.assertFalse(self.ledgers[self.second].calls)

    def test_half_a_booking_does_not_give_way(self):
        # given a carrier that takes one of two packages
        self.ledgers[self.first].answer = {
            "status": "confirmed",
            "pieces": (),
            "id": "B1",
        }
        picking = self.booked(packages=2)
        self.assertFalse(self.ledgers[self.second].calls)
        self.assertNotEqual(picking.label_state, "ready")

    def test_a_forwarder_that_declines_gives_way(self):
        # given a booking that is requested by message
        self.make_forwarder()
        picking = self.booked()
        booking = picking.booking_id
        # when the forwarder has no room
        refusal = BookingDocument(key=booking.key, status="declined", reason="Full.")
        booking._confirm(refusal)
        self.assertEqual(picking.label_state, "failed")
        self.work()
        # then the next carrier is called
        self.env.invalidate_all()
        self.assert_with(picking, self.first)

    def test_a_request_that_a_person_takes_back_does_not_go_elsewhere(self):
        self.make_forwarder()
        picking = self.booked()
        message = picking.booking_id.message_id.sudo()
        # given one that could not be sent so far
        message.write({"state": "retry", "error_category": "unreachable"})
        message._set_discarded("Not needed.")
        self.assertFalse(self.work())
        self.assertEqual(picking.label_state, "failed")
        self.assertEqual(len(picking.booking_ids), 1)
        self.assertFalse(self.live())

    # Nothing is booked twice

    def test_a_late_confirmation_is_called_off(self):
        # given goods that a second carrier took
        picking = self.booked(REFUSED)
        old = picking.booking_ids - picking.booking_id
        # when the first one says that it has booked them after all
        connector = self.connectors[self.first.id](None, None)
        old._confirm(connector._make(BookingRequest.from_json(old.request)))
        self.work()
        # then it is told that nobody wants that
        self.assert_with(picking, self.second)
        self.assertEqual(self.ledgers[self.first].cancelled, ["B1"])

    def test_who_is_killed_before_another_is_asked_is_replaced(self):
        # given a server that dies when the first carrier has refused
        picking = self.make_delivery()
        self.validate(picking)
        self.ledgers[self.first].faults = [REFUSED]
        bookings = type(self.env["logistics.booking"])
        with patch.object(bookings, "_divert", lambda *_args: None):
            self.work()
        self.assertEqual(picking.label_state, "failed")
        # when another one looks what is due
        self.work()
        # then the second carrier has the goods
        self.env.invalidate_all()
        self.assert_with(picking, self.second)

    def test_who_is_killed_while_asking_others_is_replaced(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.ledgers[self.first].faults = [REFUSED]
        bookings = type(self.env["logistics.booking"])
        found = self.env["logistics.booking"]
        with patch.object(bookings, "_divert", lambda *_args: None):
            self.work()
        self.assertTrue(found._claim_divert(picking.booking_id.id))
        self.work()
        self.assertFalse(self.ledgers[self.second].calls)
        self.later(minutes=3)
        self.assert_with(picking, self.second)

    def test_who_is_killed_after_the_change_is_replaced(self):
        # given a server that dies when the second booking is written down
        picking = self.make_delivery()
        self.validate(picking)
        self.ledgers[self.first].faults = [REFUSED]
        bookings = type(self.env["logistics.booking"])
        advance = bookings._advance
        booking = picking.booking_id

        def dies(self, booking_id):
            return booking_id == booking.id and advance(self, booking_id)

        with patch.object(bookings, "_advance", dies):
            self.work()
        self.env.invalidate_all()
        self.assertEqual(booking.state, "cancelled")
        self.assertEqual(picking.booking_id.state, "pending")
        # when another one looks what is due
        self.work()
        self.env.invalidate_all()
        self.assert_with(picking, self.second)

    def test_two_who_look_for_another_carrier_find_one(self):
        # given two servers that ask others at the same time
        picking = self.make_delivery()
        self.validate(picking)
        self.ledgers[self.first].faults = [REFUSED]
        bookings = self.env["logistics.booking"]
        with patch.object(type(bookings), "_divert", lambda *_args: None):
            self.work()
        booking = picking.booking_id
        claim = bookings._in_own_cursor(lambda b: b._claim_divert(booking.id))
        self.assertFalse(bookings._claim_divert(booking.id))
        quote_id, _problem = bookings._ask_apart(booking.id, is_other=True)
        # when the first one hangs, the other takes over, and both come to an end
        self.later(minutes=3)
        self.assertFalse(booking._conclude_divert(claim, quote_id))
        # then one carrier has the goods
        self.work()
        self.assert_with(picking, self.second)

    def test_who_tries_again_while_others_are_asked_is_heard(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.ledgers[self.first].faults = [REFUSED]
        bookings = self.env["logistics.booking"]
        with patch.object(type(bookings), "_divert", lambda *_args: None):
            self.work()
        booking = picking.booking_id
        claim = bookings._in_own_cursor(lambda b: b._claim_divert(booking.id))
        quote_id, _problem = bookings._ask_apart(booking.id, is_other=True)
        # when a person presses Try again meanwhile
        picking.action_try_label_again()
        self.assertFalse(booking._conclude_divert(claim, quote_id))
        self.work()
        # then that is what happens
        self.assert_with(picking, self.first)
        self.assertEqual(len(picking.booking_ids), 1)

    def test_a_return_label_is_bought_from_a_second_carrier_too(self):
        picking = self.booked()
        self.ledgers[self.first].faults = [DOWN]
        self.method.get_return_label(picking)
        self.work()
        self.env.invalidate_all()
        back = picking.booking_ids.filtered(
            lambda b: b.purpose == "return" and not b.unwanted
        )
        self.assertEqual(back.integration_id, self.second)
        self.assertEqual(back.state, "ready")
