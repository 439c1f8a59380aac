# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.logistics_base.canonical.documents import Attachment
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.bookings import Cancellation
from ..canonical.day import ManifestConfirmation, PickupConfirmation
from .booking_common import LABEL, BookingCase, LedgerConnector


class DayConnector(LedgerConnector):
    """A carrier that can be asked to collect, and told what it gets."""

    capabilities = LedgerConnector.capabilities | {
        "schedule_pickup",
        "cancel_pickup",
        "close_out",
    }
    left_out = ()

    def schedule_pickup(self, request):
        self._note("pickup", request)
        return PickupConfirmation(
            id="P-1",
            confirmation="CONF-1",
            from_at=request.ready_at,
            price=Money(Decimal("4.20"), "USD"),
        )

    def cancel_pickup(self, pickup_id):
        self._note("cancel_pickup", pickup_id)
        return Cancellation(status="cancelled")

    def close_out(self, request):
        self._note("close_out", request)
        paper = Attachment(
            name="manifest.pdf", content=base64.b64encode(LABEL).decode()
        )
        return ManifestConfirmation(
            id="M-1", documents=(paper,), left_out=self.left_out
        )

    def _note(self, what, asked):
        self.ledger.calls.append((what, asked))
        if fault := self.ledger.fault():
            raise fault


class DayCase(BookingCase):
    def setUp(self):
        super().setUp()
        self.connector = type("C", (DayConnector,), {"ledger": self.ledger})

    def make_booked(self, count=1):
        """Return deliveries that are validated and have their labels."""
        pickings = self.env["stock.picking"]
        for _number in range(count):
            pickings |= self.make_delivery()
        self.validate(*pickings)
        self.work()
        return pickings

    def asked(self, what):
        return [asked for kind, asked in self.ledger.calls if kind == what]

    def errands(self, model):
        """Let the errands be done that are due, as after the commit."""
        self.env.flush_all()
        found = self.env[model]
        for id_ in found._due_ids():
            found._advance(id_)
        self.env.invalidate_all()


