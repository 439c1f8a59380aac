# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical.references import normalize

#: References that name an order of ours.
NAMING = ("delivery", "order", "customer")


class LogisticsFulfillmentFinder(models.AbstractModel):
    """Finds the orders that updates are of, and what of it was told before."""

    _name = "logistics.fulfillment.finder"
    _description = "Finder of Warehouse Orders"

    @api.model
    def _find(self, batch, items):
        """Return [(item, order)]; whose order is not known is parked.

        Only orders of the integration that tells count, and only those of the warehouse
        that is named, so equal numbers elsewhere are never mixed up.
        """
        names = [_names(item.document) for item in items]
        orders = self._orders(
            batch.integration, {one for some in names for one in some}
        )
        found = []
        for item, named in zip(items, names, strict=True):
            candidates = self._candidates(item, named, orders)
            if len(candidates) == 1:
                found.append((item, candidates.id))
            else:
                self._park(item, named, candidates)
        # Records of one set are read together.
        together = self.env["logistics.warehouse.order"].browse(
            dict.fromkeys(order_id for _item, order_id in found)
        )
        by_id = {order.id: order for order in together}
        for item, order_id in found:
            item.correlation_id = by_id[order_id].correlation_id
            item.shipment_ids += by_id[order_id].shipment_id.ids
        return [(item, by_id[order_id]) for item, order_id in found]

    @api.model
    def _orders(self, integration, names):
        """Return {number in capitals: orders}, by ours, the partner's or the sale's."""
        if not names:
            return {}
        orders = self.env["logistics.warehouse.order"].search(
            [
                ("integration_id", "=", integration.id),
                "|",
                "|",
                ("name", "in", list(names)),
                ("partner_reference", "in", list(names)),
                ("origin", "in", list(names)),
            ]
        )
        found = defaultdict(lambda: orders.browse())
        for order in orders:
            for rank, name in enumerate(
                (order.name, order.partner_reference, order.origin)
            ):
                if name:
                    found[rank, name] |= order
        return found

    @api.model
    def _candidates(self, item, named, orders):
        """Return the orders that are meant, by the most exact number that finds any."""
        for rank in range(3):
            for name in named:
                found = orders.get((rank, name))
                if not found:
                    continue
                return self._in_warehouse(found, item.document.warehouse)
        return self.env["logistics.warehouse.order"]

    @api.model
    def _in_warehouse(self, orders, told):
        if not told:
            return orders
        told = told.strip().upper()
        return orders.filtered(
            lambda order: (
                told
                in {
                    (code or "").strip().upper()
                    for code in (
                        order.warehouse_id.logistics_code,
                        order.warehouse_id.code,
                    )
                }
            )
        )

    @api.model
    def _park(self, item, named, candidates):
        waits = [("reference", key) for name in named if (key := normalize(name))]
        text = ", ".join(name[:80] for name in named[:3])
        if candidates:
            words = self.env._(
                "%(number)s is an order of %(count)s warehouses; which one is not told.",
                number=text,
                count=len(candidates),
            )
            item.park("ambiguous", words, waits)
        else:
            words = self.env._(
                "No order %(number)s was released to this warehouse yet.", number=text
            )
            item.park("reference", words, waits)

    # What is known

    @api.model
    def _lock(self, tellings):
        """Have two drains, or a drain and a person, work on an order in turns.

        Whoever had to wait goes on from what the other one left.
        """
        ids = sorted({telling.order.id for telling in tellings})
        if not ids:
            return
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM logistics_warehouse_order WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (ids,),
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM logistics_warehouse_order_line WHERE order_id = ANY(%s)",
                ids,
            )
        )
        moves = self.env["stock.move"]
        moves._logistics_lock("logistics_line_id", [line_id for (line_id,) in rows])

    @api.model
    def _without_known(self, tellings):
        """Return what was not told before, by whatever way, each thing once.

        What has an id is the same where the id is; what lacks one, or was told without
        one, is the same where it says the same.
        """
        if not tellings:
            return []
        self.env["logistics.fulfillment"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT order_id, identity, digest, external_id IS NOT NULL
                  FROM logistics_fulfillment WHERE order_id = ANY(%s)
                """,
                list({telling.order.id for telling in tellings}),
            )
        )
        known = _Known(rows)
        return [telling for telling in tellings if known.is_new(telling)]


class _Known:
    """What was told of orders."""

    def __init__(self, rows):
        self._identities, self._named, self._nameless = set(), set(), set()
        for row in rows:
            self._add(*row)

    def is_new(self, telling):
        """Tell whether it is told for the first time; from then on it is not."""
        has_id = bool(telling.update.id)
        order_id, said = telling.order.id, (telling.order.id, telling.digest)
        told = (order_id, telling.identity) in self._identities
        told = told or said in self._nameless
        told = told or (not has_id and said in self._named)
        if not told:
            self._add(order_id, telling.identity, telling.digest, has_id)
        return not told

    def _add(self, order_id, identity, digest, has_id):
        self._identities.add((order_id, identity))
        (self._named if has_id else self._nameless).add((order_id, digest))


def _names(update):
    """Return the numbers by which an update names its order, the best first."""
    names = [update.order] if update.order else []
    names += [ref.value for ref in update.references if ref.type in NAMING]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))
