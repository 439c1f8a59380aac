# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..canonical import audit_chain
from ..models import logistics_audit_record
from ..models.ir_http import API_SCOPE
from ..models.logistics_audit_checkpoint import LogisticsAuditCheckpoint, _note_outside
from .common import SECRET, LogisticsCase

WATCHDOG = "odoo.addons.logistics_base.models.logistics_watchdog_audit"
VERIFICATION = "odoo.addons.logistics_base.models.logistics_audit_verification"


class AuditCase(LogisticsCase):
    """An auditor, a payload viewer, and what they look for in the trail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = cls.env["logistics.audit.entry"]
        cls.admin = new_test_user(
            cls.env, "audit-admin", "logistics_base.group_integration_admin"
        )
        cls.auditor = new_test_user(
            cls.env, "audit-auditor", "logistics_base.group_auditor"
        )
        cls.viewer = new_test_user(
            cls.env,
            "audit-viewer",
            "logistics_base.group_dispatcher,logistics_base.group_payload_viewer",
        )
        cls.env["logistics.audit.pending"]._append_all()

    def trail(self, action=None, record=None):
        """Put all that is pending into the chain; return the entries, oldest first."""
        self.env.flush_all()
        self.env["logistics.audit.pending"]._append_all()
        domain = [("action", "=", action)] if action else []
        if record is not None:
            domain += [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        return self.entries.search(domain, order="id")

    def told(self, entry):
        """Return what an entry tells."""
        return json.loads(entry.details)

    def verify(self, company=None):
        """Return the verification of a company's chain."""
        return self.env["logistics.audit.verification"]._verify(
            company or self.env.company
        )

    def found(self, company=None):
        """Return the kinds of findings of a company's chain, by entry."""
        verification = self.verify(company)
        return [
            (number, line.partition(" · ")[0])
            for number, line in zip(
                verification.broken_sequences or [],
                (verification.findings or "").splitlines(),
                strict=True,
            )
        ]

    def sql(self, query, *args):
        """Change the database as somebody does who goes round Odoo."""
        self.env.flush_all()
        self.env.cr.execute(query, args)
        self.env.invalidate_all()


