# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from decimal import Decimal

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.bookings import BookedPiece
from .booking_common import ZPL, BookingCase, Lost, label


@tagged("-at_install", "post_install")
class TestBooking(BookingCase):
    """From a validated transfer to a label, once."""

    def test_validating_a_delivery_gets_its_label(self):
        # given a delivery with a carrier of ours
        picking = self.make_delivery()
        # when it is validated
        self.validate(picking)
        # then the stock has moved, and the label is on its way
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.label_state, "pending")
        self.assertFalse(picking.carrier_tracking_ref)
        self.assertFalse(self.ledger.calls)
        # when the engine works
        self.work()
        # then the label is there, and all Odoo's fields tell of it
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "T000010")
        self.assertEqual(picking.carrier_price, 12.5)
        self.assertEqual(
            picking.booking_id.label_ids.name, "LabelShipping-logistics-T000010.pdf"
        )
        message = picking.message_ids.filtered("attachment_ids")
        self.assertIn("T000010", message.body)
        self.assertEqual(message.attachment_ids.res_id, picking.id)
        self.assertEqual(len(self.ledger.booked), 1)

    def test_the_shipment_knows_each_package_by_its_number(self):
        # given goods in two packages
        picking = self.make_delivery(packages=2)
        # when they are booked
        self.validate(picking)
        self.work()
        # then each package has its own number, and the shipment is booked
        shipment = picking.logistics_shipment_id
        self.assertEqual(
            sorted(shipment.package_ids.mapped("tracking_reference")),
            ["T000010", "T000011"],
        )
        self.assertEqual(shipment.state, "booked")
        self.assertEqual(picking.carrier_tracking_ref, "T000010,T000011")
        self.assertEqual(len(picking.booking_id.label_ids), 2)
        booked = shipment.charge_ids.filtered(lambda c: c.basis == "booked")
        self.assertEqual(booked.mapped("cost"), [12.5])

    def test_a_label_before_the_goods_move_is_not_bought_again(self):
        # given a label got at the packing station
        picking = self.make_delivery()
        picking.action_get_label()
        self.work()
        self.assertEqual(picking.label_state, "ready")
        self.assertNotEqual(picking.state, "done")
        # when the delivery is validated
        self.validate(picking)
        self.work()
        # then nothing more was bought
        self.assertEqual(picking.state, "done")
        self.assertEqual(len(self.ledger.booked), 1)

    def test_a_label_for_other_packages_is_told(self):
        # given a label for all of it
        picking = self.make_delivery(quantity=4)
        picking.action_get_label()
        self.work()
        self.assertFalse(picking.booking_id.activity_ids)
        # when only a part is sent
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        # then somebody has to look at it, and nothing is bought
        self.work()
        self.assertTrue(picking.booking_id.activity_ids)
        self.assertEqual(len(self.ledger.booked), 1)

    def test_a_cancelled_order_calls_its_labels_off(self):
        # given an order whose delivery has its label, and has not left
        order = self.make_sale()
        order.picking_ids.action_get_label()
        self.work()
        # when the order is cancelled
        order.with_context(disable_cancel_warning=True).action_cancel()
        self.work()
        # then the carrier was told
        self.assertFalse(self.ledger.live())

    def test_pressing_many_times_buys_once(self):
        picking = self.make_delivery()
        picking.action_get_label()
        picking.action_get_label()
        self.validate(picking)
        picking.send_to_shipper()
        self.work()
        picking.send_to_shipper()
        self.work()
        self.assertEqual(len(picking.booking_ids), 1)
        self.assertEqual(len(self.ledger.calls), 1)

    def test_a_batch_of_deliveries_gets_a_label_each(self):
        # given three deliveries validated at once
        pickings = self.env["stock.picking"].union(
            *(self.make_delivery() for _time in range(3))
        )
        pickings.with_context(skip_backorder=True).button_validate()
        # when two engines look after them
        self.work()
        self.work()
        # then each was booked once
        self.assertEqual(pickings.mapped("label_state"), ["ready"] * 3)
        self.assertEqual(len(self.ledger.booked), 3)

    def test_a_backorder_gets_a_label_of_its_own(self):
        # given a delivery of which half is sent
        picking = self.make_delivery(quantity=4)
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.work()
        backorder = picking.backorder_ids
        self.assertFalse(backorder.carrier_tracking_ref)
        # when the rest is sent
        self.validate(backorder)
        self.work()
        # then it has its own number
        self.assertEqual(picking.carrier_tracking_ref, "T000010")
        self.assertEqual(backorder.carrier_tracking_ref, "T000020")

    def test_what_is_missing_stops_the_label_but_not_the_goods(self):
        # given a customer without a postcode
        self.customer.write({"zip": False, "street": False})
        picking = self.make_delivery()
        # when the delivery is validated
        self.validate(picking)
        self.work()
        # then the goods have moved, no carrier was called, and people are told why
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.label_state, "failed")
        self.assertFalse(self.ledger.calls)
        self.assertIn("Ada Customer", picking.label_message)
        with self.assertRaises(UserError):
            picking._logistics_check_hand_over()
        # when it is put right and tried again
        self.customer.write({"zip": "10115", "street": "Invalidenstr. 1"})
        picking.action_try_label_again()
        self.work()
        # then it may be handed over
        self.assertEqual(picking.label_state, "ready")
        picking._logistics_check_hand_over()

    def test_who_asks_for_a_label_is_told_what_is_missing(self):
        self.customer.zip = False
        picking = self.make_delivery()
        with self.assertRaises(UserError) as caught:
            picking.action_get_label()
        self.assertIn(picking.name, str(caught.exception))

    def test_core_is_left_alone_for_other_methods(self):
        # given a delivery method of Odoo's own
        fixed = self.env["delivery.carrier"].create(
            {
                "name": "Courier",
                "delivery_type": "fixed",
                "fixed_price": 7.0,
                "product_id": self.delivery_product.id,
            }
        )
        picking = self.make_delivery(carrier=fixed)
        # when the delivery is validated
        self.validate(picking)
        # then Odoo did as it always does
        self.assertEqual(picking.carrier_price, 7.0)
        self.assertFalse(picking.booking_ids)

    def test_a_cancelled_delivery_calls_its_label_off(self):
        # given a label for a delivery that is then cancelled
        picking = self.make_delivery()
        picking.action_get_label()
        self.work()
        picking.action_cancel()
        # when the engine works
        self.work()
        # then the carrier was told, and nothing points to the label any more
        self.assertFalse(self.ledger.live())
        self.assertFalse(picking.label_state)
        self.assertFalse(picking.carrier_tracking_ref)
        self.assertEqual(picking.booking_ids.state, "cancelled")

    def test_what_was_not_sent_yet_is_cancelled_without_a_call(self):
        picking = self.make_delivery()
        picking.action_get_label()
        picking.action_cancel()
        self.work()
        self.assertEqual(picking.booking_ids.state, "cancelled")
        self.assertFalse(self.ledger.calls)

    def test_after_voiding_a_new_label_can_be_bought(self):
        # given a label that is voided
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        picking.action_void_label()
        self.work()
        self.assertFalse(picking.label_state)
        # when another one is asked for
        picking.action_get_label()
        self.work()
        # then that one counts
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "T000020")
        self.assertEqual(len(self.ledger.live()), 1)
        numbers = picking.logistics_shipment_id.reference_ids.filtered(
            lambda r: r.type == "tracking"
        )
        self.assertEqual(numbers.mapped("value"), ["T000020"])

    def test_a_label_that_cannot_be_voided_any_more_is_not_entered_again(self):
        # given a label that the carrier will not cancel any more
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        told = picking.message_ids
        self.ledger.faults = [CallError("refused", "It was picked up already.")]
        # when somebody voids it
        picking.action_void_label()
        self.work()
        # then it counts as before, and the transfer tells of the refusal alone
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "T000010")
        news = picking.message_ids - told
        self.assertEqual(len(news), 1)
        self.assertIn("It was picked up already.", news.body)
        self.assertFalse(news.attachment_ids)

    def test_a_label_voided_before_it_was_entered_is_entered_if_it_stays(self):
        # given a label that was bought, and not entered yet
        picking = self.make_delivery()
        picking.action_get_label()
        task = self.claim(picking)
        self.env["logistics.booking"]._carry_out(task)
        self.ledger.faults = [CallError("refused", "It was picked up already.")]
        # when somebody voids it, in vain
        picking.action_void_label()
        self.work()
        # then the transfer gets its number after all
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "T000010")

    def test_a_label_is_printed_again_without_a_call(self):
        picking = self.make_delivery(packages=2)
        self.validate(picking)
        self.work()
        calls = len(self.ledger.calls)
        action = picking.action_print_label()
        self.assertIn("/web/content/", action["url"])
        self.assertEqual(action, picking.action_print_label())
        self.assertEqual(len(self.ledger.calls), calls)

    def test_people_read_the_name_of_the_service(self):
        # given bookings by a service that is set up here, and by one that is not
        self.validate(*(self.make_delivery() for _each in range(3)))
        self.work()
        bookings = self.env["logistics.booking"].search([], limit=3)
        bookings[0].service_code = "night"
        bookings.invalidate_recordset()
        # when many are read, then the services are asked for once
        with self.assertQueryCount(2):
            names = bookings.mapped("service_name")
        self.assertEqual(names, ["night", "Express", "Express"])

    def test_zpl_labels_are_kept_as_they_are(self):
        self.ledger.answer = {"label": label(ZPL)}
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        self.assertEqual(
            picking.booking_id.label_ids.name, "LabelShipping-logistics-T000010.zpl"
        )


