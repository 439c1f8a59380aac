# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.canonical.references import normalize


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Finds under which of our advices goods came in."""

    _inherit = "logistics.handler.warehouse.receipt"

    @api.model
    def _find_advices(self, batch, receivings):
        """Set the advice of each; what is not known is parked or refused."""
        known = self._advices_named(batch.integration, receivings)
        for one in receivings:
            warehouse = self._warehouse_of(batch.integration, one)
            if not one.item.is_open:
                continue
            one.advice = (
                self._choose_advice(one, warehouse, known)
                or one.item.is_open
                and self._advice_unannounced(batch.integration, one, warehouse)
            )
            if one.advice:
                one.item.correlation_id = one.advice.correlation_id
                self._check_open(one)
            elif one.item.is_open:
                self._park_unknown(one)

    @api.model
    def _advices_named(self, integration, receivings):
        """Return {a number in capitals: advices that bear it}."""
        names = {name for one in receivings for name in self._names_of(one.told)}
        advices = self.env["logistics.warehouse.advice"].search(
            [
                *self._domain_of(integration),
                "|",
                "|",
                ("name", "in", list(names)),
                ("partner_reference", "in", list(names)),
                ("origin", "in", list(names)),
            ]
        )
        found = {}
        for advice in advices:
            for name in filter(
                None, (advice.name, advice.partner_reference, advice.origin)
            ):
                found[name] = found.get(name, advices.browse()) | advice
        return found

    @api.model
    def _domain_of(self, integration):
        """Return the domain of the advices that a partner may speak of."""
        return [("integration_id", "=", integration.id)]

    @api.model
    def _names_of(self, told):
        """Return the numbers that a receipt gives, what is trusted most first."""
        references = [reference.value for reference in told.references]
        return [name for name in (told.advice, *references) if name]

    @api.model
    def _warehouse_of(self, integration, one):
        """Return the warehouse that is named, empty where none is; unknown is refused."""
        warehouses = self.env["stock.warehouse"]
        if not one.told.warehouse:
            return warehouses
        meant = warehouses._logistics_meant(
            integration, one.told.warehouse
        ) or warehouses._logistics_meant_in_shadow(integration, one.told.warehouse)
        if not meant:
            one.item.refuse(
                "mapping",
                self.env._(
                    "%(code)s is no warehouse that %(partner)s runs.",
                    code=one.told.warehouse,
                    partner=integration.name,
                ),
            )
        return meant

    @api.model
    def _choose_advice(self, one, warehouse, known):
        for name in self._names_of(one.told):
            advices = known.get(name, self.env["logistics.warehouse.advice"])
            advices = advices.filtered(
                lambda advice, name=name: advice.name == name
            ) or advices.filtered(lambda advice: advice.state != "cancelled")
            if warehouse:
                advices = advices.filtered(lambda a: a.warehouse_id == warehouse)
            if len(advices) > 1:
                advices = advices.filtered(lambda a: not a.is_final) or advices
            if len(advices) == 1:
                return advices
            if advices:
                one.item.refuse(
                    "ambiguous",
                    self.env._(
                        "%(number)s is the number of %(count)s advices: the warehouse "
                        "must say which one it means.",
                        number=name,
                        count=len(advices),
                    ),
                )
                return None
        return None

    @api.model
    def _check_open(self, one):
        """Refuse what comes under a number that is closed."""
        advice = one.advice
        if advice.state == "cancelled":
            text = self.env._(
                "%s was cancelled, yet goods came. Open it again to take them in, then "
                "process this message again.",
                advice.name,
            )
        elif advice.is_final:
            text = self.env._(
                "%s was closed: nothing more was to come. Open it again to take in what "
                "came since, then process this message again.",
                advice.name,
            )
        else:
            return
        one.item.refuse("value", text)

    @api.model
    def _park_unknown(self, one):
        names = self._names_of(one.told)
        one.item.park(
            "reference",
            self.env._("No goods are expected under %s yet.", ", ".join(names[:5])),
            [("reference", text) for name in names if (text := normalize(name))],
        )

    # Goods that nobody announced

    @api.model
    def _advice_unannounced(self, integration, one, warehouse):
        """Return an advice, made now, for a transfer or a return that is known here."""
        pickings = self._pickings_named(integration, one, warehouse)
        incoming = pickings.filtered(
            lambda picking: (
                picking.picking_type_code == "incoming"
                and picking.state not in ("done", "cancel", "draft")
            )
        )
        if len(incoming) == 1:
            return self._announce_late(incoming)
        if not one.told.is_return:
            return None
        shipped = pickings.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing" and picking.state == "done"
            )
        ) or self._shipped_by_shipment(integration, one, warehouse)
        back = shipped.return_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        if len(back) == 1:
            return self._announce_late(back)
        return self._return_of(one, shipped[:1])

    @api.model
    def _announce_late(self, picking, **vals):
        warehouse = picking.picking_type_id.warehouse_id
        return self.env["logistics.warehouse.advice"]._announce(
            picking, warehouse, **vals
        )

    @api.model
    def _pickings_named(self, integration, one, warehouse):
        """Return transfers of the partner's warehouses by their own numbers."""
        names = self._names_of(one.told)
        warehouses = warehouse or self._run_by(integration)
        return self.env["stock.picking"].search(
            [
                ("picking_type_id.warehouse_id", "in", warehouses.ids),
                "|",
                "|",
                ("name", "in", names),
                ("origin", "in", names),
                ("logistics_order_id.name", "in", names),
            ],
            order="id desc",
        )

    @api.model
    def _run_by(self, integration):
        return self.env["stock.warehouse"].search(
            [("logistics_integration_id", "=", integration.id)]
        )

    @api.model
    def _shipped_by_shipment(self, integration, one, warehouse):
        """Return deliveries by the shipments that tracking numbers name.

        What another system shipped is not for this one to take back.
        """
        resolver = self.env["logistics.resolver"]
        wanted = {normalize(name) for name in self._names_of(one.told)} - {""}
        found = resolver._look_up(integration, wanted)
        shipment_ids = {row.shipment_id for rows in found.values() for row in rows}
        if len(shipment_ids) != 1:
            return self.env["stock.picking"]
        shipment = self.env["logistics.shipment"].browse(shipment_ids)
        one.item.shipment_ids += shipment.ids
        orders = self.env["logistics.warehouse.order"].search(
            [("shipment_id", "=", shipment.id)]
        )
        numbers = shipment.reference_ids.filtered(
            lambda reference: reference.type in ("order", "delivery")
        ).mapped("value")
        named = self.env["stock.picking"].search(
            [
                ("company_id", "=", integration.company_id.id),
                "|",
                ("name", "in", numbers),
                ("origin", "in", numbers),
            ],
            order="id desc",
        )
        own = warehouse or self._run_by(integration)
        return (orders.picking_ids | named).filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.state == "done"
                and (
                    picking.picking_type_id.warehouse_id in own
                    or not warehouse
                    and picking.logistics_order_id.integration_id == integration
                )
            )
        )
