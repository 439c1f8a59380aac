# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.canonical.references import normalize
from odoo.addons.logistics_carrier_connector.canonical.booking_course import GONE
from odoo.addons.logistics_wms_sync.models.fulfillment_reader import package_key

OVER = ("done", "cancel")


class LogisticsFulfillmentShipment(models.AbstractModel):
    """What warehouses ship travels as the shipments of Odoo's own deliveries."""

    _inherit = "logistics.fulfillment.shipment"

    @api.model
    def _feed(self, integration, tellings):
        result = super()._feed(integration, tellings)
        for telling in tellings:
            numbers = [p.tracking_number for p in telling.update.packages]
            for picking in telling.pickings or ():
                picking._logistics_note_numbers(filter(None, numbers))
        return result

    @api.model
    def _find_shipments(self, tellings):
        """Take the shipment of the delivery that left, or is being worked on."""
        others = []
        for telling in tellings:
            pickings = telling.pickings or telling.order.picking_ids.filtered(
                lambda picking: picking.state not in OVER
            )
            if shipment := pickings.sudo().logistics_shipment_id[-1:]:
                telling.shipment = shipment
            else:
                others.append(telling)
        return super()._find_shipments(others)

    @api.model
    def _packages_of(self, told, vals_list):
        """Take the packages that followed from those in stock; make the others."""
        missing, found = [], []
        for (telling, package), vals in zip(told, vals_list, strict=True):
            stocked = telling.packages[package_key(telling.update, package)]
            record = self._package_in(telling.shipment, stocked, package)
            if record:
                record._logistics_write(_measured(vals))
            else:
                missing.append({**vals, "stock_package_id": stocked.id})
            found.append(record)
        made = iter(super()._packages_of(told, missing) if missing else ())
        return [record or next(made) for record in found]

    @api.model
    def _package_in(self, shipment, stocked, package):
        """Return the package of a shipment that is meant: by stock, else by number."""
        own = shipment.package_ids
        found = own.filtered(lambda one: one.stock_package_id == stocked)
        number = normalize(package.tracking_number)
        if not found and number:
            found = own.reference_ids.filtered(
                lambda ref: ref.type == "tracking" and ref.normalized == number
            ).package_id
        return found[:1]

    @api.model
    def _may_name_carrier(self, shipment):
        """Who carries what is booked was decided by the booking."""
        booked = shipment.sudo().booking_ids.filtered(
            lambda booking: not booking.unwanted and booking.state not in GONE
        )
        return not booked and super()._may_name_carrier(shipment)


def _measured(vals):
    """Return what of a package the warehouse measured."""
    names = ("weight", "length", "width", "height", "package_type")
    return {name: vals[name] for name in names if vals[name]}
