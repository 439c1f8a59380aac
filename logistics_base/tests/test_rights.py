# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import LogisticsCase

HTML = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="


@tagged("-at_install", "post_install")
class TestRights(LogisticsCase):
    """What a person may do over RPC, where no button stands in the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("user", "dispatcher", "integration_admin"):
            group = f"logistics_base.group_{name}"
            setattr(cls, name, new_test_user(cls.env, f"rights-{name}", groups=group))

    def test_only_an_administrator_takes_in_messages_by_hand(self):
        body = json.dumps(self.event("1Z1", "delivered")).encode()
        for person in (self.user, self.dispatcher):
            with self.assertRaises(AccessError):
                self.integration.with_user(person).receive(body)
        admin = self.integration.with_user(self.integration_admin)
        self.assertEqual(admin.receive(body).state, "received")

    def test_a_message_is_changed_by_its_steps_alone(self):
        message = self.tell(self.event("UNKNOWN")).with_user(self.dispatcher)
        for vals in ({"state": "done"}, {"discarded_by_id": self.user.id}):
            with self.assertRaises(UserError):
                message.write(vals)
        message.action_replay()
        self.assertEqual(message.state, "received")

    def test_a_key_is_rotated_by_an_administrator_alone(self):
        credential = self.integration.credential_ids
        with self.assertRaises(AccessError):
            credential.with_user(self.dispatcher).action_rotate_key()
        before = credential.sudo().encrypted_value
        credential.with_user(self.integration_admin).action_rotate_key()
        self.assertNotEqual(credential.sudo().encrypted_value, before)

    def test_nobody_speaks_in_the_name_of_a_partner(self):
        shipment = self.make_shipment("1Z1")
        milestones = self.env["logistics.milestone"].with_user(self.dispatcher)
        said = {
            "shipment_id": shipment.id,
            "code": "arrived",
            "occurred_at": self.at(0),
        }
        for name, value in (
            ("integration_id", self.integration.id),
            ("external_id", "scan-1"),
            ("identity", "e|scan-1|"),
            ("user_id", self.user.id),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                milestones.create({**said, name: value})
        self.assertEqual(milestones.create(said).user_id, self.dispatcher)

    def test_a_milestone_is_retracted_and_stays_so(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "picked_up"))
        milestone = shipment.milestone_ids.with_user(self.dispatcher)
        for vals in ({"code": "delivered"}, {"retracted": True}):
            with self.assertRaises(UserError):
                milestone.write(vals)
        milestone.action_retract()
        self.assertEqual((milestone.retracted, shipment.state), (True, "draft"))
        published = self.env["logistics.event"].search(
            [("shipment_id", "=", shipment.id)]
        )
        self.assertIn("shipment.milestone.retracted", published.mapped("type"))

    def test_the_stage_is_never_set_by_hand(self):
        shipment = self.make_shipment("1Z1", packages=("P1",))
        with self.assertRaises(UserError):
            shipment.with_user(self.dispatcher).write({"state": "delivered"})
        with self.assertRaises(UserError):
            shipment.package_ids.with_user(self.dispatcher).write({"state": "lost"})

    def test_the_promise_cannot_be_thawed(self):
        shipment = self.make_shipment("1Z1", promised_date=self.at(9))
        shipment.action_release()
        with self.assertRaises(UserError):
            shipment.with_user(self.dispatcher).write({"released_date": False})

    def test_a_viewer_reads_whole_records(self):
        shipment = self.make_shipment("1Z1", packages=("P1",))
        self.tell(self.event("1Z1", "damaged"))
        for records in (
            shipment,
            shipment.package_ids,
            shipment.milestone_ids,
            shipment.exception_ids,
            self.integration,
            self.integration.flow_ids,
        ):
            with self.subTest(records._name):
                self.assertTrue(records.with_user(self.user).read())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_map_of_a_preset_is_shared_so_an_administrator_keeps_it(self):
        shared = self.env["logistics.code.map"].create(
            {
                "preset": "standard_webhooks",
                "external_code": "HOLD",
                "canonical_code": "on_hold",
            }
        )
        own = shared.create(
            {"integration_id": self.integration.id, "external_code": "HOLD"}
        )
        with self.assertRaises(AccessError):
            shared.with_user(self.dispatcher).canonical_code = "delivered"
        own.with_user(self.dispatcher).canonical_code = "delivered"
        shared.with_user(self.integration_admin).canonical_code = "delayed"

    def test_the_photos_of_a_proof_are_seen_and_harmless(self):
        shipment = self.make_shipment("1Z1")
        photo = {"name": "pod.html", "content": HTML, "mimetype": "text/html"}
        self.tell(self.event("1Z1", "delivered", proof={"attachments": [photo]}))
        attachment = shipment.proof_ids.with_user(self.user).attachment_ids
        self.assertIn(b"alert", attachment.raw)
        self.assertEqual(attachment.mimetype, "text/plain")
