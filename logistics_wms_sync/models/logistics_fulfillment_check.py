# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from ..canonical.fulfillment_parts import DUST
from .fulfillment_telling import Refused


class LogisticsFulfillmentCheck(models.AbstractModel):
    """Whether what a warehouse says it shipped can have been shipped."""

    _name = "logistics.fulfillment.check"
    _description = "Checks of Warehouse Fulfilments"

    @api.model
    def _check_all(self, tellings):
        """Return the tellings that may be applied, and the lots that they name.

        :return: (tellings, {(product id, lot's name): lot})
        """
        attempt = self.env["logistics.fulfillment.reading"]._attempt
        packages = self.env["logistics.fulfillment.packages"]
        for check in (
            self._check_order,
            self._check_quantities,
            self._check_named,
            packages._check_nesting,
        ):
            tellings = [each for each in tellings if attempt(each, check)]
        lots = self._lots_of(tellings)
        checker = _LotChecker(self.env, lots, self._places_of(lots))
        tellings = [each for each in tellings if attempt(each, checker.check)]
        return tellings, self._with_new_lots(lots, checker.missing)

    @api.model
    def _check_order(self, telling):
        """Goods cannot have left by an order that was cancelled."""
        order = telling.order
        is_over = order.state == "cancelled" or (
            order.picking_id.state == "cancel"
            and not any(order.line_ids.mapped("shipped"))
        )
        if telling.is_shipment and is_over:
            raise Refused(
                "value",
                self.env._(
                    "%(warehouse)s says that it shipped %(order)s, which was cancelled. "
                    "Have the goods stopped, or released again.",
                    warehouse=order.warehouse_id.name,
                    order=order.name,
                ),
                severity="3",
            )

    @api.model
    def _refuse_contradictions(self, integration, again):
        """Refuse other goods under an id that a shipment was told by before.

        A shipment that its warehouse gives the id of another one would be lost else. The
        same goods, told later with their tracking numbers, are no contradiction.

        :param again: tellings of which the id was told before.
        """
        told = self.env["logistics.fulfillment"].search(
            [
                ("order_id", "in", [telling.order.id for telling in again]),
                ("identity", "in", [telling.identity for telling in again]),
            ]
        )
        known = {(one.order_id, one.identity): one for one in told}
        doubtful = []
        for telling in again:
            before = known.get((telling.order, telling.identity))
            is_named = telling.is_shipment and telling.update.id
            if is_named and before and before.digest != telling.digest:
                doubtful.append(telling)
        reading = self.env["logistics.fulfillment.reading"]
        for telling in reading._read_all(integration, doubtful):
            before = known[telling.order, telling.identity]
            if _goods_of(telling.content()) != _goods_of(before.content):
                telling.item.refuse(
                    "value",
                    self.env._(
                        "%(order)s: shipment %(id)s was told before with other goods; "
                        "nothing was changed. Have the warehouse tell what is missing "
                        "under an id of its own, or correct the stock.",
                        order=telling.order.name,
                        id=telling.update.id,
                    ),
                )

    @api.model
    def _check_quantities(self, telling):
        """Not more is shipped than was ordered, but for the tolerance."""
        sums = defaultdict(float)
        for goods in telling.shipped():
            sums[goods.line] += goods.quantity
        for line, quantity in sums.items():
            over = line.shipped + quantity - line.ordered
            if over > DUST:
                self._judge_over(telling, line, over)

    @api.model
    def _judge_over(self, telling, line, over):
        warehouse = telling.order.warehouse_id
        words = self.env._(
            "%(over)s more of %(product)s were shipped than the %(ordered)s that "
            "%(order)s asks for.",
            over=f"{over:g}",
            product=line.product_id.display_name,
            ordered=f"{line.ordered:g}",
            order=telling.order.name,
        )
        most = line.ordered * warehouse.logistics_overshipment_tolerance / 100
        if warehouse.logistics_overshipment != "accept" or over > most + DUST:
            raise Refused("value", words, severity="2")
        telling.remarks.append(("1", words))

    @api.model
    def _check_named(self, telling):
        """Tracked goods come with their lots; serial numbers are of one piece each."""
        seen = set()
        for goods in telling.shipped():
            tracking = goods.product.tracking
            if tracking == "none":
                goods.parts = [part._replace(lot=None) for part in goods.parts]
                continue
            for part in goods.parts:
                if part.lot is None:
                    self._judge_untold(telling, goods)
                elif tracking == "serial":
                    self._check_one_piece(goods, part, seen)

    @api.model
    def _judge_untold(self, telling, goods):
        if telling.order.warehouse_id.logistics_untold_policy == "refuse":
            raise Refused(
                "value",
                self.env._(
                    "Nothing tells which lot or serial number of %(product)s was "
                    "shipped for %(order)s.",
                    product=goods.product.display_name,
                    order=telling.order.name,
                ),
            )

    @api.model
    def _check_one_piece(self, goods, part, seen):
        if part.quantity > 1 + DUST:
            raise Refused(
                "value",
                self.env._(
                    "%(quantity)s pieces of %(product)s cannot have the same serial "
                    "number %(serial)s.",
                    quantity=f"{part.quantity:g}",
                    product=goods.product.display_name,
                    serial=part.lot,
                ),
            )
        key = (goods.product.id, part.lot)
        if key in seen:
            raise Refused(
                "value",
                self.env._("Serial number %s is there twice.", part.lot),
            )
        seen.add(key)

    # Lots

    @api.model
    def _lots_of(self, tellings):
        wanted = {
            (goods.product.id, part.lot)
            for telling in tellings
            for goods in telling.shipped()
            for part in goods.parts
            if part.lot is not None
        }
        company = tellings[0].order.company_id if tellings else self.env.company
        return self.env["logistics.goods"]._lots(company, wanted)

    @api.model
    def _places_of(self, lots):
        """Return {serial number: where its piece is, by Odoo}."""
        serials = self.env["stock.lot"].union(
            *(lot for lot in lots.values() if lot.product_id.tracking == "serial")
        )
        if not serials:
            return {}
        quants = (
            self.env["stock.quant"]
            .sudo()
            .search([("lot_id", "in", serials.ids), ("quantity", ">", 0)])
        )
        return {quant.lot_id: quant.location_id for quant in quants}

    @api.model
    def _with_new_lots(self, lots, missing):
        if not missing:
            return lots
        made = self.env["stock.lot"].create(list(missing.values()))
        return {**lots, **dict(zip(missing, made, strict=True))}


