# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone

from odoo import fields, models
from odoo.tools import html2plaintext

from odoo.addons.logistics_base.canonical.documents import Reference

from ..canonical.goods import LotQuantity
from ..canonical.releases import ReleaseLine, WarehouseRelease

_LONGEST_NOTE = 500
_LONGEST = 120


class LogisticsWarehouseOrder(models.Model):
    """What the warehouse is told of an order."""

    _inherit = "logistics.warehouse.order"

    def _document(self, purpose, revision):
        """Return the ``WarehouseRelease`` that tells of the order as it is now."""
        self.ensure_one()
        codes = self.env["logistics.goods"]._partner_codes
        carriers = codes(self.integration_id, "carrier")
        services = codes(self.integration_id, "service")
        picking = self.picking_id
        return WarehouseRelease(
            number=self.name,
            revision=revision,
            purpose=purpose,
            warehouse=self.warehouse_id._logistics_told(),
            order=(self.sale_id.name or self.origin or "")[:_LONGEST] or None,
            partner_reference=self.partner_reference or None,
            references=self._references(),
            priority="urgent" if self.priority == "1" else "normal",
            carrier=carriers.get(self.carrier_code, self.carrier_code) or None,
            service_code=services.get(self.service_code, self.service_code) or None,
            ship_to=self.partner_id._logistics_consignee(),
            customer=(self.sale_id.partner_id or self.partner_id).display_name or None,
            ship_by=_utc(self.ship_by),
            promised=_utc(self.promised_date),
            ship_complete=self.ship_complete,
            substitution=self.substitution,
            instructions=_plain_text(picking.note),
            lines=self._release_lines(),
        )

    def _references(self):
        """Return the numbers that others know the order by."""
        numbers = (
            ("order", self.sale_id.name or self.origin),
            ("delivery", self.name),
            ("customer", self.picking_id._logistics_reference()),
        )
        return tuple(
            Reference(kind, number[:_LONGEST]) for kind, number in numbers if number
        )

    def _release_lines(self):
        lines = self.line_ids.filtered(lambda line: not line.is_removed)
        units = self.env["logistics.goods"]._told_units(
            self.integration_id, lines.product_id.uom_id
        )
        return tuple(line._release_line(units) for line in lines.sorted("id"))

    def _sync(self):
        """Bring an order in line with its delivery, lines and all."""
        vals = self._followed_vals(self.picking_id)
        changed = {
            name: value
            for name, value in vals.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            self.write(changed)
        self._sync_lines()

    def _sync_lines(self):
        """Make a line of each move, and bring the lines in line with their moves.

        Of what the warehouse has begun to ship, what it was told stays as it is.
        """
        self.ensure_one()
        moves = self._moves_to_send()
        fresh = moves.filtered(lambda move: not move.logistics_line_id)
        if fresh:
            self._add_lines(fresh)
        lots = self.warehouse_id.logistics_tells_lots
        for line in self.line_ids:
            line._follow_moves(line.move_ids & moves, lots)

    def _moves_to_send(self):
        """Return the moves of the first step: those of later ones are the same goods."""
        first = self.picking_id | self.picking_ids.filtered(
            lambda one: one.picking_type_id == self.picking_id.picking_type_id
        )
        return first.move_ids.filtered(
            lambda move: move.state != "cancel" and not _is_correction(move)
        )

    def _add_lines(self, moves):
        skus = self.env["logistics.goods"]._told_skus(
            self.integration_id, moves.product_id
        )
        numbers = [int(number) for number in self.line_ids.mapped("line")]
        first = max(numbers, default=0) + 1
        lines = self.env["logistics.warehouse.order.line"].create(
            [
                {
                    "order_id": self.id,
                    "line": str(number),
                    "product_id": move.product_id.id,
                    "sku": skus[move.product_id],
                }
                for number, move in enumerate(moves, first)
            ]
        )
        for line, move in zip(lines, moves, strict=True):
            line._take_moves(move)


class LogisticsWarehouseOrderLine(models.Model):
    _inherit = "logistics.warehouse.order.line"

    def _take_moves(self, moves):
        """Take over moves, and those of the later steps of the same goods."""
        while moves:
            moves.logistics_line_id = self.id
            moves = moves.move_dest_ids.filtered(
                lambda move: (
                    not move.logistics_line_id
                    and move.picking_type_id.warehouse_id == self.order_id.warehouse_id
                    and move.picking_type_id.code in ("internal", "outgoing")
                )
            )

    def _follow_moves(self, moves, lots=False):
        """Bring the line in line with its moves of the first step.

        :param lots: whether the warehouse is told the reserved lots.
        """
        self.ensure_one()
        if self.shipped or self.short or self.substituted:
            return
        reserved = {}
        for line in moves.move_line_ids.filtered("lot_id") if lots else ():
            name = line.lot_id.name
            reserved[name] = reserved.get(name, 0.0) + line.quantity_product_uom
        vals = {
            "ordered": sum(moves.mapped("product_qty")),
            "allocated_lots": sorted(map(list, reserved.items())) or False,
            "is_removed": not moves,
        }
        if not self.order_id.told_at:
            vals["allocated"] = sum(move._logistics_reserved() for move in moves)
        if changed := {
            name: value for name, value in vals.items() if self[name] != value
        }:
            self.write(changed)

    def _release_line(self, units):
        """Return the canonical ``ReleaseLine``."""
        product = self.product_id
        lots = tuple(
            LotQuantity(lot=lot, quantity=quantity)
            for lot, quantity in self.allocated_lots or ()
        )
        return ReleaseLine(
            line=self.line,
            sku=self.sku,
            quantity=self.ordered,
            unit=units.get(product.uom_id),
            barcode=product.barcode or None,
            description=(product.name or "")[:_LONGEST] or None,
            lot=lots[0].lot if len(lots) == 1 else None,
            lots=lots if len(lots) > 1 else (),
            owner=self._owner(),
        )

    def _owner(self):
        owner = self.move_ids.restrict_partner_id[:1]
        return owner.ref or owner.name or None


def _is_correction(move):
    """Whether a move takes back more than was ordered: nothing to be sent."""
    return move.product_uom.compare(move.product_uom_qty, 0.0) < 0


def _utc(when):
    when = fields.Datetime.to_datetime(when)
    return when.replace(tzinfo=timezone.utc) if when else None


def _plain_text(html):
    return html2plaintext(html or "").strip()[:_LONGEST_NOTE] or None
