# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every screen opens for everybody who finds it in the menu."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import new_test_user, tagged

from .common import LogisticsCase

ROLES = {
    "viewer": "logistics_base.group_user",
    "dispatcher": "logistics_base.group_dispatcher",
    "manager": "logistics_base.group_manager",
    "auditor": "logistics_base.group_auditor",
    "administrator": "logistics_base.group_integration_admin",
    "payload viewer": "logistics_base.group_payload_viewer",
}


@tagged("post_install", "-at_install")
class TestScreens(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment(packages=("SCREEN-1", "SCREEN-2"))
        cls.tell(
            cls.event("SCREEN-1", "picked_up"),
            cls.event("SCREEN-1", "damaged", hours=2),
            cls.event("SCREEN-1", code=None, raw_code="ODD", hours=3),
            cls.event("SCREEN-2", "delivered", hours=4, proof={"signatory": "B. Bo"}),
            cls.event("SCREEN-9", "delivered"),
            cls.event("SCREEN-1", occurred_at=None),
        )
        cls.env["logistics.claim"].create(
            {"shipment_id": cls.shipment.id, "amount_claimed": 10}
        )

    def actions_of(self, user):
        """Return the window actions that the user finds in our menu."""
        root = self.env.ref("logistics_base.menu_root")
        menus = self.env["ir.ui.menu"].with_user(user)
        ours = menus.search([("id", "child_of", root.id)])
        shown = menus._visible_menu_ids()
        visible = ours.filtered(
            lambda menu: shown.issuperset(map(int, menu.parent_path.split("/")[:-1]))
        )
        actions = [menu.sudo().action for menu in visible if menu.sudo().action]
        return [a for a in actions if a._name == "ir.actions.act_window"]

    def test_every_menu_opens_for_everybody_who_sees_it(self):
        for role, group in ROLES.items():
            user = new_test_user(self.env, f"screens-{role.replace(' ', '-')}", group)
            actions = self.actions_of(user)
            self.assertTrue(actions, role)
            for action in actions:
                if action.res_model in ("res.config.settings",):
                    continue
                for view_id, mode in action.views:
                    with self.subTest(role=role, action=action.name, mode=mode):
                        self.open_view(user, action, view_id, mode)

    def open_view(self, user, action, view_id, mode):
        """Read what the view would show, as the web client does."""
        model = self.env[action.res_model].with_user(user)
        got = model.get_views([(view_id, mode), (False, "search")])
        if mode not in ("list", "kanban", "form"):
            return
        names = self.fields_in(got["views"][mode]["arch"], model)
        model.web_search_read([], {name: {} for name in names}, limit=5)

    def fields_in(self, arch, model):
        root = etree.fromstring(arch)
        return {
            node.get("name")
            for node in root.iter("field")
            if node.get("name") in model._fields
            and not any(up.tag == "field" for up in node.iterancestors())
        }

    def test_the_menu_is_as_wide_as_the_role(self):
        widths = {}
        for role in ("viewer", "dispatcher", "administrator"):
            user = new_test_user(self.env, f"width-{role}", ROLES[role])
            widths[role] = {action.res_model for action in self.actions_of(user)}
        self.assertIn("logistics.shipment", widths["viewer"])
        self.assertNotIn("logistics.message", widths["viewer"])
        self.assertNotIn("logistics.preset", widths["dispatcher"])
        self.assertIn("logistics.message", widths["dispatcher"])
        self.assertIn("logistics.preset", widths["administrator"])

    def test_the_shipment_form_opens_for_a_viewer(self):
        viewer = new_test_user(self.env, "form-viewer", ROLES["viewer"])
        shipments = self.env["logistics.shipment"].with_user(viewer)
        arch = shipments.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertNotIn("message_count", arch)
        (read,) = self.shipment.with_user(viewer).web_read(
            {name: {} for name in self.fields_in(arch, shipments)}
        )
        self.assertEqual(read["milestone_count"], 4)


class TestHealth(LogisticsCase):
    def shipments(self):
        now = fields.Datetime.now()
        late = self.make_shipment("H-LATE", promised_date=now - timedelta(days=1))
        fine = self.make_shipment("H-FINE", promised_date=now + timedelta(days=1))
        silent = self.make_shipment("H-SILENT")
        trouble = self.make_shipment("H-TROUBLE")
        done = self.make_shipment("H-DONE")
        recent = fields.Datetime.to_string(now - timedelta(hours=2)) + "+00:00"
        old = fields.Datetime.to_string(now - timedelta(days=5)) + "+00:00"
        self.tell(
            self.event("H-LATE", occurred_at=recent),
            self.event("H-FINE", occurred_at=recent),
            self.event("H-SILENT", occurred_at=old),
            self.event("H-TROUBLE", "damaged", occurred_at=recent),
            self.event("H-DONE", "delivered", occurred_at=recent),
        )
        return {
            "late": late,
            "on_track": fine,
            "silent": silent,
            "exception": trouble,
            "closed": done,
        }

    def test_health_is_computed_searched_and_grouped_alike(self):
        shipments = self.shipments()
        ours = self.env["logistics.shipment"].union(*shipments.values())
        domain = [("id", "in", ours.ids)]
        for health, shipment in shipments.items():
            with self.subTest(health=health):
                self.assertEqual(shipment.health, health)
                self.assertEqual(
                    ours.search([*domain, ("health", "=", health)]), shipment
                )
        grouped = dict(ours._read_group(domain, ["health"], ["__count"]))
        self.assertEqual(grouped, dict.fromkeys(shipments, 1))
        bar = ours.read_progress_bar(
            domain,
            "state",
            {"field": "health", "colors": {"late": "warning", "exception": "danger"}},
        )
        self.assertEqual(sum(one["late"] for one in bar.values()), 1)

    def test_the_company_says_how_long_silence_may_last(self):
        silent = self.shipments()["silent"]
        self.env.company.logistics_silence_days = 30
        self.assertEqual(silent.health, "on_track")

    def test_an_empty_chart_by_the_hour_has_no_made_up_figures(self):
        # The web client cannot make up any by the hour: it would fail before the first.
        charts = self.env["ir.ui.view"].search(
            [("type", "in", ("graph", "pivot")), ("model", "=like", "logistics.%")]
        )
        self.assertIn("logistics.integration.hour", charts.mapped("model"))
        for chart in charts:
            arch = etree.fromstring(chart.arch)
            if arch.xpath("//field[@interval='hour']"):
                self.assertFalse(arch.get("sample"), chart.name)

    def test_a_runbook_is_called_by_what_it_is_for(self):
        runbook = self.env["logistics.runbook"].search([("kind", "=", "circuit")])
        self.assertEqual(runbook.display_name, "Partner Does Not Answer")

    def test_a_shipment_is_found_by_any_number_however_it_is_typed(self):
        shipments = self.env["logistics.shipment"]
        found = self.make_shipment("SEEK-00 77.1")
        other = self.make_shipment("SEEK-00771-B")
        search = [("any_reference", "ilike", "seek0077 1")]
        self.assertEqual(shipments.search(search), found)
        search = [("any_reference", "ilike", "seek-007")]
        self.assertEqual(shipments.search(search, order="id"), found + other)
        self.assertFalse(shipments.search([("any_reference", "ilike", "…")]))

    def test_the_last_place_is_that_of_the_latest_actual_milestone(self):
        shipment = self.make_shipment("H-PLACE")
        self.tell(
            self.event("H-PLACE", hours=5, location={"city": "Gent", "country": "BE"}),
            self.event("H-PLACE", hours=1, location={"city": "Brest", "country": "FR"}),
            self.event(
                "H-PLACE",
                "delivered",
                hours=9,
                classifier="estimated",
                location={"city": "Metz", "country": "FR"},
            ),
        )
        self.assertEqual(shipment.last_place, "Gent, BE")

    def test_settings_tell_of_the_key_without_showing_it(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.logistics_key_source, "environment")
        self.assertFalse(settings.logistics_key_problem)
        self.assertGreaterEqual(settings.logistics_credential_count, 1)
        credential = self.integration.credential_ids
        before = credential.encrypted_value
        settings.action_logistics_rotate_keys()
        self.assertNotEqual(credential.encrypted_value, before)

    def test_the_trace_reads_in_words(self):
        shipment = self.shipments()["exception"]
        lines = self.env["logistics.trace"].search(
            [("correlation_id", "=", shipment.correlation_id)]
        )
        told = {(line.kind, line.title, line.status_label) for line in lines}
        self.assertIn(("milestone", "Damaged", "Actual"), told)
        self.assertIn(("message", "Tracking Event", "Done"), told)
        self.assertIn(("event", "Milestone recorded", "Damaged"), told)
