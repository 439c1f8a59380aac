# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bills of lading tell by which numbers a carrier will bill a shipment."""

from odoo.tests import tagged

from .bill_files import x12_bill
from .common import BillingCase


def lading(bol="BOL4711", pro="PRO99", order="", weight="460"):
    """Return an interchange with a 211."""
    body = [
        f"BOL*ABCD*PP*{bol}*20260301*1200**{pro}",
        "B2A*00*LT",
        *([f"L11*{order}*PO"] if order else []),
        f"AT3*G*K*{weight}*2",
    ]
    content = x12_bill(control=7).decode().splitlines()
    start = content.index("ST*210*0001~")
    end = next(at for at, one in enumerate(content) if one.startswith("SE*"))
    told = [*(f"{one}~" for one in ["ST*211*0001", *body])]
    told.append(f"SE*{len(body) + 2}*0001~")
    return "\n".join([*content[:start], *told, *content[end + 1 :], ""]).encode()


@tagged("post_install", "-at_install")
class TestBillOfLading(BillingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ltl = cls.make_carrier("Motor Freight", preset="x12")

    def shipment(self, **references):
        shipment = self.make_shipment(integration=self.ltl)
        self.env["logistics.reference"].create(
            [
                {"shipment_id": shipment.id, "type": kind, "value": value}
                for kind, value in references.items()
            ]
        )
        return shipment

    def send(self, content):
        message = self.ltl.receive(content, filename="211.edi")
        self.drain()
        return message

    def test_an_invoice_finds_its_shipment_by_what_the_bill_of_lading_told(self):
        # given a shipment known by its order, and its bill of lading
        shipment = self.shipment(order="4500012")
        message = self.send(lading(order="4500012"))
        self.assertEqual(message.state, "done", message.error_message)

        # when the carrier bills under its PRO
        self.ltl.receive(x12_bill("PRO99"), filename="210.edi")
        self.drain()
        invoice = self.env["logistics.carrier.invoice"].search([("name", "=", "PRO99")])
        self.audit(invoice)

        # then the charge is matched
        audit = self.env["logistics.charge.audit"].browse(invoice.line_ids.ids)
        self.assertEqual(audit.shipment_id, shipment)
        self.assertEqual(audit.method, "bol")

    def test_what_a_shipment_weighs_here_is_not_overruled(self):
        light, told = self.shipment(bol="BOL1"), self.shipment(bol="BOL2")
        told.weight = 100.0
        self.send(lading("BOL1", "P1"))
        self.send(lading("BOL2", "P2"))
        self.assertEqual((light.weight, told.weight), (460.0, 100.0))

    def test_the_same_bill_of_lading_again_changes_nothing(self):
        shipment = self.shipment(bol="BOL3")
        self.send(lading("BOL3", "P3"))
        before = shipment.reference_ids
        self.send(lading("BOL3", "P3").replace(b"*000000007", b"*000000008"))
        self.assertEqual(shipment.reference_ids, before)

    def test_goods_that_nobody_sent_make_no_shipment(self):
        before = self.env["logistics.shipment"].search_count([])
        message = self.send(lading("NOBODYS", "P4"))
        self.assertEqual(message.state, "parked")
        self.assertEqual(self.env["logistics.shipment"].search_count([]), before)

        # when the shipment appears, it learns its numbers
        shipment = self.shipment(bol="NOBODYS")
        self.drain()
        self.assertIn("P4", shipment.reference_ids.mapped("value"))
