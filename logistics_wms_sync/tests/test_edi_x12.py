# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A warehouse that speaks X12, from the release to the shelf and back."""

from odoo.tests import tagged

from odoo.addons.logistics_base.protocols.edi import x12

from ..edi.codes import codes_of
from .common import WarehouseCase
from .inbound_common import InboundCase
from .inventory_common import InventoryCase

ENVELOPE = (
    "ISA*00*          *00*          *ZZ*PRAIRIE3PL     *ZZ*KONTOR         "
    "*260302*0930*U*00401*{control:09d}*0*T*>~\n"
    "GS*{group}*PRAIRIE3PL*KONTOR*20260302*0930*{control}*X*004010~\n"
    "ST*{set_id}*0001~\n{body}SE*{count}*0001~\n"
    "GE*1*{control}~\nIEA*1*{control:09d}~\n"
)
GROUPS = {"945": "SW", "944": "RE", "846": "IB", "947": "AW", "824": "AG", "997": "FA"}


class X12Case(WarehouseCase):
    """The warehouse speaks X12."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wms = cls.make_integration(
            name="Prairie 3PL",
            preset="x12",
            kind="wms",
            edi_our_id="KONTOR",
            edi_partner_id="PRAIRIE3PL",
        )
        cls.warehouse.logistics_integration_id = cls.wms

    @classmethod
    def arrive(cls, set_id, *lines, control=1, filename="in.edi"):
        """Have a file arrive; return its message, applied."""
        body = "".join(f"{line}~\n" for line in lines)
        data = ENVELOPE.format(
            control=control,
            group=GROUPS[set_id],
            set_id=set_id,
            body=body,
            count=len(lines) + 2,
        )
        message = cls.wms.receive(data.encode(), filename=filename)
        cls.drain()
        return message


@tagged("post_install", "-at_install")
class TestX12Orders(X12Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flour = cls.make_product("FLOUR-25", stock=100)
        cls.yeast = cls.make_product("YEAST", stock=100)

    def told(self, order, document_type="warehouse.release"):
        """Return the transactions that the warehouse was sent about an order."""
        messages = self.env["logistics.message"].search(
            [
                ("direction", "=", "outbound"),
                ("document_type", "=", document_type),
                ("correlation_id", "=", order.correlation_id),
            ],
            order="id",
        )
        return [
            transaction
            for message in messages
            for interchange in x12.read(message._body())
            for _group, transaction in interchange.transactions()
        ]

    def shipping(self, order, *lines, control=1, **more):
        head = f"W06*F*{order.name}*20260303*SHP-{control}"
        return self.arrive("945", head, *lines, control=control, **more)

    def test_a_release_is_a_940(self):
        order = self.make_order((self.flour, 12), (self.yeast, 3))

        (transaction,) = self.told(order)
        by_tag = {one.tag: one for one in reversed(transaction.segments)}
        lines = [one for one in transaction.segments if one.tag == "W01"]

        self.assertEqual(transaction.set_id, "940")
        self.assertEqual(by_tag["W05"].elements[:2], ("N", order.name))
        self.assertEqual(
            [(one.text(1), one.text(2), one.text(5)) for one in lines],
            [("12", "EA", "FLOUR-25"), ("3", "EA", "YEAST")],
        )

    def test_a_ship_confirmation_ships_what_it_says(self):
        order = self.make_order((self.flour, 12), (self.yeast, 3))
        flour, yeast = order.line_ids.mapped("line")

        message = self.shipping(
            order,
            "W27*M*ACME",
            "LX*1",
            "MAN*GM*00340123450000000017**CP*1Z999AA10123456784",
            "W12*CP*12*10*-2*EA**VN*FLOUR-25",
            f"N9*LI*{flour}",
            "W12*CC*3*3**EA**VN*YEAST",
            f"N9*LI*{yeast}",
        )

        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.line_ids.mapped("shipped"), [10, 3])
        self.assertEqual(order.line_ids.mapped("short"), [2, 0])

    def test_the_same_file_under_another_name_changes_nothing(self):
        order = self.make_order((self.flour, 12))
        lines = ("LX*1", "W12*BP*12*5*-7*EA**VN*FLOUR-25")

        self.shipping(order, *lines)
        self.shipping(order, *lines, filename="again.edi")
        # And once more, in an interchange of its own.
        head = f"W06*F*{order.name}*20260303*SHP-1"
        self.arrive("945", head, *lines, control=2)

        self.assertEqual(order.line_ids.shipped, 5)

    def test_a_unit_that_nobody_knows_is_refused_and_shown(self):
        order = self.make_order((self.flour, 12))

        message = self.shipping(order, "LX*1", "W12*CC*12*12**QX**VN*FLOUR-25")

        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))
        self.assertFalse(order.line_ids.shipped)

    def test_a_quantity_that_is_none_refuses_the_transaction(self):
        order = self.make_order((self.flour, 12))

        message = self.shipping(order, "LX*1", "W12*CC*12*-12**EA**VN*FLOUR-25")

        self.assertEqual(message.state, "dead")
        self.assertFalse(order.line_ids.shipped)

    def test_a_file_that_was_cut_in_half_is_quarantined(self):
        order = self.make_order((self.flour, 12))
        whole = ENVELOPE.format(
            control=1, group="SW", set_id="945", body="", count=2
        ).encode()

        message = self.wms.receive(whole[:-60], filename="half.edi")
        self.drain()

        self.assertEqual(message.state, "quarantined")
        self.assertFalse(order.line_ids.shipped)

    def test_application_advice_rejects_an_order(self):
        order = self.make_order((self.flour, 12))

        self.arrive(
            "824",
            "BGN*11*ADV-1*20260302",
            f"OTI*TR*IL*{order.name}*******940",
            "TED*024*NO SUCH ITEM",
        )

        self.assertEqual(order.state, "rejected")

    def test_an_order_that_the_other_side_cannot_read_is_seen(self):
        order = self.make_order((self.flour, 12))
        message = self.env["logistics.message"].search(
            [("correlation_id", "=", order.correlation_id)], limit=1
        )

        self.arrive(
            "997",
            f"AK1*OW*{message.control_number}",
            "AK2*940*0001",
            "AK5*R*5",
            "AK9*R*1*1*0",
        )

        self.assertEqual(message.ack_state, "rejected")
        self.assertIn("error 5", message.ack_note)

    def test_the_presets_know_units_and_flows(self):
        known = self.env["logistics.code.map"].search(
            [("preset", "=", "x12"), ("domain", "=", "unit")]
        )
        words = {entry.external_code: entry.canonical_code for entry in known}
        units = self.env["uom.uom"].with_context(active_test=False, lang="en_US")
        names = set(units.search([]).mapped("name"))

        self.assertEqual(words, codes_of("x12")["unit"])
        self.assertLessEqual(set(words.values()), names)
        self.assertLessEqual(set(codes_of("edifact")["unit"].values()), names)
        flows = {(f.document_type, f.direction) for f in self.wms.flow_ids}
        self.assertIn(("warehouse.release", "outbound"), flows)
        self.assertIn(("warehouse.fulfillment", "inbound"), flows)

    def test_each_unit_is_told_by_the_first_of_its_codes_unless_agreed(self):
        unit = self.env.ref("uom.product_uom_unit")
        goods = self.env["logistics.goods"]

        self.assertEqual(goods._told_units(self.wms, unit)[unit], "EA")

        self.env["logistics.code.map"].create(
            {
                "integration_id": self.wms.id,
                "domain": "unit",
                "external_code": "PC",
                "canonical_code": "Units",
            }
        )
        self.assertEqual(goods._told_units(self.wms, unit)[unit], "PC")


@tagged("post_install", "-at_install")
class TestX12MasterData(X12Case):
    def test_products_are_told_by_an_832_and_refused_by_an_824(self):
        syncs = self.env["logistics.item.sync"]
        category = self.env["product.category"].create({"name": "X12"})
        self.wms.write({"item_scope": "category", "item_category_ids": category.ids})
        flour = self.make_product("FLOUR-25", categ_id=category.id)

        syncs._enrol(self.wms)
        syncs._note_undelivered(self.wms)
        syncs._send_batch(self.wms)
        sync = syncs.search(
            [("integration_id", "=", self.wms.id), ("product_id", "=", flour.id)]
        )
        self.assertFalse(self.wms.item_problem)

        (interchange,) = x12.read(sync.message_id._body())
        ((group, transaction),) = interchange.transactions()
        self.assertEqual((group.functional_id, transaction.set_id), ("SC", "832"))
        self.assertEqual(transaction.segments[0].text(2), sync.number)

        self.arrive(
            "824",
            "BGN*11*ADV-1*20260302",
            "OTI*IR*IX*FLOUR-25*******832",
            "TED*024*NO WEIGHT",
        )

        self.assertEqual((sync.state, sync.refusal), ("refused", "024: NO WEIGHT"))


@tagged("post_install", "-at_install")
class TestX12Stock(X12Case, InventoryCase):
    def test_an_846_shows_what_differs(self):
        flour = self.make_product("FLOUR-25", stock=96)
        self.make_product("YEAST", stock=5)

        message = self.arrive(
            "846",
            "BIA*00*SI*INV-1*20260302*0600*UT",
            f"N1*WH*East*92*{self.warehouse.logistics_code}",
            "LIN*1*VN*FLOUR-25",
            "QTY*33*80*EA",
            "QTY*17*90*EA",
        )

        self.assertEqual(message.state, "done", message.error_message)
        # Nothing was said of the yeast.
        self.assertDiffers((flour, 96, 90))

    def test_a_947_moves_goods_to_the_damaged_ones(self):
        flour = self.make_product("FLOUR-25", stock=96)

        message = self.arrive(
            "947",
            "W15*20260304*ADJ-1",
            f"N1*WH*East*92*{self.warehouse.logistics_code}",
            "W19*AU*-3*EA**VN*FLOUR-25",
        )

        self.assertEqual(message.state, "done", message.error_message)
        found = {one.status: one.difference for one in self.differences()}
        self.assertEqual(found, {"good": -3, "damaged": 3})
        self.assertEqual(self.stock(flour), 96)


@tagged("post_install", "-at_install")
class TestX12Receipts(X12Case, InboundCase):
    def test_a_receipt_is_announced_and_comes_back_damaged_and_short(self):
        advice = self.make_advice((self.widget, 100))
        (line,) = advice.line_ids.mapped("line")

        message = self.arrive(
            "944",
            f"W17*F*20260310*RCPT-1*{advice.name}",
            f"N1*WH*East*92*{self.warehouse.logistics_code}",
            "W07*96*EA**VN*WIDGET",
            f"N9*LI*{line}",
            "W13*3*EA*01",
            "W13*4*EA*02",
        )

        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget, self.damaged), 3)
        self.assertEqual(self.on_hand(self.widget), 93)

    def test_an_advice_is_a_943_or_an_856_as_agreed(self):
        def sets():
            messages = self.env["logistics.message"].search(
                [
                    ("integration_id", "=", self.wms.id),
                    ("document_type", "=", "warehouse.advice"),
                ],
                order="id",
            )
            return [message._body().split(b"ST*")[1][:3] for message in messages]

        self.make_advice((self.widget, 100))
        self.assertEqual(sets(), [b"943"])

        self.wms.edi_parameters = "set.warehouse.advice = 856"
        self.make_advice((self.widget, 100))
        self.assertEqual(sets(), [b"943", b"856"])
