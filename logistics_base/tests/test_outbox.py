# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import shutil
from datetime import timedelta
from itertools import count
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..canonical.acknowledgement import Acknowledgement
from ..canonical.documents import Reference, ShipmentDocument, TrackingEvent
from ..models.logistics_message_dispatch import TURN_SECONDS
from ..models.logistics_message_outcome import MAX_ATTEMPTS
from ..transport.call_errors import CallError
from ..transport.outgoing import Outgoing
from .edi_common import EdiCase
from .local_partner import Reply
from .test_calls import CallCase

WAKE = "odoo.addons.logistics_base.models.logistics_message_wake"
DISPATCH = "odoo.addons.logistics_base.models.logistics_message_dispatch"


class OutboxCase(EdiCase):
    def setUp(self):
        super().setUp()
        self.messages = self.env["logistics.message"]

    def queue(self, reference="LOAD-8", integration=None, **options):
        document = ShipmentDocument(references=(Reference("bol", reference),))
        return self.messages._send(integration or self.partner, document, **options)

    def decide(self, message, decision):
        """Answer the question that stands before a repetition."""
        action = message.action_replay()
        self.assertEqual(action["res_model"], "logistics.message.resend")
        wizard = (
            self.env["logistics.message.resend"]
            .with_context(**action["context"])
            .create({"decision": decision, "reason": "asked Ms Olsen"})
        )
        self.assertIn(message.external_id, wizard.known)
        return wizard.action_decide()


