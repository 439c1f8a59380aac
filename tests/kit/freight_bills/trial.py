# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Has Odoo audit a scenario: what was shipped is put in, the bills come by the door."""

import json

from .carriers import CARRIERS
from .model import Planted
from .writers import write

#: What a charge may be off.
TOLERANCE = 0.05


class Trial:
    """One scenario in one database.

    :param env: of a user who may do all; nothing is committed here.
    """

    def __init__(self, env, scenario):
        self.env, self.scenario = env, scenario
        self.carrier = CARRIERS[scenario.contract.carrier]
        self.company = env.company
        self.integration = self._integration()
        self._agree()

    def run(self):
        """Return the findings as ``Planted``, each with its charge."""
        self.ship()
        self.receive()
        return self.audit()

    # What is known before

    def _integration(self):
        code = f"trial-{self.carrier.format.replace('_', '-')}-{self.scenario.seed}"
        vendor = self.env["res.partner"].create({"name": code, "is_company": True})
        integration = self.env["logistics.integration"].create(
            {
                "name": code,
                "code": code,
                "preset": self.carrier.format,
                "state": "live",
                "partner_id": vendor.id,
                "company_id": self.company.id,
                **self.carrier.settings,
            }
        )
        return integration

    def _agree(self):
        """Enter what was agreed beside the prices."""
        contract = self.scenario.contract
        return self.env["logistics.billing.terms"].create(
            {
                "company_id": self.company.id,
                "integration_id": self.integration.id,
                "divisor": contract.divisor,
                "weight_step": float(contract.step),
                "checks_tax": True,
                "tax_percent": float(contract.tax_percent),
                "needs_proof": True,
                "agreed_ids": [(0, 0, {"type": kind}) for kind in contract.extras],
                **dict.fromkeys(("over_amount", "under_amount"), TOLERANCE),
            }
        )

    def ship(self):
        """Put in what was shipped, and what the carrier may bill for it."""
        name = f"Sister {self.scenario.seed} {self.carrier.format}"
        other = self.env["res.company"].create({"name": name})
        ours = [each for each in self.scenario.shipments if each.is_ours]
        theirs = [each for each in self.scenario.shipments if not each.is_ours]
        self._ship(ours, self.company, self.integration)
        self._ship(theirs, other, self.env["logistics.integration"])

    def _ship(self, shipments, company, integration):
        records = self.env["logistics.shipment"].create(
            [self._shipment_vals(each, company, integration) for each in shipments]
        )
        self._pack(records, shipments)
        if integration:
            self._expect(records, shipments)
        self._tell(company, shipments)
        self._drain()

    def _shipment_vals(self, shipment, company, integration):
        return {
            "company_id": company.id,
            "integration_id": integration.id,
            "service_code": shipment.service,
            "weight": float(shipment.actual_weight),
            "state": "booked",
            "office_state": "booked",
            "released_date": f"{shipment.ship_date} 12:00:00",
            "reference_ids": [
                (0, 0, {"type": "order", "value": shipment.reference}),
            ],
        }

    def _pack(self, records, shipments):
        pairs = [
            (record, parcel)
            for record, shipment in zip(records, shipments, strict=True)
            for parcel in shipment.parcels
        ]
        packages = self.env["logistics.package"].create(
            [
                {
                    "shipment_id": record.id,
                    "name": parcel.tracking_number,
                    "weight": float(parcel.weight),
                    "length": parcel.length,
                    "width": parcel.width,
                    "height": parcel.height,
                }
                for record, parcel in pairs
            ]
        )
        self.env["logistics.reference"].create(
            [
                {
                    "shipment_id": record.id,
                    "package_id": package.id,
                    "type": self.carrier.known_by,
                    "value": parcel.tracking_number,
                }
                for (record, parcel), package in zip(pairs, packages, strict=True)
            ]
        )

    def _tell(self, company, shipments):
        """Tell of what became of the parcels, as their carrier does."""
        partner = self.env["logistics.integration"].create(
            {
                "name": "Tracking",
                "code": f"{self.integration.code}-{company.id}",
                "preset": "standard_webhooks",
                "state": "live",
                "company_id": company.id,
            }
        )
        for shipment in shipments:
            for parcel in shipment.parcels:
                for event in events_of(shipment, parcel, self.carrier.known_by):
                    partner.receive(
                        json.dumps(event).encode(),
                        content_type="application/json",
                        headers={"webhook-id": event["data"]["id"]},
                    )

    def _expect(self, records, shipments):
        currency = self.env["res.currency"].search(
            [("name", "=", self.scenario.contract.currency)]
        )
        pairs = list(zip(records, shipments, strict=True))
        self.env["logistics.expectation"].create(
            [
                self._expectation_vals(record, shipment, currency)
                for record, shipment in pairs
            ]
        )
        self.env["logistics.charge"].create(
            [
                {
                    "shipment_id": record.id,
                    "integration_id": record.integration_id.id,
                    "type": kind,
                    "basis": "expected",
                    "cost": float(amount),
                    "currency_id": currency.id,
                }
                for record, shipment in pairs
                for kind, amount in shipment.charges.items()
            ]
        )

    def _expectation_vals(self, record, shipment, currency):
        return {
            "shipment_id": record.id,
            "company_id": record.company_id.id,
            "integration_id": record.integration_id.id,
            "currency_id": currency.id,
            "source": "manual",
            "service_code": shipment.service,
            "zone": shipment.zone,
            "actual_weight": float(shipment.actual_weight),
            "billed_weight": float(shipment.billed_weight),
            "divisor": self.scenario.contract.divisor,
            "fuel_percent": float(shipment.fuel_percent),
            "guaranteed_until": shipment.guaranteed_until or False,
        }

    # What comes in, and what becomes of it

    def receive(self):
        """Take the bills in as any partner's file is."""
        message = self.integration.receive(
            write(self.carrier, self.scenario.bills),
            content_type=self.carrier.content_type,
        )
        self._drain()
        if message.state != "done":
            raise AssertionError(f"{message.state}: {message.error_message}")

    def _drain(self):
        self.env.flush_all()
        while self.env["logistics.message"]._process_batch(500):
            pass
        self.env.invalidate_all()

    @property
    def invoices(self):
        return self.env["logistics.carrier.invoice"].search(
            [("integration_id", "=", self.integration.id)]
        )

    def audit(self):
        """Audit all bills; return the findings."""
        self.invoices._audit()
        self.env.invalidate_all()
        return self.findings()

    def findings(self):
        """Return what was found as ``Planted``, each with its charge."""
        found = self.env["logistics.invoice.finding"].search(
            [("invoice_id", "in", self.invoices.ids)]
        )
        return [self._as_planted(finding) for finding in found]

    def _as_planted(self, finding):
        line = finding.line_id
        known_by = dict(line.references or [])
        return Planted(
            finding.invoice_id.name,
            finding.type,
            line.normalized or known_by.get(self.carrier.known_by, ""),
            line.type or "",
        )


def events_of(shipment, parcel, known_by):
    """Yield the events of a parcel, in our own JSON."""
    left = f"{shipment.ship_date}T14:00:00+00:00"
    if shipment.is_cancelled:
        yield _event(parcel, known_by, "cancelled", left)
        return
    yield _event(parcel, known_by, "picked_up", left)
    if not shipment.delivered_at:
        return
    arrived = f"{shipment.delivered_at.isoformat()}+00:00"
    told = {"signatory": shipment.to_name, "signed_at": arrived}
    proof = {"proof": told} if shipment.has_proof else {}
    yield _event(parcel, known_by, "delivered", arrived, **proof)


def _event(parcel, known_by, code, moment, **more):
    return {
        "type": "shipment.milestone",
        "timestamp": moment,
        "data": {
            "id": f"{parcel.tracking_number}-{code}",
            "references": [{"type": known_by, "value": parcel.tracking_number}],
            "code": code,
            "occurred_at": moment,
            **more,
        },
    }
