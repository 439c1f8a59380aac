# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError


class Correction(NamedTuple):
    """So much of these goods is there more (or less) than Odoo says.

    :ivar location: of their status; what lies below it counts as lying in it.
    :ivar all_lots: of whichever lot; ``lot`` is empty then. So with owners.
    :ivar quantity: in the product's unit.
    :ivar occurred_at: as of when; None for now.
    """

    product: object
    location: object
    lot: object
    owner: object
    quantity: float
    all_lots: bool = False
    all_owners: bool = False
    occurred_at: object = None
    discrepancy_id: int | bool = False


class LogisticsInventoryAdjustment(models.AbstractModel):
    """Brings Odoo's stock in line, by Odoo's own inventory adjustments and moves."""

    _name = "logistics.inventory.adjustment"
    _description = "Inventory Adjustments"

    @api.model
    def _adjust(self, corrections, reason):
        """Adjust stock by Odoo's inventory adjustment, so that its valuation is right.

        :param corrections: list of :class:`Correction`.
        :param str reason: what the adjustment is called.
        :raise UserError: where it is not clear which stock is meant.
        """
        changes, marks = {}, {}
        for correction in corrections:
            for quant, quantity in self._spread(correction):
                changes[quant] = changes.get(quant, 0.0) + quantity
                marks[quant.id] = (
                    correction.occurred_at,
                    correction.discrepancy_id,
                )
        for quant, quantity in changes.items():
            quant.inventory_quantity = quant.quantity + quantity
        quants = self.env["stock.quant"].sudo().concat(*changes)
        conflict = quants.with_context(
            inventory_name=reason, logistics_corrections=marks
        ).action_apply_inventory()
        if conflict:
            raise UserError(self.env._("The stock is being changed right now."))

    @api.model
    def _move_status(self, correction, location, reason):
        """Move goods that are in another condition than we thought.

        :param correction: what is to go from where, the quantity positive.
        :param location: of the condition that they are in.
        """
        quants = self._spread(correction._replace(quantity=-correction.quantity))
        moves = self.env["stock.move"].sudo()
        for quant, quantity in quants:
            mark = (correction.occurred_at, correction.discrepancy_id)
            moves |= moves.create(
                quant.with_context(
                    inventory_name=reason, logistics_corrections={quant.id: mark}
                )._get_inventory_move_values(
                    -quantity, quant.location_id, location, quant.package_id
                )
            )
        moves._action_done()

    # Which stock

    @api.model
    def _spread(self, correction):
        """Return [(quant, change)] that a correction comes to."""
        self._check_lot(correction)
        quants = self._quants(correction)
        if correction.quantity > 0:
            quant = quants[:1] or self._new_quant(correction)
            return [(quant, correction.quantity)]
        missing, found = -correction.quantity, []
        unit = correction.product.uom_id
        for quant in quants:
            if unit.compare(missing, 0) <= 0:
                break
            taken = min(missing, max(quant.quantity, 0))
            if taken:
                found.append((quant, -taken))
                missing -= taken
        if unit.compare(missing, 0) > 0:
            raise UserError(
                self.env._(
                    "%(product)s: %(quantity)s less are not there to be taken from.",
                    product=correction.product.display_name,
                    quantity=missing,
                )
            )
        return found

    @api.model
    def _check_lot(self, correction):
        if correction.product.tracking != "none" and not correction.lot:
            raise UserError(
                self.env._(
                    "Say which lot of %s is meant.", correction.product.display_name
                )
            )

    @api.model
    def _quants(self, correction):
        """Return the stock that is meant, what lies in the location itself first."""
        warehouse = correction.location.warehouse_id
        places = self.env["logistics.stock.status"]._places(warehouse)
        place = correction.location.id
        domain = [
            ("product_id", "=", correction.product.id),
            ("location_id", "child_of", place),
            ("lot_id", "=", correction.lot.id if correction.lot else False),
        ]
        if not correction.all_owners:
            owner = correction.owner.id if correction.owner else False
            domain.append(("owner_id", "=", owner))
        quants = self.env["stock.quant"].sudo().search(domain)
        return quants.filtered(
            lambda quant: places.get(quant.location_id.id, place) == place
        ).sorted(lambda quant: (quant.location_id.id != place, -quant.quantity))

    @api.model
    def _new_quant(self, correction):
        return (
            self.env["stock.quant"]
            .sudo()
            .create(
                {
                    "product_id": correction.product.id,
                    "location_id": correction.location.id,
                    "lot_id": correction.lot.id if correction.lot else False,
                    "owner_id": correction.owner.id if correction.owner else False,
                }
            )
        )

    @api.model
    def _lot_named(self, product, company, name):
        """Return the lot of that name, a new one where there is none."""
        lots = self.env["stock.lot"].sudo()
        return lots.search(
            [
                ("product_id", "=", product.id),
                ("name", "=", name),
                ("company_id", "in", (False, company.id)),
            ],
            limit=1,
        ) or lots.create(
            {"product_id": product.id, "name": name, "company_id": company.id}
        )
