# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.tests import tagged

from .common import BillingCase


@tagged("post_install", "-at_install")
class TestRetention(BillingCase):
    """What carriers' bills tell of people goes when its time has come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.retention.policy"].search([]).active = False
        cls.person = cls.env["res.partner"].create({"name": "Ada Lovelace"})
        cls.parcel = cls.make_parcel(
            "SWP-ADA", partner_id=cls.person.id, ship_to_id=cls.person.id
        )

    def billed(self, tracking="SWP-ADA", state="billed"):
        invoice = self.make_invoice(
            self.bill(
                tracking,
                10,
                to_name="Ada Lovelace",
                to_postcode="10115",
                raw="SWP-ADA,Ada Lovelace,10115,10.00",
            )
        )
        self.audit(invoice)
        invoice.sudo().state = state
        return invoice

    def apply(self, day):
        self.env.flush_all()
        with (
            freeze_time(day),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["logistics.message"]._expire()
        self.env.invalidate_all()

    def told(self, invoice):
        line = invoice.line_ids.sudo()
        return line.raw, line.to_name, line.to_postcode

    def test_rows_as_they_came_go_after_so_many_days(self):
        billed, under_way = self.billed(), self.billed("SWP-2", state="review")
        self.env["logistics.match.case"]._find(self.env.company, under_way)
        self.env["logistics.retention.policy"].create(
            {"kind": "carrier_charge", "days": 30}
        )
        self.apply("2026-04-07")
        self.assertEqual(self.told(billed)[1], "Ada Lovelace")

        self.apply("2026-04-10")

        self.assertEqual(self.told(billed), (False, False, False))
        self.assertEqual(billed.line_ids.amount, 10)
        self.assertEqual(self.told(under_way)[1], "Ada Lovelace")

    def test_a_person_is_forgotten_in_bills_too(self):
        invoice = self.billed()
        unknown = self.billed("SWP-OTHER", state="review")
        wizard = self.env["logistics.forget.person"].create(
            {"partner_id": self.person.id, "reason": "asked for it"}
        )

        wizard.action_forget()

        self.assertEqual(self.told(invoice), (False, False, False))
        self.assertEqual(self.told(unknown)[1], "Ada Lovelace")
