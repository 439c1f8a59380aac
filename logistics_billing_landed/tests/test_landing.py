# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.logistics_billing_reconcile.tests.outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestLanding(OutcomeCase):
    """What a carrier bills for goods that came in is part of what they cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.logistics_landing = "draft"
        cls.category = cls.env["product.category"].create(
            {"name": "Averaged", "property_cost_method": "average"}
        )
        cls.light = cls.make_product("Light", weight=1.0)
        cls.heavy = cls.make_product("Heavy", weight=3.0)
        cls.type_in = cls.env["stock.picking.type"].search(
            [("code", "=", "incoming"), ("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def make_product(cls, name, **vals):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "categ_id": cls.category.id,
                "standard_price": 10.0,
                **vals,
            }
        )

    @classmethod
    def make_receipt(cls, origin, *products, done=True):
        """Return a receipt of ten of each."""
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": cls.type_in.id,
                "location_id": cls.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": cls.type_in.default_location_dest_id.id,
                "origin": origin,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": 10.0,
                            "quantity": 10.0,
                            "picked": True,
                            "location_id": cls.env.ref(
                                "stock.stock_location_suppliers"
                            ).id,
                            "location_dest_id": cls.type_in.default_location_dest_id.id,
                        }
                    )
                    for product in products or (cls.light, cls.heavy)
                ],
            }
        )
        picking.action_confirm()
        if done:
            picking.button_validate()
        return picking

    @classmethod
    def make_inbound(cls, order, **vals):
        """Return an inbound shipment of a purchase order's number."""
        shipment = cls.make_parcel(direction="inbound", **vals)
        cls.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "order", "value": order}
        )
        return shipment

    def post_bill(self, shipment, *charges, **head):
        """Return the posted bill of charges (type, amount) of a shipment."""
        invoice = self.audited(
            *(self.bill(shipment, amount, kind) for kind, amount in charges), **head
        )
        self.matched(invoice, *([shipment] * len(charges)))
        invoice.with_user(self.accountant).action_approve()
        invoice.with_user(self.accountant).action_bill()
        invoice.move_id.action_post()
        return invoice.move_id

    def costs(self, shipment):
        return shipment._landed_costs().sorted("id")

    def test_what_is_billed_is_laid_on_the_receipt(self):
        receipt = self.make_receipt("P0001")
        shipment = self.make_inbound("P0001")
        bill = self.post_bill(
            shipment, ("base", 40.0), ("duty", 8.0), ("import_tax", 9.0)
        )
        cost = self.costs(shipment)
        self.assertEqual(cost.state, "draft")
        self.assertEqual(cost.picking_ids, receipt)
        self.assertEqual(cost.vendor_bill_id, bill)
        self.assertEqual(
            {line.name: line.price_unit for line in cost.cost_lines},
            {"Freight": 40.0, "Duty": 8.0},
        )
        # the expense that the bill was booked on is relieved
        self.assertEqual(cost.cost_lines.account_id, self.freight)

    def test_it_is_split_as_the_account_of_charges_says(self):
        self.make_receipt("P0002")
        row = self.env["logistics.charge.account"].search([("type", "=", False)])
        for split, light in (("by_weight", 10.0), ("by_quantity", 20.0)):
            row.landed_split = split
            shipment = self.make_inbound("P0002")
            self.post_bill(shipment, ("base", 40.0))
            cost = self.costs(shipment)
            cost.compute_landed_cost()
            part = cost.valuation_adjustment_lines.filtered(
                lambda line: line.product_id == self.light
            )
            self.assertEqual(part.additional_landed_cost, light)

    def test_it_is_validated_where_the_company_wants_that(self):
        self.company.logistics_landing = "validate"
        receipt = self.make_receipt("P0003")
        shipment = self.make_inbound("P0003")
        self.post_bill(shipment, ("base", 40.0))
        self.assertEqual(self.costs(shipment).state, "done")
        self.assertEqual(sum(receipt.move_ids.mapped("value")), 240.0)

    def test_a_later_difference_is_a_second_landed_cost(self):
        self.make_receipt("P0004")
        shipment = self.make_inbound("P0004")
        self.post_bill(shipment, ("base", 40.0))
        self.post_bill(shipment, ("dim_weight_correction", 5.0))
        self.assertEqual(self.costs(shipment).mapped("amount_total"), [40.0, 5.0])

    def test_asking_again_lands_nothing_twice(self):
        self.make_receipt("P0005")
        shipment = self.make_inbound("P0005")
        self.post_bill(shipment, ("base", 40.0))
        self.assertFalse(self.env["logistics.landing"]._land(shipment))
        self.assertEqual(len(self.costs(shipment)), 1)

    def test_what_is_billed_before_the_goods_come_waits_for_them(self):
        receipt = self.make_receipt("P0006", done=False)
        shipment = self.make_inbound("P0006")
        self.post_bill(shipment, ("base", 40.0))
        self.assertFalse(self.costs(shipment))
        receipt.button_validate()
        self.assertEqual(self.costs(shipment).amount_total, 40.0)

    def test_a_draft_goes_with_its_bill_and_comes_with_it(self):
        self.make_receipt("P0007")
        shipment = self.make_inbound("P0007")
        bill = self.post_bill(shipment, ("base", 40.0))
        bill.button_draft()
        self.assertFalse(self.costs(shipment))
        bill.action_post()
        self.assertEqual(self.costs(shipment).amount_total, 40.0)

    def test_a_bill_that_is_cancelled_is_taken_back(self):
        self.company.logistics_landing = "validate"
        self.make_receipt("P0008")
        shipment = self.make_inbound("P0008")
        bill = self.post_bill(shipment, ("base", 40.0))
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(self.costs(shipment).mapped("amount_total"), [40.0, -40.0])
        laid = self.costs(shipment).valuation_adjustment_lines
        self.assertEqual(set(self.costs(shipment).mapped("state")), {"done"})
        self.assertEqual(sum(laid.mapped("additional_landed_cost")), 0.0)

    def test_what_goes_out_lands_nowhere(self):
        self.make_receipt("P0009")
        shipment = self.make_parcel()
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "order", "value": "P0009"}
        )
        self.post_bill(shipment, ("base", 40.0))
        self.assertFalse(self.costs(shipment))

    def test_goods_at_a_standard_price_bear_no_cost(self):
        standard = self.env["product.category"].create(
            {"name": "Standard", "property_cost_method": "standard"}
        )
        product = self.make_product("Fixed", categ_id=standard.id)
        self.make_receipt("P0010", product)
        shipment = self.make_inbound("P0010")
        self.post_bill(shipment, ("base", 40.0))
        self.assertFalse(self.costs(shipment))

    def test_a_charge_may_stay_an_expense(self):
        self.book("brokerage", self.fuel, is_landed=False)
        self.make_receipt("P0011")
        shipment = self.make_inbound("P0011")
        self.post_bill(shipment, ("base", 40.0), ("brokerage", 7.0))
        self.assertEqual(self.costs(shipment).amount_total, 40.0)

    def test_a_company_may_not_want_it(self):
        self.company.logistics_landing = "no"
        self.make_receipt("P0012")
        shipment = self.make_inbound("P0012")
        self.post_bill(shipment, ("base", 40.0))
        self.assertFalse(self.costs(shipment))

    def test_in_a_closed_period_it_is_dated_after_it(self):
        self.make_receipt("P0013")
        shipment = self.make_inbound("P0013")
        self.company.fiscalyear_lock_date = date(2026, 3, 31)
        self.post_bill(shipment, ("base", 40.0))
        self.assertGreater(self.costs(shipment).date, date(2026, 3, 31))

    def test_another_currency_lands_in_the_companys(self):
        money = self.env["res.currency"].create(
            {"name": "LNX", "symbol": "L", "rounding": 0.01}
        )
        self.env["res.currency.rate"].create(
            {"currency_id": money.id, "name": "2026-01-01", "rate": 2.0}
        )
        self.make_receipt("P0014")
        shipment = self.make_inbound("P0014")
        self.post_bill(shipment, ("base", 40.0), currency="LNX")
        self.assertEqual(self.costs(shipment).amount_total, 20.0)

    def test_the_shipment_leads_to_its_landed_costs(self):
        self.make_receipt("P0015")
        shipment = self.make_inbound("P0015")
        self.post_bill(shipment, ("base", 40.0))
        self.assertEqual(shipment.landed_cost_count, 1)
        action = shipment.action_view_landed_costs()
        self.assertEqual(action["res_id"], self.costs(shipment).id)
