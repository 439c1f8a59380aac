# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
import json
import math
import os
from datetime import datetime, timedelta, timezone

from PIL import Image, ImageDraw

from odoo import api, fields, models

from ..mapping.places import zone_named
from .journeys import PLACES, SHIPMENTS, TROUBLE

_HOUR = timedelta(hours=1)


class LogisticsDemo(models.AbstractModel):
    """Plays an invented company's day through the real pipeline.

    Nothing is written past it: shipments are released and booked as a dispatcher would,
    and what carriers tell is received, drained and applied as messages.
    """

    _name = "logistics.demo"
    _description = "Logistics Demo Data"

    @api.model
    def _build(self):
        """Create the demo day around now."""
        builder = self.with_context(tracking_disable=True, mail_create_nolog=True)
        builder._store_secrets()
        for spec in SHIPMENTS:
            builder._ship(spec)
        builder._send_trouble()
        builder._drain()
        builder._work_on_cases()
        builder._date_back()
        builder.env["logistics.kpi"]._touch_everything(builder.env.companies)

    @api.model
    def _record(self, prefix, name):
        return self.env.ref(f"logistics_base.{prefix}_{name}")

    @api.model
    def _store_secrets(self):
        """Give each live carrier a secret nobody knows, where secrets can be stored."""
        credentials = self.env["logistics.credential"]
        if not credentials._keys_text():
            return
        for integration in self.env["logistics.integration"].search(
            [("state", "=", "live"), ("credential_ids", "=", False)]
        ):
            credentials.create(
                {
                    "integration_id": integration.id,
                    "name": "webhook_secret",
                    "value": "whsec_" + base64.b64encode(os.urandom(24)).decode(),
                }
            )

    # Shipments

    @api.model
    def _ship(self, spec):
        carrier = spec["carrier"] and self._record("demo_carrier", spec["carrier"])
        shipment = self.env["logistics.shipment"].create(self._vals(spec, carrier))
        self._add_references(shipment, spec)
        self._add_legs(shipment, spec)
        self._add_charges(shipment, spec)
        if spec.get("office") != "draft":
            shipment.action_release()
        if spec.get("milestones"):
            shipment.action_book()
            shipment.released_date = self._now() - _HOUR * (
                spec["milestones"][0][0] + 4
            )
            self._tell(carrier, shipment, spec)
        if revised := spec.get("revised"):
            shipment.write(
                {
                    "revised_promise_date": self._now() - _HOUR * revised[0],
                    "revised_promise_reason": revised[1],
                }
            )
        if spec.get("claim"):
            self._drain()
            self._claim(shipment, *spec["claim"])

    @api.model
    def _vals(self, spec, carrier):
        customer = self._record("demo_customer", spec["customer"])
        warehouse = self._record("demo_warehouse", "reno")
        incoterm = spec.get("incoterm")
        inbound = spec.get("direction") in ("inbound", "return")
        return {
            "partner_id": customer.id,
            "ship_from_id": customer.id if inbound else warehouse.id,
            "ship_to_id": warehouse.id if inbound else customer.id,
            "integration_id": carrier and carrier.id,
            "user_id": self.env.ref("base.user_admin").id,
            "mode": spec.get("mode", "parcel"),
            "direction": spec.get("direction", "outbound"),
            "service_code": spec.get("service"),
            "priority": "1" if spec.get("urgent") else "0",
            "weight": spec["weight"],
            "volume": spec.get("volume", 0.0),
            "promised_date": spec["due"] is not None
            and self._now() - _HOUR * spec["due"],
            "incoterm_id": incoterm
            and self.env["logistics.incoterm"].search([("code", "=", incoterm)]).id,
            "package_ids": [
                fields.Command.create(
                    {
                        "name": number,
                        "package_type": spec.get("package_type", "parcel"),
                        "weight": round(spec["weight"] / len(spec["packages"]), 1),
                    }
                )
                for number in spec.get("packages", ())
            ],
        }

    @api.model
    def _add_references(self, shipment, spec):
        kind = spec.get("reference_type", "tracking")
        named = [("order", spec["order"], False)]
        if spec.get("tracking"):
            named.append((kind, spec["tracking"], False))
        if spec.get("booking"):
            named.append(("booking", spec["booking"], False))
        named += [(kind, package.name, package.id) for package in shipment.package_ids]
        self.env["logistics.reference"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "package_id": package_id,
                    "type": kind,
                    "value": value,
                }
                for kind, value, package_id in named
            ]
        )

    @api.model
    def _add_legs(self, shipment, spec):
        self.env["logistics.leg"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "sequence": place,
                    "mode": mode,
                    "carrier_name": carrier,
                    "origin_name": origin,
                    "destination_name": destination,
                    "conveyance": conveyance,
                    "actual_departure": left is not None and self._now() - _HOUR * left,
                    "actual_arrival": came is not None and self._now() - _HOUR * came,
                }
                for place, (
                    mode,
                    carrier,
                    origin,
                    destination,
                    conveyance,
                    left,
                    came,
                ) in enumerate(spec.get("legs", ()))
            ]
        )

    @api.model
    def _add_charges(self, shipment, spec):
        self.env["logistics.charge"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "integration_id": shipment.integration_id.id,
                    "type": kind,
                    "basis": basis,
                    "cost": cost,
                    "amount": amount,
                }
                for kind, basis, cost, amount in spec.get("charges", ())
            ]
        )

    @api.model
    def _claim(self, shipment, kind, state, claimed, recovered, number):
        claim = self.env["logistics.claim"].create(
            {
                "shipment_id": shipment.id,
                "exception_id": shipment.exception_ids[:1].id,
                "type": kind,
                "amount_claimed": claimed,
                "amount_recovered": recovered,
                "carrier_reference": number,
                "deadline": fields.Date.today() + timedelta(days=20),
                "user_id": self.env.ref("base.user_admin").id,
            }
        )
        claim.action_file()
        if state == "accepted":
            claim.action_accept()

    # What carriers tell

    @api.model
    def _tell(self, carrier, shipment, spec):
        for step in spec["milestones"]:
            hours, code, place, words, more = (*step, {})[:5]
            event = {
                "references": [self._named(shipment, spec)],
                "package": more.get("package"),
                "code": code,
                "classifier": more.get("classifier", "actual"),
                "occurred_at": self._time(more.get("at", hours), place),
                "location": self._place(place),
                "raw_description": words,
                "reason_code": more.get("reason"),
                "proof": self._proof(more),
            }
            told = {name: value for name, value in event.items() if value is not None}
            self._receive(carrier, {"type": "shipment.milestone", "data": told}, hours)

    @api.model
    def _named(self, shipment, spec):
        if spec.get("tracking"):
            kind = spec.get("reference_type", "tracking")
            return {"type": kind, "value": spec["tracking"]}
        return {"type": "order", "value": spec["order"]}

    @api.model
    def _place(self, key):
        city, state, postcode, country, _zone = PLACES[key]
        place = {"city": city, "state": state, "postcode": postcode, "country": country}
        return {name: value for name, value in place.items() if value}

    @api.model
    def _time(self, hours, place):
        """Return the local time at the place, so many hours ago."""
        zone = zone_named(PLACES[place][-1])
        when = datetime.now(timezone.utc).replace(second=0, microsecond=0)
        return (when - _HOUR * hours).astimezone(zone).isoformat()

    @api.model
    def _proof(self, more):
        if not more.get("signed"):
            return None
        attachments = []
        if more.get("photo"):
            content = base64.b64encode(_photo()).decode()
            attachments.append({"name": "doorstep.png", "content": content})
        return {
            "signatory": more["signed"],
            "condition": more.get("condition", "good"),
            "attachments": attachments,
        }

    @api.model
    def _receive(self, carrier, message, hours):
        body = message if isinstance(message, str) else json.dumps(message)
        received = carrier.receive(body.encode(), content_type="application/json")
        received.sudo().received_at = self._now() - _HOUR * max(hours - 0.02, 0)

    @api.model
    def _send_trouble(self):
        for carrier, hours, message in TROUBLE:
            if isinstance(message, dict):
                text = json.dumps(message).replace(
                    "{time}", self._time(hours, "chicago")
                )
            else:
                text = message
            self._receive(self._record("demo_carrier", carrier), text, hours)

    @api.model
    def _drain(self):
        self.env.flush_all()
        while self.env["logistics.message"]._process_batch(500):
            pass

    # What dispatchers do

    @api.model
    def _work_on_cases(self):
        """Take some of the cases; add a signature to the proofs that lack one."""
        cases = self.env["logistics.exception"].search([("state", "=", "open")])
        taken = cases.filtered(lambda c: c.type in ("customs", "damage", "delay"))
        taken.action_acknowledge()
        done = cases.filtered(lambda c: c.type == "missort")
        done.write({"resolution": "The hub found it and put it on the right line."})
        done.action_resolve()
        proofs = self.env["logistics.proof"].search([("signature", "=", False)])
        for number, proof in enumerate(proofs):
            proof.signature = base64.b64encode(_signature(number))

    @api.model
    def _date_back(self):
        """What was just played happened over the last days."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE logistics_message
               SET processed_at = received_at + interval '1 second'
             WHERE processed_at IS NOT NULL;
            UPDATE logistics_event e SET create_date = m.received_at
              FROM logistics_milestone m
             WHERE e.res_model = 'logistics.milestone' AND e.res_id = m.id;
            UPDATE logistics_event e
               SET create_date = CASE WHEN e.summary IN ('released', 'booked')
                                      THEN s.released_date
                                      ELSE s.last_milestone_date END
              FROM logistics_shipment s
             WHERE e.type = 'shipment.stage' AND e.shipment_id = s.id
               AND s.last_milestone_date IS NOT NULL
            """
        )
        self.env.invalidate_all()

    @api.model
    def _now(self):
        return fields.Datetime.now().replace(second=0)


def _signature(seed):
    """Draw something that looks like a signature."""
    image = Image.new("RGBA", (400, 160), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    strokes = [
        (
            30 + step * 3.4 + 9 * math.sin(step / 3),
            82 + 34 * math.sin(step / (4.1 + seed % 3)) * math.cos(step / (17 + seed)),
        )
        for step in range(100)
    ]
    draw.line(strokes, fill=(25, 35, 90, 255), width=4, joint="curve")
    draw.line([(24, 132), (376, 120)], fill=(25, 35, 90, 255), width=3)
    return _png(image)


def _photo():
    """Draw a parcel in front of a door."""
    image = Image.new("RGB", (640, 480), (214, 205, 190))
    draw = ImageDraw.Draw(image)
    draw.rectangle((220, 40, 430, 400), fill=(96, 62, 44))
    draw.rectangle((240, 64, 410, 200), fill=(112, 76, 56))
    draw.ellipse((396, 236, 412, 252), fill=(220, 190, 90))
    draw.rectangle((0, 400, 640, 480), fill=(150, 146, 140))
    draw.rectangle((300, 310, 420, 420), fill=(190, 148, 96))
    draw.rectangle((350, 310, 370, 420), fill=(222, 200, 160))
    return _png(image)


def _png(image):
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
