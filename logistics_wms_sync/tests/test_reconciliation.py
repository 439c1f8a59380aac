# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.logistics_base.tests.local_partner import LocalPartner, Reply

from .inbound_common import InboundCase


class Depot:
    """What the warehouse's system knows; a down one answers nobody."""

    def __init__(self):
        self.orders, self.receipts, self.stock = {}, {}, []
        self.posted = []
        self.is_down = False

    def answer(self, request):
        """Return the reply to a call of the canonical contract."""
        if self.is_down:
            return Reply(status=503)
        parts = urlsplit(request.path)
        told = {name: one[0] for name, one in parse_qs(parts.query).items()}
        if request.method == "POST":
            self.posted.append(request.json())
            return Reply.json({"id": f"T{len(self.posted)}", "status": "accepted"})
        if parts.path == "/orders":
            known = [n for n in told.get("numbers", "").split(",") if n in self.orders]
            return Reply.json({"orders": [{"updates": self.orders[n]} for n in known]})
        if parts.path == "/receipts":
            known = told.get("advices", "").split(",")
            found = [one for n in known for one in self.receipts.get(n, ())]
            return Reply.json({"receipts": found})
        stock = {
            "warehouse": told["warehouse"],
            "scope": "complete",
            "lines": self.stock,
        }
        return Reply.json(stock) if self.stock else Reply(status=404)


