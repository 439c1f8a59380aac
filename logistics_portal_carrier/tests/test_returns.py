# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import html

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.logistics_base.transport.call_errors import CallError
from odoo.addons.logistics_carrier_connector.tests.booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestReturns(BookingCase, HttpCase):
    """A customer sends goods back from the page of the shipment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = new_test_user(cls.env, "ada", groups="base.group_portal")
        cls.ada.partner_id.parent_id = cls.customer
        cls.eve = new_test_user(cls.env, "eve", groups="base.group_portal")
        cls.env["logistics.service"].create(
            {
                "name": "Return",
                "code": "return",
                "integration_id": cls.integration.id,
                "is_return": True,
            }
        )
        cls.service.is_return = True

    def make_delivered(self, quantity=2, days_ago=1):
        """Return the shipment of a delivery that arrived so many days ago."""
        picking = self.make_delivery(quantity)
        self.validate(picking)
        self.work()
        shipment = picking.logistics_shipment_id
        shipment.partner_id = self.customer
        self.env["logistics.milestone"].create(
            {
                "shipment_id": shipment.id,
                "code": "delivered",
                "occurred_at": fields.Datetime.now() - timedelta(days=days_ago),
            }
        )
        return shipment

    def send_back(self, shipment, quantity=1, **form):
        self.authenticate("ada", "ada")
        (line,) = shipment._returnable() or [None]
        move_id = line.move_id if line else 0
        return self.url_open(
            f"/my/shipments/{shipment.id}/return",
            data={
                "csrf_token": http.Request.csrf_token(self),
                f"quantity_{move_id}": quantity,
                "reason": "damaged",
                **form,
            },
            allow_redirects=False,
        )

    def page(self, shipment, path="", user="ada"):
        self.authenticate(user, user)
        return self.url_open(
            f"/my/shipments/{shipment.id}{path}", allow_redirects=False
        )

    def test_goods_are_sent_back_with_a_label(self):
        # given
        shipment = self.make_delivered(quantity=2)
        # when one of two is sent back
        response = self.send_back(shipment, 1, note="The glass is cracked")
        self.work()
        # then there is a return with its own label and tracking
        self.assertEqual(response.status_code, 303)
        (back,) = shipment._return_pickings()
        self.assertEqual(back.move_ids.product_uom_qty, 1)
        self.assertEqual(back.picking_type_code, "incoming")
        self.assertIn("The glass is cracked", "".join(back.message_ids.mapped("body")))
        booking = back.booking_ids
        self.assertEqual((booking.purpose, booking.state), ("return", "ready"))
        self.assertTrue(booking.request["consignment"]["is_return"])
        # and its page hands out the label
        tree = html.fromstring(self.page(shipment).text)
        (href,) = tree.xpath(
            "//section[@id='returns']//a[contains(@href,'label')]/@href"
        )
        label = self.url_open(href)
        self.assertTrue(label.content.startswith(b"%PDF"))

    def test_what_was_sent_back_cannot_be_sent_back_again(self):
        shipment = self.make_delivered(quantity=2)
        self.send_back(shipment, 2)

        self.assertEqual(shipment._returnable(), [])
        self.assertEqual(self.page(shipment, "/return").status_code, 303)

    def test_it_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        addon = self.env["ir.module.module"]._get("logistics_portal_carrier")
        addon._update_translations(["de_DE"])
        page = self.env.ref("logistics_portal_carrier.portal_my_shipment_return")
        shipment = self.env["logistics.shipment"].with_context(lang="de_DE")

        self.assertIn("Was senden Sie zurück?", page.with_context(lang="de_DE").arch)
        self.assertIn(("damaged", "Es kam beschädigt an"), shipment._return_reasons())

    def test_more_than_was_delivered_is_refused(self):
        shipment = self.make_delivered(quantity=2)

        response = self.send_back(shipment, 3)

        self.assertEqual(response.status_code, 422)
        self.assertIn("too much", response.text)
        self.assertFalse(shipment._return_pickings())

    def test_two_people_send_back_the_same_goods_once(self):
        shipment = self.make_delivered(quantity=1)
        (line,) = shipment._returnable()
        shipment._send_back({line.move_id: 1}, "damaged")

        with self.assertRaisesRegex(UserError, "already"):
            shipment._send_back({line.move_id: 1}, "damaged")

    def test_two_clicks_at_the_same_moment_collide(self):
        """Who began before the first was done still sees the goods as they were: only
        that the delivery itself was written makes it begin anew."""
        shipment = self.make_delivered(quantity=1)
        delivery = shipment._return_picking()

        def version():
            self.env.flush_all()
            return self.env.execute_query(
                SQL("SELECT ctid FROM stock_picking WHERE id = %s", delivery.id)
            )

        before = version()
        (line,) = shipment._returnable()
        shipment._send_back({line.move_id: 1}, "damaged")

        self.assertNotEqual(version(), before)

    def test_a_delivery_that_is_nothing_to_send_back_is_told(self):
        shipment = self.make_delivered(days_ago=31)
        move = shipment.picking_ids.move_ids

        with self.assertRaisesRegex(UserError, "sent back already"):
            shipment._send_back({move.id: 1}, "damaged")

    def test_a_share_of_a_piece_is_not_sent_back(self):
        shipment = self.make_delivered()
        self.env.ref("uom.product_uom_unit").rounding = 1.0

        response = self.send_back(shipment, "0.004")

        self.assertEqual(response.status_code, 422)
        self.assertFalse(shipment._return_pickings())

    def test_goods_of_somebody_else_are_not_sent_back(self):
        shipment = self.make_delivered()

        with self.assertRaises(UserError):
            shipment._send_back({999999999: 1}, "damaged")

    def test_junk_is_answered_clearly(self):
        shipment = self.make_delivered()
        for form in (
            {"reason": "because"},
            {"quantity": "many"},
            {"quantity": "-1"},
            {"quantity": "nan"},
            {"quantity": "0"},
        ):
            with self.subTest(form):
                quantity = form.pop("quantity", 1)
                response = self.send_back(shipment, quantity, **form)
                self.assertEqual(response.status_code, 422)
        self.assertFalse(shipment._return_pickings())

    def test_after_the_days_to_return_it_is_not_offered(self):
        shipment = self.make_delivered(days_ago=31)

        self.assertNotIn("Send something back", self.page(shipment).text)

    def test_a_company_may_take_nothing_back_from_the_portal(self):
        self.env.company.logistics_return_days = 0

        self.assertEqual(self.make_delivered()._returnable(), [])

    def test_before_delivery_nothing_is_sent_back(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()

        self.assertEqual(picking.logistics_shipment_id._returnable(), [])

    def test_a_stranger_sees_neither_form_nor_label(self):
        shipment = self.make_delivered()
        self.send_back(shipment, 1)
        self.work()
        label = shipment._return_pickings().booking_ids.label_ids

        self.assertEqual(self.page(shipment, "/return", "eve").status_code, 404)
        path = f"/return/label/{label.id}"
        self.assertEqual(self.page(shipment, path, "eve").status_code, 404)

    def test_only_labels_of_returns_are_handed_out(self):
        shipment = self.make_delivered()
        outward = shipment.picking_ids.booking_id.label_ids

        response = self.page(shipment, f"/return/label/{outward.id}")

        self.assertEqual(response.status_code, 404)

    def test_a_label_that_cannot_be_made_is_told_kindly(self):
        shipment = self.make_delivered()
        self.ledger.faults = [CallError("refused", "SECRET ERROR 17")]
        self.send_back(shipment, 1)
        self.work()

        text = self.page(shipment).text

        self.assertIn("We will send you the label", text)
        self.assertNotIn("SECRET ERROR", text)
