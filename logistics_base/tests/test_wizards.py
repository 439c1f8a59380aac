# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from ..wizards.logistics_message_correct import LARGEST_TEXT
from .common import LogisticsCase


class TestCorrectAndDiscard(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = new_test_user(
            cls.env,
            "payload-viewer",
            "logistics_base.group_dispatcher,logistics_base.group_payload_viewer",
        )
        cls.dispatcher = new_test_user(
            cls.env, "dispatcher-ui", "logistics_base.group_dispatcher"
        )
        cls.shipment = cls.make_shipment("CORRECT1")
        cls.dead = cls.tell(cls.event("CORRECT1", occurred_at=None))

    def correction(self, message, user=None):
        wizards = self.env["logistics.message.correct"].with_user(user or self.viewer)
        return Form(wizards.with_context(default_message_id=message.id))

    def test_a_corrected_payload_is_processed_and_the_first_one_kept(self):
        # given a message that lacks its time
        self.assertEqual(self.dead.state, "dead")
        # when a person fills it in
        form = self.correction(self.dead)
        body = json.loads(form.payload_text)
        body["data"]["occurred_at"] = "2026-03-02T09:00:00Z"
        form.payload_text = json.dumps(body)
        form.save().action_correct()
        self.drain()
        # then it is applied, and what came is kept beside the name
        self.assertEqual(self.dead.state, "done")
        self.assertEqual(self.shipment.state, "in_transit")
        self.assertEqual(self.dead.corrected_by_id, self.viewer)
        self.assertTrue(self.dead.original_payload)

    def test_nothing_corrected_is_said(self):
        wizard = self.correction(self.dead).save()
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            wizard.action_correct()

    def test_who_may_not_see_payloads_cannot_correct_them(self):
        with self.assertRaises(AccessError):
            self.env["logistics.message.correct"].with_user(self.dispatcher)._text_of(
                self.dead
            )

    def test_what_is_no_text_is_refused(self):
        binary = self.receive(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
        with self.assertRaisesRegex(UserError, "not text in UTF-8"):
            self.env["logistics.message.correct"].with_user(self.viewer)._text_of(
                binary
            )

    def test_what_no_form_can_show_is_not_corrected(self):
        large = self.receive(b'{"text": "' + b"x" * LARGEST_TEXT + b'"}')
        with self.assertRaisesRegex(UserError, "too large"):
            self.env["logistics.message.correct"].with_user(self.viewer)._text_of(large)

    def test_messages_are_discarded_together_for_a_reason(self):
        other = self.tell(self.event("CORRECT1", code="nonsense"))
        messages = self.dead + other
        action = messages.with_user(self.dispatcher).action_discard()
        form = Form(
            self.env["logistics.message.discard"]
            .with_user(self.dispatcher)
            .with_context(**action["context"])
        )
        form.reason = "Sent twice"
        form.save().action_discard()
        self.assertEqual(messages.mapped("state"), ["discarded", "discarded"])
        self.assertEqual(messages.discarded_by_id, self.dispatcher)
        self.assertEqual(set(messages.mapped("discard_reason")), {"Sent twice"})

    def test_an_auditor_discards_nothing(self):
        auditor = new_test_user(self.env, "auditor-ui", "logistics_base.group_auditor")
        with self.assertRaises(AccessError):
            self.env["logistics.message.discard"].with_user(auditor).create(
                {"message_ids": self.dead.ids, "reason": "No"}
            )

    def test_the_advice_fits_what_is_wrong(self):
        parked = self.tell(self.event("NEVER-HEARD-OF"))
        self.assertIn("Correct the payload", self.dead.advice)
        self.assertIn("taken up", parked.advice)
        self.assertFalse(self.tell(self.event("CORRECT1", hours=2)).advice)


class TestPresetTry(LogisticsCase):
    SOURCE = """
code: try_out
name: Try Out
kind: carrier
format: json
messages:
  - document_type: shipment.milestone
    identity: id
    fields:
      id: id
      tracking_number: number
      raw_code: status
      raw_description: words
      occurred_at: time
codes:
  milestone: {OFD: out_for_delivery}
"""

    def trial(self, payload=None, source=None):
        body = payload or {
            "id": "E1",
            "number": "TRY1",
            "status": "OFD",
            "time": "2026-03-02T09:00:00+01:00",
        }
        return self.env["logistics.preset.try"].create(
            {
                "source": source or self.SOURCE,
                "payload": body if isinstance(body, str) else json.dumps(body),
            }
        )

    def test_the_canonical_documents_are_shown(self):
        trial = self.trial()
        (document,) = json.loads(trial.result_json)
        self.assertEqual(
            document["references"], [{"type": "tracking", "value": "TRY1"}]
        )
        self.assertEqual(document["occurred_at"], "2026-03-02T08:00:00Z")
        self.assertIn("Out for delivery", trial.result_html)
        self.assertIn("2 Mar 2026, 09:00 (UTC+1)", trial.result_html)
        self.assertFalse(trial.problem)

    def test_rows_that_are_streamed_are_tried_like_all_others(self):
        source = """
code: try_rows
name: Try Rows
kind: wms
format: csv
messages:
  - document_type: shipment
    stream: references
    fields: {references: {type: kind, value: number}}
"""
        trial = self.trial("kind,number\npro,TRY1\npro,TRY2\n", source)
        (document,) = json.loads(trial.result_json)
        self.assertEqual(len(document["references"]), 2)
        self.assertFalse(trial.problem)

        wrong = self.trial("kind,number\npro,TRY1\nbogus,TRY2\n", source)
        self.assertIn("line 3", wrong.problem)
        cut = self.trial('kind,number\npro,"TRY1', source)
        self.assertIn("Not all of the payload is there", cut.problem)

    def test_an_unmapped_code_is_shown_with_a_suggestion(self):
        trial = self.trial(
            {
                "number": "TRY1",
                "status": "DELIVERED",
                "words": "Delivered",
                "time": "2026-03-02T09:00:00Z",
            }
        )
        self.assertIn("Not mapped yet", trial.result_html)
        self.assertIn("DELIVERED", trial.result_html)
        self.assertIn("delivered", trial.result_html)

    def test_the_own_code_map_of_an_integration_counts(self):
        self.env["logistics.code.map"].create(
            {
                "integration_id": self.integration.id,
                "domain": "milestone",
                "external_code": "X7",
                "canonical_code": "refused",
            }
        )
        trial = self.trial(
            {"number": "TRY1", "status": "X7", "time": "2026-03-02T09:00:00Z"}
        )
        self.assertIn("Not mapped yet", trial.result_html)
        trial.integration_id = self.integration
        self.assertNotIn("Not mapped yet", trial.result_html)
        self.assertIn("Refused", trial.result_html)

    def test_what_is_wrong_is_said_in_words(self):
        for payload, source, words in (
            ("{", None, "cannot be read"),
            ({"number": "T", "status": "X", "time": "soon"}, None, "does not fit"),
            (None, "code: x", "messages"),
            (None, "code: [", "line 1"),
        ):
            with self.subTest(words=words):
                self.assertIn(words, self.trial(payload, source).problem)

    def test_markup_in_a_payload_stays_text(self):
        trial = self.trial(
            {
                "number": "<script>alert(1)</script>",
                "status": "OFD",
                "time": "2026-03-02T09:00:00Z",
            }
        )
        self.assertNotIn("<script>", trial.result_html)
        self.assertIn("&lt;script&gt;", trial.result_html)

    def test_trying_writes_nothing_and_saving_keeps_the_revision(self):
        preset = self.env["logistics.preset"].create({"source": self.SOURCE})
        before = self.env["logistics.message"].search_count([])
        trial = self.trial()
        trial.preset_id = preset
        trial.source = self.SOURCE.replace("Try Out", "Tried Out")
        trial.action_try()
        self.assertEqual(preset.name, "Try Out")
        self.assertEqual(self.env["logistics.message"].search_count([]), before)
        trial.action_save()
        self.assertEqual(preset.name, "Tried Out")
        self.assertEqual(preset.revision_count, 2)
        first = preset.revision_ids.filtered(lambda r: r.number == 1)
        self.assertIn("+name: Try Out", first.diff)
        self.assertIn("-name: Tried Out", first.diff)
        first.action_restore()
        self.assertEqual(preset.name, "Try Out")

    def test_a_preset_is_exported_as_it_is(self):
        preset = self.env["logistics.preset"].create({"source": self.SOURCE})
        action = preset.action_export()
        self.assertTrue(action["url"].endswith("/try_out.yaml?download=true"))
        self.assertEqual(base64.b64decode(preset.source_file).decode(), self.SOURCE)

    def test_a_dispatcher_does_not_edit_presets(self):
        dispatcher = new_test_user(
            self.env, "dispatcher-preset", "logistics_base.group_dispatcher"
        )
        with self.assertRaises(AccessError):
            self.env["logistics.preset.try"].with_user(dispatcher).create(
                {"source": self.SOURCE}
            )