def _goods_of(content):
    """Return {id of a line: so much of it was shipped}."""
    return {
        line_id: round(values["quantity"], 6)
        for line_id, values in (content or {}).items()
        if values.get("quantity", 0) > DUST
    }


class _LotChecker:
    """Checks the lots of one batch, each against all those before it."""

    def __init__(self, env, lots, places):
        self.env = env
        self.missing = {}
        self._lots = lots
        self._places = places
        self._gone = {}

    def check(self, telling):
        """Refuse lots that do not exist, and serial numbers that are not there."""
        missing = {}
        for goods in telling.shipped():
            for part in goods.parts:
                if part.lot is None:
                    continue
                key = (goods.product.id, part.lot)
                lot = self._lots.get(key)
                if lot is None and key not in self.missing:
                    missing[key] = self._lot_vals(telling, goods, part)
                if goods.product.tracking == "serial":
                    self._check_serial(telling, key, lot)
        self.missing |= missing
        for goods in telling.shipped():
            if goods.product.tracking == "serial":
                for part in goods.parts:
                    self._gone[goods.product.id, part.lot] = telling.order

    def _lot_vals(self, telling, goods, part):
        if telling.order.warehouse_id.logistics_lot_policy != "create":
            raise Refused(
                "value",
                self.env._(
                    "%(product)s has no lot or serial number %(lot)s.",
                    product=goods.product.display_name,
                    lot=part.lot,
                ),
            )
        company = goods.product.company_id
        return {
            "name": part.lot,
            "product_id": goods.product.id,
            **({"company_id": company.id} if company else {}),
        }

    def _check_serial(self, telling, key, lot):
        order = telling.order
        if before := self._gone.get(key):
            raise Refused(
                "value",
                self.env._(
                    "Serial number %(serial)s was shipped already, by %(order)s.",
                    serial=key[1],
                    order=before.name,
                ),
            )
        place = lot and self._places.get(lot)
        if not place or place.warehouse_id == order.warehouse_id:
            return
        raise Refused(
            "value",
            self.env._(
                "Serial number %(serial)s is not in %(warehouse)s: by Odoo it is in "
                "%(place)s.",
                serial=key[1],
                warehouse=order.warehouse_id.name,
                place=place.display_name,
            ),
        )
