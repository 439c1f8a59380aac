# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: In these states of a transfer it may be released.
RELEASABLE = ("confirmed", "waiting", "assigned")
#: Where goods are that left the warehouse.
OUTSIDE = ("customer", "supplier", "transit", "production")
#: So many deliveries are looked at in one transaction.
BATCH_SIZE = 200


class StockPicking(models.Model):
    """Deliveries that are released to the system that runs their warehouse."""

    _inherit = "stock.picking"

    # Which

    @api.model
    def _logistics_releasable_domain(self):
        """Return the domain of what may be a release, as far as it can be searched."""
        return Domain(
            [
                ("state", "in", RELEASABLE),
                ("picking_type_id.code", "in", ("outgoing", "internal")),
                ("picking_type_id.warehouse_id.logistics_integration_id", "!=", False),
            ]
        )

    def _logistics_is_first_step(self):
        """Whether with this transfer the warehouse begins to send goods out.

        The 3PL does the whole chain, so it is told once: by the first step, whose moves
        know where the goods go in the end. What follows belongs to the same order.
        """
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        if not moves or not self.picking_type_id.warehouse_id:
            return False
        ends = moves.location_final_id or moves.location_dest_id
        leaves = any(usage in OUTSIDE for usage in ends.mapped("usage"))
        if not (leaves or self.picking_type_code == "outgoing"):
            return False
        before = moves.move_orig_ids.filtered(lambda move: move.state != "cancel")
        same = before.picking_type_id.filtered(
            lambda one: one.code in ("internal", "outgoing")
        )
        return self.picking_type_id.warehouse_id not in same.warehouse_id

    def _logistics_first_steps(self):
        """Return the transfers by which these deliveries are released."""
        found = self.browse()
        for picking in self:
            while before := picking.move_ids.move_orig_ids.picking_id.filtered(
                lambda one, wh=picking.picking_type_id.warehouse_id: (
                    one.picking_type_id.warehouse_id == wh
                    and one.picking_type_code in ("internal", "outgoing")
                )
            ):
                picking = before[:1]
            found |= picking
        return found

    # Releasing

    def action_logistics_release(self):
        """Release to the warehouse what is ready; say what blocks the rest."""
        self.check_access("write")
        steps = self._logistics_first_steps()
        if elsewhere := steps.filtered(lambda p: not p._logistics_can_release()):
            raise UserError(
                self.env._(
                    "No other system's warehouse sends this out, or not any more: %s",
                    ", ".join(elsewhere.mapped("name")),
                )
            )
        orders = steps._release()
        orders.filtered(lambda order: order._can_release()).action_release()
        return orders._tell_released()

    def _logistics_can_release(self):
        """Whether a warehouse order may be made of it, or there is one."""
        self.ensure_one()
        if self.logistics_order_id:
            return True
        warehouse = self.picking_type_id.warehouse_id
        return bool(
            self.state in RELEASABLE
            and self.picking_type_code in ("outgoing", "internal")
            and warehouse.sudo().logistics_integration_id
            and self._logistics_is_first_step()
        )

    def _release(self):
        """Release deliveries to their warehouses; return their warehouse orders.

        What is blocked waits, with its reasons, and is looked at again. Harmless for
        what was released before. Another transaction that releases the same ones has
        them first.
        """
        pickings = self.sudo().try_lock_for_update(allow_referencing=True)
        if len(pickings) < len(self) and not self.env.context.get("logistics_cron"):
            raise UserError(self.env._("Somebody is releasing this right now."))
        pickings.invalidate_recordset(["logistics_order_id"])
        fresh = pickings.filtered(
            lambda p: not p.logistics_order_id and p._logistics_can_release()
        )
        self.env["logistics.warehouse.order"]._of_pickings(fresh)
        orders = pickings.logistics_order_id
        orders._release()
        return orders.with_env(self.env)

    @api.model
    def _logistics_wake_release(self):
        """Have releases and changes looked at as soon as this is committed."""
        cron = self.env.ref("logistics_wms_sync.ir_cron_release", False)
        if cron:
            self.env["logistics.message"]._call_crons(cron.ids)

    def _logistics_service(self):
        """Return (carrier, service) in our words, as the order or delivery says.

        Here no delivery says so: the warehouse's usual service counts. Addons that know
        delivery methods extend it.
        """
        self.ensure_one()
        warehouse = self.picking_type_id.warehouse_id
        return None, warehouse.logistics_service_code or None

    def _logistics_ship_to(self):
        """Return whom the goods go to in the end."""
        self.ensure_one()
        return self.partner_id or self.sale_id.partner_shipping_id
