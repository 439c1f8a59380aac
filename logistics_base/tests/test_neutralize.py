# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged

from ..models.ir_http import API_SCOPE
from ..transport.outgoing import Outgoing
from .common import LogisticsCase


@tagged("-at_install", "post_install")
class TestNeutralize(LogisticsCase):
    """A copy of production cannot take its place."""

    def test_nothing_comes_in_and_no_secret_is_left(self):
        production = self.make_integration(environment="production")
        retired = self.make_integration()
        retired.action_retire()
        keys = self.env["res.users.apikeys"].sudo()
        until = datetime.now() + timedelta(days=1)
        for scope in (API_SCOPE, None):
            keys._generate(scope, "neutralize-test", until)
        self.env.flush_all()

        for query in get_neutralization_queries(["logistics_base"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.env.registry.clear_cache()

        self.assertEqual((production.environment, production.state), ("test", "draft"))
        self.assertEqual(retired.state, "retired")
        self.assertFalse(production.credential_ids.encrypted_value)
        self.assertIsNone(self.env["logistics.door"]._of_code(production.code))
        left = keys.search([("name", "=", "neutralize-test")])
        self.assertEqual(left.mapped("scope"), [False])
        crons = self.env["logistics.message"]._drain_crons()
        self.assertTrue(all(crons.mapped("active")))

    def test_what_production_had_to_send_is_not_sent_by_the_copy(self):
        queued = self.env["logistics.message"]._queue_outbound(
            self.integration,
            "shipment",
            Outgoing(content=b"x", content_type="text/plain", name="order"),
        )
        self.env.flush_all()

        for query in get_neutralization_queries(["logistics_base"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()

        self.assertEqual(queued.state, "discarded")