@tagged("-at_install", "post_install")
class TestOutbox(OutboxCase):
    """What is to be sent is sent once, by a file in a folder."""

    def test_a_document_is_written_for_the_partner(self):
        self.partner.edi_parameters = "scac = NRDW"
        message = self.queue(correlation_id="c0ffee")
        self.assertEqual((message.state, message.direction), ("received", "outbound"))
        self.assertFalse(self.files_out(), "nothing leaves before the commit")

        self.send_all()

        self.assertEqual(message.state, "done")
        self.assertEqual(message.correlation_id, "c0ffee")
        self.assertEqual(self.files_out(), {"204-1.edi": message._body()})
        self.assertEqual(message.sent_to, "204-1.edi")
        (interchange,) = self.sent_interchanges()
        ((group, transaction),) = interchange.transactions()
        self.assertEqual((group.functional_id, transaction.set_id), ("SM", "204"))
        self.assertEqual(transaction.segments[0].elements, ("", "NRDW", "LOAD-8"))

    def test_a_key_is_queued_once_for_ever(self):
        first = self.queue(key="tender-7")
        self.send_all()
        first.sudo().unlink()

        again = self.queue("OTHER", key="tender-7")

        self.assertEqual(again.id, first.id)
        self.assertEqual(self.partner.edi_sequence_id.number_next_actual, 2)

    def test_the_cron_is_woken(self):
        cron = self.env.ref("logistics_base.ir_cron_outbox")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])

        self.queue()

        after = triggers.search_count([("cron_id", "=", cron.id)])
        self.assertEqual(after, before + 1)

    def test_the_workers_are_told_once_for_each_transaction(self):
        self.env.cr.postcommit.clear()
        with patch(f"{WAKE}._notify") as notify:
            for number in range(3):
                self.queue(f"LOAD-{number}")
            self.env.cr.postcommit.run()
        notify.assert_called_once_with(self.env.cr.dbname)

    def test_what_nobody_writes_is_refused_at_once(self):
        with self.assertRaises(UserError):
            self.messages._send(
                self.partner, TrackingEvent(references=(Reference("bol", "X"),))
            )
        self.partner.edi_partner_id = False
        with self.assertRaises(UserError):
            self.queue()

    def test_other_files_are_never_overwritten(self):
        message = self.queue()
        (self.base / "out").mkdir()
        (self.base / "out" / "204-1.edi").write_bytes(b"of somebody else")

        self.send_all()

        self.assertEqual(message.sent_to, "204-1-1.edi")
        self.assertEqual(self.files_out()["204-1.edi"], b"of somebody else")

    def test_names_are_given_by_a_template(self):
        folder = self.partner.folder_ids
        folder.name_out = "{code}_{type}_{control}.{extension}"
        message = self.queue()

        self.send_all()

        self.assertEqual(message.sent_to, f"{self.partner.code}_shipment_1.edi")
        with self.assertRaises(ValidationError):
            folder.name_out = "{nonsense}"

    def test_where_files_may_not_be_put(self):
        folder = self.partner.folder_ids
        for wrong in ("/etc", str(self.base / "in"), "relative"):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                folder.path_out = wrong

    def test_trouble_is_tried_again_and_others_are_served(self):
        other = self.make_edi(folder=False)
        self.env["logistics.folder"].create(
            {
                "name": "Other",
                "integration_id": other.id,
                "path_in": str(self.base / "other-in"),
                "path_out": str(self.base / "other-out"),
                "enabled": True,
            }
        )
        (self.base / "out").write_text("in the way")
        message, second, fine = (
            self.queue(),
            self.queue(),
            self.queue(integration=other),
        )

        self.send_all()

        self.assertEqual(
            (message.state, message.error_category), ("retry", "transport")
        )
        self.assertGreater(message.next_attempt_at, fields.Datetime.now())
        self.assertEqual(second.state, "received", "it waits behind the first")
        self.assertEqual(fine.state, "done")
        (self.base / "out").unlink()
        message.sudo().next_attempt_at = False
        self.send_all()
        self.assertEqual((message + second).mapped("state"), ["done", "done"])

    def test_trouble_that_stays_is_a_dead_letter(self):
        (self.base / "out").write_text("in the way")
        message = self.queue()
        message.sudo().attempts = MAX_ATTEMPTS - 1

        self.send_all()

        self.assertEqual(message.state, "dead")
        (self.base / "out").unlink()
        message.action_replay()
        self.send_all()
        self.assertEqual(message.state, "done")

    def test_nothing_leaves_a_paused_integration(self):
        message = self.queue()
        self.partner.action_pause()

        self.send_all()

        self.assertEqual(message.state, "received")

    def test_an_integration_that_is_paused_meanwhile_keeps_the_rest(self):
        first, second = self.queue("LOAD-1"), self.queue("LOAD-2")
        put = self.env.registry["logistics.folder"]._put

        def put_and_pause(folder, message):
            folder.integration_id.state = "paused"
            return put(folder, message)

        with patch.object(self.env.registry["logistics.folder"], "_put", put_and_pause):
            self.send_all()

        self.assertEqual((first.state, second.state), ("done", "received"))

    def test_what_somebody_else_has_hold_of_is_left_for_the_next_run(self):
        self.queue()
        messages = self.env.registry["logistics.message"]
        claims = []

        def claim(model, integration_id):
            claims.append(integration_id)
            self.assertLess(len(claims), 5, "it goes round in circles")
            return model.browse()

        with patch.object(messages, "_claim_outbound", claim):
            self.send_all()

        self.assertEqual(claims, [self.partner.id])

    def test_a_partner_that_rejects_at_once_is_heard(self):
        message = self.queue()
        put = self.env.registry["logistics.folder"]._put

        def put_and_reject(folder, sent):
            name = put(folder, sent)
            sent._acknowledge(
                Acknowledgement(
                    kind="997", status="rejected", group_control=sent.control_number
                )
            )
            return name

        folders = self.env.registry["logistics.folder"]
        with patch.object(folders, "_put", put_and_reject):
            self.send_all()

        self.assertEqual((message.state, message.error_category), ("dead", "refused"))
        self.assertTrue(message.sent_at)

    def test_a_flow_that_is_off_keeps_it_until_it_is_on(self):
        flow = self.env["logistics.flow"].create(
            {
                "integration_id": self.partner.id,
                "document_type": "shipment",
                "direction": "outbound",
                "mode": "off",
            }
        )
        message = self.queue()
        self.send_all()
        self.assertEqual(message.state, "parked")

        flow.mode = "live"
        self.send_all()

        self.assertEqual(message.state, "done")

    def test_a_flow_is_kept_to_whatever_has_queued_the_message(self):
        flow = self.env["logistics.flow"].create(
            {
                "integration_id": self.partner.id,
                "document_type": "shipment",
                "direction": "outbound",
            }
        )
        queued_before = self.queue()
        flow.mode = "off"
        self.send_all()
        self.assertEqual(queued_before.state, "parked")
        queued_before.action_replay()
        self.send_all()
        self.assertEqual(queued_before.state, "parked")

        flow.mode = "shadow"
        self.send_all()

        self.assertEqual(
            (queued_before.state, queued_before.shadow_result), ("done", "new")
        )
        self.assertFalse(self.files_out())

    def test_what_belongs_together_leaves_in_order(self):
        (self.base / "out").write_text("in the way")
        order = self.queue("ORDER", correlation_id="one")
        self.send_all()
        (self.base / "out").unlink()
        cancellation = self.queue("CANCEL", correlation_id="one")
        other = self.queue("OTHER", correlation_id="another")

        self.send_all()

        self.assertEqual(
            (order.state, cancellation.state, other.state),
            ("retry", "received", "done"),
        )
        order.sudo().next_attempt_at = False
        self.send_all()
        self.assertEqual((order.state, cancellation.state), ("done", "done"))

    def test_two_who_queue_under_one_key_queue_one_message(self):
        first = self.queue(key="tender-7")
        messages = self.env.registry["logistics.message"]
        looked = messages._queued_before
        answers = [self.messages, self.messages]

        def too_early(model, *arguments):
            return answers.pop() if answers else looked(model, *arguments)

        with patch.object(messages, "_queued_before", too_early):
            again = self.queue(key="tender-7")

        self.assertEqual(again, first)
        self.send_all()
        self.assertEqual(list(self.files_out()), ["204-1.edi"])

    def run_out_of_time(self):
        """Let the cron's time be over after each step."""
        crons = self.env.registry["ir.cron"]

        def commit_progress(cron, processed=0, *, remaining=None, deactivate=False):
            cron.env.cr.commit()
            return 0

        self.startPatcher(patch.object(crons, "_commit_progress", commit_progress))

    def test_a_run_that_ends_with_a_rest_has_the_cron_come_again_at_once(self):
        first, second = self.queue(), self.queue()
        cron = self.env.ref("logistics_base.ir_cron_outbox")
        self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()
        self.run_out_of_time()

        self.send_all()

        self.assertEqual((first.state, second.state), ("done", "received"))
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))

    def test_a_slow_partner_leaves_the_others_their_turn(self):
        others = [self.make_edi(folder=False) for _number in range(2)]
        for integration in others * 3:
            self.queue(integration=integration)
        seen = []

        def dispatch(message):
            seen.append(message.integration_id.id)
            message._set_sent("http", "there")
            return True

        clock = count(step=TURN_SECONDS)
        messages = self.env.registry["logistics.message"]
        with (
            patch.object(messages, "_dispatch", dispatch),
            patch(f"{DISPATCH}.time.monotonic", lambda: next(clock)),
        ):
            self.send_all()

        self.assertEqual(len(seen), 6)
        for turn in (seen[:2], seen[2:4], seen[4:]):
            self.assertEqual(set(turn), {one.id for one in others})

    def test_monitoring_is_told_how_sending_goes(self):
        self.queue()
        self.send_all()
        lost = self.queue(integration=self.make_edi(folder=False))
        self.send_all()
        waiting = self.queue()
        waiting.sudo().received_at = fields.Datetime.now() - timedelta(minutes=4)
        self.env.flush_all()
        metrics = {
            metric.name: metric for metric in self.env["logistics.metrics"]._collect()
        }

        def figures(name, message):
            code = message.integration_id.code
            return [
                value
                for labels, value in metrics[f"logistics_outbox_{name}"].samples
                if dict(labels)["integration"] == code
            ]

        self.assertEqual(figures("waiting", waiting), [1])
        (age,) = figures("oldest_seconds", waiting)
        self.assertTrue(240 <= age < 300)
        self.assertEqual(sorted(figures("recent", waiting)), [1, 1])
        self.assertEqual(figures("failed", waiting), [])
        self.assertEqual(figures("failed", lost), [1])
        cron = metrics["logistics_outbox_cron_active"]
        self.assertEqual([value for _labels, value in cron.samples], [1])

    def test_no_way_out_is_said(self):
        message = self.queue(integration=self.make_edi(folder=False))

        self.send_all()

        self.assertEqual((message.state, message.error_category), ("dead", "transport"))

    def test_large_messages_are_sent(self):
        document = ShipmentDocument(references=(Reference("bol", "x" * 300_000),))
        message = self.messages._send(self.partner, document)
        self.assertTrue(message.sudo().attachment_id)

        self.send_all()

        self.assertEqual(self.files_out()["204-1.edi"], message._body())
        self.assertGreater(len(message._body()), 300_000)


