# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..canonical.documents import Reference, ShipmentDocument
from ..protocols.edi import (
    EdiError,
    Party,
    Segment,
    Transaction,
    edifact,
    registry,
    x12,
)
from .edi_common import EdiCase, read_status


@tagged("-at_install", "post_install")
class TestEdiInbound(EdiCase):
    """Interchanges come in, are applied, and are answered once."""

    def setUp(self):
        super().setUp()
        self.shipment = self.make_shipment("LOAD-8", integration=self.partner)

    def answers(self, message):
        return self.env["logistics.message"].search([("answers_id", "=", message.id)])

    def answered(self, message, standard="x12"):
        """Return the lines of the one answer to a message."""
        answer = self.answers(message)
        self.assertEqual(len(answer), 1)
        module = x12 if standard == "x12" else edifact
        (interchange,) = module.read(answer._body())
        lines = [*interchange.segments]
        for _group, transaction in interchange.transactions():
            lines += transaction.segments
        return ["*".join((one.tag, *map(str, one.elements))) for one in lines]

    def test_it_is_applied_and_acknowledged(self):
        message = self.arrive(self.edi(self.status("LOAD-8", "delivered")))

        self.assertEqual(message.state, "done")
        self.assertEqual(message.external_id, "NORDWIND 000000071")
        self.assertEqual(message.shipment_ids, self.shipment)
        self.assertEqual(self.shipment.state, "delivered")
        self.assertEqual(
            self.answered(message),
            ["AK1*QM*71", "AK2*214*0001", "AK5*A", "AK9*A*1*1*1"],
        )

    def test_the_answer_goes_to_whom_it_concerns(self):
        message = self.arrive(self.edi(self.status("LOAD-8")))
        self.send_all()

        answer = self.answers(message)
        self.assertEqual((answer.state, answer.transport), ("done", "folder"))
        self.assertEqual(list(self.files_out()), [answer.sent_to])
        (interchange,) = self.sent_interchanges()
        self.assertEqual(interchange.sender.id, "KONTOR")
        self.assertEqual(interchange.receiver.id, "NORDWIND")
        self.assertTrue(interchange.test)
        self.assertFalse(answer.ack_state, "answers are not acknowledged")
        self.assertEqual(answer.correlation_id, message.correlation_id)

    def test_the_answer_is_in_their_version_and_to_their_group(self):
        data = self.edi(
            self.status("LOAD-8"),
            version="005010",
            group_sender="NWGROUP",
            group_receiver="KTGROUP",
        )
        self.partner.edi_acknowledge_set = "999"

        message = self.arrive(data)

        (interchange,) = x12.read(self.answers(message)._body())
        (group,) = interchange.groups
        self.assertEqual(
            (group.sender, group.receiver, group.version),
            ("KTGROUP", "NWGROUP", "005010"),
        )

    def test_the_same_again_is_a_duplicate_and_not_answered_again(self):
        data = self.edi(self.status("LOAD-8"))
        message = self.arrive(data)

        again = self.arrive(data.replace(b"~", b"~\r\n"))

        self.assertEqual(again, message)
        self.assertEqual(len(self.answers(message)), 1)

    def test_a_number_used_again_for_something_else_is_no_duplicate(self):
        first = self.arrive(self.edi(self.status("LOAD-8", "picked_up")))
        second = self.arrive(self.edi(self.status("LOAD-8", "delivered")))

        self.assertNotEqual(first, second)
        self.assertEqual(self.shipment.state, "delivered")
        self.assertFalse(first.warning)
        for _time in range(2):
            self.assertIn("control number 000000071 before", second.warning)
            self.assertIn(f"#{first.id}", second.warning)
            second.action_replay()
            self.drain()
        third = self.arrive(self.edi(self.status("LOAD-8", "delivered"), control=72))
        self.assertFalse(third.warning)

    def test_a_partner_that_counts_anew_is_not_warned_of_where_that_was_agreed(self):
        self.partner.edi_count_policy = "process"
        self.arrive(self.edi(self.status("LOAD-8", "picked_up")))
        second = self.arrive(self.edi(self.status("LOAD-8", "delivered")))
        self.assertFalse(second.warning)

    def test_processing_it_again_answers_nothing(self):
        message = self.arrive(self.edi(self.status("LOAD-8")))

        message.action_replay()
        self.drain()

        self.assertEqual(len(self.answers(message)), 1)

    def test_a_cut_file_is_quarantined_whole(self):
        whole = self.edi(self.status("LOAD-8", "delivered"), self.status("LOAD-8"))

        message = self.arrive(whole[: whole.index(b"GE*")])

        self.assertEqual(
            (message.state, message.error_category), ("quarantined", "syntax")
        )
        self.assertIn("cut off", message.error_message)
        self.assertFalse(self.shipment.milestone_ids)
        self.assertEqual(self.answered(message), ["TA1*000000071*260302*0930*R*023"])
        # The whole file comes later, under the same number.
        self.assertEqual(self.arrive(whole).state, "done")
        self.assertEqual(self.shipment.state, "delivered")

    def test_wrong_counts_are_processed_with_a_warning_and_answered_with_e(self):
        data = self.edi(self.status("LOAD-8", "delivered")).replace(b"SE*3*", b"SE*30*")

        message = self.arrive(data)

        self.assertEqual(message.state, "done")
        self.assertIn("SE counts “30”", message.warning)
        self.assertEqual(self.shipment.state, "delivered")
        self.assertEqual(self.answered(message)[2:], ["AK5*E*4", "AK9*E*1*1*1"])

    def test_wrong_counts_are_processed_without_a_word(self):
        self.partner.edi_count_policy = "process"

        message = self.arrive(
            self.edi(self.status("LOAD-8")).replace(b"IEA*1*", b"IEA*7*")
        )

        self.assertEqual(message.state, "done")
        self.assertFalse(message.warning)
        self.assertEqual(self.answered(message)[0], "TA1*000000071*260302*0930*E*021")

    def test_wrong_counts_are_refused(self):
        self.partner.edi_count_policy = "refuse"

        message = self.arrive(
            self.edi(self.status("LOAD-8", "delivered")).replace(b"GE*1*", b"GE*2*")
        )

        self.assertEqual((message.state, message.error_category), ("dead", "envelope"))
        self.assertTrue(message.advice)
        self.assertFalse(self.shipment.milestone_ids)
        self.assertEqual(self.answered(message)[2:], ["AK5*R*5", "AK9*R*2*1*0*5"])

    def test_a_set_that_nobody_reads_keeps_nothing_from_the_others(self):
        unknown = Transaction("303", segments=(Segment("B1", ("NRDW",)),))

        message = self.arrive(self.edi(self.status("LOAD-8", "delivered"), unknown))

        self.assertEqual(
            (message.state, message.error_category), ("dead", "no_handler")
        )
        self.assertEqual(self.shipment.state, "delivered")
        answer = self.answered(message)
        self.assertIn("AK9*A*1*1*1", answer)
        self.assertEqual(answer[-3:], ["AK2*303*0001", "AK5*R*1", "AK9*R*1*1*0"])

    def test_a_transaction_with_unfit_content_is_rejected_alone(self):
        good, bad = self.status("LOAD-8", "delivered"), self.status("", "delivered")

        with patch.dict(registry._READERS, {("x12", "214"): {"": _strict}}):
            message = self.arrive(self.edi(good, bad))

        self.assertEqual((message.state, message.error_category), ("dead", "value"))
        self.assertEqual(self.shipment.state, "delivered")
        self.assertEqual(
            self.answered(message)[-3:], ["AK2*214*0002", "AK5*R*5", "AK9*P*2*2*1"]
        )

    def test_a_reader_that_breaks_stops_no_other_partner(self):
        other = self.make_edi(folder=False, edi_acknowledge="never")

        def broken(transaction, interchange, options):
            raise IndexError("no such element")

        with (
            patch.dict(registry._READERS, {("x12", "990"): {"": broken}}),
            mute_logger("odoo.addons.logistics_base"),
        ):
            bad = self.partner.receive(self.edi(Transaction("990")))
            good = self.partner.receive(self.edi(self.status("LOAD-8"), control=72))
            others = other.receive(self.edi(self.status("LOAD-8")))
            self.drain()

        self.assertEqual((bad.state, bad.error_category), ("dead", "internal"))
        self.assertIn("could not be acknowledged", bad.warning)
        self.assertEqual(good.state, "done")
        self.assertEqual(len(self.answers(good)), 1)
        self.assertIn(others.state, ("done", "parked"))

    def test_what_no_database_holds_is_quarantined(self):
        data = self.edi(self.status("LOAD-8"))
        for bad in (
            data.replace(b"LOAD-8", b"LOAD\x00-8"),
            data.replace(b"NORDWIND  ", b"NORD\x00WIND ", 1),
        ):
            message = self.partner.receive(bad)
            self.assertEqual(message.state, "quarantined")
            self.assertEqual(message._body(), bad)

    def test_who_it_is_not_from_or_not_for_is_not_heard_and_not_answered(self):
        for problem, who in (
            ("sent by", {"sender": ("SOMEBODY", "ZZ")}),
            ("addressed to", {"receiver": ("SOMEBODY", "ZZ")}),
        ):
            with self.subTest(problem):
                who = {name: Party(*party) for name, party in who.items()}
                message = self.arrive(
                    self.edi(self.status("LOAD-8", "delivered"), **who)
                )

                self.assertEqual(message.state, "dead")
                self.assertIn(problem, message.error_message)
                self.assertFalse(self.answers(message))
        self.assertFalse(self.shipment.milestone_ids)

    def test_tests_are_kept_out_of_production(self):
        partner = self.make_edi(environment="production", folder=False)

        message = self.arrive(self.edi(self.status("LOAD-8")), partner)

        self.assertEqual(message.state, "dead")
        self.assertIn("test", message.error_message)

    def test_the_answer_is_a_999_or_none_as_agreed(self):
        for policy, data, answered in (
            ("never", self.edi(self.status("A"), control=1), False),
            ("asked", self.edi(self.status("A"), control=2), False),
            ("asked", self.edi(self.status("A"), control=3, ack_requested=True), True),
            ("errors", self.edi(self.status("A"), control=4), False),
            (
                "errors",
                self.edi(self.status("A"), control=5).replace(b"SE*3", b"SE*4"),
                True,
            ),
            ("always", self.edi(self.status("A"), control=6), True),
        ):
            self.partner.write(
                {"edi_acknowledge": policy, "edi_acknowledge_set": "999"}
            )
            with self.subTest(policy):
                message = self.arrive(data)
                self.assertEqual(bool(self.answers(message)), answered)
                if answered:
                    self.assertTrue(
                        self.answers(message).external_id.startswith("999 ")
                    )

    def test_a_shadow_of_our_answers_is_not_sent(self):
        flow = self.partner.flow_ids.filtered(
            lambda f: (
                f.direction == "outbound" and f.document_type == "edi.acknowledgement"
            )
        )
        flow.mode = "shadow"

        message = self.arrive(self.edi(self.status("LOAD-8")))
        self.send_all()

        self.assertEqual(self.answers(message).shadow_result, "new")
        self.assertFalse(self.files_out())

    def test_a_large_file_is_read_and_answered(self):
        many = [self.status(f"LOAD-8-{number:06d}") for number in range(20000)]
        data = self.edi(*many)
        self.assertGreater(len(data), 512 * 1024)

        message = self.arrive(data)

        self.assertTrue(message.sudo().attachment_id)
        self.assertEqual(message.state, "parked", "nobody knows these shipments")
        answer = self.answers(message)
        self.assertTrue(answer.sudo().attachment_id)
        self.send_all()
        (interchange,) = self.sent_interchanges()
        ((_group, transaction),) = interchange.transactions()
        self.assertEqual(transaction.segments[-1].elements, ("A", *["20000"] * 3))

    def test_a_file_too_large_to_look_into_is_quarantined_when_it_is_read(self):
        whole = self.edi(self.status("LOAD-8", "delivered"))
        spool = "odoo.addons.logistics_base.models.logistics_message_spool"
        with patch(f"{spool}.INLINE_SIZE", 100), patch(f"{spool}.READABLE_SIZE", 100):
            message = self.partner.receive(whole[:-30])
            again = self.partner.receive(whole)
        self.assertEqual(message.state, "received")

        self.drain()

        self.assertEqual((message.state, again.state), ("quarantined", "done"))
        self.assertEqual(self.answered(message), ["TA1*000000071*260302*0930*R*023"])

    def test_edifact_is_applied_and_acknowledged(self):
        partner = self.make_edi("edifact", folder=False)
        shipment = self.make_shipment("LOAD-9", integration=partner)

        message = self.arrive(
            self.edi(
                self.status("LOAD-9", "delivered", "edifact"),
                standard="edifact",
                version="D:01B:UN",
            ),
            partner,
        )

        self.assertEqual(message.state, "done")
        self.assertEqual(shipment.state, "delivered")
        uci, ucm = self.answered(message, "edifact")
        self.assertTrue(uci.startswith("UCI*71*") and uci.endswith("*7"))
        self.assertTrue(ucm.startswith("UCM*1*") and ucm.endswith("*7"))

    def test_edifact_that_was_cut_off_is_rejected(self):
        partner = self.make_edi("edifact", folder=False)
        data = self.edi(self.status("LOAD-9", standard="edifact"), standard="edifact")

        message = self.arrive(data[: data.index(b"UNT")], partner)

        self.assertEqual(message.state, "quarantined")
        self.assertTrue(self.answered(message, "edifact")[0].endswith("*4*13*UNZ"))

    def test_edifact_tells_application_errors(self):
        partner = self.make_edi("edifact", folder=False, edi_application_errors=True)
        unknown = Transaction("INVRPT", segments=(Segment("BGM", ("35",)),))

        message = self.arrive(self.edi(unknown, standard="edifact"), partner)

        answer = self.answered(message, "edifact")
        self.assertEqual([line[:3] for line in answer][:2], ["UCI", "UCM"])
        self.assertIn("RFF*('ACW', '71')", answer)

    def test_a_folder_takes_files_in_and_quarantines_the_cut_one(self):
        whole = self.edi(self.status("LOAD-8", "delivered"))
        (self.base / "in" / "whole.edi").write_bytes(whole)
        (self.base / "in" / "half.edi").write_bytes(whole[:-40])
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["logistics.folder"]._collect_all()
        self.env.invalidate_all()
        self.drain()

        self.assertEqual(self.shipment.state, "delivered")
        quarantine = self.base / "in" / "quarantine"
        self.assertTrue((quarantine / "half.edi").exists())
        self.assertIn("cut off", (quarantine / "half.edi.reason.txt").read_text())


