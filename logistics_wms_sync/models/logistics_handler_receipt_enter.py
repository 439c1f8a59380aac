# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical.receipt_parts import Entry, spread, take


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Puts what was received into stock, by Odoo's own transfers."""

    _inherit = "logistics.handler.warehouse.receipt"

    @api.model
    def _enter(self, receivings):
        """Fill in the transfers of all, and validate them in one go."""
        sources = self._clear(receivings)
        for one in receivings:
            self._add_wrong_lines(one)
            chunks = [
                (part, spread(part.quantity, self._amounts(part), part.contents))
                for part in one.parts
            ]
            # First what does not go where it was meant to: that leaves the transfer.
            chunks.sort(key=lambda entry: entry[0].status == "good")
            for part, pieces in chunks:
                self._enter_part(one, part, pieces, sources)
        moves = self._write_details(receivings)
        self._validate(moves, receivings)

    @api.model
    def _clear(self, receivings):
        """Forget what was planned; return {(move id, lot id): where it was to be from}."""
        advices = self.env["logistics.warehouse.advice"].union(
            *(one.advice for one in receivings)
        )
        planned = advices._open_moves().move_line_ids
        sources = {
            (detail.move_id.id, detail.lot_id.id): {
                "package_id": detail.package_id.id,
                "owner_id": detail.owner_id.id,
            }
            for detail in planned
            if detail.package_id or detail.owner_id
        }
        planned.unlink()
        return sources

    @api.model
    def _write_details(self, receivings):
        """Write down what came, in one go; return the moves."""
        entries = [entry for one in receivings for entry in one.entered]
        details = self.env["stock.move.line"].create(
            [vals for entry in entries for vals in entry.planned]
        )
        first = 0
        for entry in entries:
            last = first + len(entry.planned)
            entry.details, first = details[first:last], last
        moves = self.env["stock.move"].union(*(entry.move for entry in entries))
        moves.picked = True
        for when, several in groupby(
            sorted(receivings, key=self._received_time), self._received_time
        ):
            told = [entry.move for one in several for entry in one.entered]
            moves.browse().union(*told).logistics_occurred_at = when
        return moves

    @api.model
    def _received_time(self, one):
        return self._received_at(one) or one.item.received_at.replace(tzinfo=None)

    @api.model
    def _amounts(self, part):
        return [(name, amount) for name, amount, _expires in part.lots]

    @api.model
    def _add_wrong_lines(self, one):
        """Give products that nobody announced lines of their own."""
        for part in one.parts:
            if part.line:
                continue
            known = one.advice.line_ids.filtered(
                lambda line, part=part: line.product_id == part.product
            )
            part.line = known[:1] or self._wrong_line(one, part)

    @api.model
    def _wrong_line(self, one, part):
        lines = self.env["logistics.warehouse.advice.line"]
        last = max((int(line.line) for line in one.advice.line_ids), default=0)
        return lines.create(
            {
                "advice_id": one.advice.id,
                "line": str(last + 1),
                "product_id": part.product.id,
                "sku": part.product.default_code,
                "is_wrong": True,
            }
        )

    @api.model
    def _enter_part(self, one, part, pieces, sources):
        """Take a part off what is expected; what is more goes by the policy."""
        place = self._place_of(one, part.status)
        left = part.quantity
        for move in self._waiting_moves(part):
            if part.product.uom_id.compare(left, 0.0) <= 0:
                return
            amount = min(left, self._room(one, move))
            if part.product.uom_id.compare(amount, 0.0) <= 0:
                continue
            if place:
                move = self._carve(move, amount, place)
            taken, pieces = take(pieces, amount)
            planned = self._details(one, part, move, taken, sources)
            one.entered.append(Entry(part, move, amount, False, planned))
            left -= amount
        if part.product.uom_id.compare(left, 0.0) > 0:
            self._enter_surplus(one, part, left, pieces, place)

    @api.model
    def _enter_surplus(self, one, part, quantity, pieces, place):
        policy = one.advice.warehouse_id.logistics_surplus_policy
        if not part.is_wrong and not place and policy == "hold":
            place = self._place_of(one, "hold")
        move = self._extra_move(one, part, place)
        planned = self._details(one, part, move, pieces, {})
        one.entered.append(Entry(part, move, quantity, not part.is_wrong, planned))

    @api.model
    def _place_of(self, one, status):
        """Return the location of a status; None where goods go where they were meant."""
        if status == "good":
            return None
        warehouse = one.advice.warehouse_id
        return self.env["logistics.stock.status"]._location(warehouse, status)

    @api.model
    def _waiting_moves(self, part):
        return part.line.move_ids.filtered(
            lambda move: move.state not in ("draft", "done", "cancel")
        ).sorted("id")

    @api.model
    def _room(self, one, move):
        """Return how much of a move is still to be received."""
        entered = [entry.quantity for entry in one.entered if entry.move == move]
        return move.product_qty - sum(entered)

    @api.model
    def _carve(self, move, quantity, place):
        """Return a move of so much that goes elsewhere, split off if need be."""
        rest = move.product_qty - quantity
        if move.product_id.uom_id.compare(rest, 0.0) > 0:
            vals = {**move._split(quantity)[0], **self._to_place(place)}
            own = self.env["stock.move"].create(vals)
            own._action_confirm(merge=False, create_proc=False)
        else:
            own = move
            own.write(self._to_place(place))
        own.move_line_ids.unlink()
        return own

    @api.model
    def _to_place(self, place):
        return {
            "location_dest_id": place.id,
            "location_final_id": place.id,
            # What is not good is not passed on to whoever waits for it.
            "move_dest_ids": [fields.Command.clear()],
        }

    @api.model
    def _extra_move(self, one, part, place):
        """Return a move for what nobody expected; nothing was asked for by it."""
        picking = self._picking_for_more(one)
        vals = {
            "picking_id": picking.id,
            "product_uom_qty": 0.0,
            "product_uom": part.product.uom_id.id,
            "location_id": picking.location_id.id,
            "location_dest_id": (place or picking.location_dest_id).id,
            "logistics_advice_line_id": part.line.id,
            "state": "draft",
            "move_orig_ids": [fields.Command.clear()],
            "move_dest_ids": [fields.Command.clear()],
        }
        if like := part.line.move_ids[:1]:
            move = like.copy(vals)
        else:
            move = self.env["stock.move"].create(
                {
                    **vals,
                    "product_id": part.product.id,
                    "company_id": picking.company_id.id,
                    "picking_type_id": picking.picking_type_id.id,
                }
            )
        move._action_confirm(merge=False, create_proc=False)
        move.move_line_ids.unlink()
        return move

    @api.model
    def _picking_for_more(self, one):
        """Return the transfer that takes more than was expected; a new one if need be."""
        if one.entered:
            return one.entered[-1].move.picking_id
        still_open = one.advice.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        if still_open:
            return still_open[-1]
        first = one.advice.picking_id
        picking = first.copy(
            {
                "name": "/",
                "move_ids": [],
                "move_line_ids": [],
                "backorder_id": first.id,
                "return_id": first.return_id.id,
            }
        )
        picking.logistics_advice_id = one.advice
        return picking

    # What is in the transfer

    @api.model
    def _details(self, one, part, move, pieces, sources):
        """Return the values that say what came: how many, which lots, which packages."""
        lots = self._lot_ids(one, part)
        packages = {} if part.status != "good" else self._packages(one)
        return [
            {
                **move._prepare_move_line_vals(quantity=quantity),
                **sources.get((move.id, lots.get(lot, False)), {}),
                "picked": True,
                "lot_id": lots.get(lot, False),
                "result_package_id": packages.get(package, False),
            }
            for quantity, lot, package in pieces
        ]

    @api.model
    def _lot_ids(self, one, part):
        """Return {name: lot id}; lots that suppliers send are made known."""
        company = one.advice.company_id
        wanted = {(part.product.id, name) for name, *_rest in part.lots}
        known = self.env["logistics.goods"]._lots(company, wanted)
        found = {name: lot.id for (_product, name), lot in known.items()}
        for name, _amount, expires in part.lots:
            if name not in found:
                found[name] = self._new_lot(company, part.product, name, expires).id
        return found

    @api.model
    def _new_lot(self, company, product, name, expires):
        lots = self.env["stock.lot"]
        vals = {"name": name, "product_id": product.id, "company_id": company.id}
        if expires and "expiration_date" in lots._fields:
            vals["expiration_date"] = fields.Datetime.to_datetime(expires)
        return lots.create(vals)

    @api.model
    def _packages(self, one):
        """Return {number: package id} of the packages that are told; new ones are made."""
        names = {package.reference for package in one.told.packages} - {None}
        if not names:
            return {}
        packages = self.env["stock.package"]
        company = one.advice.company_id
        known = packages.search(
            [("name", "in", list(names)), ("company_id", "in", (False, company.id))]
        )
        found = {package.name: package.id for package in known}
        fresh = packages.create([{"name": name} for name in sorted(names - set(found))])
        return found | {package.name: package.id for package in fresh}

    # Validating

    @api.model
    def _validate(self, moves, receivings):
        """Validate the transfers; what may still come stays in backorders."""
        pickings = moves.picking_id
        final = {one.advice.id for one in receivings if one.told.is_final}
        closing = pickings.filtered(lambda p: p.logistics_advice_id.id in final)
        pickings.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=closing.ids
        ).button_validate()
        if stuck := pickings.filtered(lambda picking: picking.state != "done"):
            raise UserError(
                self.env._(
                    "%s could not be received: somebody has to validate it by hand.",
                    ", ".join(stuck.mapped("name")),
                )
            )
