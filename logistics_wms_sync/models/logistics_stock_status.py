# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

STATUSES = [
    ("good", "Good"),
    ("damaged", "Damaged"),
    ("hold", "On Hold"),
    ("in_transit", "In Transit"),
]
#: Names of locations that people give to what is not good, in capitals.
_NAMES = {
    "damaged": ("DAMAGED", "DAMAGE", "DEFECTIVE", "BROKEN"),
    "hold": ("ON HOLD", "HOLD", "QUARANTINE", "BLOCKED", "QUALITY CONTROL"),
}


class LogisticsStockStatus(models.Model):
    """Where goods of one condition are kept, by warehouse.

    A location stands for all below it that stand for nothing else.
    """

    _name = "logistics.stock.status"
    _description = "Stock Status"
    _order = "warehouse_id, id"
    _rec_name = "status"
    _check_company_auto = True

    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="warehouse_id.company_id")
    status = fields.Selection(STATUSES, required=True)
    location_id = fields.Many2one(
        "stock.location",
        required=True,
        index=True,
        check_company=True,
        domain="[('usage', 'in', ('internal', 'transit'))]",
        help="Goods of this condition are here, or in a location below it.",
    )

    _once = models.Constraint(
        "unique(warehouse_id, status)", "This status has its location already."
    )

    @api.model
    def _locations(self, warehouse):
        """Return {status: location} of a warehouse, as far as it is told."""
        known = self.sudo().search([("warehouse_id", "=", warehouse.id)])
        found = {one.status: one.location_id.with_env(self.env) for one in known}
        found.setdefault("good", warehouse.lot_stock_id)
        return found

    @api.model
    def _location(self, warehouse, status):
        """Return the location of a status; empty where nobody has told it."""
        return self._locations(warehouse).get(status, self.env["stock.location"])

    @api.model
    def _suggest_locations(self, warehouse):
        """Give every status of a warehouse a location, new ones where need be.

        What is in transit stays untold: which goods are between places only their
        transfers tell.

        :return: the statuses that were missing.
        """
        known = self.sudo().search([("warehouse_id", "=", warehouse.id)])
        missing = [
            status
            for status in ("good", "damaged", "hold")
            if status not in known.mapped("status")
        ]
        return self.create(
            [
                {
                    "warehouse_id": warehouse.id,
                    "status": status,
                    "location_id": self._suggest_location(warehouse, status).id,
                }
                for status in missing
            ]
        )

    @api.model
    def _suggest_location(self, warehouse, status):
        if status == "good":
            return warehouse.lot_stock_id
        view = warehouse.view_location_id
        inside = self.env["stock.location"].search(
            [("id", "child_of", view.id), ("usage", "=", "internal")]
        )
        named = inside.filtered(lambda one: one.name.strip().upper() in _NAMES[status])
        return named[:1] or inside.sudo().create(
            {
                "name": self.env._("Damaged")
                if status == "damaged"
                else self.env._("On Hold"),
                "location_id": view.id,
                "usage": "internal",
                "company_id": warehouse.company_id.id,
            }
        )

    @api.model
    def _places(self, warehouse):
        """Return {location id: id of the status location that it belongs to}."""
        heads = {location.id for location in self._locations(warehouse).values()}
        below = (
            self.env["stock.location"]
            .sudo()
            .with_context(active_test=False)
            .search([("id", "child_of", list(heads))])
        )
        places = {}
        for location in below:
            path = map(int, location.parent_path.strip("/").split("/")[::-1])
            places[location.id] = next(one for one in path if one in heads)
        return places