@tagged("-at_install", "post_install")
class TestEdiDoor(EdiCase, HttpCase):
    """Gateways for AS2 and VANs post interchanges."""

    def setUp(self):
        super().setUp()
        self.env["logistics.credential"].create(
            {
                "integration_id": self.partner.id,
                "name": self.partner.secret_names.split(", ")[0],
                "value": "gateway:pass-word",
            }
        )
        self.shipment = self.make_shipment("LOAD-8", integration=self.partner)

    def post(self, body, password="pass-word", content_type="application/EDI-X12"):
        login = base64.b64encode(f"gateway:{password}".encode()).decode()
        return self.url_open(
            f"/logistics/v1/inbound/{self.partner.code}",
            data=body,
            headers={"Authorization": f"Basic {login}", "Content-Type": content_type},
        )

    def test_an_interchange_is_accepted_once(self):
        data = self.edi(self.status("LOAD-8", "delivered"))

        self.assertEqual(self.post(data).status_code, 202)
        self.assertEqual(self.post(data).status_code, 200)

        self.drain()
        self.assertEqual(self.shipment.state, "delivered")

    def test_a_cut_one_is_kept_in_quarantine_and_answered(self):
        response = self.post(self.edi(self.status("LOAD-8", "delivered"))[:-30])

        self.assertEqual(response.status_code, 202)
        message = self.env["logistics.message"].browse(response.json()["id"])
        self.assertEqual(message.state, "quarantined")
        self.assertEqual(len(message.answer_ids), 1)
        self.drain()
        self.assertFalse(self.shipment.milestone_ids)

    @mute_logger("odoo.addons.logistics_base.controllers.inbound")
    def test_strangers_and_other_formats_are_turned_away(self):
        data = self.edi(self.status("LOAD-8", "delivered"))

        self.assertEqual(self.post(data, password="guessed").status_code, 401)
        self.assertEqual(self.post(data, content_type="image/png").status_code, 415)


