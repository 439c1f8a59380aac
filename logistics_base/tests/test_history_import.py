# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import LogisticsCase

SHIPMENTS = """Tracking No;Order;Customer;Carrier;Weight;Promised;Picked up;Delivered;Signed
HIST-1;SO-1;Ada Customer;;12,5;03.02.2026;01.02.2026 08:00;03.02.2026 14:30;A. Ada
HIST-2;SO-2;Nobody We Know;;1;;;;
HIST-3,HIST-4;SO-3;Ada Customer;;3;;31.01.2026 10:00;;
;;Ada Customer;;1;;;;
HIST-5;SO-5;Ada Customer;;1;soon;;;
"""
MILESTONES = """parcel number,status,date,city,country,remark
HIST-3,In transit,2026-02-01 09:00,Hamburg,DE,At hub
HIST-3,WEIRD_CODE,2026-02-01 12:00,Hamburg,DE,Something odd
HIST-9,In transit,2026-02-01 09:00,Hamburg,DE,
HIST-3,In transit,,Hamburg,DE,
"""


class TestHistoryImport(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "history-manager",
            "logistics_base.group_manager,base.group_partner_manager",
            tz="Europe/Berlin",
        )

    def wizard(self, shipments=SHIPMENTS, milestones=MILESTONES, **vals):
        def content(text):
            body = text if isinstance(text, bytes) else (text or "").encode()
            return base64.b64encode(body) if body else False

        return (
            self.env["logistics.history.import"]
            .with_user(self.manager)
            .create(
                {
                    "shipment_file": content(shipments),
                    "shipment_filename": "shipments.csv",
                    "milestone_file": content(milestones),
                    "milestone_filename": "milestones.csv",
                    **vals,
                }
            )
        )

    def run_import(self, wizard):
        wizard.action_check()
        wizard.action_import()
        while wizard.import_next():
            pass
        self.env.invalidate_all()

    def find(self, number):
        return (
            self.env["logistics.reference"].search([("value", "=", number)]).shipment_id
        )

    def test_the_dry_run_tells_what_would_happen_and_writes_nothing(self):
        # given two files
        wizard = self.wizard()
        shipments = self.env["logistics.shipment"].search_count([])
        # when they are checked
        wizard.action_check()
        # then each row is accounted for, by its line
        self.assertEqual(wizard.state, "preview")
        self.assertEqual(wizard.shipment_total, 5)
        self.assertEqual(wizard.shipment_created, 2)
        self.assertEqual(wizard.shipment_refused, 3)
        self.assertEqual(wizard.milestone_created, 2)
        self.assertEqual(wizard.milestone_refused, 2)
        reasons = {(p.kind, p.line): p.reason for p in wizard.problem_ids}
        self.assertIn("no contact “Nobody We Know”", reasons["shipment", 3])
        self.assertIn("no tracking number", reasons["shipment", 5])
        self.assertIn("“soon” cannot be read", reasons["shipment", 6])
        self.assertIn("HIST-9", reasons["milestone", 4])
        self.assertIn("when", reasons["milestone", 5])
        # and nothing is there
        self.assertEqual(self.env["logistics.shipment"].search_count([]), shipments)
        self.assertFalse(self.find("HIST-1"))

    def test_the_import_gives_stages_as_if_the_partners_had_told(self):
        wizard = self.wizard()
        self.run_import(wizard)
        self.assertEqual(wizard.state, "done")
        self.assertEqual(wizard.progress, 100)
        delivered = self.find("HIST-1")
        self.assertEqual(delivered.state, "delivered")
        # 14:30 in Berlin, in winter
        self.assertEqual(str(delivered.delivered_date), "2026-02-03 13:30:00")
        self.assertEqual(delivered.weight, 12.5)
        self.assertEqual(delivered.proof_ids.signatory, "A. Ada")
        self.assertFalse(delivered.name.startswith("DRY"))
        moving = self.find("HIST-3")
        self.assertEqual(len(moving.package_ids), 2)
        first, second = moving.package_ids.sorted("name")
        self.assertEqual(first.state, "in_transit")
        self.assertEqual(second.state, "picked_up")
        self.assertEqual(moving.state, "picked_up")

    def test_an_unknown_code_waits_in_the_queue(self):
        self.run_import(self.wizard())
        entry = self.env["logistics.code.map"].search(
            [("external_code", "=", "WEIRD_CODE")]
        )
        self.assertFalse(entry.is_mapped)
        entry.canonical_code = "out_for_delivery"
        package = self.find("HIST-3").package_ids.sorted("name")[0]
        package.invalidate_recordset()
        self.assertEqual(package.state, "out_for_delivery")

    def test_the_same_files_twice_change_nothing(self):
        self.run_import(self.wizard())
        shipments = self.env["logistics.shipment"].search_count([])
        milestones = self.env["logistics.milestone"].search_count([])
        again = self.wizard()
        self.run_import(again)
        self.assertEqual(again.shipment_created, 0)
        self.assertEqual(again.shipment_skipped, 2)
        self.assertEqual(again.milestone_created, 0)
        self.assertEqual(again.milestone_skipped, 2)
        self.assertEqual(self.env["logistics.shipment"].search_count([]), shipments)
        self.assertEqual(self.env["logistics.milestone"].search_count([]), milestones)

    def test_missing_contacts_are_created_when_asked_for(self):
        wizard = self.wizard(create_contacts=True)
        self.run_import(wizard)
        self.assertEqual(wizard.contact_created, 1)
        self.assertEqual(self.find("HIST-2").partner_id.name, "Nobody We Know")

    def test_a_windows_file_with_other_headers_is_read(self):
        text = "Sendungsnummer\tKunde\tGewicht\nHIST-7\tAda Customer\t1.250,5\n"
        wizard = self.wizard(text.encode("cp1252"), None)
        self.run_import(wizard)
        self.assertEqual(self.find("HIST-7").weight, 1250.5)

    def test_a_column_is_corrected_by_a_person(self):
        wizard = self.wizard("Mystery,Customer\nHIST-8,Ada Customer\n", None)
        with self.assertRaisesRegex(UserError, "Tracking numbers"):
            wizard.action_check()
        column = wizard.column_ids.filtered(lambda c: c.header == "Mystery")
        column.shipment_column = "tracking"
        wizard.action_preview()
        self.assertEqual(wizard.shipment_created, 1)

    def test_trouble_on_shipments_long_over_is_nobodys_case(self):
        rows = (
            "tracking,event,date\n"
            "HIST-1,damaged,2026-02-02 10:00\n"
            "HIST-1,delivered,2026-02-03 13:00\n"
        )
        self.run_import(self.wizard(milestones=rows))
        case = self.find("HIST-1").exception_ids
        self.assertEqual(case.type, "damage")
        self.assertEqual(case.state, "resolved")

    def test_milestones_find_shipments_of_the_own_company_only(self):
        other = self.env["res.company"].create({"name": "Other History"})
        self.env["logistics.shipment"].create(
            {
                "company_id": other.id,
                "reference_ids": [(0, 0, {"type": "tracking", "value": "HIST-9"})],
            }
        )
        wizard = self.wizard()
        self.run_import(wizard)
        self.assertIn("HIST-9", " ".join(wizard.problem_ids.mapped("reason")))

    def test_only_managers_import(self):
        dispatcher = new_test_user(
            self.env, "history-dispatcher", "logistics_base.group_dispatcher"
        )
        with self.assertRaises(AccessError):
            self.env["logistics.history.import"].with_user(dispatcher).create({})

    def test_no_file_is_said(self):
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self.wizard(None, None).action_check()
