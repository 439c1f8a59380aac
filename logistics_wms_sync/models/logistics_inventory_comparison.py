# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, models
from odoo.tools import SQL

#: So few products may be gone without anybody being suspicious.
FEW_GONE = 2


class LogisticsInventoryComparison(models.AbstractModel):
    """What follows from a comparison: what partners have, and the differences."""

    _inherit = "logistics.inventory.comparison"

    @api.model
    def _compare_snapshots(self, snapshots):
        """Compare snapshots of one warehouse and scope with what is here.

        A complete one comes alone. One by which too much would be gone is held instead,
        unless a person has released it.
        """
        warehouse = snapshots.warehouse_id
        is_complete = snapshots[0].scope == "complete"
        self._begin(warehouse)
        self._tell_lines(snapshots)
        self._tell_counted(snapshots)
        as_of = snapshots.as_of if is_complete else None
        self._find_here(as_of=as_of)
        told_in_order = is_complete and snapshots.has_sequence
        self._match(
            warehouse,
            as_of=as_of,
            sequence=snapshots.sequence if told_in_order else None,
        )
        self._count_lines(snapshots)
        if is_complete:
            self._tell_of(snapshots)
            reason = not self.env.context.get("logistics_released") and (
                self._suspicion(warehouse)
            )
            if reason:
                snapshots._hold(reason)
                return
        self._keep(warehouse, is_complete=is_complete)
        snapshots.write({"state": "compared", "held_reason": False})
        self._sum_up(snapshots)
        snapshots.count_id._note_answer(snapshots)

    @api.model
    def _compare_again(self, warehouse, discrepancies):
        """Compare anew what discrepancies of one warehouse were told of."""
        discrepancies.flush_recordset()
        self._begin(warehouse)
        self.env.cr.execute(
            """
            INSERT INTO logistics_told
            SELECT product_id, location_id, COALESCE(lot_id, 0),
                   COALESCE(lot_name, ''), COALESCE(owner_id, 0), told_quantity, FALSE,
                   as_of, NULL, snapshot_id
              FROM logistics_inventory_discrepancy WHERE id = ANY(%s)
            """,
            (discrepancies.ids,),
        )
        self._tell_products()
        self.env.cr.execute(
            """
            UPDATE logistics_told_product p
               SET all_lots = d.all_lots, all_owners = d.all_owners
              FROM logistics_inventory_discrepancy d
             WHERE d.id = ANY(%s) AND d.product_id = p.product_id
            """,
            (discrepancies.ids,),
        )
        self._find_here()
        self._match(warehouse)
        self._keep(warehouse)

    @api.model
    def _compare_changes(self, warehouse, sums):
        """Compare what changes were told of.

        :param sums: {(product id, location id, lot id, unknown lot, owner id):
            [quantity that was told or None, change since, as of, sequence]}.
        """
        self._begin(warehouse)
        rows = [
            {
                **dict(zip(("p", "l", "t", "n", "o"), goods, strict=True)),
                "q": (quantity or 0.0) + change,
                "c": quantity is None,
                "a": as_of.isoformat(),
                "s": sequence,
            }
            for goods, (quantity, change, as_of, sequence) in sums.items()
        ]
        self.env["logistics.inventory.position"].flush_model()
        self.env.cr.execute(
            """
            INSERT INTO logistics_told
            SELECT v.p, v.l, v.t, v.n, v.o,
                   v.q + CASE WHEN v.c THEN COALESCE(p.difference, 0) ELSE 0 END, v.c,
                   CASE WHEN v.c THEN GREATEST(v.a, p.told_at) ELSE v.a END, v.s, NULL
              FROM json_to_recordset(%s)
                AS v(p int4, l int4, t int4, n text, o int4, q float8, c bool,
                     a timestamp, s float8)
              LEFT JOIN logistics_inventory_position p
                     ON p.warehouse_id = %s AND p.product_id = v.p
                    AND p.location_id = v.l AND COALESCE(p.lot_id, 0) = v.t
                    AND COALESCE(p.lot_name, '') = v.n
                    AND COALESCE(p.owner_id, 0) = v.o
            """,
            (json.dumps(rows), warehouse.id),
        )
        self._tell_products()
        self._find_here()
        self._match(warehouse)
        self._keep(warehouse)

    @api.model
    def _keep(self, warehouse, *, is_complete=False):
        """Write down what came of a comparison."""
        self._update_positions(warehouse)
        if is_complete:
            self._forget_positions(warehouse)
        self.env["logistics.inventory.discrepancy"]._take_compared(
            warehouse, is_complete=is_complete
        )

    # Side by side

    @api.model
    def _match(self, warehouse, *, as_of=None, sequence=None):
        """Fill ``logistics_compared``; what was told of later already stays as it is.

        :param as_of, sequence: of a complete snapshot.
        """
        self.env["logistics.inventory.position"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_compared
                SELECT b.*
                  FROM (
                    SELECT COALESCE(t.product_id, h.product_id) AS product_id,
                           COALESCE(t.location_id, h.location_id) AS location_id,
                           COALESCE(t.lot_id, h.lot_id) AS lot_id,
                           COALESCE(t.lot_name, '') AS lot_name,
                           COALESCE(t.owner_id, h.owner_id) AS owner_id,
                           COALESCE(h.quantity, 0) AS expected,
                           COALESCE(t.quantity, 0) + CASE WHEN t.is_change
                               THEN COALESCE(h.quantity, 0) ELSE 0 END AS told,
                           round((COALESCE(t.quantity, 0) - CASE WHEN t.is_change
                               THEN 0 ELSE COALESCE(h.quantity, 0) END)::numeric,
                                 %(digits)s)::float8 AS difference,
                           COALESCE(t.as_of, p.as_of) AS as_of,
                           COALESCE(t.sequence, p.sequence) AS sequence,
                           COALESCE(t.snapshot_id, p.snapshot_id) AS snapshot_id,
                           COALESCE(p.all_lots, FALSE) AS all_lots,
                           COALESCE(p.all_owners, FALSE) AS all_owners,
                           COALESCE(t.is_change, FALSE) AS is_change
                      FROM (SELECT *, lot_name AS unknown FROM logistics_told) t
                      FULL JOIN (SELECT *, '' AS unknown FROM logistics_here) h
                             ON t.product_id = h.product_id
                            AND t.location_id = h.location_id
                            AND t.lot_id = h.lot_id AND t.owner_id = h.owner_id
                            AND t.unknown = h.unknown
                      LEFT JOIN logistics_told_product p
                             ON p.product_id = COALESCE(t.product_id, h.product_id)
                     WHERE p.is_left_out IS NOT TRUE
                       AND (t.product_id IS NOT NULL OR p.is_whole OR %(complete)s)
                  ) b
                  %(unless_newer)s
                """,
                digits=self.env["decimal.precision"].precision_get("Product Unit"),
                complete=bool(as_of),
                unless_newer=self._unless_newer(warehouse, as_of, sequence),
            )
        )

    @api.model
    def _unless_newer(self, warehouse, as_of, sequence):
        """Return the rest of the query that leaves out what is known as of later."""
        if not self._is_newer_known(warehouse):
            return SQL()
        return SQL(
            """
            LEFT JOIN logistics_inventory_position n
                   ON n.warehouse_id = %(warehouse)s AND n.product_id = b.product_id
                  AND n.location_id = b.location_id
                  AND COALESCE(n.lot_id, 0) = b.lot_id
                  AND COALESCE(n.lot_name, '') = b.lot_name
                  AND COALESCE(n.owner_id, 0) = b.owner_id
                  AND NOT b.is_change
                  AND COALESCE(n.told_sequence > COALESCE(b.sequence, %(sequence)s),
                               n.told_at > COALESCE(b.as_of, %(as_of)s))
             WHERE n.id IS NULL
            """,
            warehouse=warehouse.id,
            as_of=as_of,
            sequence=sequence,
        )

    @api.model
    def _is_newer_known(self, warehouse):
        """Tell whether anything was told here later than what is compared now."""
        self.env.cr.execute(
            """
            SELECT EXISTS (
                SELECT 1 FROM logistics_inventory_position
                 WHERE warehouse_id = %s
                   AND (told_at > (SELECT min(as_of) FROM logistics_told)
                        OR told_sequence > (SELECT min(sequence) FROM logistics_told)))
            """,
            (warehouse.id,),
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _suspicion(self, warehouse):
        """Return why a complete snapshot is not to be believed; False if nothing is."""
        limit = warehouse.logistics_gone_percent
        if limit <= 0:
            return False
        self.env.cr.execute(
            """
            SELECT count(*), count(*) FILTER (WHERE told <= 0), sum(expected),
                   sum(expected) FILTER (WHERE told <= 0)
              FROM (SELECT sum(expected) AS expected, sum(told) AS told
                      FROM logistics_compared GROUP BY product_id
                    HAVING sum(expected) > 0) AS products
            """
        )
        products, gone, quantity, gone_quantity = self.env.cr.fetchone()
        if gone <= FEW_GONE:
            return False
        percent = 100 * max(gone / products, (gone_quantity or 0) / quantity)
        if percent <= limit:
            return False
        return self.env._(
            "By this snapshot %(gone)s of %(products)s products, or %(percent)d %% of "
            "the stock, would be gone. Is it the whole file?",
            gone=gone,
            products=products,
            percent=percent,
        )
