# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import new_test_user, tagged

from .common import WarehouseCase

MODULE = "logistics_wms_sync"
WORKERS = ("logistics_base.group_dispatcher", "stock.group_stock_user")


@tagged("-at_install", "post_install")
class TestRights(WarehouseCase):
    """What people may do about warehouses, whichever way they come in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispatcher = cls.worker("wms-dispatcher", WORKERS[0])
        cls.picker = cls.worker("wms-picker", WORKERS[1])
        cls.manager = cls.worker("wms-manager", "logistics_base.group_manager")
        cls.widget = cls.make_product("WIDGET", stock=100)
        cls.order = cls.make_order((cls.widget, 3))

    @classmethod
    def worker(cls, login, groups, company=None):
        company = company or cls.env.company
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def stranger(cls, groups):
        """Return somebody of another company."""
        company = cls.env["res.company"].create({"name": "Elsewhere"})
        return cls.worker("wms-stranger", groups, company)

    def assertKept(self, records, vals):
        with self.assertRaises(UserError):
            records.write(vals)

    # What follows from what happened

    def test_whatever_workers_may_write_keeps_what_forms_only_show(self):
        groups = self.env["res.groups"].concat(*map(self.env.ref, WORKERS))
        lines = self.env["ir.model.access"].search(
            [
                ("group_id", "in", groups.all_implied_ids.ids),
                ("perm_write", "=", True),
                ("model_id.model", "=like", "logistics.%"),
            ]
        )
        names = set(lines.mapped("model_id.model"))
        own = {
            name
            for name in names
            if self.env[name]._original_module == MODULE
            and not self.env[name]._transient
        }
        self.assertIn("logistics.warehouse.order", own)
        for name in sorted(own):
            model = self.env[name].with_user(self.dispatcher)
            shown = [
                each.name
                for each in model._fields.values()
                if each.store
                and each.name not in MAGIC_COLUMNS
                and each.readonly
                and not (each.compute or each.related)
            ]
            for each in shown:
                with (
                    self.subTest(model=name, field=each),
                    self.assertRaises(UserError, msg=f"{name}.{each}"),
                ):
                    model.write({each: False})

    def test_nobody_writes_how_far_an_order_is(self):
        for user in (self.dispatcher, self.manager):
            order = self.order.with_user(user)
            for vals in (
                {"state": "cancelled"},
                {"cancel_state": "done"},
                {"sent_digest": False},
                {"revision": 7},
                {"confirmed_revision": 7},
                {"integration_id": self.make_integration(kind="wms").id},
                {"name": "OTHER"},
                {"is_on_hold": True},
            ):
                with self.subTest(vals):
                    self.assertKept(order, vals)
            order.substitution = "ask"

    def test_nobody_takes_a_transfer_out_of_the_warehouses_hands(self):
        delivery = self.order.picking_id.with_user(self.picker)
        self.assertKept(delivery, {"logistics_order_id": False})
        self.assertKept(delivery.move_ids, {"logistics_line_id": False})
        with self.assertRaisesRegex(UserError, "goods are with"):
            delivery.button_validate()

    def test_what_is_overruled_is_on_record_however_it_is_done(self):
        # given
        delivery = self.order.picking_id
        before = self.order.message_ids
        # when
        delivery.with_user(self.manager).with_context(
            logistics_forced=True
        ).button_validate()
        # then
        self.assertEqual(delivery.state, "done")
        news = self.order.message_ids - before
        self.assertIn(self.manager.partner_id, news.author_id)
        self.assertIn("by force", " ".join(news.mapped("body")))

    def test_a_delivery_is_called_off_by_the_orders_own_way_alone(self):
        delivery = self.order.picking_id
        delivery.with_user(self.manager).with_context(
            logistics_forced=True
        ).action_cancel()
        self.assertNotEqual(delivery.state, "cancel")
        self.assertEqual(self.order.cancel_state, "asked")

    def test_whoever_calls_off_an_order_by_force_is_on_record(self):
        wizards = self.env["logistics.warehouse.order.force"]
        vals = {"order_id": self.order.id, "what": "cancel", "reason": "Lost"}
        with self.assertRaises(AccessError):
            wizards.with_user(self.dispatcher).create(vals)
        wizards.with_user(self.manager).create(vals).action_do()
        self.assertEqual(self.order.picking_id.state, "cancel")
        news = self.order.message_ids.filtered(lambda one: "Lost" in (one.body or ""))
        self.assertEqual(news.author_id, self.manager.partner_id)

    def test_a_context_makes_nobody_a_manager(self):
        delivery = self.order.picking_id
        for user in (self.dispatcher, self.picker):
            for word in ("logistics_forced", "logistics_told", "logistics_applying"):
                own = delivery.with_user(user).with_context(**{word: True})
                with self.subTest(word), self.assertRaises(UserError):
                    own.button_validate()
                own.action_cancel()
                self.assertNotEqual(delivery.state, "cancel")

    # On record

    def trail(self, record):
        """Return what the audit trail tells of a record, {field: change} each."""
        self.env.flush_all()
        self.env["logistics.audit.pending"]._append_all()
        entries = self.env["logistics.audit.entry"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], order="id"
        )
        return [(one.user_id, one.action, json.loads(one.details)) for one in entries]

    def test_whoever_raises_a_limit_is_on_record(self):
        limit = self.env["logistics.inventory.limit"].create(
            {"group_id": self.env.ref("stock.group_stock_manager").id, "amount": 10}
        )
        limit.with_user(self.manager).amount = 9000
        user, action, details = self.trail(limit)[-1]
        self.assertEqual((user, action), (self.manager, "changed"))
        self.assertEqual(details["amount"], {"before": 10.0, "after": 9000.0})

    def test_whoever_gives_a_warehouse_to_another_system_is_on_record(self):
        owner = self.worker("wms-owner", "stock.group_stock_manager")
        self.warehouse.with_user(owner).write(
            {"logistics_two_approvals": False, "name": "Renamed"}
        )
        user, _action, details = self.trail(self.warehouse)[-1]
        self.assertEqual((user, set(details)), (owner, {"logistics_two_approvals"}))

    def test_whoever_connects_a_warehouse_needs_no_rights_on_inventory(self):
        # given
        admin = self.worker("wms-admin", "logistics_base.group_integration_admin")
        other = self.make_integration(name="Other", kind="wms")
        depot = self.warehouse.with_user(admin)
        # when
        depot.write(
            {
                "logistics_code": "NEW",
                "logistics_shadow_integration_id": other.id,
                "logistics_wave_ids": [Command.create({"name": "Noon", "hour": 12})],
            }
        )
        depot.action_logistics_suggest_statuses()
        depot.action_logistics_cut_over()
        # then
        self.assertEqual(self.warehouse.logistics_integration_id, other)
        self.assertEqual(self.warehouse.logistics_wave_ids.name, "Noon")
        for vals in ({"name": "Mine"}, {"active": False}, {"code": "MINE"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                depot.write(vals)
        with self.assertRaises(AccessError):
            self.warehouse.with_user(self.dispatcher).logistics_code = "MINE"

    # Other companies

    def test_orders_of_other_companies_are_left_alone(self):
        blocked = self.make_order((self.make_product(), 1))
        stranger = self.stranger(",".join(WORKERS))
        for order in (self.order, blocked):
            for name in ("action_hold", "action_release", "action_cancel"):
                with self.subTest(name), self.assertRaises(AccessError):
                    getattr(order.with_user(stranger), name)()
        self.assertFalse(blocked.is_on_hold)

    def test_no_warehouse_counts_the_shelves_of_another_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        depot = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        admin = self.worker("wms-admin", "logistics_base.group_integration_admin")
        status = self.warehouse.logistics_status_ids[:1].with_user(admin)
        with self.assertRaisesRegex(UserError, "compan"):
            status.location_id = depot.lot_stock_id.id

    def test_no_partner_names_what_another_company_owns(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.make_product("THEIRS", company_id=company.id)
        goods = self.env["logistics.goods"]
        self.assertFalse(goods._products(self.wms, ["THEIRS"]))
        binding = self.env["logistics.binding"].search(
            [("integration_id", "=", self.wms.id), ("external_id", "=", "THEIRS")]
        )
        self.assertFalse(binding.res_id)
        with self.assertRaisesRegex(UserError, "another company"):
            binding.with_user(self.dispatcher).write(
                {"res_id": theirs.id, "state": "bound"}
            )
            binding.flush_recordset()

    def test_portal_users_see_and_do_nothing(self):
        portal = new_test_user(self.env, "wms-portal", "base.group_portal")
        order = self.order.with_user(portal)
        for name in ("action_hold", "action_release", "action_cancel"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(order, name)()
        with self.assertRaises(AccessError):
            self.wms.with_user(portal).action_send_items()
        for model in self.env.registry.values():
            if (
                model._original_module != MODULE
                or model._abstract
                or model._transient
                or not model._auto
            ):
                continue
            with self.subTest(model._name), self.assertRaises(AccessError):
                self.env[model._name].with_user(portal).search([], limit=1)
