# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.canonical.references import normalize


class LogisticsPackage(models.Model):
    _inherit = "logistics.package"

    stock_package_id = fields.Many2one(
        "stock.package",
        string="Package in Stock",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    piece_key = fields.Char(
        readonly=True,
        copy=False,
        help="What the piece is called when a carrier is asked to carry it.",
    )

    _piece_once = models.UniqueIndex(
        "(shipment_id, piece_key) WHERE piece_key IS NOT NULL",
        "This piece is in the shipment already.",
    )

    def _logistics_write(self, vals):
        """Write what differs."""
        self.ensure_one()
        changed = {
            name: value
            for name, value in vals.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            self.write(changed)

    def _logistics_add_sscc(self):
        """Let packages be known by their SSCC, where stock named them by it."""
        self.env["logistics.reference"].create(
            [
                {
                    "shipment_id": package.shipment_id.id,
                    "package_id": package.id,
                    "type": "sscc",
                    "value": package.name,
                }
                for package in self
                if package.stock_package_id.valid_sscc and normalize(package.name)
            ]
        )


class StockPicking(models.Model):
    """The packages of a shipment follow those in stock until it is booked."""

    _inherit = "stock.picking"

    def _logistics_sync_packages(self):
        """Have one package for each outermost package of stock, one for the rest."""
        self = self.sudo()
        wanted = {}
        for picking in self:
            shipment = picking.logistics_shipment_id
            if shipment and shipment._logistics_is_planned():
                wanted[shipment] = picking._logistics_package_vals()
        shipments = self.env["logistics.shipment"].union(*wanted)
        present = {(p.shipment_id, p.piece_key): p for p in shipments.package_ids}
        new = []
        for shipment, pieces in wanted.items():
            for key, vals in pieces.items():
                if package := present.get((shipment, key)):
                    package._logistics_write(vals)
                else:
                    new.append({"shipment_id": shipment.id, "piece_key": key, **vals})
        gone = shipments.package_ids.filtered(
            lambda p: p.piece_key and p.piece_key not in wanted[p.shipment_id]
        )
        gone.unlink()
        made = self.env["logistics.package"].create(new)
        made._logistics_add_sscc()

    def _logistics_package_vals(self):
        """Return {key of the piece: values of its package}."""
        consigning = self.env["logistics.consigning"]
        vals = {}
        for piece in self._logistics_pieces(self._logistics_currency()):
            package = self._logistics_stock_package(piece.key)
            vals[piece.key] = {
                "name": package.name or self.name,
                "stock_package_id": package.id,
                "weight": piece.weight,
                **consigning._sides(package.package_type_id),
            }
        return vals

    def _logistics_stock_package(self, key):
        """Return the package of stock that a piece is; none for goods in no package."""
        number = key.removeprefix("pack-")
        return self.env["stock.package"].browse(int(number) if number.isdigit() else ())


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _post_put_in_pack_hook(self, package):
        result = super()._post_put_in_pack_hook(package)
        self.picking_id.filtered("logistics_shipment_id")._logistics_sync_packages()
        return result
