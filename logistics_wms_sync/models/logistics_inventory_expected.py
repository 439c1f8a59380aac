# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, models
from odoo.tools import SQL


class LogisticsInventoryComparison(models.AbstractModel):
    """Compares what warehouses tell with what is here, as of the moment they tell of.

    It works on temporary tables, for all goods at once:

    * ``logistics_told``: what was told, by goods (product, place, lot, owner; 0 and ''
      where there is none), as of when
    * ``logistics_here``: what is here of these, or of all, as of the same moments
    * ``logistics_compared``: both side by side

    A *place* is the location of a status; what lies below it counts as lying in it.
    """

    _name = "logistics.inventory.comparison"
    _description = "Inventory Comparison"

    @api.model
    def _begin(self, warehouse):
        """Make room for a comparison, and note which locations belong together."""
        places = self.env["logistics.stock.status"]._places(warehouse)
        # One comparison of a warehouse at a time: each sees what the others have written.
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(hashtext('logistics.inventory'), %s)",
            (warehouse.id,),
        )
        # Hundreds of thousands of rows are hashed: not in pieces on the disk.
        self.env.cr.execute("SET LOCAL work_mem = '64MB'")
        self.env.cr.execute(
            """
            CREATE TEMPORARY TABLE IF NOT EXISTS logistics_place (
                location_id int4 PRIMARY KEY, place_id int4) ON COMMIT DROP;
            CREATE TEMPORARY TABLE IF NOT EXISTS logistics_told (
                product_id int4, location_id int4, lot_id int4, lot_name text,
                owner_id int4, quantity float8, is_change bool, as_of timestamp,
                sequence float8, snapshot_id int4) ON COMMIT DROP;
            CREATE TEMPORARY TABLE IF NOT EXISTS logistics_told_product (
                product_id int4 PRIMARY KEY, all_lots bool, all_owners bool,
                is_whole bool, is_left_out bool, as_of timestamp, sequence float8,
                snapshot_id int4) ON COMMIT DROP;
            CREATE TEMPORARY TABLE IF NOT EXISTS logistics_here (
                product_id int4, location_id int4, lot_id int4, owner_id int4,
                quantity float8) ON COMMIT DROP;
            CREATE TEMPORARY TABLE IF NOT EXISTS logistics_compared (
                product_id int4, location_id int4, lot_id int4, lot_name text,
                owner_id int4, expected float8, told float8, difference float8,
                as_of timestamp, sequence float8, snapshot_id int4, all_lots bool,
                all_owners bool, is_change bool) ON COMMIT DROP;
            TRUNCATE logistics_place, logistics_told, logistics_told_product,
                     logistics_here, logistics_compared
            """
        )
        rows = [{"l": location, "p": place} for location, place in places.items()]
        self.env.cr.execute(
            """
            INSERT INTO logistics_place
            SELECT l, p FROM json_to_recordset(%s) AS v(l int4, p int4)
            """,
            (json.dumps(rows),),
        )

    # What is here

    @api.model
    def _find_here(self, *, as_of=None):
        """Fill ``logistics_here`` with what was here at the moments told of.

        What is here now, but for what moved since: the goods of a shipment that was
        entered here after the moment, and had left before, are not there.

        :param as_of: of a complete snapshot: everything that is here is looked at.
        """
        for model in ("stock.quant", "stock.move", "stock.move.line"):
            self.env[model].flush_model()
        self.env.cr.execute("SELECT min(as_of) FROM logistics_told")
        earliest = min(filter(None, (self.env.cr.fetchone()[0], as_of)), default=None)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_here
                SELECT product_id, place_id, lot_id, owner_id, sum(quantity)
                  FROM (%(now)s UNION ALL %(since)s) AS found
                 GROUP BY product_id, place_id, lot_id, owner_id
                """,
                now=self._here_now(is_complete=bool(as_of)),
                since=self._moved_since(earliest, as_of),
            )
        )

    @api.model
    def _here_now(self, *, is_complete):
        return SQL(
            """
            SELECT q.product_id, l.place_id,
                   CASE WHEN p.all_lots THEN 0 ELSE COALESCE(q.lot_id, 0) END AS lot_id,
                   CASE WHEN p.all_owners THEN 0 ELSE COALESCE(q.owner_id, 0) END
                       AS owner_id,
                   q.quantity
              FROM stock_quant q
              JOIN logistics_place l ON l.location_id = q.location_id
              LEFT JOIN logistics_told_product p ON p.product_id = q.product_id
             WHERE p.is_left_out IS NOT TRUE %(told)s
            """,
            told=self._told_alone(SQL("q.product_id"), is_complete=is_complete),
        )

    @api.model
    def _told_alone(self, product, *, is_complete):
        """Return the condition that leaves out products of which nothing is told."""
        if is_complete:
            return SQL()
        return SQL("AND %s IN (SELECT product_id FROM logistics_told)", product)

    @api.model
    def _moved_since(self, earliest, as_of):
        """Return what left (positive) and came since, as a query like the other."""
        return SQL(
            """
            SELECT m.product_id, m.place_id, m.lot_id, m.owner_id, m.quantity
              FROM (%(moved)s) m
              LEFT JOIN logistics_told t
                     ON t.product_id = m.product_id AND t.location_id = m.place_id
                    AND t.lot_id = m.lot_id AND t.owner_id = m.owner_id
                    AND t.lot_name = ''
              LEFT JOIN logistics_told_product p ON p.product_id = m.product_id
             WHERE m.happened_at > COALESCE(t.as_of, p.as_of, %(as_of)s)
            """,
            moved=SQL(" UNION ALL ").join(
                self._moved(earliest, as_of, *way)
                for way in (("location_id", 1), ("location_dest_id", -1))
            ),
            as_of=as_of or None,
        )

    @api.model
    def _moved(self, earliest, as_of, field, sign):
        return SQL(
            """
            SELECT ml.product_id, l.place_id,
                   CASE WHEN p.all_lots THEN 0 ELSE COALESCE(ml.lot_id, 0) END AS lot_id,
                   CASE WHEN p.all_owners THEN 0 ELSE COALESCE(ml.owner_id, 0) END
                       AS owner_id,
                   %(sign)s * ml.quantity_product_uom AS quantity,
                   %(happened)s AS happened_at
              FROM stock_move m
              JOIN stock_move_line ml ON ml.move_id = m.id
              JOIN logistics_place l ON l.location_id = ml.%(field)s
              LEFT JOIN logistics_told_product p ON p.product_id = ml.product_id
             WHERE m.state = 'done' AND m.date > %(earliest)s
               AND p.is_left_out IS NOT TRUE %(told)s
            """,
            sign=sign,
            field=SQL.identifier(field),
            happened=self._happened_at(),
            told=self._told_alone(SQL("ml.product_id"), is_complete=bool(as_of)),
            earliest=earliest,
        )

    @api.model
    def _happened_at(self):
        """Return the column that tells when a move ``m`` really happened.

        A move is never entered before it happens: its own date is the latest it can be.
        """
        return SQL("LEAST(COALESCE(m.logistics_occurred_at, m.date), m.date)")
