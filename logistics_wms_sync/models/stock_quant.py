# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo import api, models

_CHANGED = "logistics_wms_sync.changed_stock"
_LOCKED = "logistics_wms_sync.locked_stock"
_COUNTED = frozenset(
    {"quantity", "reserved_quantity", "location_id", "product_id", "owner_id"}
)


class StockQuant(models.Model):
    """Stock whose changes others are told of, and whose adjustments say why."""

    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        quants._logistics_note_change()
        return quants

    def write(self, vals):
        result = super().write(vals)
        if not _COUNTED.isdisjoint(vals):
            self._logistics_note_change()
        return result

    def unlink(self):
        self._logistics_note_change()
        return super().unlink()

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        """Count on from what others left, not from what was read before the lock.

        Odoo adds to the quantity in its cache, and trusts that the database ends the
        transaction if another one has changed it. Where each statement sees what others
        have committed, as in the drain of messages, nothing ends it: it would undo
        their work.
        """
        locked = super().try_lock_for_update(
            allow_referencing=allow_referencing, limit=limit
        )
        if not self._logistics_sees_others():
            return locked
        held = self.env.cr.precommit.data.setdefault(_LOCKED, set())
        if fresh := locked.filtered(lambda quant: quant.id not in held):
            fresh.invalidate_recordset(["quantity", "reserved_quantity"])
            held.update(fresh.ids)
        return locked

    @api.model
    def _logistics_sees_others(self):
        """Whether a statement sees what was committed since the one before it."""
        connection = self.env.cr.connection
        return connection.isolation_level == ISOLATION_LEVEL_READ_COMMITTED

    def _logistics_note_change(self):
        """Have what may be sold of these reckoned anew, once the transaction is done."""
        changed = {
            (quant.location_id.warehouse_id.id, quant.product_id.id)
            for quant in self.sudo()
            if quant.location_id.warehouse_id.logistics_publishes_stock
        }
        if not changed:
            return
        noted = self.env.cr.precommit.data.setdefault(_CHANGED, set())
        if not noted:
            self.env.cr.precommit.add(self.env["stock.quant"]._logistics_queue_changed)
        noted |= changed

    @api.model
    def _logistics_queue_changed(self):
        changed = self.env.cr.precommit.data.pop(_CHANGED, set())
        self.env["logistics.availability"].sudo()._queue(changed)

    def _get_inventory_move_values(self, *args, **kwargs):
        vals = super()._get_inventory_move_values(*args, **kwargs)
        marks = self.env.context.get("logistics_corrections") or {}
        occurred_at, discrepancy_id = marks.get(self.id, (False, False))
        if occurred_at:
            vals["logistics_occurred_at"] = occurred_at
        if discrepancy_id:
            vals["logistics_discrepancy_id"] = discrepancy_id
        return vals