@tagged("-at_install", "post_install")
class TestBookingMoney(BookingCase):
    """What the label costs, and who pays for it."""

    def test_the_real_cost_reaches_the_order_once(self):
        # given an order whose freight is invoiced at real cost
        self.carrier.write({"invoice_policy": "real", "margin": 0.2})
        order = self.make_sale()
        picking = order.picking_ids
        # when it is sent, and the engine settles more than once
        self.validate(picking)
        self.work()
        picking.booking_id.settled = False
        self.work()
        # then the freight with its margin is on the order, once
        lines = order.order_line.filtered("is_delivery")
        self.assertEqual(lines.mapped("price_unit"), [15.0])
        self.assertEqual(picking.carrier_price, 15.0)

    def test_a_voided_label_costs_the_customer_nothing(self):
        # given a label at real cost that is voided and bought again
        self.carrier.invoice_policy = "real"
        order = self.make_sale()
        picking = order.picking_ids
        self.validate(picking)
        self.work()
        picking.action_void_label()
        self.work()
        lines = order.order_line.filtered("is_delivery")
        self.assertEqual(sum(lines.mapped("price_unit")), 0.0)
        picking.action_get_label()
        self.work()
        # then the freight is on the order once
        lines = order.order_line.filtered("is_delivery")
        self.assertEqual(lines.mapped("price_unit"), [12.5])

    def test_freight_is_free_above_an_amount(self):
        self.carrier.write({"free_over": True, "amount": 50.0})
        picking = self.make_sale().picking_ids
        self.validate(picking)
        self.work()
        self.assertEqual(picking.carrier_price, 0.0)

    def test_a_price_in_another_currency_is_converted(self):
        # given a carrier that takes francs, of which two are worth one of ours
        francs = self.env.ref("base.CHF")
        francs.active = True
        francs.rate_ids = [
            Command.clear(),
            Command.create({"name": "2020-01-01", "rate": 2.0}),
        ]
        self.env.company.currency_id.rate_ids.unlink()
        self.ledger.price = Money(Decimal("10.00"), "CHF")
        picking = self.make_delivery()
        # when it is booked
        self.validate(picking)
        self.work()
        # then the price is ours, and the booking keeps the carrier's
        self.assertEqual(picking.carrier_price, 5.0)
        self.assertEqual(picking.booking_id.price, 10.0)
        self.assertEqual(picking.booking_id.currency_id, francs)

    def test_a_price_that_cannot_be_used_is_told_and_not_entered(self):
        for money in (Money(Decimal("-3"), "USD"), Money(Decimal("3"), "XAF")):
            with self.subTest(money=money):
                # given a carrier that charges less than nothing, or in what has no rate
                self.ledger.price = money
                picking = self.make_delivery()
                # when it is booked
                self.validate(picking)
                self.work()
                # then the label counts, and a person has to enter the price
                self.assertEqual(picking.label_state, "ready")
                self.assertEqual(picking.carrier_price, 0.0)
                self.assertTrue(picking.booking_id.activity_ids)

    def test_a_locked_order_does_not_lose_a_label_that_was_paid(self):
        # given an order that nothing can be entered into
        self.carrier.invoice_policy = "real"
        picking = self.make_sale().picking_ids
        self.validate(picking)

        def broken(_self):
            raise UserError(self.env._("The order is locked."))

        with self.broken_cost(broken):
            self.work()
        # then the label is there, and what could not be entered is told
        booking = picking.booking_id
        self.assertEqual(picking.label_state, "ready")
        self.assertTrue(booking.label_ids)
        self.assertFalse(booking.settled)
        self.assertIn("locked", booking.error_message)
        # when it can be entered later
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            self.work()
        # then it is
        self.assertTrue(booking.settled)
        self.assertEqual(picking.carrier_price, 12.5)
        self.assertEqual(len(self.ledger.calls), 1)