@tagged("-at_install", "post_install")
class TestAuditRecording(AuditCase):
    """Who did what is on record, and in words."""

    def test_a_change_of_setup_is_told_with_what_was_before(self):
        integration = self.integration.with_user(self.admin)
        integration.write({"rate_limit": 7, "owner_id": self.admin.id})
        entry = self.trail("changed", integration)
        self.assertEqual(entry.user_id, self.admin)
        before = self.env.user.display_name
        self.assertEqual(
            self.told(entry),
            {
                "rate_limit": {"before": None, "after": 7},
                "owner_id": {"before": [before], "after": [self.admin.display_name]},
            },
        )
        self.assertIn(integration.name, entry.record_name)
        self.assertIn("Rate Limit (messages/s): – → 7", entry.details_text)

    def test_what_did_not_change_is_not_told(self):
        self.integration.with_user(self.admin).write({"name": self.integration.name})
        self.assertFalse(self.trail("changed", self.integration))

    def test_what_the_circuit_does_is_nobodys_decision(self):
        self.integration._set_circuit("open", self.at(1))
        self.assertFalse(self.trail("changed", self.integration))

    def test_making_and_deleting_are_told(self):
        flow = self.env["logistics.flow"].create(
            {
                "integration_id": self.integration.id,
                "document_type": "shipment",
                "direction": "outbound",
            }
        )
        flow_id = flow.id
        flow.unlink()
        told = self.trail().filtered(
            lambda e: e.res_model == "logistics.flow" and e.res_id == flow_id
        )
        self.assertEqual(told.mapped("action"), ["created", "deleted"])
        self.assertIn("deleted", told[-1].record_name)

    def test_a_secret_is_never_told(self):
        credential = self.integration.credential_ids
        credential.with_user(self.admin).value = "a-new-secret-nobody-reads"
        entry = self.trail("changed", credential)
        self.assertEqual(list(self.told(entry)), ["value"])
        self.sql("SELECT string_agg(details, '') FROM logistics_audit_entry")
        everything = self.env.cr.fetchone()[0]
        self.assertNotIn("a-new-secret", everything)
        self.assertNotIn(SECRET, everything)

    def test_recording_costs_one_statement(self):
        shipments = self.make_shipment("1Z-A") | self.make_shipment("1Z-B")
        shipments.mapped("company_id")
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.entries._record("process.taken_over", shipments, {"why": "late"})
        self.assertEqual(len(self.trail("process.taken_over", shipments)), 2)

    def test_what_is_rolled_back_was_not_done(self):
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.integration.with_user(self.admin).rate_limit = 8
            self.env.flush_all()
            raise ValueError
        self.assertFalse(self.trail("changed", self.integration))

    def test_rights_that_are_given_and_taken_are_told(self):
        group = self.env.ref("logistics_base.group_payload_viewer")
        self.auditor.group_ids = [Command.link(group.id)]
        self.auditor.group_ids = [Command.unlink(group.id)]
        group.user_ids = [Command.link(self.auditor.id)]
        given, taken, again = self.trail("access.changed", self.auditor)[-3:]
        self.assertEqual(self.told(given)["given"], [group.full_name])
        self.assertEqual(self.told(taken)["taken"], [group.full_name])
        self.assertEqual(self.told(again)["given"], [group.full_name])

    def test_other_rights_are_no_concern_of_this_trail(self):
        before = self.trail("access.changed")
        clerk = new_test_user(self.env, "clerk", "base.group_user")
        clerk.group_ids = [Command.link(self.env.ref("base.group_no_one").id)]
        self.assertEqual(self.trail("access.changed"), before)

    def test_keys_that_are_made_and_taken_away_are_told(self):
        keys = self.env(user=self.admin)["res.users.apikeys"].sudo()
        key = keys._generate(API_SCOPE, "warehouse", None)
        made = keys.search([("name", "=", "warehouse")])
        made.unlink()
        entry = self.trail("api_key.created", self.admin)
        self.assertEqual(self.told(entry)["scope"], API_SCOPE)
        self.assertNotIn(key[:8], entry.details)
        self.assertTrue(self.trail("api_key.removed", self.admin))

    def test_replaying_and_discarding_are_told_with_the_reason(self):
        message = self.receive(b"{").with_user(self.viewer)
        self.drain()
        message._set_discarded("cut off")
        entry = self.trail("message.discarded", message)
        self.assertEqual(entry.user_id, self.viewer)
        self.assertEqual(self.told(entry)["reason"], "cut off")
        message.action_replay()
        self.assertTrue(self.trail("message.replayed", message))

    def test_policies_service_levels_and_subscriptions_are_told(self):
        rule = self.env["logistics.rule"].search([], limit=1)
        level = self.env["logistics.sla.policy"].search([], limit=1)
        rule.sequence += 1
        level.name = "Faster than ever"
        for record in (rule, level):
            self.assertTrue(self.trail("changed", record), record)

    def test_a_promise_revised_by_hand_is_told(self):
        shipment = self.make_shipment("1Z1")
        shipment.with_user(self.viewer)._revise_promise(self.at(48), "a strike")
        told = self.told(self.trail("promise.revised", shipment))
        self.assertEqual(told["promise"]["after"], str(self.at(48)))
        self.assertEqual(told["reason"], "a strike")

    def test_who_acts_cannot_be_made_up_by_a_context(self):
        access = self.env["logistics.service.credential"].create(
            {
                "name": "Somebody else",
                "scope_ids": self.env.ref("logistics_base.scope_metrics").ids,
            }
        )
        pretending = self.integration.with_user(self.admin).with_context(
            logistics_credential_id=access.id, cron_id=1
        )
        pretending.rate_limit = 9
        entry = self.trail("changed", self.integration)
        self.assertEqual((entry.actor, entry.user_id), ("user", self.admin))

    def test_a_user_who_is_gone_is_still_told_apart(self):
        gone = new_test_user(self.env, "gone", "logistics_base.group_integration_admin")
        self.integration.with_user(gone).rate_limit = 3
        entry = self.trail("changed", self.integration)
        gone_id = gone.id
        gone.unlink()
        entry.invalidate_recordset()
        self.assertIn(str(gone_id), entry.who)
        self.assertEqual(self.verify().state, "sound")


