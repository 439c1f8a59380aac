# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a carrier's message to the milestones of a shipment, for every preset."""

from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.tools.misc import file_open

from odoo.addons.logistics_base.tests.common import LogisticsCase

PRESETS = "logistics_carrier_connector/presets"
# After everything that the samples tell.
NOW = datetime(2026, 8, 1, 12)


def sample(preset, name):
    with file_open(f"{PRESETS}/{preset}/samples/{name}.json", "rb") as message:
        return message.read()


class TestTracking(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(fields.Datetime, "now", lambda *_args: NOW))

    def carried(self, preset, reference, kind="tracking"):
        """Return a shipment the carrier knows by ``reference``."""
        integration = self.make_integration(preset=preset)
        shipment = self.make_shipment(integration=integration)
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": kind, "value": reference}
        )
        return shipment

    def told(self, shipment, *names):
        """Tell the shipment the samples of those names."""
        carrier = shipment.integration_id
        return self.tell(
            *[sample(carrier.preset, name) for name in names], integration=carrier
        )

    def words(self, shipment, classifier="actual"):
        """Return the codes of the shipment's milestones in the order of time."""
        milestones = shipment.milestone_ids.filtered(
            lambda m: m.classifier == classifier and not m.retracted
        )
        return milestones.sorted(lambda m: (m.occurred_at, m.id)).mapped("code")

    def test_easypost(self):
        shipment = self.carried("easypost", "9400136105440000000011")
        messages = self.told(shipment, "in_transit", "delivered", "batch")
        self.assertEqual(set(messages.mapped("state")), {"done"})
        self.assertEqual(
            self.words(shipment),
            [
                "label_created",
                "arrived",
                "delayed",
                "in_transit",
                "out_for_delivery",
                "delivered",
            ],
        )
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual(shipment.proof_ids.signatory, "R MEYER")

    def test_easypost_second_signature(self):
        shipment = self.carried("easypost_v2", "9400136105440000000028")
        self.told(shipment, "cancelled")
        self.assertEqual(self.words(shipment), ["label_created", "cancelled"])
        self.assertEqual(shipment.state, "cancelled")

    def test_shippo(self):
        shipment = self.carried("shippo", "92055901755477000000000048")
        self.told(shipment, "arrived_without_history", "attempted_with_history")
        self.assertEqual(
            self.words(shipment),
            ["label_created", "picked_up", "arrived", "delivery_attempted"],
        )
        self.assertEqual(str(shipment.eta_date), "2026-01-19 20:00:00")
        self.assertTrue(shipment.has_exception)
        self.told(shipment, "delivered")
        self.assertEqual(shipment.state, "delivered")
        self.assertFalse(shipment.has_exception)

    def test_shipengine(self):
        shipment = self.carried("shipengine", "9400136105440000000059")
        self.told(shipment, "in_transit", "attempted", "delivered")
        self.assertEqual(
            self.words(shipment),
            [
                "label_created",
                "arrived",
                "in_transit",
                "out_for_delivery",
                "delivery_attempted",
                "delivered",
            ],
        )
        proof = shipment.proof_ids
        self.assertEqual(proof.signatory, "M OKAFOR")
        self.assertTrue(proof.attachment_ids.url.startswith("https://pod.example.com/"))

    def test_aftership(self):
        shipment = self.carried("aftership", "778899001122")
        self.told(shipment, "customs")
        self.assertEqual(shipment.state, "customs")
        held = shipment.milestone_ids.filtered(lambda m: m.code == "customs_hold")
        self.assertEqual(held.reason_code, "customs_delay")
        self.assertEqual(held.utc_offset_minutes, -360)
        self.told(shipment, "delivered")
        self.assertEqual(
            self.words(shipment),
            [
                "label_created",
                "picked_up",
                "customs_hold",
                "customs_released",
                "delivered",
            ],
        )

    def test_sendcloud(self):
        shipment = self.carried("sendcloud", "SO0871", kind="order")
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "value": "3SYZXG000000871"}
        )
        self.told(shipment, "announced", "at_pickup_point")
        self.assertEqual(
            self.words(shipment), ["label_created", "available_for_pickup"]
        )
        self.told(shipment, "delivered_words")
        self.assertEqual(shipment.state, "delivered")

    def test_ups(self):
        shipment = self.carried("ups_track_alert", "1ZA871E40300000871")
        self.told(shipment, "out_for_delivery", "not_available")
        attempted = shipment.milestone_ids.filtered(
            lambda m: m.code == "delivery_attempted"
        )
        self.assertEqual(attempted.reason_code, "consignee_not_available")
        self.told(shipment, "delivered_with_photo")
        self.assertEqual(
            self.words(shipment),
            ["out_for_delivery", "delivery_attempted", "delivered", "pod_received"],
        )
        self.assertEqual(shipment.proof_ids.attachment_ids.raw, b"invented")

    def test_fedex(self):
        shipment = self.carried("fedex", "270000000871")
        self.told(shipment, "delivery_exception", "delivered")
        self.assertEqual(
            self.words(shipment),
            [
                "label_created",
                "picked_up",
                "delivery_attempted",
                "out_for_delivery",
                "delivered",
            ],
        )
        self.assertEqual(self.words(shipment, "estimated"), ["delivered"])
        self.assertEqual(shipment.proof_ids.signatory, "C.ALVAREZ")

    def test_dhl(self):
        shipment = self.carried("dhl_unified", "5584773870")
        self.told(shipment, "in_transit", "not_home", "delivered")
        self.assertEqual(
            self.words(shipment),
            [
                "label_created",
                "picked_up",
                "arrived",
                "delivery_attempted",
                "delivered",
            ],
        )
        self.assertEqual(shipment.proof_ids.signatory, "L. Ortega")

    def test_project44(self):
        shipment = self.carried("project44", "BOL-55871", kind="bol")
        self.told(shipment, "truckload")
        self.assertEqual(self.words(shipment), ["arrived_at_pickup", "picked_up"])
        self.assertEqual(
            self.words(shipment, "planned"),
            ["arrived_at_pickup", "arrived_at_destination"],
        )
        self.assertEqual(self.words(shipment, "estimated"), ["arrived_at_destination"])
        self.assertEqual(shipment.state, "picked_up")
        self.told(shipment, "delivered")
        self.assertEqual(shipment.state, "delivered")

    def test_dcsa(self):
        shipment = self.carried("dcsa", "BK871", kind="booking")
        self.told(shipment, "booking_confirmed", "loaded", "estimated_arrival")
        self.assertEqual(self.words(shipment), ["booked", "loaded"])
        self.assertEqual(self.words(shipment, "estimated"), ["arrived"])
        self.assertEqual(shipment.state, "in_transit")

    def test_a_retracted_dcsa_event_counts_no_more(self):
        shipment = self.carried("dcsa", "BK871", kind="booking")
        self.told(shipment, "booking_confirmed", "loaded", "retraction")
        self.assertEqual(self.words(shipment), ["booked"])
        self.assertEqual(shipment.state, "booked")

    def test_the_order_of_messages_makes_no_difference(self):
        for preset, number, *names in (
            ("aftership", "778899001122", "customs", "delivered"),
            ("dhl_unified", "5584773870", "in_transit", "not_home", "delivered"),
            ("easypost", "9400136105440000000011", "in_transit", "delivered"),
            ("fedex", "270000000871", "delivery_exception", "delivered"),
            ("shipengine", "9400136105440000000059", "attempted", "delivered"),
            (
                "shippo",
                "92055901755477000000000048",
                "arrived_without_history",
                "attempted_with_history",
                "delivered",
            ),
        ):
            with self.subTest(preset):
                first = self.carried(preset, number)
                self.told(first, *names)
                second = self.carried(preset, number)
                for name in reversed(names):
                    self.told(second, name)
                self.assertEqual(self.words(first), self.words(second))
                self.assertEqual(first.state, second.state)

    def test_an_unheard_of_code_is_kept_and_queued(self):
        shipment = self.carried("sendcloud", "3SYZXG000000871")
        body = sample("sendcloud", "at_pickup_point").replace(b'"id": 12', b'"id": 77')
        self.tell(body, integration=shipment.integration_id)
        self.assertEqual(self.words(shipment), ["unknown"])
        queued = self.env["logistics.code.map"].search(
            [("integration_id", "=", shipment.integration_id.id)]
        )
        self.assertEqual(queued.external_code, "77")
        self.assertFalse(queued.is_mapped)
