# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.logistics_base.canonical.references import normalize

from .logistics_shipment_order import OPEN_STATES


class StockPicking(models.Model):
    """The transfer that hands goods over, and the shipment they travel as.

    The last step of a delivery has a shipment of its own, and so has every backorder.
    Steps before it have none, unless the label is bought there: then the last step
    takes over theirs.
    """

    _inherit = "stock.picking"

    logistics_shipment_id = fields.Many2one(
        "logistics.shipment",
        string="Shipment",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )
    logistics_shipment_state = fields.Selection(
        related="logistics_shipment_id.state", string="Shipment Stage"
    )
    logistics_correlation_id = fields.Char(
        related="logistics_shipment_id.correlation_id"
    )

    def action_view_logistics_shipment(self):
        """Open the shipment these goods travel as."""
        self.ensure_one()
        return self.logistics_shipment_id._form_action()

    # What travels

    def _logistics_direction(self):
        """Return how the goods travel: ``outbound``, ``inbound`` or ``return``.

        A return is what comes back to us; what we send back to a vendor goes out.
        None where they do not leave our premises in the end.
        """
        self.ensure_one()
        source, target = self.location_id.usage, self.location_dest_id.usage
        if target == "customer" or self.picking_type_code == "outgoing":
            return "outbound"
        if source == "customer":
            return "return"
        if source == "supplier" or self.picking_type_code == "incoming":
            return "inbound"
        ends = self.move_ids.location_final_id
        return "outbound" if "customer" in ends.mapped("usage") else None

    def _logistics_is_last_step(self):
        """Whether these goods change hands by this transfer."""
        return (
            self.location_dest_id.usage == "customer"
            or self.location_id.usage in ("customer", "supplier")
            or self.picking_type_code in ("incoming", "outgoing")
        )

    def _logistics_is_shipped(self):
        """Whether somebody carries the goods of this transfer from door to door.

        Sold goods always are. What else goes out or comes in is carried where a
        delivery method or a tracking number says so, and what comes back where it went
        out as a shipment.
        """
        self.ensure_one()
        if not self._logistics_is_last_step():
            return False
        if not self.carrier_id._logistics_carries():
            return False
        if self.carrier_id or self.carrier_tracking_ref:
            return True
        direction = self._logistics_direction()
        if direction == "return":
            return bool(self.return_id.logistics_shipment_id)
        return direction == "outbound" and bool(self.sale_id)

    # Keeping in step

    def _logistics_sync(self):
        """Give transfers their shipments, and keep these in step until booked.

        For any number of transfers at once; harmless when nothing changed.
        """
        shipped = self.sudo().filtered(
            lambda p: (
                p.state not in ("draft", "cancel")
                and (p.logistics_shipment_id or p._logistics_is_shipped())
            )
        )
        if not shipped:
            return
        unshipped = shipped.filtered(lambda p: not p.logistics_shipment_id)
        unshipped._logistics_take_waiting()
        unshipped._logistics_take_box_return()
        missing = shipped.filtered(lambda p: not p.logistics_shipment_id)
        (shipped - missing)._logistics_update_shipments()
        missing._logistics_create_shipments()
        shipped.logistics_shipment_id._logistics_release()
        shipped._logistics_adopt_tracking()

    def _logistics_take_waiting(self):
        """Take the shipments that wait for the last step: its earlier steps', or the
        order's."""
        outbound = self.filtered(lambda p: p._logistics_direction() == "outbound")
        waiting = outbound.sale_id._logistics_waiting_shipments()
        for picking in outbound:
            origins = picking.move_ids.move_orig_ids.picking_id.logistics_shipment_id
            free = origins._logistics_without_last_step()
            shipment = (free or waiting.get(picking.sale_id, free))[:1]
            if not shipment:
                continue
            picking.logistics_shipment_id = shipment
            waiting[picking.sale_id] = waiting.get(picking.sale_id, free) - shipment
            self._logistics_add_references({shipment: picking})

    def _logistics_create_shipments(self):
        if not self:
            return
        self.sale_id._logistics_ensure_correlation()
        incoterms = self._logistics_incoterms()
        shipments = (
            self.env["logistics.shipment"]
            ._logistics_quietly()
            .create(
                [
                    {
                        **picking._logistics_shipment_vals(incoterms),
                        **picking._logistics_origin_vals(),
                    }
                    for picking in self
                ]
            )
        )
        for picking, shipment in zip(self, shipments, strict=True):
            picking.logistics_shipment_id = shipment
        self._logistics_add_references(dict(zip(shipments, self, strict=True)))

    def _logistics_add_references(self, by_shipment):
        """Add what each shipment is known by, where it is not yet.

        :param dict by_shipment: {shipment: what ``_logistics_references`` is asked of}.
        """
        self = self.sudo()
        shipments = self.env["logistics.shipment"].union(*by_shipment)
        present = {
            (r.shipment_id.id, r.type, r.normalized) for r in shipments.reference_ids
        }
        self.env["logistics.reference"].create(
            [
                {"shipment_id": shipment.id, "type": each.type, "value": each.value}
                for shipment, document in by_shipment.items()
                for each in document._logistics_references()
                if (shipment.id, each.type, normalize(each.value)) not in present
            ]
        )

    def _logistics_update_shipments(self):
        incoterms = self._logistics_incoterms()
        for picking in self:
            shipment = picking.logistics_shipment_id
            if not picking._logistics_is_last_step():
                # The label was bought at an earlier step: the last one decides.
                continue
            if shipment._logistics_is_planned():
                shipment._logistics_write(picking._logistics_shipment_vals(incoterms))
            if shipment.state in OPEN_STATES:
                shipment._logistics_promise(picking._logistics_promised())

    def _logistics_prepare_booking(self):
        """Make sure that there is a shipment with packages to book for.

        The label may be bought before the last step, at the packing station: the
        shipment that waits for the last step is then taken here already, or made.
        """
        for picking in self.sudo().filtered(lambda p: not p.logistics_shipment_id):
            order = picking.sale_id
            waiting = order._logistics_waiting_shipments().get(order)
            ahead = picking.move_ids.move_dest_ids.picking_id.logistics_shipment_id
            if shipment := (ahead or waiting or ahead)[:1]:
                picking.logistics_shipment_id = shipment
            else:
                picking._logistics_create_shipments()
            picking.logistics_shipment_id._logistics_release()
        self._logistics_sync_packages()

    # What a shipment is

    @api.model
    def _logistics_incoterm_ids(self, terms):
        """Return {code: id of our Incoterm} for Odoo's."""
        if not terms:
            return {}
        found = self.env["logistics.incoterm"].search(
            [("code", "in", terms.mapped("code"))]
        )
        return {term.code: term.id for term in found}

    def _logistics_incoterms(self):
        return self._logistics_incoterm_ids(
            self.sale_id.incoterm | self.company_id.incoterm_id
        )

    def _logistics_shipment_vals(self, incoterms):
        """Return what of the transfer the shipment follows until it is booked."""
        ship_from, ship_to = self._logistics_addresses()
        order, company = self.sale_id, self.company_id
        own = self._logistics_of_company
        direction = self._logistics_direction() or "outbound"
        customer = order.partner_id or self.partner_id.commercial_partner_id
        term = order.incoterm or company.incoterm_id
        return {
            "direction": direction,
            "carrier_id": self.carrier_id.id,
            "partner_id": direction != "inbound" and own(customer, company).id,
            "ship_from_id": own(ship_from, company).id,
            "ship_to_id": own(ship_to, company).id,
            # A done transfer is urgent no more, but what it shipped may be.
            **({"priority": self.priority} if self.state != "done" else {}),
            "incoterm_id": incoterms.get(term.code, False),
            "has_dangerous_goods": self.logistics_has_dangerous_goods,
            **self._logistics_measures(),
            **self.carrier_id._logistics_shipment_vals(company),
        }

    @api.model
    def _logistics_of_company(self, partner, company):
        """Return the partner, or none where it belongs to another company."""
        return partner.filtered(lambda p: p.company_id <= company)

    def _logistics_origin_vals(self):
        """Return what a shipment is told once, when it is made."""
        order, company = self.sale_id, self.company_id
        promised = self._logistics_promised()
        return {
            "company_id": company.id,
            "user_id": company.logistics_user_id.id,
            "sale_id": order.id,
            "promised_date": promised,
            "order_promise_date": promised,
            **(
                {"correlation_id": order.logistics_correlation_id}
                if order.logistics_correlation_id
                else {}
            ),
        }

    def _logistics_promised(self):
        """Return when the consignee was told to have the goods, False if nobody was."""
        direction = self._logistics_direction()
        if direction == "return":
            return False
        if direction == "inbound":
            return self.date_deadline or self.scheduled_date
        if order := self.sale_id:
            return order._logistics_promised(self.date_deadline)
        return self.date_deadline

    def _logistics_measures(self):
        """Return weight in kg and volume in m³: of what is packed, else demanded."""
        consigning = self.env["logistics.consigning"]
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        packed = self.state == "done" or self.move_line_ids.result_package_id
        weight = self.shipping_weight if packed else self.weight
        volume = sum(
            move.product_qty * move.product_id.volume
            for move in moves
            if move.product_id.volume
        )
        return {
            "weight": consigning._kg(weight or self.weight),
            "volume": round(consigning._m3(volume), 4),
        }

    # Calling off

    def _logistics_cancel_shipments(self):
        """Call off the shipments of cancelled transfers, where nothing moved yet.

        What is under way stays as it is; people are told on it.
        """
        cancelled = self.sudo().filtered(lambda p: p.state == "cancel")
        over = cancelled.logistics_shipment_id.filtered(
            lambda s: (
                s.state not in ("cancelled", "delivered", "returned")
                and all(p.state == "cancel" for p in s.picking_ids)
            )
        )
        over._logistics_call_off()