@tagged("-at_install", "post_install")
class TestBookingTroubles(BookingCase):
    """What a carrier may do wrong, and what becomes of it."""

    def later(self, **after):
        """Let the engine work, as it will be then."""
        with freeze_time(fields.Datetime.now() + timedelta(**after)):
            return self.work()

    def book(self, *faults, **delivery):
        """Validate a delivery while the carrier behaves so; return it."""
        self.ledger.faults = list(faults)
        picking = self.make_delivery(**delivery)
        self.validate(picking)
        self.work()
        return picking

    def test_a_lost_answer_is_asked_for_and_not_bought_again(self):
        # given a carrier that books, and whose answer is lost
        picking = self.book(Lost())
        self.assertEqual(picking.label_state, "pending")
        # when the engine comes back
        self.later(minutes=1)
        # then it asked, and found
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual([c[0] for c in self.ledger.calls], ["book", "find"])

    def test_what_never_arrived_is_booked_under_the_same_key(self):
        picking = self.book(CallError("uncertain", "Nobody knows."))
        self.later(minutes=1)
        self.assertEqual(picking.label_state, "ready")
        keys = {key for _what, key in self.ledger.calls}
        self.assertEqual(len(keys), 1)
        self.assertEqual(len(self.ledger.booked), 1)

    def test_where_keys_count_for_nothing_the_partner_is_given_time(self):
        # given a partner that takes a second booking for a second one
        self.connector.honours_keys = False
        picking = self.book(CallError("uncertain", "Nobody knows."))
        # when it says at once that it knows of none
        self.later(seconds=30)
        # then that is not believed yet
        self.assertEqual([c[0] for c in self.ledger.calls], ["book", "find"])
        self.later(minutes=5)
        self.assertEqual([c[0] for c in self.ledger.calls[2:]], ["find", "book"])
        self.assertEqual(picking.label_state, "ready")

    def test_a_partner_that_cannot_be_asked_waits_for_a_person(self):
        # given a partner that can neither be asked nor honours keys
        self.connector.capabilities = self.connector.capabilities - {"find_booking"}
        self.connector.honours_keys = False
        picking = self.book(Lost())
        # then nobody calls again
        self.assertEqual(picking.label_state, "in_doubt")
        self.later(hours=5)
        self.assertEqual(len(self.ledger.calls), 1)
        self.assertTrue(picking.booking_id.activity_ids)
        # when a person finds out that it was booked
        wizard = self.env["logistics.booking.number"].create(
            {
                "booking_id": picking.booking_id.id,
                "tracking_numbers": "T000010",
                "external_id": "B1",
            }
        )
        wizard.action_confirm()
        self.work()
        # then that is what counts
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "T000010")

    def test_a_person_may_say_that_it_was_not_booked(self):
        self.connector.capabilities = self.connector.capabilities - {"find_booking"}
        self.connector.honours_keys = False
        picking = self.book(CallError("uncertain", "Nobody knows."))
        first_key = picking.booking_id.key
        picking.action_label_not_booked()
        self.work()
        self.assertEqual(picking.label_state, "ready")
        self.assertNotEqual(picking.booking_id.key, first_key)

    def test_a_refusal_is_told_in_the_carriers_words(self):
        error = CallError("refused", "422", problems=["Postcode unknown."])
        picking = self.book(error)
        self.assertEqual(picking.label_state, "failed")
        self.assertIn("Postcode unknown.", picking.label_message)
        # when it is tried again, it is another booking to the carrier
        picking.action_try_label_again()
        self.work()
        self.assertEqual(len({key for _what, key in self.ledger.calls}), 2)
        self.assertEqual(picking.label_state, "ready")

    def test_a_carrier_that_is_down_gets_its_time(self):
        picking = self.book(*[CallError("circuit_open", "Down.")] * 3)
        self.assertEqual(picking.label_state, "pending")
        for hours in range(1, 5):
            self.later(hours=hours)
        self.assertEqual(picking.label_state, "ready")

    def test_a_crash_before_the_call_is_survived(self):
        # given a worker that took the lease and died
        picking = self.make_delivery()
        self.validate(picking)
        task = self.claim(picking)
        self.assertEqual(task.step, "book")
        # when others look, they leave it alone while the lease lasts
        self.work()
        self.assertFalse(self.ledger.calls)
        # and take it over afterwards, asking first
        self.later(minutes=3)
        self.assertEqual([c[0] for c in self.ledger.calls], ["find", "book"])
        self.assertEqual(picking.label_state, "ready")

    def test_a_crash_after_the_call_is_survived(self):
        picking = self.make_delivery()
        self.validate(picking)
        task = self.claim(picking)
        task.call()
        self.later(minutes=3)
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(len(self.ledger.booked), 1)

    def test_who_wakes_up_late_changes_nothing(self):
        # given a worker that hangs, and another that finished its work
        picking = self.make_delivery()
        self.validate(picking)
        task = self.claim(picking)
        self.later(minutes=3)
        self.assertEqual(picking.label_state, "ready")
        # when the first one says that its call failed
        error = CallError("uncertain", "Timed out.")
        self.env["logistics.booking"]._conclude(task, None, error)
        # then the label stays
        self.assertEqual(picking.label_state, "ready")

    def test_a_second_booking_of_the_same_goods_is_called_off(self):
        # given a carrier that booked, and then tells of another booking under that key
        picking = self.book()
        other = self.ledger.booked["B1"]
        self.ledger.booked["B9"] = other
        document = type(other).from_json({**other.to_json(), "id": "B9"})
        picking.booking_id._confirm(document)
        # when the engine works
        self.work()
        # then the one too many is cancelled, and the first one stays
        self.assertEqual(self.ledger.cancelled, ["B9"])
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "T000010")

    def test_half_of_the_packages_is_no_booking(self):
        # given a carrier that takes one of two packages
        picking = self.make_delivery(packages=2)
        key = f"pack-{picking.move_line_ids.result_package_id[0].id}"
        self.ledger.answer = {
            "pieces": (BookedPiece(key=key, tracking_number="T1", label=label()),)
        }
        self.validate(picking)
        self.work()
        # then what it took is called off, and people may try again
        self.work()
        self.assertEqual(self.ledger.cancelled, ["B1"])
        self.assertEqual(picking.label_state, "failed")
        self.assertFalse(picking.carrier_tracking_ref)
        self.ledger.answer = {}
        picking.action_try_label_again()
        self.work()
        self.assertEqual(picking.label_state, "ready")

    def test_half_a_label_is_fetched_again_and_not_bought_again(self):
        # given a label that ends in the middle
        half = label(b"%PDF-1.4\n1 0 obj<</Type")
        self.ledger.answer = {"label": half}
        picking = self.book()
        self.assertEqual(picking.label_state, "pending")
        self.assertFalse(picking.booking_id.label_ids)
        # when the carrier has it whole
        document = self.ledger.booked["B1"]
        self.ledger.booked["B1"] = type(document).from_json(
            {**document.to_json(), "label": {"name": "l", "content": label().content}}
        )
        self.later(minutes=1)
        # then it was fetched
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual([c[0] for c in self.ledger.calls], ["book", "reprint"])

    def test_a_number_that_others_bear_is_in_doubt(self):
        # given two deliveries for which the carrier gives the same number
        self.ledger.answer = {"pieces": (BookedPiece(tracking_number="SAME"),)}
        self.ledger.answer["label"] = label()
        first = self.book()
        second = self.book()
        # then the second one is looked at by a person, and told which it is
        self.assertEqual(first.label_state, "ready")
        self.assertEqual(second.label_state, "in_doubt")
        self.assertIn(first.name, second.label_message)

    def test_an_answer_that_says_nothing_is_in_doubt(self):
        self.ledger.answer = {"id": None, "pieces": ()}
        picking = self.book()
        self.assertEqual(picking.label_state, "in_doubt")

    def test_a_booking_called_off_under_way_is_cancelled_when_known(self):
        # given a delivery whose label is called off while nobody knows of it
        picking = self.book(Lost())
        picking.action_void_label()
        self.assertFalse(picking.label_state)
        # when it turns out to be booked
        self.later(minutes=1)
        self.later(minutes=2)
        # then it is cancelled at the carrier
        self.assertEqual(self.ledger.cancelled, ["B1"])
        self.assertFalse(picking.carrier_tracking_ref)

    def test_a_connector_that_breaks_is_no_reason_to_buy_twice(self):
        picking = self.book(ZeroDivisionError())
        self.assertEqual(picking.label_state, "pending")
        self.later(minutes=1)
        self.assertEqual(len(self.ledger.booked), 1)
