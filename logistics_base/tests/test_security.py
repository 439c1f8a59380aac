# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SECRET, LogisticsCase

#: Models that belong to no company, and why.
SHARED = {
    "logistics.incoterm": "trade terms are the same for everybody",
    "logistics.preset": "how a partner's messages are read holds no company's data",
    "logistics.preset.revision": "so do its earlier texts",
    "logistics.kpi": "what a key figure means is the same for everybody",
    "logistics.resolution.code": "words for how a case ended hold no company's data",
    "logistics.runbook": "what to do about a kind of trouble is the same for everybody",
    "logistics.service.scope": "what a route asks for is the same for everybody",
}
#: What a customer's user may read, by the portal addon, and then only the own.
FOR_CUSTOMERS = {"logistics.shipment"}


def is_vocabulary(model):
    """Tell whether a model holds words only, which every employee may read."""
    return getattr(model, "_is_vocabulary", False)


ROLES = (
    "group_user",
    "group_dispatcher",
    "group_manager",
    "group_integration_admin",
    "group_payload_viewer",
    "group_auditor",
)


@tagged("-at_install", "post_install")
class TestSecurity(LogisticsCase):
    """Who may see and change what: by model, by role, by company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        cls.make_everything(cls.other_company)

    # Factories

    @classmethod
    def make_user(cls, login, *groups, company=None):
        """Return a user of these roles (or of groups named in full)."""
        company = company or cls.env.company
        names = [name if "." in name else f"logistics_base.{name}" for name in groups]
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
                "group_ids": [(6, 0, [cls.env.ref(name).id for name in names])],
            }
        )

    @classmethod
    def make_everything(cls, company):
        """Make at least one record of each model of this addon for the company."""
        customer = cls.env["res.partner"].create({"name": "Their Customer"})
        integration = cls.make_integration(company_id=company.id)
        shipment = cls.make_shipment(
            packages=("THEIRS-1",),
            integration=integration,
            company_id=company.id,
            partner_id=customer.id,
        )
        link = {"shipment_id": shipment.id}
        now = fields.Datetime.now()
        for model, vals in {
            "logistics.leg": link,
            "logistics.proof": {**link, "signatory": "Their Customer"},
            "logistics.charge": link,
            "logistics.claim": link,
            "logistics.exception": {**link, "summary": "Broken", "opened_at": now},
            "logistics.folder": {
                "name": "Theirs",
                "integration_id": integration.id,
                "path_in": "/srv/theirs",
            },
            "logistics.incident": {
                "integration_id": integration.id,
                "kind": "drain",
                "summary": "Silent",
            },
            "logistics.exception.owner.rule": {
                "company_id": company.id,
                "user_ids": [(4, cls.env.ref("base.user_admin").id)],
            },
            "logistics.poll": {
                **link,
                "integration_id": integration.id,
                "number": "THEIRS-1",
                "normalized": "THEIRS1",
                "next_at": now,
            },
            "logistics.gate": {"integration_id": integration.id},
            "logistics.scorecard": {
                "company_id": company.id,
                "integration_id": integration.id,
                "month": "2026-03-01",
                "minimum": 10,
            },
            "logistics.token": {"integration_id": integration.id, "renew_at": 0.0},
            "logistics.service.credential": {
                "name": "Theirs",
                "company_id": company.id,
                "owner_id": cls.env.uid,
                "scope_ids": cls.env.ref("logistics_base.scope_metrics").ids,
            },
            "logistics.retention.policy": {"kind": "proof", "company_id": company.id},
            "logistics.retention.run": {
                "company_id": company.id,
                "sentence": "Theirs",
                "before": now,
                "record_count": 1,
            },
            "logistics.deprecation.use": {"code": "old", "company_id": company.id},
            "logistics.subscription": {
                "name": "Theirs",
                "url": "https://events.partner.example",
                "company_id": company.id,
                "event_type_ids": cls.env["logistics.event.type"]
                .search([("code", "=", "shipment.*")])
                .ids,
            },
            "logistics.binding": {
                "integration_id": integration.id,
                "external_id": "C-1",
                "res_model": "res.partner",
                "res_id": customer.id,
            },
            "logistics.process.template": {
                "name": "Theirs",
                "company_id": company.id,
                "line_ids": [(0, 0, {"code": "deliver"})],
            },
            "logistics.process": {
                **link,
                "company_id": company.id,
                "step_ids": [
                    (
                        0,
                        0,
                        {"code": "deliver", "name": "X", "company_id": company.id},
                    )
                ],
            },
            "logistics.sla.policy": {"name": "Theirs", "company_id": company.id},
            "logistics.sla.measure": {
                **link,
                "company_id": company.id,
                "kind": "delivery",
                "started_at": now,
            },
            "logistics.kpi.day": {
                "kpi_id": cls.env.ref("logistics_base.kpi_on_time").id,
                "company_id": company.id,
                "date": now.date(),
                "dimension": "total",
            },
            "logistics.kpi.touched": {"company_id": company.id, "date": now.date()},
        }.items():
            cls.env[model].create(vals)
        cls.make_audit_trail(company, customer)
        cls.make_policy(company, shipment)
        cls.tell(
            cls.event("THEIRS-1", None, raw_code="NOBODY-MAPPED-THIS"),
            cls.event("NOT-THERE-YET"),
            integration=integration,
        )
        tally = cls.env["logistics.tally"]
        tally._add_up()
        tally._count("duplicate", [(company.id, integration.id, "", 1)])

    @classmethod
    def make_policy(cls, company, shipment):
        """Make a policy, one that has acted, and what timers and promises leave."""
        rule = cls.env["logistics.rule"].create(
            {
                "name": "Theirs",
                "company_id": company.id,
                "action_ids": [(0, 0, {"type": "hold"})],
            }
        )
        now = fields.Datetime.now()
        cls.env["logistics.rule.firing"].create(
            {
                "rule_id": rule.id,
                "company_id": company.id,
                "shipment_id": shipment.id,
                "state": "done",
                "fired_at": now,
            }
        )
        link = {"shipment_id": shipment.id}
        cls.env["logistics.promise"].create({**link, "reason": "Late"})
        cls.env["logistics.rule.moment"].create(
            {**link, "name": "Theirs", "anchor": now}
        )

    @classmethod
    def make_audit_trail(cls, company, customer):
        """Make something of each of its models: chained, pending and verified."""
        access = cls.env["logistics.service.credential"].search(
            [("company_id", "=", company.id)]
        )
        access.action_issue()
        review = cls.env["logistics.access.review"].create({"company_id": company.id})
        review.action_open()
        trail = cls.env["logistics.audit.entry"].with_company(company)
        trail._record("changed", access, {"name": "Theirs"}, customer)
        cls.env["logistics.audit.verification"]._verify(company)
        trail._record("changed", access)

    @classmethod
    def models(cls, *, transient=False, own=False):
        """Return the suite's models that hold records."""
        for name, model in cls.env.registry.items():
            if (
                name.startswith("logistics.")
                and not model._abstract
                and model._transient is transient
                and (not own or model._original_module == "logistics_base")
            ):
                yield cls.env[name]

    def theirs(self, model):
        records = model.sudo().with_context(active_test=False).search([])
        return records.filtered(lambda r: r.company_id == self.other_company)

    # Every model

    def test_every_model_has_a_rule_for_companies_and_an_access_line(self):
        rules = self.env["ir.rule"].search([("groups", "=", False)])
        by_company = {
            rule.model_id.model
            for rule in rules
            if "company_id" in (rule.domain_force or "")
        }
        accesses = set(self.env["ir.model.access"].search([]).model_id.mapped("model"))
        for model in self.models():
            with self.subTest(model._name):
                self.assertIn(model._name, accesses, "nobody was given any access")
                if model._name not in SHARED and not is_vocabulary(model):
                    self.assertIn(model._name, by_company, "no rule for companies")
        for model in self.models(transient=True):
            with self.subTest(model._name):
                self.assertIn(model._name, accesses, "nobody was given any access")

    def test_the_models_that_belong_to_no_company_exist(self):
        self.assertLessEqual(set(SHARED), {model._name for model in self.models()})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_model_shows_another_companys_records(self):
        ours = self.make_user("ours", *ROLES)
        theirs = self.make_user("theirs", *ROLES, company=self.other_company)
        for model in self.models(own=True):
            if model._name in SHARED or is_vocabulary(model):
                continue
            with self.subTest(model._name):
                records = self.theirs(model)
                self.assertTrue(records, "make_everything makes none")
                found = [("id", "in", records.ids)]
                self.assertFalse(model.with_user(ours).search(found))
                self.assertEqual(model.with_user(theirs).search(found), records)
                for operation in ("read", "write", "unlink"):
                    with self.assertRaises(AccessError):
                        records.with_user(ours).check_access(operation)

    def test_nobody_outside_sees_or_changes_anything(self):
        clerk = self.make_user("clerk", "base.group_user")
        customer = self.make_user("customer", "base.group_portal")
        public = self.env.ref("base.public_user")
        for user in (clerk, customer, public):
            for transient in (False, True):
                for model in self.models(transient=transient):
                    allowed = FOR_CUSTOMERS if user == customer else ()
                    model = model.with_user(user)
                    knows = user == clerk and is_vocabulary(model)
                    with self.subTest(model._name, user=user.login):
                        if model._name not in allowed and not knows:
                            self.assertFalse(model.has_access("read"))
                        for operation in ("write", "create", "unlink"):
                            self.assertFalse(model.has_access(operation))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_customers_do_not_see_the_shipments_of_others(self):
        customer = self.make_user("customer", "base.group_portal")
        foreign = self.make_shipment("1Z-FOREIGN", state="booked")
        with self.assertRaises(AccessError):
            foreign.with_user(customer).read(["name"])

    # Roles

    def test_an_auditor_reads_everything_but_secrets_and_changes_nothing(self):
        auditor = self.make_user("auditor", "group_auditor")
        for model in self.models(own=True):
            model = model.with_user(auditor)
            with self.subTest(model._name):
                secret = model._name == "logistics.credential"
                self.assertEqual(model.has_access("read"), not secret)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)

    def test_a_viewer_changes_nothing(self):
        viewer = self.make_user("viewer", "group_user")
        for model in self.models(own=True):
            with self.subTest(model._name):
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(model.with_user(viewer).has_access(operation))

    def test_only_an_integration_administrator_touches_integrations(self):
        manager = self.make_user("manager", "group_manager")
        for name in ("integration", "flow", "credential", "folder", "preset"):
            model = self.env[f"logistics.{name}"].with_user(manager)
            with self.subTest(name):
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation))

    # Secrets

    def test_a_secret_is_never_told_not_even_to_who_may_set_it(self):
        admin = self.make_user("admin-of-all", *ROLES, "base.group_system")
        credential = self.integration.with_user(admin).credential_ids
        stored = credential.sudo().encrypted_value
        self.assertTrue(stored)
        told = json.dumps(
            [credential.read(), credential.export_data(["name", "value"])], default=str
        )
        self.assertNotIn(SECRET, told)
        self.assertNotIn(stored, told)
        with self.assertRaises(AccessError):
            credential.read(["encrypted_value"])
        with self.assertRaises(AccessError):
            credential.search([("encrypted_value", "=like", "g%")])
        self.assertFalse(credential.copy().sudo().encrypted_value)

    def test_a_secret_is_encrypted_in_the_database(self):
        self.env.cr.execute("SELECT * FROM logistics_credential")
        self.assertNotIn(SECRET, str(self.env.cr.fetchall()))

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_people_without_the_role_do_not_learn_of_credentials(self):
        manager = self.make_user("manager", "group_manager")
        with self.assertRaises(AccessError):
            self.integration.with_user(manager).read(["credential_ids"])

    # Payloads

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_payloads_are_for_payload_viewers_alone(self):
        self.make_shipment("1Z1")
        message = self.tell(self.event("1Z1", description="To Ada, third floor"))
        blind = self.make_user("blind", "group_manager", "group_integration_admin")
        for name in ("payload", "payload_text", "original_payload", "attachment_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                message.with_user(blind).read([name])
        self.assertNotIn(
            "Ada", json.dumps(message.with_user(blind).read(), default=str)
        )
        seeing = self.make_user("seeing", "group_dispatcher", "group_payload_viewer")
        message = message.with_user(seeing)
        self.assertIn("third floor", message.payload_text)
        self.assertIn(b"third floor", base64.b64decode(message.payload))

    def test_a_large_payload_is_not_open_as_an_attachment(self):
        self.make_shipment("1Z1")
        message = self.receive(self.event("1Z1", description="Ada " * 100_000))
        attachment = message.sudo().attachment_id
        self.assertTrue(attachment)
        blind = self.make_user("blind", "group_manager", "group_integration_admin")
        for user in (blind, self.make_user("customer", "base.group_portal")):
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])