@tagged("-at_install", "post_install")
class TestAuditReading(AuditCase, HttpCase):
    """Who reads what is sensitive is on record."""

    # What is written beside a read-only request shows in a test only without that.
    _registry_readonly_enabled = False

    def test_a_payload_that_is_opened_is_told_once(self):
        message = self.receive(self.event("1Z1")).with_user(self.viewer)
        message.with_context(bin_size=True).read(["payload", "state"])
        self.assertFalse(self.trail("payload.read", message))
        message.web_read({"payload_text": {}})
        message.read(["payload"])
        entry = self.trail("payload.read", message)
        self.assertEqual((len(entry), entry.user_id), (1, self.viewer))

    def test_reading_it_again_later_or_by_somebody_else_is_told_again(self):
        message = self.receive(self.event("1Z1"))
        message.with_user(self.viewer).read(["payload"])
        second = self.viewer.copy({"login": "audit-viewer-2"})
        message.with_user(second).read(["payload"])
        self.patch(logistics_audit_record, "READ_ONCE", 0.0)
        message.with_user(self.viewer).read(["payload"])
        readers = self.trail("payload.read", message).user_id.ids
        told = self.trail("payload.read", message)
        self.assertEqual(set(readers), {self.viewer.id, second.id})
        self.assertEqual(len(told), 3)

    def test_what_the_pipeline_reads_is_not_told(self):
        before = self.trail("payload.read")
        self.make_shipment("1Z1")
        self.tell(self.event("1Z1"))
        self.assertEqual(self.trail("payload.read"), before)

    def test_a_payload_that_is_downloaded_is_told(self):
        message = self.receive(self.event("1Z1")).with_user(self.viewer)
        self.authenticate(self.viewer.login, self.viewer.login)
        answer = self.url_open(f"/web/content/logistics.message/{message.id}/payload")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.trail("payload.read", message).user_id, self.viewer)

    def test_a_payload_is_told_however_it_is_read(self):
        ways = {
            "search": lambda own: own.search_read([("id", "=", own.id)], ["payload"]),
            "view": lambda own: own.web_read({"payload_view": {}}),
            "whole": lambda own: own.read(),
            "export": lambda own: own.export_data(["payload_text"]),
            "correction": lambda own: (
                own.env["logistics.message.correct"]
                .with_context(default_message_id=own.id)
                .default_get(["message_id", "payload_text"])
            ),
        }
        self.viewer.group_ids += self.env.ref("base.group_allow_export")
        self.viewer.group_ids += self.env.ref("logistics_base.group_dispatcher")
        for name, read in ways.items():
            with self.subTest(name):
                message = self.receive(self.event("1Z1")).with_user(self.viewer)
                read(message)
                self.assertTrue(self.trail("payload.read", message))

    def test_a_payload_that_is_exported_with_others_is_told(self):
        self.viewer.group_ids += self.env.ref("base.group_allow_export")
        shipment = self.make_shipment("1Z1")
        message = self.tell(self.event("1Z1"))
        shipment.with_user(self.viewer).export_data(
            ["name", "milestone_ids/message_id/payload_text"]
        )
        self.assertTrue(self.trail("payload.read", message))

    def test_a_signature_is_told_however_it_is_read(self):
        proof = self.env["logistics.proof"].create(
            {"shipment_id": self.make_shipment("1Z1").id, "signatory": "Ada"}
        )
        own = proof.with_user(self.viewer)
        own.search_read([("id", "=", own.id)], ["signature"])
        self.assertTrue(self.trail("proof.opened", proof))

    def test_a_proof_that_is_opened_is_told(self):
        proof = self.env["logistics.proof"].create(
            {"shipment_id": self.make_shipment("1Z1").id, "signatory": "Ada"}
        )
        proof = proof.with_user(self.viewer)
        proof.web_read({"signatory": {}})
        self.assertFalse(self.trail("proof.opened", proof))
        proof.web_read({"signatory": {}, "signature": {}})
        self.assertTrue(self.trail("proof.opened", proof))

    def test_a_screen_without_proofs_and_payloads_opens_none(self):
        before = self.trail()
        none = self.env["logistics.proof"].with_user(self.viewer)
        none.web_read({"signature": {}})
        none.env["logistics.message"].read(["payload"])
        self.assertEqual(self.trail(), before)

    def test_an_entry_is_called_by_words(self):
        proof = self.env["logistics.proof"].create(
            {"shipment_id": self.make_shipment("1Z1").id, "signatory": "Ada"}
        )
        proof.with_user(self.viewer).web_read({"signature": {}})
        entry = self.trail("proof.opened", proof)
        self.assertEqual(entry.display_name, "Proof of delivery opened")

    def test_events_that_are_sent_again_are_told_in_words(self):
        self.entries._record(
            "subscription.replayed", self.env["logistics.subscription"]
        )
        entry = self.trail("subscription.replayed")[-1]
        self.assertEqual(entry.display_name, "Events sent again")

    def test_an_export_is_told_with_what_was_taken(self):
        self.viewer.group_ids += self.env.ref("base.group_allow_export")
        shipment = self.make_shipment("1Z1").with_user(self.viewer)
        shipment.export_data(["name", "state"])
        told = self.told(self.trail("export")[-1])
        self.assertEqual(told["fields"], ["name", "state"])
        self.assertEqual((told["count"], told["ids"]), (1, shipment.ids))