@tagged("-at_install", "post_install")
class TestPickup(DayCase):
    """A carrier comes and collects what was booked with it."""

    def make_pickup(self, **vals):
        now = fields.Datetime.now()
        return self.env["logistics.pickup"].create(
            {
                "integration_id": self.integration.id,
                "warehouse_id": self.warehouse.id,
                "ready_at": now + timedelta(hours=1),
                "closes_at": now + timedelta(hours=5),
                **vals,
            }
        )

    def schedule(self, pickup):
        pickup.action_add_bookings()
        pickup.action_schedule()
        self.errands("logistics.pickup")

    def test_what_waits_is_collected_with_one_call(self):
        # given two deliveries with labels
        self.make_booked(2)
        pickup = self.make_pickup()
        # when the carrier is asked to come
        self.schedule(pickup)
        # then it was asked once, for both, and its word is kept
        (request,) = self.asked("pickup")
        self.assertEqual(len(request.booking_ids), 2)
        self.assertEqual(request.address.city, "Hamburg")
        self.assertEqual(pickup.state, "ready")
        self.assertEqual(pickup.confirmation, "CONF-1")
        self.assertEqual(pickup.price, 4.2)

    def test_goods_on_one_pickup_are_not_added_to_another(self):
        self.make_booked()
        self.make_pickup().action_add_bookings()

        with self.assertRaisesRegex(UserError, "waits to be collected"):
            self.make_pickup().action_add_bookings()

    def test_a_carrier_that_cannot_be_asked_is_called_by_people(self):
        self.connector.capabilities = LedgerConnector.capabilities

        with self.assertRaisesRegex(UserError, "call them"):
            self.make_pickup().action_schedule()

    def test_a_pickup_in_the_past_is_refused(self):
        now = fields.Datetime.now()
        pickup = self.make_pickup(
            ready_at=now - timedelta(hours=3), closes_at=now - timedelta(hours=1)
        )

        with self.assertRaisesRegex(UserError, "in the past"):
            pickup.action_schedule()

    def test_it_must_end_after_it_begins(self):
        now = fields.Datetime.now()
        with self.assertRaises(ValidationError):
            self.make_pickup(ready_at=now, closes_at=now - timedelta(hours=1))

    def test_trouble_that_passes_is_met_with_another_try(self):
        # given a partner that is not reached once
        self.make_booked()
        pickup = self.make_pickup()
        self.ledger.faults = [CallError("unreachable", "No way.")]
        # when
        self.schedule(pickup)
        self.assertEqual(pickup.state, "pending")
        with freeze_time(pickup.next_attempt_at + timedelta(seconds=1)):
            self.errands("logistics.pickup")
        # then
        self.assertEqual(pickup.state, "ready")
        self.assertFalse(pickup.error_message)

    def test_where_keys_count_a_lost_answer_is_asked_for_again_with_the_same_key(self):
        # given
        self.make_booked()
        pickup = self.make_pickup()
        self.ledger.faults = [CallError("uncertain", "Cut off.")]
        # when
        self.schedule(pickup)
        with freeze_time(pickup.next_attempt_at + timedelta(seconds=1)):
            self.errands("logistics.pickup")
        # then
        first, second = self.asked("pickup")
        self.assertEqual(first.key, second.key)
        self.assertEqual(pickup.state, "ready")

    def test_where_keys_do_not_count_a_person_has_to_tell(self):
        # given
        self.connector.honours_keys = False
        self.make_booked()
        pickup = self.make_pickup()
        self.ledger.faults = [CallError("uncertain", "Cut off.")]
        # when
        self.schedule(pickup)
        # then nobody asks twice
        self.assertEqual(pickup.state, "in_doubt")
        self.assertTrue(pickup.activity_ids)
        self.errands("logistics.pickup")
        self.assertEqual(len(self.asked("pickup")), 1)
        # when a person says that it was not scheduled
        pickup.action_not_done()
        pickup.action_schedule()
        self.errands("logistics.pickup")
        # then
        self.assertEqual(pickup.state, "ready")

    def test_what_a_person_says_was_done_is_told_the_shipments(self):
        # given a pickup of which nobody knows whether the carrier comes
        self.connector.honours_keys = False
        pickings = self.make_booked()
        pickup = self.make_pickup()
        self.ledger.faults = [CallError("uncertain", "Cut off.")]
        self.schedule(pickup)
        # when
        pickup.action_was_done()
        # then
        self.assertEqual(pickup.state, "ready")
        codes = pickings.logistics_shipment_id.milestone_ids.mapped("code")
        self.assertIn("pickup_scheduled", codes)
        # and nobody is called about a pickup whose number nobody has
        with self.assertRaisesRegex(UserError, "confirmation number first"):
            pickup.action_call_off()
        pickup.confirmation = "CONF-9"
        pickup.action_call_off()
        self.errands("logistics.pickup")
        self.assertEqual(self.asked("cancel_pickup"), ["CONF-9"])
        self.assertEqual(pickup.state, "cancelled")

    def test_an_account_whose_keys_do_not_count_for_this_call_is_not_asked_twice(self):
        # given a partner that honours keys where it books, and not where it collects
        self.connector.knows_keys_of = lambda _self, name: name != "schedule_pickup"
        self.make_booked()
        pickup = self.make_pickup()
        self.ledger.faults = [CallError("uncertain", "Cut off.")]
        # when
        self.schedule(pickup)
        # then
        self.assertEqual(pickup.state, "in_doubt")

    def test_a_carrier_that_is_not_set_up_yet_is_asked_later(self):
        self.make_booked()
        pickup = self.make_pickup()
        integration = type(self.env["logistics.integration"])
        missing = UserError("No credential named api_key.")
        with patch.object(integration, "_connector", side_effect=missing):
            self.schedule(pickup)

        self.assertEqual(pickup.state, "pending")
        self.assertIn("api_key", pickup.error_message)
        with freeze_time(pickup.next_attempt_at + timedelta(seconds=1)):
            self.errands("logistics.pickup")
        self.assertEqual(pickup.state, "ready")

    def test_one_that_breaks_holds_up_no_other(self):
        self.make_booked()
        broken, sound = self.make_pickup(), self.make_pickup()
        (broken | sound).action_schedule()
        self.env.flush_all()
        model = type(self.env["logistics.pickup"])
        work = model._work

        def breaks(pickup, step):
            if pickup == broken:
                raise KeyError(step)
            return work(pickup, step)

        cron = type(self.env["ir.cron"])
        self.startPatcher(
            patch.object(cron, "_commit_progress", lambda *_args, **_more: 60)
        )
        logger = "odoo.addons.logistics_carrier_connector.models.logistics_errand"
        with patch.object(model, "_work", breaks), mute_logger(logger):
            self.env["logistics.pickup"]._drain()
        self.env.invalidate_all()

        self.assertEqual((broken.state, sound.state), ("pending", "ready"))

    def test_what_died_while_calling_is_taken_up_when_its_lease_ends(self):
        # given a holder that died after it had claimed
        self.make_booked()
        pickup = self.make_pickup()
        pickup.action_add_bookings()
        pickup.action_schedule()
        self.env.flush_all()
        self.env["logistics.pickup"]._claim(pickup.id)
        self.assertEqual(pickup.state, "calling")
        # when somebody looks at once, and when the lease has ended
        self.errands("logistics.pickup")
        self.assertEqual(self.asked("pickup"), [])
        with freeze_time(pickup.lease_until + timedelta(seconds=1)):
            self.errands("logistics.pickup")
        # then
        self.assertEqual(len(self.asked("pickup")), 1)
        self.assertEqual(pickup.state, "ready")

    def test_calling_off_tells_the_carrier_and_frees_the_goods(self):
        self.make_booked()
        pickup = self.make_pickup()
        self.schedule(pickup)
        bookings = pickup.booking_ids

        pickup.action_call_off()
        self.errands("logistics.pickup")

        self.assertEqual(self.asked("cancel_pickup"), ["P-1"])
        self.assertEqual(pickup.state, "cancelled")
        self.assertFalse(bookings.pickup_id)

    def test_collected_goods_are_on_their_way(self):
        pickings = self.make_booked()
        pickup = self.make_pickup()
        self.schedule(pickup)

        pickup.action_collected()

        self.assertEqual(pickings.logistics_shipment_id.state, "picked_up")

    @freeze_time("2026-03-03 15:00:00")
    def test_a_cutoff_just_before_midnight(self):
        self.service.write({"has_cutoff": True, "cutoff": 23.999, "tz": "UTC"})
        self.make_booked()

        pickup = self.make_pickup(ready_at="2026-03-03 15:30:00")

        self.assertEqual(str(pickup.cutoff_at), "2026-03-03 23:59:00")

    @freeze_time("2026-03-03 15:00:00")
    def test_a_pickup_after_the_cutoff_is_told(self):
        # given a service that leaves at 17:00 in Berlin, which is 16:00 UTC
        self.service.write({"has_cutoff": True, "cutoff": 17.0, "tz": "Europe/Berlin"})
        self.make_booked()
        early = self.make_pickup(ready_at="2026-03-03 15:30:00")
        late = self.make_pickup(ready_at="2026-03-03 16:30:00")
        # then
        self.assertEqual(str(early.cutoff_at), "2026-03-03 16:00:00")
        self.assertFalse(early.is_past_cutoff)
        self.assertTrue(late.is_past_cutoff)


