# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .logistics_inventory_adjustment import Correction


class LogisticsHandlerInventoryDelta(models.AbstractModel):
    """Takes changes of stock that no order explains.

    They change what the warehouse is believed to have. Stock here changes only where
    the warehouse's settings say so, within their limits; otherwise it is a discrepancy.
    """

    _name = "logistics.handler.inventory.delta"
    _inherit = "logistics.handler.inventory.snapshot"
    _description = "Inventory Change Handler"

    @api.model
    def _apply(self, batch):
        by_warehouse = {}
        items = [item for item in batch.live() if not self._is_known(batch, item)]
        products = self._products(batch, items)
        for item in items:
            warehouse = self._warehouse(batch, item)
            if item.is_open:
                told = self._told(batch, item, warehouse, products)
            if item.is_open:
                by_warehouse.setdefault(warehouse, []).append((item, told))
        for warehouse, group in by_warehouse.items():
            self._take_changes(batch, warehouse, group)

    @api.model
    def _shadow_result(self, item):
        changes = self.env["logistics.inventory.change"].search(
            [("message_id", "=", item.message_id)]
        )
        counting = changes.filtered(lambda one: one.outcome != "contained")
        if not counting:
            return "same", self.env._("A snapshot contains it already.")
        applied = len(counting.filtered(lambda one: one.outcome == "applied"))
        return "differs", self.env._(
            "%(applied)s changes would be applied at once, %(compared)s compared.",
            applied=applied,
            compared=len(counting) - applied,
        )

    # What follows

    @api.model
    def _take_changes(self, batch, warehouse, group):
        """Take the changes of one warehouse, then compare what they are about."""
        contained = self._containing(warehouse, group)
        rows, sums = [], {}
        for item, told in sorted(group, key=lambda pair: self._as_of(pair[0])):
            as_of, sequence = self._as_of(item), item.document.sequence
            for position, one in enumerate(told, 1):
                outcome, note = "contained", None
                if not contained(one, as_of, sequence):
                    outcome, note = self._try_at_once(warehouse, one, as_of)
                    self._add_up(sums, one, as_of, sequence, outcome)
                rows.append(
                    {
                        **self._change_vals(batch, item, warehouse, position, one),
                        "outcome": outcome,
                        "note": note,
                    }
                )
        self.env["logistics.inventory.change"].create(rows)
        if sums:
            self.env["logistics.inventory.comparison"]._compare_changes(warehouse, sums)

    @api.model
    def _containing(self, warehouse, group):
        """Return the function that tells whether a snapshot contains a change already.

        The last complete one may, and a later word about these very goods.
        """
        last = self.env["logistics.inventory.snapshot"]._last_complete(warehouse)
        products = self.env["product.product"].union(
            *(one.product for _item, told in group for one in told)
        )
        counted = self.env["logistics.inventory.position"]._counted(warehouse, products)

        def contained(told, as_of, sequence):
            if last and last._contains(as_of, sequence or 0, sequence is not None):
                return True
            at, after = counted.get(told.key(told.location), (None, None))
            if at and after is not None and sequence is not None:
                return sequence <= after
            return bool(at) and as_of <= at

        return contained

    @api.model
    def _try_at_once(self, warehouse, told, as_of):
        """Apply a change where the warehouse's settings say so.

        :return: (what came of it, why it was not applied or None).
        """
        line, cost = told.line, told.product.with_company(warehouse.company_id)
        if told.change is None or not warehouse._logistics_applies_at_once(line.reason):
            return "compared", None
        if abs(told.change) * cost.standard_price > warehouse.logistics_auto_value:
            return "compared", self.env._("Above the value that is applied at once.")
        lot = told.lot
        adjusting = self.env["logistics.inventory.adjustment"]
        try:
            with self.env.cr.savepoint():
                if told.lot_name:
                    lot = adjusting._lot_named(
                        told.product, warehouse.company_id, told.lot_name
                    )
                self._apply_at_once(told, lot, as_of)
        except UserError as error:
            return "compared", str(error)[:500]
        return "applied", None

    @api.model
    def _apply_at_once(self, told, lot, as_of):
        adjusting = self.env["logistics.inventory.adjustment"]
        owner = self.env["res.partner"].browse(told.owner_id or ())
        correction = Correction(
            product=told.product,
            location=told.location,
            lot=lot,
            owner=owner,
            quantity=told.change,
            occurred_at=as_of,
        )
        reason = told.line.reason or self.env._("Told by the warehouse")
        if told.to_location:
            correction = correction._replace(quantity=abs(told.change))
            adjusting._move_status(correction, told.to_location, reason)
        else:
            adjusting._adjust([correction], reason)

    @api.model
    def _add_up(self, sums, told, as_of, sequence, outcome):
        """Add a line to what is known of the goods it is about.

        :param sums: {goods: [quantity or None, change, as of, sequence]}; changed here.
        """
        change = 0 if outcome == "applied" else told.change or 0
        parts = [(told.location, told.on_hand, change)]
        if told.to_location:
            moved = abs(change)
            parts = [
                (told.location, told.on_hand, -moved),
                (told.to_location, None, moved),
            ]
        for location, on_hand, changed in parts:
            entry = sums.setdefault(told.key(location), [None, 0.0, as_of, sequence])
            if on_hand is not None:
                entry[:2] = [on_hand, 0.0]
            else:
                entry[1] += changed
            entry[2:] = [as_of, sequence]

    @api.model
    def _change_vals(self, batch, item, warehouse, position, told):
        line = told.line
        return {
            "integration_id": batch.integration.id,
            "warehouse_id": warehouse.id,
            "company_id": warehouse.company_id.id,
            "message_id": item.message_id,
            "told_id": item.document.id,
            "position": position,
            "as_of": fields.Datetime.to_string(self._as_of(item)),
            "sku": line.sku,
            "product_id": told.product.id,
            "lot": line.lot,
            "owner_id": told.owner_id,
            "status": line.status,
            "to_status": line.to_status,
            "quantity": told.change or 0,
            "on_hand": told.on_hand or 0,
            "has_on_hand": told.on_hand is not None,
            "reason": line.reason,
            "reference": line.reference,
        }
