# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A warehouse that speaks EDIFACT, from the release to the shelf and back."""

from odoo.tests import tagged

from odoo.addons.logistics_base.protocols.edi import edifact

from .common import WarehouseCase
from .inbound_common import InboundCase
from .inventory_common import InventoryCase

ENVELOPE = (
    "UNA:+.? '\nUNB+UNOC:3+LAGERHAUS:14+KONTOR:14+260302:0930+{control}'\n"
    "UNH+1+{set_id}:D:96A:UN'\n{body}UNT+{count}+1'\nUNZ+1+{control}'\n"
)


class EdifactCase(WarehouseCase):
    """The warehouse speaks EDIFACT."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wms = cls.make_integration(
            name="Lagerhaus Nord",
            preset="edifact",
            kind="wms",
            edi_our_id="KONTOR",
            edi_our_qualifier="14",
            edi_partner_id="LAGERHAUS",
            edi_partner_qualifier="14",
            edi_version="D:96A:UN",
        )
        cls.warehouse.logistics_integration_id = cls.wms

    @classmethod
    def file(cls, set_id, *lines, control=1):
        body = "".join(f"{line}'\n" for line in lines)
        return ENVELOPE.format(
            control=control, set_id=set_id, body=body, count=len(lines) + 2
        ).encode()

    @classmethod
    def arrive(cls, set_id, *lines, control=1, filename="in.edi"):
        """Have a file arrive; return its message, applied."""
        data = cls.file(set_id, *lines, control=control)
        message = cls.wms.receive(data, filename=filename)
        cls.drain()
        return message

    def told(self, document_type):
        """Return the messages of a kind that the warehouse was sent."""
        messages = self.env["logistics.message"].search(
            [
                ("integration_id", "=", self.wms.id),
                ("direction", "=", "outbound"),
                ("document_type", "=", document_type),
            ],
            order="id",
        )
        return [
            transaction
            for message in messages
            for interchange in edifact.read(message._body())
            for _group, transaction in interchange.transactions()
        ]


@tagged("post_install", "-at_install")
class TestEdifactOrders(EdifactCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oil = cls.make_product("OIL-5L", stock=100)
        cls.glue = cls.make_product("GLUE", stock=100)

    def shipping(self, order, *lines, control=1, **more):
        head = (
            f"BGM+351+LS-{control}+9",
            "DTM+11:202603021000:203",
            f"RFF+AAJ:{order.name}::{order.revision}",
            f"NAD+SF+{self.warehouse.logistics_code}::91",
        )
        return self.arrive("DESADV", *head, *lines, control=control, **more)

    def test_a_release_is_an_insdes(self):
        order = self.make_order((self.oil, 12), (self.glue, 3))

        (message,) = self.told("warehouse.release")
        segments = {one.tag: one for one in reversed(message.segments)}
        quantities = [one.text(1, 2) for one in message.segments if one.tag == "QTY"]

        self.assertEqual(message.set_id, "INSDES")
        self.assertEqual(segments["BGM"].elements, ("240", order.name, "9"))
        self.assertEqual(quantities, ["12", "3"])
        self.assertIn(
            f"RFF+AAJ:{order.name}",
            [
                "+".join((one.tag, ":".join(one.parts(1)[:2])))
                for one in message.segments
            ],
        )

    def test_a_despatch_advice_ships_what_it_says(self):
        order = self.make_order((self.oil, 12), (self.glue, 3))
        oil, glue = order.line_ids.mapped("line")

        message = self.shipping(
            order,
            "TDT+20++30++DHL",
            "CPS+1",
            "CPS+2+1",
            "PAC+1++CT",
            "PCI+33E",
            "RFF+CW:JD0001",
            "GIN+BJ+340000000000000015",
            "LIN+1++OIL-5L:SA",
            "QTY+12:10:PCE",
            "QTY+21:12:PCE",
            f"RFF+LI:{oil}",
            "QVR+-2:21+CP",
            "LIN+2++GLUE:SA",
            "QTY+12:3:PCE",
            "QTY+21:3:PCE",
            f"RFF+LI:{glue}",
        )

        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.line_ids.mapped("shipped"), [10, 3])
        self.assertEqual(order.line_ids.mapped("short"), [2, 0])

    def test_what_was_shipped_is_told_once_whatever_the_file(self):
        order = self.make_order((self.oil, 12))
        lines = ("LIN+1++OIL-5L:SA", "QTY+12:5:PCE", "QVR+-7:21+BP")

        self.shipping(order, *lines)
        self.shipping(order, *lines, filename="again.edi")
        head = ("BGM+351+LS-1+9", f"RFF+AAJ:{order.name}")
        self.arrive("DESADV", *head, *lines, control=2)

        self.assertEqual(order.line_ids.shipped, 5)

    def test_a_unit_that_nobody_knows_is_refused_and_shown(self):
        order = self.make_order((self.oil, 12))

        message = self.shipping(order, "LIN+1++OIL-5L:SA", "QTY+12:12:QXZ")

        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))
        self.assertFalse(order.line_ids.shipped)

    def test_an_order_that_nobody_knows_waits_or_is_refused(self):
        message = self.arrive(
            "DESADV",
            "BGM+351+LS-9+9",
            "RFF+AAJ:WH/NOBODY/1",
            "LIN+1++OIL-5L:SA",
            "QTY+12:1:PCE",
        )

        self.assertIn(message.state, ("parked", "dead"))

    def test_a_message_without_an_order_says_so(self):
        message = self.arrive(
            "DESADV", "BGM+351+LS-9+9", "LIN+1++OIL-5L:SA", "QTY+12:1:PCE"
        )

        self.assertEqual(message.state, "dead")
        self.assertIn("which order", message.error_message)

    def test_a_file_that_was_cut_in_half_is_quarantined(self):
        order = self.make_order((self.oil, 12))
        whole = self.file(
            "DESADV",
            "BGM+351+LS-1+9",
            f"RFF+AAJ:{order.name}",
            "LIN+1++OIL-5L:SA",
            "QTY+12:12:PCE",
        )

        message = self.wms.receive(whole[: len(whole) * 2 // 3], filename="half.edi")
        self.drain()

        self.assertEqual(message.state, "quarantined")
        self.assertFalse(order.line_ids.shipped)

    def test_an_aperak_rejects_an_order(self):
        order = self.make_order((self.oil, 12))

        self.arrive(
            "APERAK",
            "BGM+313+AP-1+27",
            f"RFF+AAJ:{order.name}",
            "ERC+ZZZ",
            "FTX+AAO+++NO SUCH POSTCODE",
        )

        self.assertEqual(order.state, "rejected")


@tagged("post_install", "-at_install")
class TestEdifactStock(EdifactCase, InventoryCase):
    def test_an_inventory_report_shows_what_differs(self):
        oil = self.make_product("OIL-5L", stock=96)
        self.make_product("GLUE", stock=5)

        message = self.arrive(
            "INVRPT",
            "BGM+35+INV-1+9",
            "DTM+366:202603020600:203",
            f"NAD+WH+{self.warehouse.logistics_code}::91",
            "LIN+1++OIL-5L:SA",
            "QTY+145:90:PCE",
            "INV++1++1",
        )

        self.assertEqual(message.state, "done", message.error_message)
        # Nothing was said of the glue.
        self.assertDiffers((oil, 96, 90))


@tagged("post_install", "-at_install")
class TestEdifactReceipts(EdifactCase, InboundCase):
    def test_an_advice_goes_out_and_comes_back_damaged_and_short(self):
        advice = self.make_advice((self.widget, 100))
        (line,) = advice.line_ids.mapped("line")
        (notice,) = self.told("warehouse.advice")
        self.assertEqual(notice.set_id, "DESADV")

        message = self.arrive(
            "RECADV",
            "BGM+632+WE-1+9",
            "DTM+50:202603101130:203",
            f"RFF+AAK:{advice.name}",
            f"NAD+WH+{self.warehouse.logistics_code}::91",
            "LIN+1++WIDGET:SA",
            "QTY+48:96:PCE",
            "QTY+124:3:PCE",
            f"RFF+LI:{line}",
            "QVR+-4:12+CP",
        )

        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget, self.damaged), 3)
        self.assertEqual(self.on_hand(self.widget), 93)
