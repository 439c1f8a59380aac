# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.day import AddressCheck
from ..carriers.connector import Connector
from .order_common import OrderCase


class KnowsBerlin(Connector):
    """A carrier that writes a street its own way."""

    capabilities = frozenset({"check_address"})

    def check_address(self, party):
        if party.city != "Berlin":
            return AddressCheck(deliverable=False, problems=("No such city",))
        return AddressCheck(
            deliverable=True,
            suggestion=Party(street="Invalidenstr. 43", country="DE", name="IGNORED"),
        )


class IsDown(Connector):
    capabilities = frozenset({"check_address"})

    def check_address(self, party):
        raise CallError("unreachable", "No connection to the carrier")


@tagged("post_install", "-at_install")
class TestAddressCheck(OrderCase):
    """A carrier is asked about an address before the label is bought."""

    def delivery(self, connector):
        adapter = type(self.env["logistics.adapter.preset"])
        self.startPatcher(
            patch.object(
                adapter, "_connector_class", lambda self, integration: connector
            )
        )
        carrier = self.make_carrier(
            "Logistics",
            delivery_type="logistics",
            logistics_integration_id=self.make_integration(
                kind="carrier", base_url="https://carrier.example"
            ).id,
        )
        return self.make_order(carrier_id=carrier.id).picking_ids

    def asked(self, picking):
        action = picking.action_check_logistics_address()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_its_way_of_writing_is_offered_and_taken_over(self):
        check = self.asked(self.delivery(KnowsBerlin))
        self.assertTrue(check.is_deliverable)
        self.assertIn("Invalidenstr. 43", check.suggested_address)
        check.action_apply()
        self.assertEqual(self.consignee.street, "Invalidenstr. 43")
        self.assertEqual(self.consignee.name, "Ada Consignee")
        self.assertEqual(self.consignee.zip, "10115")

    def test_what_it_does_not_know_is_told(self):
        self.consignee.city = "Atlantis"
        check = self.asked(self.delivery(KnowsBerlin))
        self.assertFalse(check.is_deliverable)
        self.assertEqual(check.problems, "No such city")
        self.assertFalse(check.suggestion)

    def test_a_carrier_that_cannot_be_reached_is_no_verdict(self):
        with self.assertRaisesRegex(UserError, "No connection to the carrier"):
            self.delivery(IsDown).action_check_logistics_address()

    def test_it_is_offered_where_the_carrier_can(self):
        self.assertTrue(self.delivery(KnowsBerlin).logistics_can_check_address)
        picking = self.delivery(Connector)
        self.assertFalse(picking.logistics_can_check_address)
        with self.assertRaises(UserError):
            picking.action_check_logistics_address()

    def test_the_forms_open(self):
        picking = self.delivery(KnowsBerlin)
        Form(picking)
        Form(picking.sale_id)
        Form(picking.logistics_shipment_id)
        Form(self.asked(picking))