@tagged("-at_install", "post_install")
class TestDayRights(DayCase):
    """What happened is not made up by a call from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.packer = new_test_user(cls.env, "loads", groups="stock.group_stock_user")
        cls.viewer = new_test_user(cls.env, "looks", groups="logistics_base.group_user")

    def make(self, model, user):
        """Return a record of a model, as a user sees it."""
        record = self.env[model].create(
            {"integration_id": self.integration.id, "warehouse_id": self.warehouse.id}
        )
        return record.with_user(user)

    def test_nobody_says_by_hand_what_the_carrier_said(self):
        for model, claim in (
            ("logistics.pickup", {"state": "collected"}),
            ("logistics.pickup", {"external_id": "P-9"}),
            ("logistics.manifest", {"state": "handed_over"}),
        ):
            with self.subTest(model=model, claim=claim):
                record = self.make(model, self.packer)
                with self.assertRaises(AccessError):
                    record.write(claim)
                with self.assertRaises(AccessError):
                    record.copy(claim)

    def test_what_a_person_was_told_on_the_telephone_is_entered(self):
        pickup = self.make("logistics.pickup", self.packer)
        pickup.confirmation = "Ms Miller, before noon"
        self.assertEqual(pickup.state, "draft")

    def test_who_only_looks_adds_nothing_to_a_pickup(self):
        self.make_booked()
        pickup = self.make("logistics.pickup", self.viewer)
        with self.assertRaises(AccessError):
            pickup.action_add_bookings()

    def test_who_loads_sees_how_much_there_is(self):
        self.make_booked()
        pickup = self.make("logistics.pickup", self.packer)
        pickup.action_add_bookings()
        self.env.invalidate_all()
        with Form(pickup) as form:
            self.assertEqual(form.piece_count, 1)

    def test_nothing_is_added_once_the_carrier_was_told(self):
        self.make_booked()
        pickup = self.make("logistics.pickup", self.packer)
        pickup.action_add_bookings()
        pickup.action_schedule()
        self.errands("logistics.pickup")
        self.make_booked()
        with self.assertRaises(UserError):
            pickup.action_add_bookings()
        self.assertEqual(pickup.booking_count, 1)


@tagged("-at_install", "post_install")
class TestManifest(DayCase):
    """At the end of the day each carrier gets a list of what it is handed over."""

    def close_day(self):
        wizard = Form(self.env["logistics.close.day"]).save()
        action = wizard.action_close()
        self.errands("logistics.manifest")
        return self.env["logistics.manifest"].browse(action.get("res_id"))

    def test_the_day_is_closed_with_one_call_and_a_paper(self):
        # given
        pickings = self.make_booked(2)
        # when
        manifest = self.close_day()
        # then
        (request,) = self.asked("close_out")
        self.assertEqual(len(request.booking_ids), 2)
        self.assertEqual(manifest.state, "ready")
        self.assertEqual(manifest.document_ids.raw, LABEL)
        self.assertEqual(
            pickings.logistics_shipment_id.milestone_ids.mapped("code"),
            ["manifested", "manifested"],
        )

    def test_nothing_is_closed_out_twice(self):
        self.make_booked()
        self.close_day()

        with self.assertRaisesRegex(UserError, "Nothing that is booked"):
            self.close_day()

    def test_what_has_no_label_is_left_behind(self):
        # given one with a label and one whose carrier said no
        self.make_booked()
        self.ledger.faults = [CallError("refused", "No such street.")]
        (left,) = self.make_booked()
        # when
        wizard = Form(self.env["logistics.close.day"]).save()
        # then
        self.assertIn(left, wizard.left_behind_ids)
        self.assertNotIn(left, wizard.booking_ids.picking_id)

    def test_a_carrier_that_is_not_told_gets_a_list_printed_here(self):
        self.connector.capabilities = LedgerConnector.capabilities
        self.make_booked()

        manifest = self.close_day()

        self.assertEqual(manifest.state, "ready")
        self.assertEqual(self.asked("close_out"), [])
        action = manifest.with_context(discard_logo_check=True).action_print()
        html = self.env["ir.actions.report"]._render_qweb_html(
            action["report_name"], manifest.ids
        )[0]
        self.assertIn(manifest.booking_ids.tracking_number.encode(), html)

    def test_what_the_carrier_did_not_take_waits_for_the_next(self):
        # given
        first, second = self.make_booked(2)
        self.connector.left_out = (second.carrier_tracking_ref,)
        # when
        manifest = self.close_day()
        # then
        self.assertEqual(manifest.booking_ids.picking_id, first)
        self.assertEqual(manifest.left_out, second.carrier_tracking_ref)
        self.connector.left_out = ()
        self.assertEqual(self.close_day().booking_ids.picking_id, second)

    def test_a_close_out_that_a_person_confirms_is_told_the_shipments(self):
        self.connector.honours_keys = False
        pickings = self.make_booked()
        self.ledger.faults = [CallError("uncertain", "Cut off.")]
        manifest = self.close_day()

        manifest.action_was_done()

        codes = pickings.logistics_shipment_id.milestone_ids.mapped("code")
        self.assertIn("manifested", codes)

    def test_handing_over_puts_the_goods_with_the_carrier(self):
        pickings = self.make_booked()
        manifest = self.close_day()

        manifest.action_hand_over()

        self.assertEqual(manifest.state, "handed_over")
        self.assertEqual(pickings.logistics_shipment_id.state, "picked_up")

    def test_nothing_is_handed_over_before_it_is_closed_out(self):
        self.make_booked()
        self.ledger.faults = [CallError("refused", "Closed today.")]
        manifest = self.close_day()

        self.assertEqual(manifest.state, "failed")
        with self.assertRaisesRegex(UserError, "Close it out first"):
            manifest.action_hand_over()

    def test_a_manifest_that_was_refused_is_taken_apart(self):
        self.make_booked()
        self.ledger.faults = [CallError("refused", "Closed today.")]
        manifest = self.close_day()
        bookings = manifest.booking_ids

        manifest.action_call_off()

        self.assertEqual(manifest.state, "cancelled")
        self.assertFalse(bookings.manifest_id)


@tagged("-at_install", "post_install")
class TestBoard(DayCase):
    """The day begins with what has no label and what leaves soon."""

    def card(self, code):
        cards = self.env["logistics.today"].board()["cards"]
        return next(card for card in cards if card["code"] == code)

    def test_a_delivery_moves_from_card_to_card(self):
        before = {c: self.card(c)["count"] for c in ("unlabelled", "hand_over")}
        picking = self.make_delivery()
        self.assertEqual(self.card("unlabelled")["count"], before["unlabelled"] + 1)

        self.validate(picking)
        self.work()

        self.assertEqual(self.card("unlabelled")["count"], before["unlabelled"])
        self.assertEqual(self.card("hand_over")["count"], before["hand_over"] + 1)

    def test_what_has_its_label_before_it_is_packed_stays_on_the_board(self):
        picking = self.make_delivery()
        picking.action_get_label()
        self.work()

        rows = self.card("unlabelled")["rows"]

        badges = {row["id"]: row["badge"] for row in rows}
        self.assertEqual(badges.get(picking.id), "Label ready")

    def test_a_label_that_was_refused_is_named_with_the_reason(self):
        self.ledger.faults = [CallError("refused", "No such street.")]
        (picking,) = self.make_booked()

        rows = self.card("label_failed")["rows"]

        row = next(row for row in rows if row["id"] == picking.id)
        self.assertIn("No such street.", row["subtitle"])

    @freeze_time("2026-03-03 15:30:00")
    def test_a_cutoff_that_is_near_is_shown(self):
        self.service.write({"has_cutoff": True, "cutoff": 17.0, "tz": "Europe/Berlin"})
        picking = self.make_delivery()

        rows = self.card("unlabelled")["rows"]

        due = {row["id"]: row["due"] for row in rows}
        self.assertEqual(due.get(picking.id), "2026-03-03 16:00:00")
