# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carriers' EDI files, from the door to the shipment."""

from odoo.tests import tagged

from odoo.addons.logistics_base.tests.common import LogisticsCase

from ..edi.codes import codes_of

ENVELOPE = (
    "ISA*00*          *00*          *ZZ*ACME           *ZZ*KONTOR         "
    "*260302*0930*U*00401*{control:09d}*0*T*>~\n"
    "GS*{group}*ACME*KONTOR*20260302*0930*{control}*X*004010~\n"
    "ST*{set_id}*0001~\n{body}SE*{count}*0001~\n"
    "GE*1*{control}~\nIEA*1*{control:09d}~\n"
)


@tagged("post_install", "-at_install")
class TestTransportEdi(LogisticsCase):
    def setUp(self):
        super().setUp()
        self.carrier = self.make_integration(preset="x12")
        self.shipment = self.make_shipment(None, integration=self.carrier)
        self.refer("bol", "LOAD-77")

    def refer(self, kind, value):
        self.env["logistics.reference"].create(
            {"shipment_id": self.shipment.id, "type": kind, "value": value}
        )

    def file(self, set_id, group, *lines, control=1):
        body = "".join(f"{line}~\n" for line in lines)
        return ENVELOPE.format(
            control=control, group=group, set_id=set_id, body=body, count=len(lines) + 2
        ).encode()

    def arrive(self, data, integration=None):
        message = (integration or self.carrier).receive(data, filename="in.edi")
        self.drain()
        return message

    def status(self, *lines, control=1):
        head = ("B10*PRO-1*LOAD-77*ACME", "LX*1")
        return self.arrive(self.file("214", "QM", *head, *lines, control=control))

    def test_a_214_in_any_order_ends_delivered(self):
        message = self.status(
            "AT7*D1*NS***20260301*1412*LT",
            "MS1*DENVER*CO*US",
            "AT7*X3*NS***20260227*0805*LT",
            "MS1*DALLAS*TX*US",
            "AT7*AF*NS***20260227*0931*LT",
            "MS1*DALLAS*TX*US",
        )

        self.assertEqual(message.state, "done")
        self.assertEqual(
            self.shipment.milestone_ids.sorted("occurred_at").mapped("code"),
            ["arrived_at_pickup", "picked_up", "delivered"],
        )
        self.assertEqual(self.shipment.state, "delivered")

    def test_handing_over_to_another_line_delivers_nothing(self):
        self.status("AT7*J1*NS***20260301*1412*UT")

        self.assertEqual(self.shipment.milestone_ids.code, "handed_over")
        self.assertEqual(self.shipment.state, "in_transit")

    def test_an_appointment_in_the_future_is_planned(self):
        message = self.status("AT7***AB*NA*20260318*1300*UT")

        self.assertEqual(message.state, "done")
        milestone = self.shipment.milestone_ids
        self.assertEqual(
            (milestone.code, milestone.classifier), ("delivery_scheduled", "planned")
        )

    def test_a_code_of_the_partners_own_waits_to_be_mapped(self):
        self.status("AT7*ZY*NS***20260301*1412*UT")
        self.assertEqual(self.shipment.milestone_ids.code, "unknown")

        self.env["logistics.code.map"].search(
            [("integration_id", "=", self.carrier.id), ("external_code", "=", "ZY")]
        ).canonical_code = "out_for_delivery"

        self.assertEqual(self.shipment.milestone_ids.code, "out_for_delivery")

    def test_the_integrations_own_meaning_goes_before_the_standards(self):
        self.env["logistics.code.map"].create(
            {
                "integration_id": self.carrier.id,
                "external_code": "X6",
                "canonical_code": "out_for_delivery",
            }
        )
        self.status("AT7*X6*NS***20260301*1412*UT")

        self.assertEqual(self.shipment.milestone_ids.code, "out_for_delivery")

    def test_an_ocean_status_finds_the_shipment_by_its_container(self):
        self.refer("container", "ABCU1234567")
        message = self.arrive(
            self.file(
                "315",
                "QO",
                "B4***UV*20260301*0807**ABCU*123456*L*45G1*DEHAM*UN*7",
                "R4*E*UN*DEMUC*MUNICH*DE",
                "DTM*139*20260307*0900*LT",
            )
        )

        self.assertEqual(message.state, "done")
        codes = self.shipment.milestone_ids.sorted("occurred_at").mapped("code")
        self.assertEqual(codes, ["unloaded", "arrived_at_destination"])
        self.assertEqual(str(self.shipment.eta_date), "2026-03-07 08:00:00")

    def test_an_ocean_bill_of_lading_gives_the_shipment_its_containers(self):
        self.refer("booking", "BOOK-9")
        self.arrive(
            self.file(
                "310",
                "IO",
                "B3*3*BILL-9*BILL-9*MX**20260301*00****OCNL*20260301*PP",
                "N9*BN*BOOK-9",
                "LX*1",
                "N7*ABCU*123456*17007*G*3810******CN*****M*K*7",
                "L0*1***17007*G*31.32*X*36*PKG**K",
            )
        )

        numbers = self.shipment.reference_ids.mapped("value")
        self.assertIn("ABCU1234567", numbers)
        self.assertEqual(self.shipment.weight, 17007)

    def test_a_file_that_was_cut_off_is_quarantined_whole(self):
        whole = self.file(
            "214",
            "QM",
            "B10*PRO-1*LOAD-77*ACME",
            "LX*1",
            "AT7*D1*NS***20260301*1412*UT",
        )
        message = self.arrive(whole[: whole.index(b"GE*1")])

        self.assertEqual(message.state, "quarantined")
        self.assertFalse(self.shipment.milestone_ids)

    def test_an_iftsta_of_two_consignments(self):
        partner = self.make_integration(preset="edifact")
        self.shipment.integration_id = partner
        message = self.arrive(
            b"UNB+UNOC:3+ACME:14+KONTOR:14+260302:0930+1'UNH+1+IFTSTA:D:01B:UN'"
            b"BGM+23+ST-1+9'DTM+137:202603021415:203'CNI+1+LOAD-77'STS+1+24::9'"
            b"DTM+334:202603011412UTC:303'STS+1+21::9'DTM+334:202603021412UTC:303'"
            b"UNT+8+1'UNZ+1+1'",
            partner,
        )

        self.assertEqual(message.state, "done")
        self.assertEqual(self.shipment.state, "delivered")

    def test_the_presets_know_the_codes_of_the_transport_sets(self):
        for standard in ("x12", "edifact"):
            known = self.env["logistics.code.map"].search([("preset", "=", standard)])
            words = {(e.domain, e.external_code): e.canonical_code for e in known}
            for domain, codes in codes_of(standard).items():
                for code, word in codes.items():
                    self.assertEqual(words.get((domain, code)), word, code)

    def test_reloading_the_presets_keeps_these_codes(self):
        self.env["logistics.preset"]._load_shipped("logistics_base")

        self.assertTrue(
            self.env["logistics.code.map"].search_count(
                [("preset", "=", "x12"), ("external_code", "=", "J1")]
            )
        )

    def test_the_presets_bring_the_flows_of_tenders(self):
        flows = {(f.document_type, f.direction) for f in self.carrier.flow_ids}

        self.assertIn(("tender.response", "inbound"), flows)
        self.assertIn(("shipment.tender", "outbound"), flows)
