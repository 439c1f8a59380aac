# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.logistics_base.controllers import cursor as cursors
from odoo.addons.logistics_base.tests.api_common import ApiCase

from .inbound_common import InboundCase

HTTP_LOGGER = "odoo.http"
ORDERS = "/logistics/v1/warehouse/orders"
ADVICES = "/logistics/v1/warehouse/advices"


@tagged("-at_install", "post_install")
class TestWarehouseApi(InboundCase, ApiCase):
    """What a warehouse reads that asks instead of being told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "wms-admin", "logistics_base.group_integration_admin"
        )
        cls.key = cls.issue(integration_id=cls.wms.id)
        cls.widget = cls.make_product("WIDGET", stock=100)
        cls.order = cls.make_order((cls.widget, 3))

    @classmethod
    def issue(cls, *scopes, **vals):
        """Return the key of a new machine access of the administrator's."""
        codes = scopes or ["warehouse:read"]
        found = cls.env["logistics.service.scope"].search([("code", "in", codes)])
        access = (
            cls.env["logistics.service.credential"]
            .with_user(cls.admin)
            .create({"name": "Depot", "scope_ids": [Command.set(found.ids)], **vals})
        )
        return access.action_issue()["context"]["default_key"]

    def numbers(self, path, key=None):
        response = self.get(path, key or self.key)
        self.assertEqual(response.status_code, 200, response.text)
        return [item["number"] for item in response.json()["items"]]

    def test_a_warehouse_reads_its_open_orders_as_they_were_released(self):
        [item] = self.get(ORDERS, self.key).json()["items"]
        self.assertEqual((item["number"], item["state"]), (self.order.name, "sent"))
        self.assertEqual(item["release"], self.sent(self.order)[0])

    def test_reading_marks_nothing(self):
        self.get(ORDERS, self.key)
        self.env.invalidate_all()
        self.assertEqual((self.order.state, self.order.confirmed_revision), ("sent", 0))
        self.assertEqual(self.numbers(ORDERS), [self.order.name])

    def test_only_the_own_integrations_orders_are_seen(self):
        # given
        rival = self.make_integration(name="Rival", kind="wms")
        depot = self.make_warehouse(rival)
        self.put(self.widget, 5, warehouse=depot)
        theirs = self.make_order((self.widget, 1), warehouse=depot)
        # then
        self.assertEqual(self.numbers(ORDERS), [self.order.name])
        self.assertEqual(
            self.numbers(ORDERS, self.issue(integration_id=rival.id)), [theirs.name]
        )
        with mute_logger(HTTP_LOGGER):
            found = self.get(f"{ORDERS}/{theirs.name}", self.key)
        self.assert_problem(found, 404, "not-found")

    @mute_logger(HTTP_LOGGER)
    def test_a_key_without_an_integration_or_the_scope_opens_nothing(self):
        self.assert_problem(self.get(ORDERS, self.issue()), 403, "forbidden")
        other = self.issue("shipments:read", integration_id=self.wms.id)
        self.assert_problem(self.get(ORDERS, other), 403, "insufficient-scope")
        self.assert_problem(self.get(ORDERS), 401, "unauthorized")
        viewer = self.make_user("wms-viewer", ["logistics_base.group_manager"])
        self.assert_problem(self.get(ORDERS, self.make_key(viewer)), 403, "forbidden")

    def test_an_order_is_read_by_its_number_slashes_and_all(self):
        self.assertIn("/", self.order.name)
        response = self.get(f"{ORDERS}/{self.order.name}", self.key)
        self.assertEqual(response.json()["release"]["lines"][0]["sku"], "WIDGET")
        etag = response.headers["ETag"]
        again = self.get(f"{ORDERS}/{self.order.name}", self.key, If_None_Match=etag)
        self.assertEqual(again.status_code, 304)

    def test_what_is_blocked_is_none_of_the_warehouses_business(self):
        blocked = self.make_order((self.make_product(), 1))
        self.assertEqual(blocked.state, "waiting")
        self.assertEqual(self.numbers(ORDERS), [self.order.name])
        with mute_logger(HTTP_LOGGER):
            found = self.get(f"{ORDERS}/{blocked.name}", self.key)
        self.assert_problem(found, 404, "not-found")

    def test_what_was_called_back_is_read_as_such(self):
        self.order.action_cancel()
        item = self.get(f"{ORDERS}/{self.order.name}", self.key).json()
        self.assertEqual((item["cancellation"], item["revision"]), ("asked", 2))
        self.assertEqual(item["release"]["purpose"], "cancel")

    def test_pages_follow_one_another_whatever_happens_in_between(self):
        orders = [self.order.name]
        orders += [self.make_order((self.widget, 1)).name for _each in range(4)]
        first = self.get(f"{ORDERS}?limit=2", self.key).json()
        self.order._told("shipped")
        second = self.get(f"{ORDERS}?limit=2&cursor={first['next_cursor']}", self.key)
        third = self.get(
            f"{ORDERS}?limit=2&cursor={second.json()['next_cursor']}", self.key
        ).json()
        pages = (first, second.json(), third)
        read = [item["number"] for page in pages for item in page["items"]]
        self.assertEqual(read, orders)
        self.assertNotIn("next_cursor", third)

    def test_orders_are_filtered_by_state_and_warehouse(self):
        other = self.make_warehouse()
        self.put(self.widget, 5, warehouse=other)
        there = self.make_order((self.widget, 1), warehouse=other)
        there._told("packed")
        self.assertEqual(self.numbers(f"{ORDERS}?state=packed,picking"), [there.name])
        code = self.warehouse.logistics_code
        self.assertEqual(self.numbers(f"{ORDERS}?warehouse={code}"), [self.order.name])

    @mute_logger(HTTP_LOGGER)
    def test_what_is_asked_wrongly_is_said(self):
        for query in ("state=tea", "limit=0", "limit=x", "cursor=tea", "state=,"):
            with self.subTest(query):
                found = self.get(f"{ORDERS}?{query}", self.key)
                self.assert_problem(found, 400, "invalid-request")

    @mute_logger(HTTP_LOGGER)
    def test_hostile_words_find_nothing_and_break_nothing(self):
        far = cursors.encode(None, 2**80)
        for query in ("limit=9e99", "limit=-1", f"cursor={far}", "state=%00"):
            with self.subTest(query):
                found = self.get(f"{ORDERS}?{query}", self.key)
                self.assert_problem(found, 400, "invalid-request")
        for code in ("%00", "D%00", "%27%20OR%201=1", "%25", "%ff", "x" * 5000):
            with self.subTest(code[:10]):
                self.assertEqual(self.numbers(f"{ORDERS}?warehouse={code}"), [])
                found = self.get(f"{ORDERS}/{code}", self.key)
                self.assert_problem(found, 404, "not-found")

    @mute_logger(HTTP_LOGGER)
    def test_companies_with_the_same_numbers_never_meet(self):
        # given
        company = self.env["res.company"].create({"name": "Elsewhere"})
        wms = self.make_integration(name="Theirs", kind="wms", company_id=company.id)
        depot = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        depot.write(
            {
                "logistics_integration_id": wms.id,
                "logistics_code": self.warehouse.logistics_code,
            }
        )
        own = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        gizmo = self.widget.with_env(own).create(
            {
                "name": "Gizmo",
                "default_code": "WIDGET",
                "type": "consu",
                "is_storable": True,
                "company_id": company.id,
            }
        )
        self.put(gizmo, 5, warehouse=depot)
        kind = depot.out_type_id
        delivery = own["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": self.customer.id,
                "location_id": depot.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": gizmo.id,
                            "product_uom_qty": 1,
                            "location_id": depot.lot_stock_id.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        }
                    )
                ],
            }
        )
        delivery.action_confirm()
        delivery.action_assign()
        delivery._release()
        theirs = delivery.logistics_order_id
        theirs.name = self.order.name
        self.assertEqual(theirs.state, "sent", theirs.block_note)
        # when
        [item] = self.get(ORDERS, self.key).json()["items"]
        one = self.get(f"{ORDERS}/{self.order.name}", self.key).json()
        self.receive(
            self.fulfillment(
                self.order,
                "shipped",
                id="S-1",
                lines=[{"sku": "WIDGET", "quantity": 3}],
            ),
            integration=self.wms,
        )
        self.drain()
        # then
        self.assertEqual(item["release"]["lines"][0]["quantity"], 3)
        self.assertEqual(one["release"]["lines"][0]["quantity"], 3)
        self.assertEqual((self.order.state, theirs.state), ("shipped", "sent"))

    def test_one_order_that_cannot_be_told_keeps_no_other_from_it(self):
        other = self.make_order((self.widget, 1))
        broken = type(other)._document

        def document(order, *args):
            if order == self.order:
                raise UserError(self.env._("Its customer has no country."))
            return broken(order, *args)

        with patch.object(type(other), "_document", document):
            self.assertIn(other.name, self.numbers(ORDERS))

    def test_two_warehouses_with_one_number_are_told_apart(self):
        other = self.make_warehouse()
        self.put(self.widget, 5, warehouse=other)
        there = self.make_order((self.widget, 1), warehouse=other)
        there.name = self.order.name
        with mute_logger(HTTP_LOGGER):
            found = self.get(f"{ORDERS}/{there.name}", self.key)
        self.assert_problem(found, 400, "invalid-request")
        found = self.get(
            f"{ORDERS}/{there.name}?warehouse={other.logistics_code}", self.key
        )
        self.assertEqual(found.json()["warehouse"], other.logistics_code)

    def test_requests_are_counted(self):
        self.assertIn("RateLimit", self.get(ORDERS, self.key).headers)

    def test_the_routes_are_described(self):
        paths = self.get("/logistics/v1/openapi.json").json()["paths"]
        self.assertIn("/logistics/v1/warehouse/orders/{number}", paths)
        self.assertIn(ADVICES, paths)

    def test_advices_of_the_own_integration_are_read(self):
        # given
        advice = self.make_advice((self.widget, 12))
        rival = self.make_integration(name="Rival", kind="wms")
        self.make_advice((self.widget, 1), warehouse=self.make_warehouse(rival))
        # when
        [item] = self.get(ADVICES, self.key).json()["items"]
        # then
        self.assertEqual((item["number"], item["state"]), (advice.name, "sent"))
        self.assertEqual(item["advice"]["lines"][0]["quantity"], 12.0)
