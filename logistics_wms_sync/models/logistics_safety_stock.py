# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsSafetyStock(models.Model):
    """What of a product is never offered for sale, in one warehouse or in all.

    In place of what the warehouse says for all its products.
    """

    _name = "logistics.safety.stock"
    _description = "Safety Stock"
    _order = "product_id, warehouse_id"
    _rec_name = "product_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="Empty: all of them.",
    )
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="cascade"
    )
    quantity = fields.Float(string="Safety Stock", digits="Product Unit")
    percent = fields.Float(string="Safety Stock (%)", help="Of what is free.")

    _once = models.UniqueIndex(
        "(company_id, product_id, COALESCE(warehouse_id, 0))",
        "This product has its safety stock already.",
    )
    _sensible = models.Constraint(
        "CHECK(quantity >= 0 AND percent >= 0 AND percent <= 100)",
        "Safety stock is not negative, and not more than there is.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        stocks = super().create(vals_list)
        stocks._have_published()
        return stocks

    def write(self, vals):
        self._have_published()
        result = super().write(vals)
        self._have_published()
        return result

    def unlink(self):
        self._have_published()
        return super().unlink()

    def _have_published(self):
        """Have what may be sold of these reckoned anew."""
        warehouses = self.env["stock.warehouse"].sudo()
        pairs = set()
        for one in self.sudo():
            meant = one.warehouse_id or warehouses.search(
                [("company_id", "=", one.company_id.id)]
            )
            pairs |= {
                (warehouse.id, one.product_id.id)
                for warehouse in meant
                if warehouse.logistics_publishes_stock
            }
        self.env["logistics.availability"]._queue(pairs)
