# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestToday(LogisticsCase):
    """The board of today names what waits for a person."""

    def card(self, code, user=None):
        board = self.env["logistics.today"].with_user(user or self.env.user).board()
        return next(card for card in board["cards"] if card["code"] == code)

    def test_an_open_exception_is_named_and_a_resolved_one_is_not(self):
        # Given
        shipment = self.make_shipment("BOARD1", name="BOARD/1")
        case = self.env["logistics.exception"].create(
            {"shipment_id": shipment.id, "type": "other", "summary": "Box is open"}
        )
        before = self.card("exceptions")

        # When
        case.resolution = "Repacked"
        case.action_resolve()

        # Then
        row = next(row for row in before["rows"] if row["id"] == case.id)
        self.assertEqual(row["title"], "BOARD/1")
        self.assertEqual(row["subtitle"], "Box is open")
        self.assertEqual(self.card("exceptions")["count"], before["count"] - 1)

    def test_a_shipment_past_its_promise_is_late_until_it_arrives(self):
        # Given
        before = self.card("late")["count"]
        shipment = self.make_shipment("BOARD2", promised_date="2026-03-01 00:00:00")
        during = self.card("late")["count"]

        # When
        self.tell(self.event("BOARD2", "delivered"))

        # Then
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual((during, self.card("late")["count"]), (before + 1, before))

    def test_a_message_nobody_could_read_is_named_to_who_may_see_messages(self):
        before = self.card("messages")["count"]

        self.integration.receive(b"{cut off", content_type="application/json")

        self.assertEqual(self.card("messages")["count"], before + 1)

    def test_who_may_not_see_shipments_gets_no_board(self):
        stranger = new_test_user(self.env, "board-stranger", groups="base.group_user")

        with self.assertRaises(AccessError):
            self.env["logistics.today"].with_user(stranger).board()

    def test_every_card_opens_what_it_counts(self):
        for role in ("group_user", "group_dispatcher", "group_manager"):
            group = f"logistics_base.{role}"
            user = new_test_user(self.env, f"board-{role}", groups=group)
            board = self.env["logistics.today"].with_user(user).board()

            for card in board["cards"]:
                with self.subTest(role=role, card=card["code"]):
                    action = self.env.ref(card["action"]).sudo()
                    self.assertEqual(action.res_model, card["model"])
                    model = self.env[card["model"]].with_user(user)
                    found = model.search_count(card["domain"])
                    self.assertEqual(found, card["count"])

    def test_the_style_sheets_of_the_backend_compile(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("web.assets_backend")

        bundle.css()

        self.assertEqual(bundle.css_errors, [])
