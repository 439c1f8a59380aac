# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical.references import normalize
from .logistics_handler_milestone import is_plausible


class LogisticsHandlerShipment(models.AbstractModel):
    """Shipments that another system knows: created here, or brought up to date."""

    _name = "logistics.handler.shipment"
    _inherit = "logistics.handler"
    _description = "Shipment Handler"

    @api.model
    def _apply(self, batch):
        for item in batch.live():
            shipment = self._find(batch, item)
            vals = self._vals(batch, item, shipment)
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
    def _find(self, batch, item):
        """Return the one shipment that bears the document's references, if any.

        They count with their types here: an order of that number is no parcel of it.
        Where several shipments may be meant, the item is parked.
        """
        resolver = self.env["logistics.resolver"]
        self.env.flush_all()
        named = resolver._named(item.document)
        found = resolver._look_up(batch.integration, {text for _type, text in named})
        same = {
            text: [row for row in rows if (row.type, text) in named]
            for text, rows in found.items()
        }
        target = any(same.values()) and resolver._choose(
            batch.integration, item, named, same
        )
        shipment_id = target.shipment_id if target else None
        return self.env["logistics.shipment"].browse(shipment_id)

    @api.model
    def _vals(self, batch, item, shipment):
        """Return what the document says; ids nobody bound yet park it."""
        document = item.document
        vals = {
            "integration_id": batch.integration.id
            if batch.integration.kind in ("carrier", "forwarder")
            else False,
        }
        for name, value in (
            ("mode", document.mode),
            ("direction", document.direction),
            ("service_code", document.service_code),
            ("weight", document.weight),
            ("volume", document.volume),
        ):
            if value is not None:
                vals[name] = value
        if document.promised and is_plausible(document.promised):
            vals.update(self._promise(batch, shipment, document.promised))
        vals.update(self._partners(batch, item))
        return {name: value for name, value in vals.items() if value is not False}

    @api.model
    def _promise(self, batch, shipment, promised):
        """Return the values of a promise; after release it is a revised one."""
        promised = promised.replace(tzinfo=None, microsecond=0)
        if not shipment.released_date:
            return {"promised_date": fields.Datetime.to_string(promised)}
        if promised in (shipment.promised_date, shipment.revised_promise_date):
            return {}
        return {
            "revised_promise_date": fields.Datetime.to_string(promised),
            "revised_promise_reason": self.env._("Told by %s", batch.integration.name),
        }

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