@tagged("post_install", "-at_install")
class TestReconciliation(InboundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runs = cls.env["logistics.reconciliation"]
        cls.findings = cls.env["logistics.reconciliation.finding"]

    def setUp(self):
        super().setUp()
        server = self.enterContext(LocalPartner())
        self.depot = Depot()
        server.replies = [self.depot.answer]
        self.wms.write(
            {
                "preset": "wms_rest",
                "auth_scheme": "none",
                "base_url": server.url,
                "allow_internal_address": True,
                "call_attempts": 1,
                "reconcile_hours": 1,
                "reconcile_stock": False,
            }
        )
        self.put(self.widget, 50)

    def update(self, order, status, **data):
        return self.fulfillment(order, status, **data)["data"]

    def reconcile(self):
        """Run a pass, and process what was answered; return it."""
        run = self.runs._begin(self.wms)
        self.drain()
        if run.state == "asked":
            run._conclude_if_answered()
        self.env.invalidate_all()
        return run

    def deliver(self):
        """Send what is due, and what waits for its next attempt."""
        messages = self.env["logistics.message"]
        messages.search([("state", "=", "retry")]).next_attempt_at = False
        self.env.flush_all()
        while message := messages._claim_outbound(self.wms.id):
            message._dispatch()

    def open_findings(self):
        return self.findings.search(
            [("state", "=", "open"), ("integration_id", "=", self.wms.id)]
        )

    def test_a_shipment_that_nobody_told_is_caught_up_on(self):
        # given
        order = self.make_order((self.widget, 3))
        lines = [{"sku": "WIDGET", "quantity": 3}]
        told = self.update(order, "shipped", id="S-1", lines=lines, is_final=True)
        self.depot.orders[order.name] = [told]
        # when
        run = self.reconcile()
        # then
        self.assertEqual(run.state, "done", run.problem)
        self.assertEqual((order.state, order.picking_id.state), ("shipped", "done"))
        self.assertEqual(run.repaired_count, 1)
        [repaired] = run.finding_ids
        self.assertEqual((repaired.kind, repaired.order_id), ("repaired", order))
        # when
        again = self.reconcile()
        # then
        self.assertEqual(again.repaired_count, 0)
        self.assertEqual(self.on_hand(self.widget), 47)

    def test_what_was_told_already_changes_nothing(self):
        # given
        order = self.make_order((self.widget, 3))
        other = self.make_order((self.widget, 1))
        lines = [{"sku": "WIDGET", "quantity": 1}]
        told = self.update(order, "shipped", id="S-1", lines=lines)
        self.tell({"type": "warehouse.fulfillment", "data": told}, integration=self.wms)
        self.depot.orders[order.name] = [told]
        self.depot.orders[other.name] = [self.update(other, "accepted")]
        # when
        run = self.reconcile()
        # then
        self.assertEqual(run.finding_ids.order_id, other)
        self.assertEqual(self.on_hand(self.widget), 49)

    def test_goods_received_that_nobody_told_of(self):
        # given
        advice = self.make_advice((self.gadget, 4))
        told = self.received(advice, ("GADGET", 4), id="R-1")["data"]
        self.depot.receipts[advice.name] = [told]
        # when
        run = self.reconcile()
        # then
        self.assertEqual(advice.state, "received")
        self.assertEqual(self.on_hand(self.gadget), 4)
        self.assertEqual(run.finding_ids.mapped("kind"), ["repaired"])
        self.assertEqual(run.advice_count, 1)

    def test_an_order_that_the_warehouse_does_not_know(self):
        # given
        order = self.make_order((self.widget, 3))
        # when
        self.reconcile()
        run = self.reconcile()
        # then
        [finding] = self.open_findings()
        self.assertEqual((finding.kind, finding.order_id), ("missing_there", order))
        self.assertEqual(finding.reconciliation_id, run)
        # when
        self.depot.orders[order.name] = [self.update(order, "accepted")]
        self.reconcile()
        # then
        self.assertEqual(finding.state, "over")

    def test_what_is_not_known_there_is_told_again(self):
        # given
        self.wms.reconcile_resends = True
        order = self.make_order((self.widget, 3))
        message = self.env["logistics.message"].search(
            [("correlation_id", "=", order.correlation_id), ("transport", "!=", False)]
        )
        message._move(("received",), state="done", sent_at=fields.Datetime.now())
        # when
        self.reconcile()
        # then
        self.assertEqual(message.state, "received")
        self.assertEqual((order.state, order.revision), ("sent", 1))

    def test_an_order_that_is_not_known_here(self):
        # given
        order = self.make_order((self.widget, 3))
        strange = {**self.update(order, "accepted"), "order": "THEIRS-77"}
        self.depot.orders[order.name] = [self.update(order, "accepted"), strange]
        # when
        self.reconcile()
        # then
        [finding] = self.open_findings()
        self.assertEqual(finding.kind, "missing_here")
        self.assertIn("THEIRS-77", finding.note)

    def test_what_cannot_be_taken_in_is_shown_until_it_can(self):
        # given
        advice = self.make_advice((self.gadget, 4))
        strange = {"sku": "GADGET", "quantity": 4, "unit": "FIRKIN"}
        told = self.received(advice, strange, id="R-1")["data"]
        self.depot.receipts[advice.name] = [told]
        # when
        self.reconcile()
        # then
        [finding] = self.open_findings()
        self.assertEqual(finding.kind, "refused")
        self.assertIn("FIRKIN", finding.note)
        # when
        self.env["logistics.code.map"].create(
            {
                "integration_id": self.wms.id,
                "domain": "unit",
                "external_code": "FIRKIN",
                "canonical_code": self.gadget.uom_id.name,
            }
        )
        finding.action_process_again()
        self.drain()
        self.reconcile()
        # then
        self.assertEqual(finding.state, "over")
        self.assertEqual(self.on_hand(self.gadget), 4)

    def test_an_order_of_which_the_warehouse_tells_less(self):
        # given
        order = self.make_order((self.widget, 3))
        packed = self.fulfillment(order, "packed", lines=[])
        self.tell(packed, integration=self.wms)
        self.depot.orders[order.name] = [self.update(order, "accepted")]
        # when
        self.reconcile()
        # then
        [finding] = self.open_findings()
        self.assertEqual((finding.kind, finding.order_id), ("differs", order))
        self.assertEqual(order.state, "packed")

    def test_silence_is_shown(self):
        # given
        order = self.make_order((self.widget, 3))
        order.write({"sent_at": fields.Datetime.now() - timedelta(hours=72)})
        self.depot.is_down = True
        # when
        run = self.reconcile()
        # then
        self.assertEqual(run.state, "failed")
        [finding] = self.open_findings()
        self.assertEqual((finding.kind, finding.order_id), ("silent", order))

    def test_what_a_person_set_aside_is_not_found_again(self):
        # given
        self.make_order((self.widget, 3))
        self.reconcile()
        # when
        self.open_findings().action_set_aside()
        self.reconcile()
        # then
        self.assertFalse(self.open_findings())

    def test_stock_is_asked_for_as_a_snapshot(self):
        # given
        self.wms.reconcile_stock = True
        self.depot.stock = [{"sku": "WIDGET", "quantity": 48}]
        # when
        run = self.reconcile()
        # then
        snapshot = self.env["logistics.inventory.snapshot"].search(
            [("warehouse_id", "=", self.warehouse.id)]
        )
        self.assertEqual(snapshot.message_id, run.message_ids)
        discrepancy = self.env["logistics.inventory.discrepancy"].search(
            [("product_id", "=", self.widget.id)]
        )
        self.assertTrue(discrepancy)
        self.assertEqual(self.on_hand(self.widget), 50)
        # and it is not read a second time to compare orders
        self.assertFalse(run._told_documents())

    def test_a_partner_that_cannot_be_asked_is_said_so(self):
        # given
        self.wms.preset = "standard_webhooks"
        # when
        run = self.reconcile()
        # then
        self.assertEqual(run.not_asked, "orders, receipts, stock")
        self.assertFalse(self.open_findings())

    def test_a_pass_is_due_after_its_hours_and_sooner_after_a_failure(self):
        # given
        run = self.reconcile()
        due = self.runs._integrations_due
        # then
        self.assertNotIn(self.wms, due())
        # when
        run.started_at -= timedelta(minutes=61)
        # then
        self.assertIn(self.wms, due())
        # when
        self.depot.is_down = True
        self.make_order((self.widget, 1))
        failed = self.reconcile()
        # then
        self.assertNotIn(self.wms, due())
        failed.started_at -= timedelta(minutes=16)
        self.assertIn(self.wms, due())

    @mute_logger("odoo.addons.logistics_wms_sync.models.logistics_reconciliation")
    def test_a_pass_that_stumbles_keeps_no_other_from_going_on(self):
        # given: what one partner answers makes the comparison stumble
        bad, good = self.runs.create([{"integration_id": self.wms.id}] * 2)

        def stumble():
            bad.order_count = 7
            self.env.flush_all()
            raise KeyError("order")

        # when
        bad._go_on(stumble)
        good._go_on(good._conclude_if_answered)
        # then
        self.assertEqual((bad.state, bad.problem), ("failed", "'order'"))
        self.assertFalse(bad.order_count)
        self.assertEqual(good.state, "done")

    def test_old_passes_go_when_nothing_of_them_is_open(self):
        # given
        old, open_still, young = self.runs.create(
            [{"integration_id": self.wms.id, "state": "done"}] * 3
        )
        (old | open_still).started_at = fields.Datetime.now() - timedelta(days=91)
        order = self.make_order((self.widget, 1))
        self.findings.create(
            {"reconciliation_id": open_still.id, "kind": "silent", "order_id": order.id}
        )
        self.findings.create(
            {
                "reconciliation_id": old.id,
                "kind": "differs",
                "order_id": order.id,
                "state": "over",
            }
        )
        # when
        self.runs._gc_passes()
        # then
        self.assertEqual((old | open_still | young).exists(), open_still | young)

    def test_after_an_hour_without_the_warehouse_everything_catches_up(self):
        # given
        self.wms.write({"outbox_repeatable": True, "outbox_path": "orders"})
        shipped = self.make_order((self.widget, 3))
        advice = self.make_advice((self.gadget, 4))
        self.deliver()
        self.assertEqual(len(self.depot.posted), 2)
        self.depot.is_down = True
        late = self.make_order((self.widget, 2))
        self.deliver()
        # when the warehouse works on and nobody hears of it
        lines = [{"sku": "WIDGET", "quantity": 3}]
        told = self.update(shipped, "shipped", id="S-1", lines=lines, is_final=True)
        received = self.received(advice, ("GADGET", 4), id="R-1")["data"]
        down = self.reconcile()
        # then
        self.assertEqual(down.state, "failed")
        self.assertEqual((shipped.state, late.state), ("sent", "sent"))
        self.assertEqual(len(self.depot.posted), 2)
        # when
        self.depot.is_down = False
        self.deliver()
        self.assertEqual(len(self.depot.posted), 3)
        self.depot.orders[shipped.name] = [told]
        self.depot.orders[late.name] = [self.update(late, "accepted")]
        self.depot.receipts[advice.name] = [received]
        run = self.reconcile()
        # then
        self.assertEqual(run.state, "done")
        self.assertEqual(shipped.state, "shipped")
        self.assertEqual(late.state, "accepted")
        self.assertEqual(advice.state, "received")
        self.assertEqual(self.on_hand(self.widget), 47)
        self.assertEqual(self.on_hand(self.gadget), 4)
        self.assertFalse(self.open_findings())
