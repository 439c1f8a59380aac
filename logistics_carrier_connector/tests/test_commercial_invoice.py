# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import html

from odoo.tests import new_test_user, tagged

from .order_common import OrderCase

REPORT = "logistics_carrier_connector.report_commercial_invoice"


@tagged("post_install", "-at_install")
class TestCommercialInvoice(OrderCase):
    """The paper that goes with the goods says what customs is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.swiss = cls.make_partner(
            "Kunde AG",
            is_company=True,
            city="Bern",
            zip="3011",
            country_id=cls.env.ref("base.ch").id,
            lang="de_DE",
        )
        cls.warehouse.partner_id.logistics_eori = "DE7654321"
        cls.lamp.hs_code = "940511"
        cls.lamp.with_context(lang="de_DE").name = "Leuchte"

    def printed(self, picking):
        """Return the words of the report, one space between them."""
        text = self.tree(picking).text_content()
        return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())

    def tree(self, picking):
        """Return the report as a tree of elements."""
        content, _kind = picking.env["ir.actions.report"]._render_qweb_html(
            REPORT, picking.ids
        )
        return html.fromstring(content)

    def test_it_speaks_the_consignees_language_and_adds_up(self):
        order = self.make_order(partner_id=self.swiss.id, confirm=False)
        order.order_line.price_unit = 1234.5
        order.action_confirm()
        order.picking_ids.carrier_price = 20.0
        text = self.printed(order.picking_ids)
        for words in (
            "Commercial Invoice",
            "Kunde AG",
            "EORI: DE7654321",
            "Leuchte",
            "940511",
            "3.703,50",
            "3.723,50",
            self.env.company.currency_id.name,
        ):
            self.assertIn(words, text)

    def test_who_packs_prints_it(self):
        packer = new_test_user(self.env, "packs", groups="stock.group_stock_user")
        order = self.make_order(partner_id=self.swiss.id)
        self.ship(order.picking_ids)
        order._create_invoices().action_post()
        self.env.flush_all()
        self.env.invalidate_all()
        text = self.printed(order.picking_ids.with_user(packer))
        self.assertIn(order.invoice_ids.name, text)

    def test_goods_of_several_packages_are_one_line(self):
        picking = self.make_order(partner_id=self.swiss.id).picking_ids
        self.pack(picking, 1)
        self.pack(picking, 2)
        invoice = picking._logistics_invoice()
        self.assertEqual(len(invoice["consignment"].pieces), 2)
        (line,) = invoice["lines"]
        self.assertEqual((line["quantity"], line["total"]), (3.0, 150.0))
        self.assertEqual(line["weight"], 6.0)

    def test_a_sample_goes_with_a_proforma_invoice(self):
        picking = self.make_order(
            partner_id=self.swiss.id, logistics_export_reason="sample"
        ).picking_ids
        text = self.printed(picking)
        self.assertIn("Proforma Invoice", text)
        self.assertIn("customs purposes only", text)

    def test_what_is_not_known_leaves_its_column_empty(self):
        self.lamp.hs_code = False
        origin = self.env.ref("base.de")
        # Whatever languages the database has loaded.
        origin.with_context(lang="de_DE").name = "Deutschland"
        self.lamp.country_of_origin = origin
        picking = self.make_order(partner_id=self.swiss.id).picking_ids
        rows = self.tree(picking).xpath("//table[thead]//tr")
        head, line = ([cell.text_content().strip() for cell in row] for row in rows[:2])
        self.assertEqual(len(head), len(line))
        self.assertEqual(line[head.index("Origin")], "Deutschland")