@tagged("-at_install", "post_install")
class TestOutboxInDoubt(OutboxCase):
    """What may have arrived is not sent again unless a person says so."""

    def stranded(self):
        """Return a message that was on its way when its process died."""
        message = self.queue()
        message.sudo().write(
            {
                "state": "processing",
                "next_attempt_at": fields.Datetime.now() - timedelta(seconds=1),
            }
        )
        return message

    def test_a_crash_leaves_it_in_doubt(self):
        message = self.stranded()

        self.send_all()

        self.assertEqual(message.state, "in_doubt")
        self.assertFalse(self.files_out())

    def test_a_crash_after_the_file_was_written_is_no_doubt(self):
        message = self.stranded()
        (self.base / "out").mkdir()
        (self.base / "out" / "204-1.edi").write_bytes(message._body())

        self.send_all()

        self.assertEqual((message.state, message.sent_to), ("done", "204-1.edi"))

    def test_a_content_that_is_gone_keeps_no_other_from_being_settled(self):
        message, other = self.stranded(), self.stranded()
        messages = self.env.registry["logistics.message"]
        body = messages._body

        def lost(found):
            if found.id == message.id:
                raise FileNotFoundError(2, "gone")
            return body(found)

        with patch.object(messages, "_body", lost):
            self.send_all()

        self.assertEqual((message + other).mapped("state"), ["in_doubt"] * 2)

    def test_a_crash_after_the_partner_has_acknowledged_is_no_doubt(self):
        message = self.stranded()
        message.sudo().write({"ack_state": "accepted", "ack_at": fields.Datetime.now()})
        self.send_all()
        self.assertEqual(message.state, "done")

    def test_what_is_on_its_way_is_left_alone(self):
        message = self.stranded()
        message.sudo().next_attempt_at = fields.Datetime.now() + timedelta(minutes=5)

        self.send_all()

        self.assertEqual(message.state, "processing")
        with self.assertRaises(UserError):
            message.action_replay()

    def test_sending_again_is_asked_about(self):
        message = self.queue()
        self.send_all()
        shutil.rmtree(self.base / "out")

        self.decide(message, "again")
        self.send_all()

        self.assertEqual(message.state, "done")
        self.assertIn("Olsen", message.warning)
        self.assertEqual(list(self.files_out()), ["204-1.edi"])

    def test_what_has_arrived_is_not_sent(self):
        message = self.stranded()
        self.send_all()

        self.decide(message, "arrived")
        self.send_all()

        self.assertEqual(message.state, "done")
        self.assertFalse(self.files_out())

    def test_a_decision_on_what_has_changed_since_is_not_taken(self):
        message = self.stranded()
        self.send_all()
        action = message.action_replay()
        wizards = self.env["logistics.message.resend"].with_context(**action["context"])
        decided = {"decision": "again", "reason": "asked Ms Olsen"}
        first, second = wizards.create([decided, decided])
        first.action_decide()
        self.send_all()

        with self.assertRaisesRegex(UserError, "since"):
            second.action_decide()

        self.assertEqual(message.state, "done")

    def test_a_dispatcher_may_decide(self):
        dispatcher = new_test_user(
            self.env, "edi-dispatcher", "logistics_base.group_dispatcher"
        )
        message = self.stranded()
        self.send_all()

        self.env = self.env(user=dispatcher)
        self.decide(message.with_user(dispatcher), "again")
        self.env = self.env(user=self.uid)
        self.send_all()

        self.assertEqual(message.state, "done")
        self.assertIn("edi-dispatcher", message.warning)

    def test_a_user_may_not(self):
        user = new_test_user(self.env, "edi-user", "logistics_base.group_user")
        message = self.stranded()
        self.send_all()

        with self.assertRaises(AccessError):
            message.with_user(user).action_replay()

    def test_a_reason_is_needed(self):
        message = self.stranded()
        self.send_all()
        wizard = self.env["logistics.message.resend"].create(
            {"message_ids": message.ids, "decision": "again", "reason": "  "}
        )

        with self.assertRaises(UserError):
            wizard.action_decide()

    def test_calls_are_not_repeated_from_here(self):
        call = self.messages.sudo().create(
            {
                "integration_id": self.partner.id,
                "direction": "outbound",
                "state": "in_doubt",
                "http_method": "POST",
                "payload": b"eA==",
                "size": 1,
            }
        )

        with self.assertRaises(UserError):
            call.action_replay()