@tagged("-at_install", "post_install")
class TestEdiSettings(EdiCase):
    """What was agreed with a partner is checked when it is written down."""

    def test_what_cannot_be_written_is_refused_at_once(self):
        for wrong in (
            {"edi_our_id": "MORE-THAN-FIFTEEN-CHARACTERS"},
            {"edi_delimiters": "**~"},
            {"edi_delimiters": "*A~"},
            {"edi_charset": "no-such"},
            {"edi_charset_in": "no-such"},
            {"edi_parameters": "scac ABCD"},
            {"edi_parameters": "= ABCD"},
        ):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                self.partner.write(wrong)

    def test_options_reach_the_transaction_sets(self):
        self.partner.write(
            {
                "edi_parameters": "scac = NRDW\n\nsite=KIEL = 2",
                "edi_partner_id": "NORDWIND, NORDWIND2",
                "default_tz": "Europe/Berlin",
            }
        )

        options = self.partner._edi_options()

        self.assertEqual((options["scac"], options["site"]), ("NRDW", "KIEL = 2"))
        self.assertEqual(options["partner_ids"], ("NORDWIND", "NORDWIND2"))
        self.assertEqual(options["partner_id"], "NORDWIND")
        self.assertEqual(str(options["zone"]), "Europe/Berlin")
        self.assertFalse(options["production"])

    def test_an_interchange_can_be_tried_on_the_preset(self):
        preset = self.env["logistics.preset"].search([("code", "=", "x12")])
        trial = self.env["logistics.preset.try"].create({"preset_id": preset.id})
        self.assertIn("ISA*", trial.payload, "the sample of the preset")
        self.assertEqual(trial.document_count, 2)

        trial.payload = self.edi(self.status("LOAD-8", "delivered")).decode()
        self.assertEqual(trial.document_count, 1)
        self.assertIn("LOAD-8", trial.result_json)

        trial.payload = trial.payload[:-30]
        self.assertEqual(trial.document_count, 0)
        self.assertIn("the file ends", trial.problem)

    def test_a_partner_has_its_own_control_numbers(self):
        other = self.make_edi(folder=False)

        numbers = [self.partner._edi_next_control() for _time in range(3)]

        self.assertEqual(numbers, [1, 2, 3])
        self.assertEqual(other._edi_next_control(), 1)


