# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
import time
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..canonical.documents import Reference, ShipmentDocument, TrackingEvent
from ..mapping.outbound import calls, kinds
from ..models.logistics_message_dispatch import LONGEST_PAUSE, PATIENT_ATTEMPTS
from ..models.logistics_message_outcome import MAX_ATTEMPTS
from ..protocols.signatures import SCHEMES, SignedRequest
from ..transport.call_errors import CallError
from .common import SECRET
from .local_partner import Reply
from .test_calls import API_KEY, CallCase

PRESET = """
code: told_partner
name: Told Partner
kind: wms
messages:
  - document_type: shipment
    fields:
      id: number
      references: [{type: booking, value: booking}]
outbound:
  auth: {scheme: header, header: X-Api-Key}
  error: {message: fault}
  documents:
    shipment:
      - when: "mode == 'air'"
        path: /once
        body: {"no": id}
      - when: "mode == 'courier'"
        each: packages
        method: PUT
        path: "/{parent.id}/packages/{@}"
        body: {package: "@"}
        repeatable: true
      - when: "mode == 'ocean'"
        method: DELETE
        path: /shipments/{id}
      - path: /shipments
        query: {dry: settings.dry}
        idempotency: {header: Idempotency-Key, value: id}
        body: {"no": id, refs: "references[].value"}
        answer:
          - when: "status == `422`"
            document_type: shipment
            fields:
              id: request.id
              references: [{type: other, value: fault}]
          - document_type: shipment
            fields:
              id: request.id
              references:
                - {type: order, value: "request.references[0].value"}
                - {type: booking, value: booking}
  calls:
    standing:
      path: /standing
      query: {"no": "numbers[]", page: page}
      pages: {next: next}
      answer:
        each: shipments
        fields:
          id: number
          references: [{type: order, value: order}]
    standing_in_their_words:
      path: /words
      answer: {messages: true}
    shelf:
      path: /shelf
      pages: {first: 0, more: "length(packages) == `2`"}
      query: {page: page}
      answer:
        when: packages
        fields:
          id: {constant: shelf}
          references: [{type: order, value: "'shelf'"}]
          packages: packages
"""


