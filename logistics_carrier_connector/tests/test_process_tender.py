# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.logistics_base.tests.process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcessTender(ProcessCase):
    """Tendering a load as a step: proven by an answer, taken back with the shipment."""

    def setUp(self):
        super().setUp()
        self.make_template("release", "tender", "deliver", sequence=0)
        self.shipment = self.released(mode="ftl", integration_id=False)
        self.tenders = self.offer(self.integration, self.make_integration())

    def offer(self, *carriers):
        """Return tenders of one offering, the first of them asked by telephone."""
        offer = self.env["logistics.tender.offer"].create(
            {"shipment_ids": [Command.set(self.shipment.ids)]}
        )
        offer.line_ids = [Command.clear()] + [
            Command.create({"integration_id": carrier.id, "sequence": place})
            for place, carrier in enumerate(carriers)
        ]
        action = offer.action_offer()
        return self.env["logistics.tender"].search(action["domain"], order="sequence")

    def told(self):
        """Return the types of events about the shipment's tenders."""
        events = self.env["logistics.event"].search(
            [("type", "=like", "tender.%"), ("shipment_id", "=", self.shipment.id)],
            order="id",
        )
        return events.mapped("type")

    def test_an_acceptance_proves_it(self):
        self.hand_on()
        self.assertEqual(self.states(self.shipment)["tender"], "running")
        self.tenders[0].action_decline()
        self.tenders[1].action_accept()
        self.hand_on()
        step = self.step(self.shipment, "tender")
        self.assertEqual(
            (step.state, step.evidence_model, step.evidence_id),
            ("done", "logistics.tender", self.tenders[1].id),
        )
        self.assertEqual(self.told(), ["tender.declined", "tender.accepted"])

    def test_when_nobody_takes_it_the_step_has_failed(self):
        for tender in self.tenders:
            tender.action_decline()
        self.hand_on()
        self.assertEqual(self.states(self.shipment)["tender"], "failed")
        self.assertEqual(self.shipment.process_id.state, "failed")

    def test_what_is_called_off_is_withdrawn_from_its_carrier(self):
        self.tenders[0].action_accept()
        self.hand_on()
        self.at_hour(1)
        self.shipment.action_cancel()
        self.hand_on()
        self.assertEqual(self.states(self.shipment)["tender"], "compensating")
        self.env["logistics.process.step"]._work_batch()
        self.hand_on()
        self.assertEqual(self.tenders[0].state, "cancelled")
        states = self.states(self.shipment)
        self.assertEqual((states["tender"], states["release"]), ("compensated",) * 2)
        self.assertEqual(self.shipment.process_id.state, "cancelled")
        self.assertEqual(self.told(), ["tender.accepted", "tender.withdrawn"])
