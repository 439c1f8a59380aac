# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.references import normalize
from odoo.addons.logistics_base.models.logistics_sla_clock import Clocks

from .logistics_warehouse_order import UNSENT_STATES


class LogisticsWarehouseOrder(models.Model):
    """From a delivery to what the warehouse was told."""

    _inherit = "logistics.warehouse.order"

    # Making orders

    @api.model
    def _of_pickings(self, pickings):
        """Make an order, not sent yet, for each of these deliveries; return them."""
        orders = self.sudo().create(
            [self._vals_of_picking(picking) for picking in pickings]
        )
        for order in orders:
            order._sync_lines()
        orders._ensure_shipments()
        orders._release_parked()
        return orders

    def _release_parked(self):
        """Take up what was told of these orders before anybody here knew them."""
        waits = self.env["logistics.message.wait"].sudo()
        for company, orders in self.grouped("company_id").items():
            numbers = list(map(normalize, orders.mapped("name")))
            waits._release(company, "reference", numbers)

    @api.model
    def _vals_of_picking(self, picking):
        warehouse = picking.picking_type_id.warehouse_id
        return {
            "name": picking.name,
            "picking_id": picking.id,
            "warehouse_id": warehouse.id,
            "integration_id": warehouse.logistics_integration_id.id,
            "company_id": picking.company_id.id,
            "sale_id": picking.sale_id.id,
            "origin": picking.origin,
            "substitution": warehouse.logistics_substitution,
            **self._followed_vals(picking),
        }

    @api.model
    def _followed_vals(self, picking):
        """Return what follows the delivery for as long as the warehouse listens."""
        carrier, service = picking._logistics_service()
        return {
            "partner_id": picking._logistics_ship_to().id,
            "priority": picking.priority,
            "carrier_code": carrier,
            "service_code": service,
            "promised_date": picking.sale_id.commitment_date or picking.date_deadline,
            "ship_complete": picking.move_type == "one",
        }

    # Shipments

    def _ensure_shipments(self):
        """Give every order the shipment that its goods travel as."""
        missing = self.filtered(lambda order: not order.shipment_id)
        known = missing._known_shipments()
        found = {
            order: known[order.picking_id]
            for order in missing
            if known.get(order.picking_id)
        }
        others = missing.filtered(lambda order: order not in found)
        found |= dict(zip(others, others._make_shipments(), strict=True))
        for order, shipment in found.items():
            order.write(
                {"shipment_id": shipment.id, "correlation_id": shipment.correlation_id}
            )

    def _known_shipments(self):
        """Return {delivery: shipment} of those that have one already.

        Addons that make shipments of deliveries extend it.
        """
        return {}

    def _make_shipments(self):
        """Make a shipment for each order; return them in that order."""
        shipments = (
            self.env["logistics.shipment"]
            .sudo()
            .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
            .create([order._shipment_vals() for order in self])
        )
        self.env["logistics.reference"].sudo().create(
            [
                {"shipment_id": shipment.id, "type": each.type, "value": each.value}
                for order, shipment in zip(self, shipments, strict=True)
                for each in order._references()
            ]
        )
        return shipments

    def _shipment_vals(self):
        company = self.company_id
        customer = self.sale_id.partner_id or self.partner_id.commercial_partner_id
        own = [
            partner.filtered(lambda one: one.company_id <= company).id
            for partner in (customer, self.warehouse_id.partner_id, self.partner_id)
        ]
        return {
            "company_id": company.id,
            "user_id": company.logistics_user_id.id,
            "partner_id": own[0],
            "ship_from_id": own[1],
            "ship_to_id": own[2],
            "direction": "outbound",
            "priority": self.priority,
            "promised_date": self.promised_date,
        }

    # Releasing

    def action_release(self):
        """Release what is not with the warehouse yet; say what blocks the rest."""
        self._check_works()
        self.filtered(lambda order: not order._can_release())._refuse_as_gone()
        own = self.sudo()
        own.is_on_hold = False
        own.filtered(lambda order: order.state == "cancelled")._set_state("draft")
        own._release(by_hand=True)
        return self._tell_released()

    def action_hold(self):
        """Keep back what is not with the warehouse yet."""
        self._check_works()
        own = self.sudo().filtered(lambda order: order.state in UNSENT_STATES)
        if not own:
            self._refuse_as_gone()
        own.is_on_hold = True
        own._release()

    def _refuse_as_gone(self):
        """Refuse to do anything about these any more; about none, do nothing."""
        if self:
            raise UserError(
                self.env._(
                    "With the warehouse already, or its delivery is over: %s",
                    ", ".join(self.mapped("name")),
                )
            )

    def _check_works(self):
        """Refuse whoever may not work on the deliveries: the orders follow those."""
        self.check_access("read")
        self.env["stock.picking"].check_access("write")
        self.picking_id.check_access("write")

    def _can_release(self):
        """Whether the warehouse does not have it, and there is something to send."""
        self.ensure_one()
        is_free = self.state in UNSENT_STATES or self.state == "cancelled"
        return is_free and self.picking_id.state not in ("done", "cancel")

    def _tell_released(self):
        """Return a notification of what was released, and what was not."""
        blocked = self.filtered(lambda order: order.state in UNSENT_STATES)
        if blocked:
            text = self.env._(
                "Blocked: %s", ", ".join(blocked.sudo().block_ids.mapped("name"))
            )
        else:
            text = self.env._("Released: %s", ", ".join(self.mapped("name")))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if blocked else "success",
                "message": text,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _release(self, waived=(), by_hand=False):
        """Send what nothing blocks, and note what blocks the rest.

        Orders that the warehouse has already are left alone.

        :param waived: codes of reasons that a person says do not count this time.
        :param by_hand: a person wants it: warehouses that wait for one are told, too.
        """
        unsent = self.filtered(lambda order: order.state in UNSENT_STATES)
        if not unsent:
            return
        unsent.write({"checked_at": fields.Datetime.now(), "needs_review": False})
        blocks = unsent.picking_id._logistics_release_blocks()
        free = unsent.browse()
        for order in unsent:
            found = [
                (code, text)
                for code, text in (
                    *order._own_blocks(),
                    *blocks.get(order.picking_id.id, ()),
                )
                if code not in waived
            ]
            if found:
                order._note_blocks(found)
            else:
                free |= order
        (unsent - free)._set_state("waiting")
        wanted = free.filtered(
            lambda o: by_hand or o.warehouse_id.logistics_release == "auto"
        )
        wanted._send_releases()
        (free - wanted)._unblock()

    def _own_blocks(self):
        if self.is_on_hold:
            return [("hold", self.env._("A person keeps it back."))]
        return []

    def _note_blocks(self, reasons):
        """Write down what is in the way, where that is new.

        :param reasons: [(code of a ``logistics.release.block``, text)].
        """
        known = self.env["logistics.release.block"]._by_code()
        kinds = known[""].union(*(known.get(code, known[""]) for code, _t in reasons))
        note = "\n".join(dict.fromkeys(text for _code, text in reasons))
        if self.block_note != note or self.block_ids != kinds:
            self.write(
                {"block_ids": [fields.Command.set(kinds.ids)], "block_note": note}
            )

    def _no_blocks(self):
        """Return the values of an order that nothing is in the way of."""
        return {"block_ids": [fields.Command.clear()], "block_note": False}

    def _unblock(self):
        """Nothing blocks these: they wait for a person alone."""
        self.filtered("block_ids").write(self._no_blocks())
        self._set_state("draft")

    def _send_releases(self):
        """Tell the warehouses; what cannot be written down for one is blocked."""
        clocks, now = Clocks(self.env), fields.Datetime.now()
        sent = self.browse()
        for order in self:
            wave, cutoff = order.warehouse_id._logistics_cutoff(now, clocks)
            try:
                order._send_release(wave, cutoff)
            except UserError as error:
                order._note_blocks([("encoding", str(error))])
            else:
                sent |= order
        sent.write(
            {
                "released_at": now,
                "reason": False,
                "cancel_state": False,
                "needs_review": False,
                **self._no_blocks(),
            }
        )
        sent._set_state("sent")
        (self - sent)._set_state("waiting")
        drafts = sent.shipment_id.filtered(
            lambda s: s.state == "draft" and s.office_state == "draft"
        )
        drafts.action_release()

    def _send_release(self, wave, cutoff):
        """Tell the warehouse.

        :raise UserError: where it cannot be written for it; nothing was sent then.
        """
        self._sync()
        self.write({"wave_id": wave.id, "ship_by": cutoff, "sent_digest": False})
        self._send_revision("original")
