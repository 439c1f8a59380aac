# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools.barcode import check_barcode_encoding

from odoo.addons.logistics_base.canonical.batch import Batch, Item
from odoo.addons.logistics_base.canonical.documents import TrackingEvent
from odoo.addons.logistics_base.canonical.references import normalize
from odoo.addons.logistics_base.models.logistics_resolver import Target

from .fulfillment_reader import package_key

#: Status of an update -> the milestone that it is.
MILESTONES = {
    "allocated": "allocated",
    "picking": "picking_started",
    "picked": "picked",
    "packed": "packed",
    "shipped": "dispatched",
    "short": "shorted",
    "backordered": "backordered",
}


class LogisticsFulfillmentShipment(models.AbstractModel):
    """Tells shipments what warehouses told of orders: packages, numbers, milestones."""

    _name = "logistics.fulfillment.shipment"
    _description = "Shipments of Warehouse Fulfilments"

    @api.model
    def _feed(self, integration, tellings):
        """Feed the shipments that the goods of these updates travel as."""
        self._find_shipments(tellings)
        self._read_together(tellings)
        shipped = [telling for telling in tellings if telling.is_shipment]
        packed = self._add_packages(integration, shipped)
        self._add_references(shipped)
        self._name_carriers(integration, tellings)
        self._tell(integration, tellings, packed)
        for telling in tellings:
            telling.fulfillment.shipment_id = telling.shipment
            for severity, words in telling.remarks:
                telling.order._open_case_once("other", words, severity)
            if telling.shipment.id not in telling.item.shipment_ids:
                telling.item.shipment_ids.append(telling.shipment.id)

    # Which shipment

    @api.model
    def _find_shipments(self, tellings):
        """Fill the shipment of each: the order's own for what leaves first, one more
        for all that leaves later."""
        orders = self.env["logistics.warehouse.order"]
        orders.union(*(telling.order for telling in tellings))._ensure_shipments()
        later = []
        for telling in tellings:
            telling.shipment = telling.order.shipment_id
            if telling.is_shipment and self._has_left(telling):
                later.append(telling)
        made = orders.union(*(telling.order for telling in later))._make_shipments()
        made.filtered(lambda one: one.office_state == "draft").action_release()
        for telling, shipment in zip(later, made, strict=True):
            telling.shipment = shipment

    @api.model
    def _read_together(self, tellings):
        """Have the shipments read all at once, not one by one."""
        shipments = self.env["logistics.shipment"].union(
            *(telling.shipment for telling in tellings)
        )
        by_id = {shipment.id: shipment for shipment in shipments}
        for telling in tellings:
            telling.shipment = by_id[telling.shipment.id]

    @api.model
    def _has_left(self, telling):
        """Whether something has left in the shipment of the order before."""
        before = telling.order.fulfillment_ids - telling.fulfillment
        return any(
            told.status == "shipped" and told.shipment_id == telling.shipment
            for told in before
        )

    # Packages and numbers

    @api.model
    def _add_packages(self, integration, tellings):
        """Give shipments their packages; return {id of a fulfilment: package ids}."""
        words = self.env["logistics.fulfillment.words"]._words(
            integration, "package_type"
        )
        told, vals_list = [], []
        for telling in tellings:
            for package in telling.update.packages:
                told.append((telling, package))
                vals_list.append(self._package_vals(telling, package, words))
        records = self._packages_of(told, vals_list)
        by_key, packed = {}, {}
        for (telling, package), record in zip(told, records, strict=True):
            own = telling.fulfillment.id
            by_key[own, package_key(telling.update, package)] = record
            packed.setdefault(own, []).append(record.id)
        for (telling, package), record in zip(told, records, strict=True):
            if parent := by_key.get((telling.fulfillment.id, package.parent)):
                record.parent_id = parent
        self._number_packages(records, [package for _telling, package in told])
        return packed

    @api.model
    def _packages_of(self, told, vals_list):
        """Return the package of each [(telling, package)]; they are made of the values.

        Addons that make packages of shipments themselves extend it.
        """
        return list(self.env["logistics.package"].create(vals_list))

    @api.model
    def _package_vals(self, telling, package, words):
        kinds = (
            self.env["logistics.package"]._fields["package_type"].get_values(self.env)
        )
        kind = words.get(package.type, (package.type or "").lower())
        holds = any(
            other.parent and other.parent == package.reference
            for other in telling.update.packages
        )
        name = package.reference or package.tracking_number
        return {
            "shipment_id": telling.shipment.id,
            "name": name or self.env._("Package"),
            "package_type": kind if kind in kinds else "pallet" if holds else "parcel",
            "weight": package.weight or 0.0,
            "length": package.length or 0.0,
            "width": package.width or 0.0,
            "height": package.height or 0.0,
        }

    @api.model
    def _number_packages(self, records, told):
        """Let packages be known by the carrier's number, and by their own."""
        known = self.env["logistics.package"].union(*records).reference_ids
        present = {(ref.package_id.id, ref.type, ref.normalized) for ref in known}
        self.env["logistics.reference"].create(
            [
                {
                    "shipment_id": record.shipment_id.id,
                    "package_id": record.id,
                    "type": kind,
                    "value": value,
                }
                for record, package in zip(records, told, strict=True)
                for kind, value in _numbers(package)
                if (record.id, kind, normalize(value)) not in present
            ]
        )

    @api.model
    def _add_references(self, tellings):
        """Let shipments be known by what the warehouse and Odoo call them."""
        rows = {}
        for telling in tellings:
            numbers = [(ref.type, ref.value) for ref in telling.update.references]
            pickings = telling.pickings or self.env["stock.picking"]
            numbers += [("delivery", name) for name in pickings.mapped("name")]
            if telling.update.partner_reference:
                numbers.append(("other", telling.update.partner_reference))
            for kind, value in numbers:
                if key := normalize(value):
                    rows[telling.shipment.id, kind, key] = value
        shipments = self.env["logistics.shipment"].browse({key[0] for key in rows})
        present = {
            (ref.shipment_id.id, ref.type, ref.normalized)
            for ref in shipments.reference_ids
            if not ref.package_id
        }
        self.env["logistics.reference"].create(
            [
                {"shipment_id": key[0], "type": key[1], "value": value}
                for key, value in rows.items()
                if key not in present
            ]
        )

    @api.model
    def _name_carriers(self, integration, tellings):
        """Say who carries the goods, where the warehouse names a carrier of ours."""
        told = {telling.update.carrier for telling in tellings}
        carriers = self.env["logistics.fulfillment.words"]._carriers(integration, told)
        for telling in tellings:
            carrier = carriers.get(telling.update.carrier)
            if carrier and self._may_name_carrier(telling.shipment):
                telling.shipment.integration_id = carrier
                if service := telling.update.service_code:
                    telling.shipment.service_code = service

    @api.model
    def _may_name_carrier(self, shipment):
        """Whether it is for the warehouse to say who carries a shipment."""
        return True

    # Milestones

    @api.model
    def _tell(self, integration, tellings, packed):
        """Hand on what happened as tracking events of the shipments."""
        located = []
        for telling in tellings:
            package_ids = packed.get(telling.fulfillment.id) or [None]
            for code in self._codes(telling):
                target = Target(
                    telling.shipment.id,
                    package_ids if code == "dispatched" else [None],
                    telling.shipment.correlation_id,
                )
                located.append((self._item(telling, code), target))
        if located:
            self.env.flush_all()
            items = [item for item, _target in located]
            self.env["logistics.handler.shipment.milestone"]._apply_located(
                Batch(integration, TrackingEvent.document_type, items), located
            )

    @api.model
    def _codes(self, telling):
        """Return the codes of the milestones that an update is."""
        code = MILESTONES.get(telling.update.status)
        codes = [code] if code else []
        if telling.is_shipment:
            if any(goods.is_substitute for goods in telling.shipped()):
                codes.append("substituted")
            lines = telling.order.line_ids
            if any(goods.shorted for goods in telling.goods) or (
                telling.update.is_final and any(lines.mapped("short"))
            ):
                codes.append("shorted")
            if any(lines.mapped("backordered")):
                codes.append("backordered")
        return codes

    @api.model
    def _item(self, telling, code):
        update = telling.update
        event = TrackingEvent(
            id=f"fulfilment-{telling.fulfillment.id}-{code}",
            code=code,
            occurred_at=telling.occurred_at,
            time_assumed=update.occurred_at is None,
            raw_code=update.status,
            raw_reason=None,
            description=self._words_of(telling, code),
        )
        return Item(event, telling.item.message_id, telling.item.received_at)

    @api.model
    def _words_of(self, telling, code):
        """Return what people read beside a milestone: the goods that it is about."""
        quantities = {
            "shorted": lambda goods: goods.shorted,
            "backordered": lambda goods: goods.backordered,
            "substituted": lambda goods: goods.is_substitute and goods.quantity,
        }
        if code not in quantities:
            return telling.update.reason
        named = [
            f"{quantities[code](goods):g} × {goods.product.display_name}"
            for goods in telling.goods
            if quantities[code](goods)
        ]
        words = {
            "shorted": self.env._("Missing: %s", ", ".join(named)),
            "backordered": self.env._("Comes later: %s", ", ".join(named)),
            "substituted": self.env._("Sent instead: %s", ", ".join(named)),
        }
        return words[code] if named else telling.update.reason


def _numbers(package):
    """Return [(type, number)] of a package."""
    numbers = []
    if normalize(package.tracking_number):
        numbers.append(("tracking", package.tracking_number))
    if normalize(package.reference):
        is_sscc = check_barcode_encoding(package.reference, "sscc")
        numbers.append(("sscc" if is_sscc else "other", package.reference))
    return numbers