class ToldCase(CallCase):
    """A partner of a preset's that is told shipments, and asked how they stand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        known = dict(kinds.CALL_KINDS)
        for name, more in {
            "standing": {"many": True, "optional": True, "batch": True},
            "standing_in_their_words": {"many": True, "optional": True},
            "shelf": {"joined": "packages", "always_news": True, "optional": True},
        }.items():
            known[name] = kinds.CallKind(name=name, answer=ShipmentDocument, **more)
        cls.startClassPatcher(patch.object(calls, "CALL_KINDS", known))
        cls.env["logistics.preset"].create({"source": PRESET})

    def setUp(self):
        super().setUp()
        self.speak("told_partner")
        self.add_credential("api_key", API_KEY)

    def speak(self, preset):
        """Have the partner be one of that preset."""
        address = self.integration.base_url
        self.integration.write({"preset": preset})
        self.integration.write({"base_url": address})

    def send(self, mode=None, integration=None, packages=(), **options):
        document = ShipmentDocument(
            id="S/1",
            mode=mode,
            references=(Reference("order", "SO1"),),
            packages=tuple(packages),
        )
        return self.env["logistics.message"]._send(
            integration or self.integration, document, **options
        )

    def dispatch(self, times=1):
        for _time in range(times):
            self.env.flush_all()
            messages = self.env["logistics.message"].sudo()
            messages._claim_outbound(self.integration.id)._dispatch()

    def received(self):
        return self.env["logistics.message"].search(
            [
                ("integration_id", "=", self.integration.id),
                ("direction", "=", "inbound"),
            ]
        )

    def documents(self, message):
        return json.loads(message.sudo()._body())["documents"]


@tagged("-at_install", "post_install")
class TestTold(ToldCase):
    """A document reaches a partner as its preset says, and the answer is heard."""

    def test_it_arrives_as_the_preset_says(self):
        self.integration.call_options = {"dry": "1"}
        message = self.send(correlation_id="c0ffee")
        self.assertEqual(message.external_id, "shipment S-1")

        self.dispatch()

        (asked,) = self.partner_server.requests
        self.assertEqual((asked.method, asked.path), ("POST", "/api/shipments?dry=1"))
        self.assertEqual(asked.headers["Idempotency-Key"], "S/1")
        self.assertEqual(asked.headers["X-Api-Key"], API_KEY)
        self.assertEqual(asked.headers["Content-Type"], "application/json")
        self.assertEqual(asked.json(), {"no": "S/1", "refs": ["SO1"]})

    def test_the_answer_comes_in_like_any_message(self):
        self.answer(Reply.json({"booking": "BK9"}, 201))
        message = self.send(correlation_id="c0ffee")

        self.dispatch()

        self.assertEqual((message.state, message.http_status), ("done", 201))
        told = self.received()
        self.assertEqual((told.state, told.correlation_id), ("received", "c0ffee"))
        self.assertEqual(told.answers_id, message)
        self.assertTrue(told.is_canonical)
        (document,) = self.documents(told)
        self.assertEqual(document["references"][1]["value"], "BK9")
        self.drain()
        self.assertEqual(told.state, "done")
        shipments = self.env["logistics.reference"].search([("value", "=", "BK9")])
        self.assertTrue(shipments.shipment_id)

    def test_a_refusal_that_is_understood_comes_in_with_its_words(self):
        self.answer(Reply.json({"fault": f"no such street {API_KEY}"}, 422))
        message = self.send()

        self.dispatch()

        self.assertEqual((message.state, message.error_category), ("done", False))
        self.assertIn("no such street", message.warning)
        self.assertNotIn(API_KEY, message.warning)
        (document,) = self.documents(self.received())
        self.assertIn("no such street", document["references"][0]["value"])

    def test_a_refusal_that_is_not_is_a_dead_letter(self):
        self.answer(Reply.json({"fault": "not on Sundays"}, 409))
        message = self.send()

        self.dispatch()

        self.assertEqual((message.state, message.error_category), ("dead", "refused"))
        self.assertIn("not on Sundays", message.error_message)
        self.assertFalse(self.received())

    def test_a_partner_that_repeats_our_key_has_it_kept_nowhere(self):
        self.answer(Reply.json({"fault": f"no such key: {API_KEY}"}, 409))
        message = self.send()

        self.dispatch()

        self.assertEqual((message.state, message.error_category), ("dead", "refused"))
        self.assertIn("no such key: ***", message.error_message)
        self.assertNotIn(API_KEY, message.error_message)

        self.answer(Reply.json({"fault": f"no such key: {API_KEY}"}, 422))
        with self.assertRaises(CallError) as caught:
            self.integration._ask("standing", {"numbers": ["1"]})
        self.assertIn("no such key", str(caught.exception))
        self.assertNotIn(API_KEY, str(caught.exception))

    def test_an_answer_that_cannot_be_read_leads_to_another_attempt(self):
        self.answer(Reply(200, b"<html>"), Reply.json({"booking": "BK9"}))
        message = self.send()

        self.dispatch()
        self.assertEqual(
            (message.state, message.error_category), ("retry", "uncertain")
        )
        message.sudo().next_attempt_at = False
        self.dispatch()

        self.assertEqual(message.state, "done")
        first, second = self.partner_server.requests
        self.assertEqual(first.body, second.body)
        self.assertEqual(
            first.headers["Idempotency-Key"], second.headers["Idempotency-Key"]
        )

    def test_what_the_partner_does_not_recognise_is_not_sent_again(self):
        self.answer(Reply(500, b"", {}))
        message = self.send(mode="air")

        self.dispatch()

        self.assertEqual(message.state, "in_doubt")

    def test_two_that_are_answered_alike_are_told_twice(self):
        self.answer(Reply.json({"booking": "BK9"}))
        self.send(key="one")
        self.send(key="two")

        self.dispatch(2)

        self.assertEqual(len(self.received()), 2)

    def test_one_call_for_each_part(self):
        first = self.send(mode="courier", packages=("P1", "P2"), key="parts")
        again = self.send(mode="courier", packages=("P1", "P2"), key="parts")

        self.dispatch(2)

        self.assertEqual(again, first)
        self.assertEqual(
            [
                (one.method, one.path, one.json())
                for one in self.partner_server.requests
            ],
            [
                ("PUT", "/api/S%2F1/packages/P1", {"package": "P1"}),
                ("PUT", "/api/S%2F1/packages/P2", {"package": "P2"}),
            ],
        )

    def test_a_call_without_content(self):
        message = self.send(mode="ocean")

        self.dispatch()

        (asked,) = self.partner_server.requests
        self.assertEqual((asked.method, asked.body), ("DELETE", b""))
        self.assertEqual(message.state, "done")

    def test_what_the_preset_does_not_tell_is_refused_at_once(self):
        event = TrackingEvent(references=(Reference("order", "SO1"),))
        with self.assertRaisesRegex(UserError, "shipment.milestone"):
            self.env["logistics.message"]._send(self.integration, event)

    def test_a_preset_that_changed_meanwhile_still_sends(self):
        message = self.send()
        preset = self.env["logistics.preset"].search([("code", "=", "told_partner")])
        lines = PRESET.partition("    shipment:")[0] + "    any: {canonical: true}\n"
        preset.source = lines

        self.dispatch()

        self.assertEqual(message.state, "done")
        self.assertEqual(self.partner_server.requests[0].json()["no"], "S/1")

    def test_a_partner_that_is_down_for_long_gets_it_when_it_is_back(self):
        message = self.send()
        message.sudo().attempts = MAX_ATTEMPTS + 20
        error = CallError("unreachable", "nobody there")
        client = self.env.registry["logistics.integration"]

        with patch.object(client, "_http_client", side_effect=error):
            self.dispatch()

        self.assertEqual(message.state, "retry")
        self.assertLessEqual(
            message.next_attempt_at, fields.Datetime.now() + LONGEST_PAUSE
        )
        message.sudo().next_attempt_at = False
        self.dispatch()
        self.assertEqual(message.state, "done")

    def test_patience_has_an_end(self):
        message = self.send()
        message.sudo().attempts = PATIENT_ATTEMPTS
        error = CallError("unreachable", "nobody there")
        client = self.env.registry["logistics.integration"]

        with patch.object(client, "_http_client", side_effect=error):
            self.dispatch()

        self.assertEqual(message.state, "dead")

    def test_what_was_on_its_way_when_the_server_stopped(self):
        known, unknown = self.send(), self.send(mode="air")
        late = fields.Datetime.now() - timedelta(minutes=1)
        (known + unknown).sudo().write({"state": "processing", "next_attempt_at": late})

        self.env["logistics.message"]._settle_stranded()

        self.assertEqual((known.state, unknown.state), ("retry", "in_doubt"))

    def test_what_it_tells_goes_with_its_payload(self):
        # A call without content has something to forget, too.
        messages = self.send() + self.send(mode="ocean")
        self.assertTrue(messages[0].sudo().outgoing_call["subject"])
        self.env["logistics.flow"].create(
            {
                "integration_id": self.integration.id,
                "document_type": "shipment",
                "direction": "outbound",
                "retention_days": 30,
            }
        )
        long_ago = fields.Datetime.now() - timedelta(days=60)
        messages.sudo().write({"state": "done", "received_at": long_ago})
        self.env.flush_all()

        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["logistics.message"]._expire()
        self.env.invalidate_all()

        self.assertFalse(any(messages.sudo().mapped("outgoing_call")))


@tagged("-at_install", "post_install")
class TestToldInOurWords(ToldCase):
    """A partner that speaks our own JSON needs no mapping."""

    def setUp(self):
        super().setUp()
        self.speak("standard_webhooks")
        self.integration.write({"outbox_path": "/inbox", "auth_scheme": "none"})

    def verify(self, asked, secret=SECRET, now=None):
        """Check that the partner may trust what it was sent."""
        request = SignedRequest("POST", asked.path, dict(asked.headers), asked.body)
        SCHEMES["standard_webhooks"].verify([secret], request, now=now or time.time())

    def test_it_is_signed_by_what_the_partner_signs_with(self):
        self.send()

        self.dispatch()

        (asked,) = self.partner_server.requests
        self.assertEqual(asked.path, "/api/inbox")
        told = asked.json()
        self.assertEqual((told["type"], told["data"]["id"]), ("shipment", "S/1"))
        self.verify(asked)

    def test_a_secret_of_our_own_comes_first_and_old_and_new_sign_together(self):
        old, new = ("whsec_" + base64.b64encode(b * 32).decode() for b in (b"o", b"n"))
        self.add_credential("signing_secret", old)
        self.add_credential("signing_secret", new)
        self.send()

        self.dispatch()

        (asked,) = self.partner_server.requests
        self.verify(asked, old)
        self.verify(asked, new)
        self.assertEqual(len(asked.headers["webhook-signature"].split()), 2)

    def test_each_attempt_is_signed_anew_under_the_same_id(self):
        self.answer(Reply(503), Reply.json({}))
        with freeze_time("2026-03-02 08:00:00", tick=True):
            message = self.send()
            self.dispatch()
        self.assertEqual(message.state, "retry")
        message.sudo().next_attempt_at = False
        with freeze_time("2026-03-02 09:00:00", tick=True):
            self.dispatch()

        first, second = self.partner_server.requests
        self.assertEqual(first.headers["webhook-id"], second.headers["webhook-id"])
        self.assertEqual(first.body, second.body)
        self.assertNotEqual(
            first.headers["webhook-timestamp"], second.headers["webhook-timestamp"]
        )
        self.verify(second, now=int(second.headers["webhook-timestamp"]))

    def test_without_a_secret_nothing_leaves(self):
        self.integration.sudo().credential_ids.unlink()
        message = self.send()

        self.dispatch()

        self.assertEqual(message.state, "dead")
        self.assertFalse(self.partner_server.requests)

    def test_the_partner_answers_in_our_words_too(self):
        reference = {"type": "order", "value": "SO1"}
        told = {"type": "shipment", "data": {"id": "A", "references": [reference]}}
        self.answer(Reply.json(told), Reply.json({"documents": [told, told]}))
        self.send(key="one")
        self.send(key="two")

        self.dispatch(2)

        self.assertEqual(
            [len(self.documents(one)) for one in self.received().sorted("id")], [1, 2]
        )

    def test_a_refusal_is_told_in_its_words(self):
        self.answer(Reply.json({"title": "Unknown warehouse"}, 422))
        message = self.send()

        self.dispatch()

        self.assertEqual(message.state, "dead")
        self.assertIn("Unknown warehouse", message.error_message)


@tagged("-at_install", "post_install")
class TestAsked(ToldCase):
    """A partner is asked how things stand; what it says is taken in like a message."""

    def page(self, *numbers, following=None):
        shipments = [{"number": one, "order": f"SO-{one}"} for one in numbers]
        return Reply.json({"shipments": shipments, "next": following})

    def test_each_page_is_asked_for_and_each_document_taken_in(self):
        self.answer(self.page("A", "B", following="p2"), self.page("C"))

        asked = self.integration._ask(
            "standing", {"numbers": ["A", "B"]}, correlation_id="c0ffee"
        )

        self.assertEqual(
            [one.path for one in self.partner_server.requests],
            ["/api/standing?no=A&no=B", "/api/standing?no=A&no=B&page=p2"],
        )
        self.assertEqual(asked.messages, asked.news)
        self.assertEqual(
            [self.documents(one)[0]["id"] for one in asked.messages], ["A", "B", "C"]
        )
        self.assertEqual(set(asked.messages.mapped("correlation_id")), {"c0ffee"})

    def test_what_was_told_before_is_no_news(self):
        self.answer(self.page("A"))
        first = self.integration._ask("standing", {"numbers": ["A"]})
        self.answer(self.page("A", "B"))

        again = self.integration._ask("standing", {"numbers": ["A"]})

        self.assertEqual(again.messages[0], first.messages)
        self.assertEqual(len(again.news), 1)

    def test_half_an_answer_is_none(self):
        self.answer(self.page("A", following="p2"), Reply(500))

        with self.assertRaises(CallError):
            self.integration._ask("standing", {"numbers": ["A"]})

        self.assertFalse(self.received())

    def test_pages_without_end_are_an_error(self):
        self.answer(*[self.page("A", following=str(number)) for number in range(1001)])

        with self.assertRaisesRegex(CallError, "1000 pages"):
            self.integration._ask("standing", {})

    def test_counted_pages_make_one_answer_which_is_news_each_time(self):
        pages = [Reply.json({"packages": packages}) for packages in (["1", "2"], ["3"])]
        self.answer(*pages, *pages)

        first = self.integration._ask("shelf", {})
        second = self.integration._ask("shelf", {})

        self.assertEqual(
            [one.path for one in self.partner_server.requests[:2]],
            ["/api/shelf?page=0", "/api/shelf?page=1"],
        )
        (document,) = self.documents(first.messages)
        self.assertEqual(document["packages"], ["1", "2", "3"])
        self.assertTrue(second.news)
        self.assertNotEqual(first.messages, second.messages)

    def test_nothing_at_all_is_no_message(self):
        self.answer(Reply.json({"packages": []}))
        self.assertFalse(self.integration._ask("shelf", {}).messages)
        self.answer(Reply(404))
        self.assertFalse(self.integration._ask("standing", {}).messages)

    def test_an_answer_in_the_words_of_messages_is_kept_as_it_came(self):
        self.answer(Reply.json({"number": "A", "booking": "BK9"}))

        (message,) = self.integration._ask("standing_in_their_words", {}).news

        self.assertFalse(message.is_canonical)
        self.assertEqual(json.loads(message._body()), {"number": "A", "booking": "BK9"})
        self.drain()
        self.assertEqual(message.state, "done")

    def test_words_that_nobody_understands_are_kept_as_well(self):
        self.answer(Reply.json({"number": "A"}))

        (message,) = self.integration._ask("standing_in_their_words", {}).news

        self.drain()
        self.assertEqual(message.state, "dead")

    def test_who_cannot_be_asked_says_so(self):
        self.assertTrue(self.integration._can_ask("standing"))
        self.assertFalse(self.integration._can_ask("weather"))
        with self.assertRaisesRegex(UserError, "weather"):
            self.integration._ask("weather", {})
