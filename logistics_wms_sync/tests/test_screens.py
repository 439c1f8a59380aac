# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whoever may read what is shown of warehouses may open the screens that show it."""

from lxml import etree

from odoo.tests import new_test_user, tagged

from .inventory_common import InventoryCase

PEOPLE = (
    "logistics_base.group_user",
    "logistics_base.group_dispatcher",
    "stock.group_stock_user",
)


@tagged("post_install", "-at_install")
class TestScreens(InventoryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("WIDGET", stock=10)
        cls.order = cls.make_order((cls.product, 2))
        cls.told(cls.snapshot(("WIDGET", 7)))

    def shown(self, model, arch):
        """Return what the web client asks for to show this part of a view."""
        wanted = {}
        for node in arch:
            field = model._fields.get(node.get("name")) if node.tag == "field" else None
            if field is None:
                wanted.update(self.shown(model, node))
            elif field.type in ("one2many", "many2many"):
                lines = self.shown(model.env[field.comodel_name], node)
                wanted[field.name] = {"fields": lines or {"display_name": {}}}
            else:
                wanted[field.name] = {}
        return wanted

    def test_screens_open_for_whoever_may_read_what_they_show(self):
        records = (
            self.order,
            self.differences(),
            self.kept(),
            self.env["logistics.inventory.position"].search([], limit=1),
        )
        for number, group in enumerate(PEOPLE):
            user = new_test_user(self.env, f"wms-screen-{number}", group)
            for record in records:
                self.assertTrue(record)
                own = record.with_user(user)
                for kind in ("list", "form", "kanban"):
                    arch = etree.fromstring(own.get_view(view_type=kind)["arch"])
                    self.env.invalidate_all()
                    with self.subTest(group=group, model=record._name, kind=kind):
                        own.web_read(self.shown(own, arch))

    def test_states_are_shown_in_the_order_of_the_work(self):
        # given
        self.make_order((self.make_product(), 1))
        self.tell(self.fulfillment(self.order, "accepted"), integration=self.wms)
        # when
        groups = self.orders.with_context(read_group_expand=True).formatted_read_group(
            [("warehouse_id", "=", self.warehouse.id)], ["state"], ["__count"]
        )
        # then
        self.assertEqual([one["state"] for one in groups], ["waiting", "accepted"])