@tagged("-at_install", "post_install")
class TestOutboxHttp(OutboxCase):
    """What is posted to the partner's address."""

    def setUp(self):
        super().setUp()
        self.web = self.make_edi(
            folder=False, base_url="https://edi.partner.example", outbox_path="/in"
        )
        self.client = FakeClient()
        self.startPatcher(
            patch.object(
                type(self.env["logistics.integration"]),
                "_http_client",
                lambda integration, deadline=None: self.client,
            )
        )

    def test_it_is_posted(self):
        message = self.queue(integration=self.web)

        self.send_all()

        self.assertEqual((message.state, message.transport), ("done", "http"))
        ((method, path, sent),) = self.client.requests
        self.assertEqual((method, path), ("POST", "/in"))
        self.assertEqual(sent["content"], message._body())
        self.assertEqual(sent["content_type"], "application/edi-x12")
        self.assertFalse(sent["repeatable"])

    def test_an_uncertain_outcome_waits_for_a_person(self):
        self.client.error = CallError("uncertain", "cut after sending")
        message = self.queue(integration=self.web)

        self.send_all()
        self.send_all()

        self.assertEqual(
            (message.state, message.error_category), ("in_doubt", "uncertain")
        )
        self.assertEqual(len(self.client.requests), 1)
        self.client.error = None
        self.decide(message, "again")
        self.send_all()
        self.assertEqual(message.state, "done")

    def test_a_partner_that_recognises_repetitions_gets_it_again(self):
        self.web.outbox_repeatable = True
        self.client.error = CallError("uncertain", "cut after sending")
        message = self.queue(integration=self.web)

        self.send_all()

        self.assertEqual(message.state, "retry")

    def test_what_may_have_arrived_is_never_taken_for_lost(self):
        self.web.outbox_repeatable = True
        self.client.error = CallError("uncertain", "cut after sending")
        message = self.queue(integration=self.web)
        message.sudo().attempts = MAX_ATTEMPTS - 1

        self.send_all()

        self.assertEqual(message.state, "in_doubt")
        self.assertTrue(self.client.requests[0][2]["changes"])

    def test_a_partner_that_is_left_alone_uses_up_no_attempt(self):
        message = self.queue(integration=self.web)
        for category in ("circuit_open", "throttled"):
            self.client.error = CallError(category, "not now", retry_after=900)
            message.sudo().write(
                {"attempts": MAX_ATTEMPTS - 1, "next_attempt_at": False}
            )
            with self.subTest(category):
                self.send_all()
                self.assertEqual(
                    (message.state, message.attempts), ("retry", MAX_ATTEMPTS - 1)
                )

    def test_unreachable_is_tried_again_when_asked_to(self):
        self.client.error = CallError("throttled", "slow down", retry_after=3600)
        message = self.queue(integration=self.web)

        self.send_all()

        self.assertEqual(
            (message.state, message.error_category), ("retry", "throttled")
        )
        self.assertGreater(
            message.next_attempt_at, fields.Datetime.now() + timedelta(minutes=59)
        )

    def test_refused_is_a_dead_letter_that_says_why(self):
        self.client.error = CallError("refused", "400", problems=("no such customer",))
        message = self.queue(integration=self.web)

        self.send_all()

        self.assertEqual((message.state, message.error_category), ("dead", "refused"))
        self.assertIn("no such customer", message.error_message)

    @mute_logger(DISPATCH)
    def test_what_nobody_foresaw_is_in_doubt(self):
        self.client.error = RuntimeError("broken")
        message = self.queue(integration=self.web)

        self.send_all()

        self.assertEqual(message.state, "in_doubt")


@tagged("-at_install", "post_install")
class TestOutboxOverTheWire(CallCase):
    """The same with a server on this machine."""

    def test_what_was_posted_and_answered_is_kept(self):
        self.integration.write({"outbox_path": "/edi"})
        self.answer(Reply(202, b"thank you", {"Content-Type": "text/plain"}))
        message = self.env["logistics.message"]._queue_outbound(
            self.integration,
            "shipment",
            Outgoing(content=b"ISA*", content_type="application/edi-x12", name="204 1"),
        )

        message.sudo()._claim_outbound(self.integration.id)._dispatch()

        self.assertEqual((message.state, message.transport), ("done", "http"))
        self.assertEqual((message.http_method, message.http_status), ("POST", 202))
        self.assertTrue(message.sent_to.endswith("/api/edi"))
        self.assertEqual(base64.b64decode(message.answer), b"thank you")
        (request,) = self.partner_server.requests
        self.assertEqual(request.body, b"ISA*")


class FakeClient:
    """Stands for the HTTP client, which is tested on its own."""

    def __init__(self):
        self.requests = []
        self.exchanges = []
        self.error = None

    def request(self, method, path, **options):
        self.requests.append((method, path, options))
        if self.error:
            raise self.error