@tagged("-at_install", "post_install")
class TestAuditChain(AuditCase):
    """What somebody changes by SQL is found."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Chained Company"})
        theirs = cls.entries.with_company(cls.company)
        for number in range(6):
            theirs._record("changed", cls.integration.browse(), {"number": number})
        cls.env["logistics.audit.pending"]._append(limit=4)
        cls.env["logistics.audit.pending"]._append_all()

    def of_company(self):
        return self.entries.search([("company_id", "=", self.company.id)], order="id")

    def test_a_chain_as_it_was_written_is_sound(self):
        verification = self.verify(self.company)
        self.assertEqual((verification.state, verification.entry_count), ("sound", 6))
        self.assertEqual(verification.checkpoint_count, 2)
        self.assertEqual(set(self.of_company().mapped("verification")), {"sound"})

    def test_each_company_has_its_own_chain(self):
        self.integration.with_user(self.admin).rate_limit = 5
        self.trail()
        self.assertEqual(self.of_company().mapped("sequence"), [1, 2, 3, 4, 5, 6])
        self.assertEqual(self.verify().state, "sound")

    def test_nobody_changes_it_through_odoo(self):
        entry = self.of_company()[0]
        for change in (
            lambda: entry.sudo().write({"action": "read"}),
            lambda: entry.sudo().unlink(),
            lambda: self.entries.sudo().create({"action": "made up"}),
        ):
            with self.assertRaises(UserError):
                change()

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_only_auditors_read_it(self):
        with self.assertRaises(AccessError):
            self.entries.with_user(self.admin).search([])
        self.assertTrue(self.entries.with_user(self.auditor).search([], limit=1))

    def test_an_entry_edited_by_sql_is_found(self):
        self.sql(
            "UPDATE logistics_audit_entry SET user_id = 424242 "
            "WHERE company_id = %s AND sequence = 3",
            self.company.id,
        )
        self.assertEqual(self.found(self.company), [(3, "Changed")])
        entries = self.of_company()
        self.assertEqual(entries[2].verification, "broken")
        self.assertEqual(entries[3].verification, "sound")

    def test_details_edited_by_sql_are_found(self):
        self.sql(
            "UPDATE logistics_audit_entry SET details = '{\"number\":99}' "
            "WHERE company_id = %s AND sequence = 2",
            self.company.id,
        )
        self.assertEqual(self.found(self.company), [(2, "Changed")])

    def test_an_entry_deleted_by_sql_is_found(self):
        self.sql(
            "DELETE FROM logistics_audit_entry WHERE company_id = %s AND sequence = 2",
            self.company.id,
        )
        self.assertEqual(self.found(self.company), [(2, "Missing")])

    def test_an_end_cut_off_by_sql_is_found(self):
        self.sql(
            "DELETE FROM logistics_audit_entry WHERE company_id = %s AND sequence > 4",
            self.company.id,
        )
        self.assertEqual(self.found(self.company), [(5, "Cut off")])

    def test_an_end_cut_off_with_its_checkpoints_is_found_by_the_notes_outside(self):
        ends = self.env["logistics.audit.checkpoint"]._of_company(self.company)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "notes" / "database.jsonl"
            _note_outside(path, ends)
            for table in ("entry", "checkpoint"):
                self.sql(
                    f"DELETE FROM logistics_audit_{table} "
                    "WHERE company_id = %s AND sequence > 4",
                    self.company.id,
                )
            self.assertEqual(self.found(self.company), [])
            with patch.object(
                LogisticsAuditCheckpoint, "_anchor_path", lambda _self: path
            ):
                self.assertEqual(self.found(self.company), [(5, "Cut off")])

    def test_a_chain_made_anew_by_sql_is_found(self):
        # Given somebody who knows the rules of the chain, but has no key
        rows = list(self.env["logistics.audit.verification"]._entries(self.company))
        self.sql(
            "DELETE FROM logistics_audit_entry WHERE company_id = %s", self.company.id
        )
        forged, last = [], "0" * 64

        for row in rows:
            forged.append(audit_chain.chained(row._replace(user_id=424242), last))
            last = forged[-1].hash
        self.env["logistics.audit.pending"]._insert(forged)
        # Then the checkpoints do not vouch for it
        kinds = {kind for _sequence, kind in self.found(self.company)}
        self.assertEqual(kinds, {"Forged", "Not vouched for"})

    def test_auditors_are_told_of_a_broken_chain(self):
        self.auditor.company_ids = [Command.link(self.company.id)]
        self.sql(
            "DELETE FROM logistics_audit_entry WHERE company_id = %s AND sequence = 2",
            self.company.id,
        )
        with self.assertLogs(VERIFICATION, "ERROR"):
            made = self.env["logistics.audit.verification"]._verify_all()
        broken = made.filtered(lambda v: v.state == "broken")
        self.assertEqual(broken.company_id, self.company)
        note = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.auditor.partner_id.id)],
            limit=1,
            order="id desc",
        )
        self.assertEqual(note.mail_message_id.res_id, broken.id)

    def test_an_appender_that_was_deactivated_is_set_going_again(self):
        cron = self.env.ref("logistics_base.ir_cron_audit_append")
        cron.active = False
        watchdog = self.env["logistics.watchdog"]
        self.entries._record("changed", self.integration.browse())
        watchdog._tend_audit()
        self.assertFalse(cron.active)
        self.sql(
            "UPDATE logistics_audit_pending SET recorded_at = "
            "now() AT TIME ZONE 'UTC' - interval '16 minutes'"
        )
        with self.assertLogs(WATCHDOG, "ERROR"):
            watchdog._tend_audit()
        self.assertTrue(cron.active)

    def test_a_clock_that_jumps_back_breaks_nothing(self):
        theirs = self.entries.with_company(self.company)
        theirs._record("changed", self.integration.browse(), {"number": 7})
        self.sql(
            "UPDATE logistics_audit_pending SET recorded_at = '1999-01-01' "
            "WHERE company_id = %s",
            self.company.id,
        )
        self.env["logistics.audit.pending"]._append_all()
        self.assertEqual(self.of_company()[-1].sequence, 7)
        self.assertEqual(self.found(self.company), [])


@tagged("-at_install", "post_install")
class TestAuditForgetting(AuditCase):
    """A person is forgotten, and the chain holds."""

    def setUp(self):
        super().setUp()
        self.person = self.env["res.partner"].create({"name": "Grace Hopper"})
        self.shipment = self.make_shipment("1Z1", partner_id=self.person.id)
        self.entries._record(
            "promise.revised", self.shipment, {"told": "Grace Hopper"}, self.person
        )

    def test_what_is_told_of_a_person_is_kept_sealed(self):
        entry = self.trail("promise.revised", self.shipment)
        self.assertIn("Grace Hopper", entry.details_text)
        self.sql("SELECT * FROM logistics_audit_entry WHERE id = %s", entry.id)
        self.assertNotIn("Grace", str(self.env.cr.fetchall()))

    def test_after_that_nobody_reads_it_and_the_chain_is_sound(self):
        entry = self.trail("promise.revised", self.shipment)
        self.env["logistics.audit.subject"]._forget(self.person)
        entry.invalidate_recordset()
        self.assertTrue(entry.is_forgotten)
        self.assertNotIn("Grace", entry.details_text)
        verification = self.verify()
        self.assertEqual(verification.state, "sound")
        self.assertEqual(verification.unreadable_count, 1)
        self.assertTrue(self.trail("person.forgotten"))

    def test_what_was_not_chained_yet_is_forgotten_too(self):
        self.env["logistics.audit.subject"]._forget(self.person)
        self.trail()
        self.sql("SELECT details, sealed FROM logistics_audit_entry")
        self.assertNotIn("Grace", str(self.env.cr.fetchall()))
        self.assertEqual(self.verify().state, "sound")

    def test_a_salt_destroyed_by_sql_to_hide_something_is_found(self):
        entry = self.trail("promise.revised", self.shipment)
        self.sql("UPDATE logistics_audit_subject SET salt = NULL")
        self.assertEqual(self.found(), [(entry.sequence, "Made unreadable")])
