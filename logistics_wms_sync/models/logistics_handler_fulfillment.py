# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone

from odoo import api, fields, models

from ..canonical.fulfillment_course import Fact, course
from .fulfillment_telling import Telling

#: What says how far an order is only together with all that was told before.
PROGRESS = ("shipped", "short", "backordered")


class LogisticsHandlerWarehouseFulfillment(models.AbstractModel):
    """Applies what warehouses tell of orders: states, stock, shipments.

    Whatever the order of arrival, and however often something is told, the same comes
    of it: what was told is kept, and how far an order is follows from all of it.
    """

    _name = "logistics.handler.warehouse.fulfillment"
    _inherit = "logistics.handler"
    _description = "Warehouse Fulfilment Handler"

    @api.model
    def _apply(self, batch):
        self = self.sudo().with_context(
            logistics_told=True, mail_notify_force_send=False
        )
        finder = self.env["logistics.fulfillment.finder"]
        tellings = [
            Telling(item, order, self._when(item))
            for item, order in finder._find(batch, batch.live())
        ]
        finder._lock(tellings)
        fresh = finder._without_known(tellings)
        for turn in _turns(fresh):
            self._apply_turn(batch.integration, turn)
        news = {id(telling) for telling in fresh}
        if again := [telling for telling in tellings if id(telling) not in news]:
            check = self.env["logistics.fulfillment.check"]
            check._refuse_contradictions(batch.integration, again)

    @api.model
    def _when(self, item):
        """Return when it happened, as Odoo keeps times."""
        told = item.document.occurred_at
        if told is None:
            return item.received_at.replace(tzinfo=None)
        if told.tzinfo is not None:
            told = told.astimezone(timezone.utc).replace(tzinfo=None)
        return told.replace(microsecond=0)

    @api.model
    def _apply_turn(self, integration, tellings):
        """Apply updates of which each is of another order."""
        reading = self.env["logistics.fulfillment.reading"]
        check = self.env["logistics.fulfillment.check"]
        tellings = reading._read_all(integration, tellings)
        tellings, lots = check._check_all(tellings)
        tellings = self.env["logistics.substitution.rule"]._decide_all(tellings)
        if not tellings:
            return
        courses = self._courses(tellings)
        closing = {
            telling.order
            for telling in tellings
            if not any(each.expected for each in courses[telling.order].values())
        }
        shipments = [telling for telling in tellings if telling.is_shipment]
        if shipments:
            packages = self.env["logistics.fulfillment.packages"]
            packages._make(integration, shipments)
            stock = self.env["logistics.fulfillment.stock"]
            stock._ship(shipments, lots, closing)
        self._settle(tellings, courses)
        self._record(tellings)
        self._move_on(tellings, closing)
        self.env["logistics.fulfillment.shipment"]._feed(integration, tellings)

    # What follows from all that was told

    @api.model
    def _courses(self, tellings):
        """Return {order: {line: Course}}, with what is being told."""
        orders = self.env["logistics.warehouse.order"].union(
            *(telling.order for telling in tellings)
        )
        facts = orders.fulfillment_ids._facts()
        for telling in tellings:
            for line_id, values in telling.content().items():
                facts.setdefault(int(line_id), []).append(
                    Fact(status=telling.update.status, **values)
                )
        return {
            order: {
                line: course(
                    _wanted(line), facts.get(line.id, ()), _has_begun(order, facts)
                )
                for line in order.line_ids
            }
            for order in orders
        }

    @api.model
    def _settle(self, tellings, courses):
        """Have lines, and what is planned in stock, say what is still to come."""
        moves = self.env["logistics.fulfillment.moves"]
        for telling in tellings:
            for line, found in courses[telling.order].items():
                line._follow(found)
                if self._changes_plan(telling) and not line.is_removed:
                    moves._withdraw(line, found.expected)

    @api.model
    def _changes_plan(self, telling):
        """Whether less may be to come since this was told than what is planned.

        What becomes of a delivery that the warehouse gave back whole is not for it to
        say.
        """
        status = telling.update.status
        return status in PROGRESS or (
            status == "cancelled" and any(telling.order.line_ids.mapped("shipped"))
        )

    @api.model
    def _record(self, tellings):
        """Keep what was told, for ever."""
        made = self.env["logistics.fulfillment"].create(
            [self._vals(telling) for telling in tellings]
        )
        for telling, fulfillment in zip(tellings, made, strict=True):
            telling.fulfillment = fulfillment

    @api.model
    def _vals(self, telling):
        update, content = telling.update, telling.content()
        numbers = [p.tracking_number for p in update.packages if p.tracking_number]

        def total(name):
            return sum(values.get(name, 0.0) for values in content.values())

        return {
            "order_id": telling.order.id,
            "identity": telling.identity,
            "digest": telling.digest,
            "external_id": update.id,
            "status": update.status,
            "occurred_at": telling.occurred_at,
            "received_at": telling.item.received_at.replace(tzinfo=None),
            "is_final": bool(update.is_final),
            "reason": update.reason,
            "carrier": update.carrier,
            "service_code": update.service_code,
            "message_id": telling.item.message_id,
            "content": content,
            "quantity": total("quantity"),
            "shorted": total("shorted"),
            "substituted": total("substituted"),
            "package_count": len(update.packages),
            "tracking_numbers": ", ".join(dict.fromkeys(numbers)) or False,
            "picking_ids": [
                fields.Command.set(telling.pickings.ids if telling.pickings else [])
            ],
        }

    @api.model
    def _move_on(self, tellings, closing):
        """Move orders on as far as what was told brings them."""
        for telling in tellings:
            update, order = telling.update, telling.order
            status = update.status
            shipped = any(order.line_ids.mapped("shipped"))
            if status in PROGRESS or (status == "cancelled" and shipped):
                status = self._status_of(order, shipped, order in closing)
            order.with_context(tracking_disable=True)._told(
                status,
                occurred_at=telling.occurred_at,
                reason=update.reason,
                partner_reference=update.partner_reference,
                revision=update.revision,
            )
            if order.state in ("shipped", "short") and order in closing:
                # What comes late may make good what was short until then.
                order._set_state(self._status_of(order, shipped, True))

    @api.model
    def _status_of(self, order, shipped, is_closed):
        """Return what an order is once something of it was shipped, or will not be."""
        if not is_closed:
            # The warehouse goes on with what is still to come.
            return "picking" if shipped else "accepted"
        is_short = any(order.line_ids.mapped("short"))
        return "short" if is_short or not shipped else "shipped"

    # Shadow

    @api.model
    def _compare(self, batch):
        self.env["logistics.fulfillment.comparison"]._compare_all(batch)


def _wanted(line):
    return 0.0 if line.is_removed else line.ordered


def _has_begun(order, facts):
    """Whether something of the order was shipped."""
    return any(
        fact.status == "shipped" and fact.quantity
        for line in order.line_ids
        for fact in facts.get(line.id, ())
    )


def _turns(tellings):
    """Yield lists in which no order is twice, each order's updates as they came."""
    while tellings:
        turn, later, seen = [], [], set()
        for telling in tellings:
            (later if telling.order.id in seen else turn).append(telling)
            seen.add(telling.order.id)
        yield turn
        tellings = later
