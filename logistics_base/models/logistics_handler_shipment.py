# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical.references import normalize


class LogisticsHandlerShipment(models.AbstractModel):
    """Shipments that another system knows: created here, or brought up to date."""

    _name = "logistics.handler.shipment"
    _inherit = "logistics.handler"
    _description = "Shipment Handler"

    @api.model
    def _apply(self, batch):
        for item in batch.live():
            shipment = self._find(batch, item.document)
            vals = self._vals(batch, item)
            if not item.is_open:
                continue
            if shipment:
                shipment.write(vals)
            else:
                shipment = self.env["logistics.shipment"].create(
                    {**vals, "company_id": batch.integration.company_id.id}
                )
            self._add_references(shipment, item.document)
            self._add_packages(shipment, item.document)
            item.shipment_ids.append(shipment.id)
            item.correlation_id = shipment.correlation_id

    @api.model
    def _find(self, batch, document):
        """Return the one shipment that bears any of the document's references."""
        numbers = [normalize(r.value) for r in document.references]
        found = self.env["logistics.reference"].search(
            [
                ("company_id", "=", batch.integration.company_id.id),
                ("normalized", "in", numbers),
            ]
        )
        by_type = {(r.type, normalize(r.value)) for r in document.references}
        same = found.filtered(lambda r: (r.type, r.normalized) in by_type)
        return same.shipment_id[:1]

    @api.model
    def _vals(self, batch, item):
        """Return what the document says; ids nobody bound yet park it."""
        document = item.document
        vals = {
            "mode": document.mode,
            "direction": document.direction,
            "integration_id": batch.integration.id
            if batch.integration.kind in ("carrier", "forwarder")
            else False,
        }
        for name, value in (
            ("service_code", document.service_code),
            ("weight", document.weight),
            ("volume", document.volume),
        ):
            if value is not None:
                vals[name] = value
        if document.promised:
            vals["promised_date"] = fields.Datetime.to_string(
                document.promised.replace(tzinfo=None)
            )
        vals.update(self._partners(batch, item))
        return {name: value for name, value in vals.items() if value is not False}

    @api.model
    def _partners(self, batch, item):
        named = {
            "partner_id": item.document.customer,
            "ship_from_id": item.document.ship_from,
            "ship_to_id": item.document.ship_to,
        }
        wanted = {value for value in named.values() if value}
        if not wanted:
            return {}
        bindings = self.env["logistics.binding"]
        known = bindings._resolve(batch.integration, "res.partner", wanted)
        if missing := sorted(wanted - set(known)):
            item.park(
                "binding",
                self.env._("Not bound to a contact yet: %s", ", ".join(missing)),
                [("binding", bindings._wait_key("res.partner", m)) for m in missing],
            )
        return {name: known[v].id for name, v in named.items() if v in known}

    @api.model
    def _add_references(self, shipment, document):
        present = {(r.type, r.normalized) for r in shipment.reference_ids}
        wanted = {(r.type, normalize(r.value)): r for r in document.references}
        self.env["logistics.reference"].create(
            [
                {"shipment_id": shipment.id, "type": r.type, "value": r.value}
                for key, r in wanted.items()
                if key not in present and key[1]
            ]
        )

    @api.model
    def _add_packages(self, shipment, document):
        present = set(shipment.package_ids.reference_ids.mapped("normalized"))
        for number in document.packages:
            if normalize(number) in present:
                continue
            package = self.env["logistics.package"].create(
                {"shipment_id": shipment.id, "name": number}
            )
            package.tracking_reference = number