@tagged("-at_install", "post_install")
class TestEdiAcknowledged(EdiCase):
    """What the partner says of what we sent."""

    def setUp(self):
        super().setUp()
        self.shipment = self.make_shipment("LOAD-8", integration=self.partner)
        self.message = self.send()
        self.send_all()

    def send(self, reference="LOAD-8"):
        return self.env["logistics.message"]._send(
            self.partner,
            ShipmentDocument(references=(Reference("bol", reference),)),
            shipment_ids=self.shipment.ids,
        )

    def answer(self, code, *details, control=None):
        control = control or self.message.control_number
        return self.edi(
            Transaction(
                "997",
                segments=(
                    Segment("AK1", ("SM", control)),
                    Segment("AK2", ("204", "0001")),
                    *details,
                    Segment("AK5", (code,)),
                    Segment("AK9", (code, "1", "1", "0" if code == "R" else "1")),
                ),
            )
        )

    def test_it_is_waited_for(self):
        self.assertEqual(
            (self.message.state, self.message.ack_state), ("done", "waiting")
        )
        self.assertEqual(
            self.message.ack_due_at - self.message.sent_at, timedelta(hours=24)
        )

    def test_accepted(self):
        received = self.arrive(self.answer("A"))

        self.assertEqual(received.state, "done")
        self.assertEqual(self.message.ack_state, "accepted")
        self.assertTrue(self.message.ack_at)
        self.assertEqual(received.correlation_id, self.message.correlation_id)
        self.assertEqual(received.shipment_ids, self.shipment)
        self.assertFalse(received.answer_ids, "acknowledgements are not acknowledged")

    def test_rejected_waits_for_a_person(self):
        self.arrive(self.answer("R", Segment("AK3", ("B2", "2", "", "3"))))

        self.assertEqual(self.message.ack_state, "rejected")
        self.assertEqual(
            (self.message.state, self.message.error_category), ("dead", "refused")
        )
        self.assertIn("204 0001: segment B2 at 2: error 3", self.message.error_message)

    def test_a_worse_word_counts_and_a_better_one_later_does_not(self):
        self.arrive(self.answer("E"))
        self.assertEqual(self.message.ack_state, "accepted_with_errors")

        self.arrive(self.answer("A").replace(b"000000071", b"000000072"))

        self.assertEqual(self.message.ack_state, "accepted_with_errors")

    def test_an_answer_to_nothing_is_shown(self):
        received = self.arrive(self.answer("A", control="4711"))

        self.assertEqual(
            (received.state, received.error_category), ("dead", "reference")
        )

    def test_another_partner_cannot_answer_for_it(self):
        other = self.make_edi(folder=False)

        self.arrive(self.answer("R"), other)

        self.assertEqual(self.message.ack_state, "waiting")

    def test_what_was_in_doubt_has_arrived(self):
        self.message.sudo().write({"state": "in_doubt", "sent_at": False})

        self.arrive(self.answer("A"))

        self.assertEqual(self.message.state, "done")
        self.assertTrue(self.message.sent_at)

    def test_ta1_answers_the_interchange(self):
        control = int(self.message.control_number)
        answer = self.edi().replace(b"IEA*0", b"TA1*{}*260302*0930*R*006~IEA*0")
        answer = answer.replace(b"{}", f"{control:09d}".encode())

        self.arrive(answer)

        self.assertEqual(self.message.ack_state, "rejected")
        self.assertIn("note 006", self.message.ack_note)

    def test_overdue_is_shown_and_told(self):
        messages = self.env["logistics.message"]
        self.assertFalse(self.message.ack_overdue)
        later = fields.Datetime.now() + timedelta(hours=25)

        with patch.object(fields.Datetime, "now", lambda: later):
            self.message.invalidate_recordset(["ack_overdue"])
            self.assertTrue(self.message.ack_overdue)
            overdue = messages.search([("ack_overdue", "=", True)])
            self.assertIn(self.message, overdue)
            self.env["logistics.watchdog"]._check()

        incident = self.env["logistics.incident"].search(
            [
                ("integration_id", "=", self.partner.id),
                ("kind", "=", "acknowledgement"),
            ]
        )
        self.assertEqual(len(incident), 1)
        self.arrive(self.answer("A"))
        self.env["logistics.watchdog"]._check()
        self.assertTrue(incident.closed_at)


def _strict(transaction, interchange, options):
    if not transaction.segments[0].text(1):
        raise EdiError("value", "B10-01 is empty")
    return read_status(transaction, interchange, options)
