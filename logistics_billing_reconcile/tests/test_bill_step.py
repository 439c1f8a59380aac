# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.logistics_base.tests.process_common import ProcessCase

from .outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestBillStep(ProcessCase, OutcomeCase):
    """A shipment's process ends with its bill."""

    def billed_shipment(self, tracking, **vals):
        """Return a shipment under way, and its carrier's invoice with a draft bill."""
        self.make_template("release", "deliver", "bill", sequence=0)
        shipment = self.released(tracking, integration=self.carrier, **vals)
        invoice = self.approved((tracking, 10))
        self.matched(invoice, shipment)
        invoice.with_user(self.accountant).action_bill()
        self.hand_on()
        return shipment, invoice

    def test_what_comes_in_waits_for_the_carriers_bill(self):
        shipment, invoice = self.billed_shipment("SWPB1", direction="inbound")
        self.assertEqual(self.states(shipment)["bill"], "waiting")
        invoice.move_id.action_post()
        self.hand_on()
        step = self.step(shipment, "bill")
        self.assertEqual(step.state, "done")
        self.assertEqual(
            (step.evidence_model, step.evidence_id),
            ("logistics.carrier.invoice", invoice.id),
        )

    def test_a_bill_that_is_a_draft_again_proves_nothing(self):
        shipment, invoice = self.billed_shipment("SWPB2", direction="inbound")
        invoice.move_id.action_post()
        self.hand_on()
        invoice.move_id.button_draft()
        self.hand_on()
        self.assertNotEqual(self.states(shipment)["bill"], "done")

    def test_what_goes_out_of_no_order_is_billed_by_the_carrier_or_by_nobody(self):
        shipment, invoice = self.billed_shipment("SWPB3")
        self.assertEqual(self.states(shipment)["bill"], "skipped")
        invoice.move_id.action_post()
        self.hand_on()
        self.assertEqual(self.states(shipment)["bill"], "done")

    def test_an_invoice_of_another_system_bills_what_goes_out(self):
        shipment, _invoice = self.billed_shipment("SWPB4")
        invoiced = self.env["logistics.customer.invoice"].create(
            {
                "name": "C-1",
                "integration_id": self.integration.id,
                "company_id": self.company.id,
                "currency_id": self.currency.id,
                "shipment_ids": shipment.ids,
            }
        )
        facts = self.env["logistics.process.facts"]._of(shipment.ids)
        fact = facts[shipment.id].steps["bill"]
        self.assertEqual(
            (fact.state, fact.model, fact.res_id),
            ("done", "logistics.customer.invoice", invoiced.id),
        )
