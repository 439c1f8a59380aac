# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json

from odoo import api, models
from odoo.tools import SQL, split_every

from odoo.addons.logistics_base.canonical.documents import DocumentError

from ..canonical.goods import MOST

#: So many lines are sent to the database at a time: memory stays flat.
PORTION = 5000
_COLUMNS = "position, sku, quantity, unit, status, lot, owner"


class LogisticsInventoryStaging(models.AbstractModel):
    """Brings the lines of snapshots into the database, and finds what they mean here.

    The lines are gone through once, a portion at a time, into a temporary table. What
    they mean is found for all of them in one statement.
    """

    _name = "logistics.inventory.staging"
    _description = "Inventory Staging"

    @api.model
    def _begin(self):
        """Make room for what is told next."""
        self.env.cr.execute(
            """
            SET LOCAL work_mem = '64MB';
            CREATE TEMPORARY TABLE IF NOT EXISTS logistics_raw_line (
                snapshot_id int4, position int4, sku text, quantity float8, unit text,
                status text, lot text, owner text) ON COMMIT DROP;
            CREATE TEMPORARY TABLE IF NOT EXISTS logistics_raw_sku (
                sku text, product_id int4, tracking text, is_storable bool, uom_id int4,
                factor float8, root text) ON COMMIT DROP;
            TRUNCATE logistics_raw_line, logistics_raw_sku
            """
        )

    @api.model
    def _read_lines(self, snapshot_id, lines):
        """Bring lines, any iterable of them, into the database.

        :return: (how many there were, digest of what they tell).
        :raise DocumentError: for a quantity that nobody can have counted.
        """
        digest = hashlib.sha256()
        count = 0
        for portion in split_every(PORTION, lines):
            rows = json.dumps(
                [_row(count + at, line) for at, line in enumerate(portion, 1)],
                separators=(",", ":"),
            )
            digest.update(rows.encode())
            count += len(portion)
            self.env.cr.execute(
                f"""
                INSERT INTO logistics_raw_line (snapshot_id, {_COLUMNS})
                SELECT %s, p, s, q, u, c, l, o FROM json_to_recordset(%s)
                    AS v(p int4, s text, q float8, u text, c text, l text, o text)
                """,
                (snapshot_id, rows),
            )
        return count, digest.hexdigest()

    @api.model
    def _forget(self, snapshots):
        """Leave out the lines that were read for snapshots."""
        self.env.cr.execute(
            "DELETE FROM logistics_raw_line WHERE snapshot_id = ANY(%s)",
            (snapshots.ids,),
        )

    @api.model
    def _read_back(self, snapshots):
        """Take the lines of snapshots up again, as they were told."""
        self._begin()
        self.env.cr.execute(
            f"""
            WITH taken AS (
                DELETE FROM logistics_inventory_snapshot_line
                 WHERE snapshot_id = ANY(%s) RETURNING snapshot_id, {_COLUMNS}
            )
            INSERT INTO logistics_raw_line (snapshot_id, {_COLUMNS})
            SELECT snapshot_id, {_COLUMNS} FROM taken
            """,
            (snapshots.ids,),
        )

    @api.model
    def _resolve_again(self, snapshots):
        """Find anew what the lines of snapshots of one warehouse mean."""
        self._read_back(snapshots)
        self._resolve(snapshots[:1].integration_id, snapshots[:1].warehouse_id)

    @api.model
    def _resolve(self, integration, warehouse):
        """Write the lines with what they mean here; queue what nobody knows."""
        self._find_products(integration)
        goods = self.env["logistics.goods"]
        owners = self._owners(integration)
        locations = self.env["logistics.stock.status"]._locations(warehouse)
        places = {status: location.id for status, location in locations.items()}
        self.env["stock.lot"].flush_model()
        self.env.cr.execute(
            SQL(
                _SELECT_MEANING,
                units=_pairs(goods._unit_ids(integration.id)),
                owners=_pairs(owners),
                places=_pairs(places),
                company=integration.company_id.id,
                digits=self.env["decimal.precision"].precision_get("Product Unit"),
            )
        )
        self.env["logistics.inventory.snapshot.line"].invalidate_model()

    @api.model
    def _find_products(self, integration):
        goods = self.env["logistics.goods"]
        self.env["uom.uom"].flush_model(["factor"])
        self.env["product.template"].flush_model()
        self.env["product.product"].flush_model()
        self.env["logistics.binding"].flush_model()
        self.env.cr.execute("ANALYZE logistics_raw_line")
        query = goods._product_query(
            integration, SQL("SELECT DISTINCT sku FROM logistics_raw_line")
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_raw_sku
                SELECT f.sku, f.product_id, t.tracking, t.is_storable, u.id, u.factor,
                       split_part(u.parent_path, '/', 1)
                  FROM (%s) AS f(sku, product_id)
                  JOIN product_product p ON p.id = f.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  JOIN uom_uom u ON u.id = t.uom_id;
                ANALYZE logistics_raw_sku
                """,
                query,
            )
        )
        unknown = self.env.execute_query(
            SQL(
                "SELECT DISTINCT sku FROM logistics_raw_line r WHERE NOT EXISTS "
                "(SELECT 1 FROM logistics_raw_sku s WHERE s.sku = r.sku) LIMIT 1000"
            )
        )
        goods._queue_unknown(integration, {sku for (sku,) in unknown})

    @api.model
    def _owners(self, integration):
        """Return {what owners are called: id of the contact, 0 for our own company}."""
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT owner FROM logistics_raw_line WHERE owner IS NOT NULL")
        )
        return self._owners_named(integration, {name for (name,) in rows})

    @api.model
    def _owners_named(self, integration, names):
        """Return {name: id of the contact, 0 for our own company} of those known."""
        if not names:
            return {}
        own = integration.company_id.sudo().partner_id
        found = {name: 0 for name in (own.name, own.ref, own.vat) if name in names}
        partners = self.env["res.partner"].sudo()
        named = partners.search(
            [
                ("ref", "in", list(names - set(found))),
                ("company_id", "in", (False, integration.company_id.id)),
            ]
        )
        for ref, same in named.grouped("ref").items():
            if len(same) == 1:
                found[ref] = same.id
        bound = self.env["logistics.binding"]._resolve(
            integration, "res.partner", names - set(found)
        )
        found |= {name: partner.id for name, partner in bound.items()}
        return {
            name: 0 if partner_id == own.id else partner_id
            for name, partner_id in found.items()
        }


def _row(position, line):
    if not 0 <= line.quantity <= MOST:
        raise DocumentError(
            f"lines[{position - 1}].quantity", "nobody can have counted that"
        )
    return {
        "p": position,
        "s": _text(line.sku),
        "q": line.quantity,
        "u": _text(line.unit),
        "c": line.status,
        "l": _text(line.lot),
        "o": _text(line.owner),
    }


def _text(value):
    # PostgreSQL keeps no NUL.
    return value.replace("\0", "") or None if value else None


def _pairs(found):
    """Return {text: id} as a query of two columns."""
    return SQL(
        "SELECT * FROM unnest(%s::text[], %s::int4[])",
        list(found),
        list(found.values()),
    )


_SELECT_MEANING = """
    WITH unit(code, id) AS (%(units)s),
    owned(name, id) AS (%(owners)s),
    place(status, id) AS (%(places)s)
    INSERT INTO logistics_inventory_snapshot_line
        (snapshot_id, position, sku, quantity, unit, status, lot, owner, product_id,
         lot_id, unknown_lot, owner_id, location_id, product_quantity, problem)
    SELECT r.snapshot_id, r.position, r.sku, r.quantity, r.unit, r.status, r.lot,
           r.owner, s.product_id, l.id,
           CASE WHEN l.id IS NULL AND s.tracking != 'none' THEN r.lot END,
           NULLIF(o.id, 0), place.id,
           CASE WHEN u.id IS NULL OR u.id = s.uom_id THEN r.quantity
                ELSE round((r.quantity * u.factor / s.factor)::numeric, %(digits)s) END,
           CASE WHEN s.product_id IS NULL THEN 'product'
                WHEN NOT s.is_storable THEN 'stored'
                WHEN r.unit IS NOT NULL AND (u.id IS NULL
                     OR split_part(u.parent_path, '/', 1) != s.root) THEN 'unit'
                WHEN r.owner IS NOT NULL AND o.name IS NULL THEN 'owner'
                WHEN place.id IS NULL THEN 'location' END
      FROM logistics_raw_line r
      LEFT JOIN logistics_raw_sku s ON s.sku = r.sku
      LEFT JOIN unit ON unit.code = upper(btrim(r.unit))
      LEFT JOIN uom_uom u ON u.id = unit.id
      LEFT JOIN owned o ON o.name = r.owner
      LEFT JOIN place ON place.status = r.status
      LEFT JOIN stock_lot l
             ON l.product_id = s.product_id AND l.name = r.lot AND s.tracking != 'none'
            AND (l.company_id IS NULL OR l.company_id = %(company)s)
"""
