# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

#: So many days the last stock that was told stands in for days without any.
CARRIED_DAYS = 7

_LOCAL_DAY = (
    "({at} AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(wp.tz, cp.tz, 'UTC'))::date"
)
_WAREHOUSES = """
      JOIN stock_warehouse w ON w.id = {told}.warehouse_id
      JOIN res_company c ON c.id = w.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
 LEFT JOIN res_partner wp ON wp.id = w.partner_id
 LEFT JOIN res_partner dp ON dp.id = w.logistics_depositor_id
"""
#: Whose goods: the owner's, else the depositor's, else of whom a card is agreed with.
_CUSTOMER = """
    COALESCE(
        (SELECT op.commercial_partner_id FROM res_partner op
          WHERE op.id = COALESCE(p.owner_id, (
                SELECT ml.owner_id FROM stock_move_line ml
                 WHERE ml.picking_id = p.id AND ml.owner_id IS NOT NULL LIMIT 1))),
        dp.commercial_partner_id,
        (SELECT sp.commercial_partner_id FROM res_partner sp
          WHERE sp.id = {buyer} AND EXISTS (
                SELECT 1 FROM logistics_rate_card k
                 WHERE k.partner_id = sp.commercial_partner_id
                   AND k.company_id = w.company_id AND k.active)))
"""
_GOODS = """
    count(*) AS lines, COALESCE(sum(g.quantity), 0) AS units,
    COALESCE(sum(g.quantity * pp.volume), 0) * %(m3)s AS volume,
    COALESCE(sum(g.quantity * pp.weight), 0) * %(kg)s AS weight,
    COALESCE(sum(ceil(g.quantity / NULLIF(pt.logistics_units_per_pallet, 0))), 0)
        AS pallets,
    COALESCE(bool_or(COALESCE(pt.logistics_units_per_pallet, 0) = 0), false)
        AS unmeasured
"""
_INTO = """
    INSERT INTO logistics_billable_activity (
           company_id, warehouse_id, partner_id, activity, day, reference, source,
           orders, lines, units, packages, pallets, volume, weight, hours,
           is_unmeasured, is_assumed,
           create_uid, create_date, write_uid, write_date)
    SELECT t.company_id, t.warehouse_id, t.partner_id, kind.activity, t.day,
           t.reference, t.source || ':' || kind.activity,
           1, t.lines, t.units, t.packages, t.pallets, t.volume, t.weight, 0,
           t.unmeasured, false,
           %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
"""
_OUTBOUND = (
    "WITH t AS (SELECT f.company_id, f.warehouse_id, o.name AS reference, "
    "'fulfillment:' || f.id AS source, "
    + _LOCAL_DAY.format(at="f.occurred_at")
    + " AS day, "
    + _CUSTOMER.format(buyer="so.partner_id")
    + """ AS partner_id, COALESCE(f.package_count, 0) AS packages, goods.*
      FROM logistics_fulfillment f
      JOIN logistics_warehouse_order o ON o.id = f.order_id"""
    + _WAREHOUSES.format(told="f")
    + """
 LEFT JOIN stock_picking p ON p.id = o.picking_id
 LEFT JOIN sale_order so ON so.id = o.sale_id
CROSS JOIN LATERAL (SELECT """
    + _GOODS
    + """
          FROM (SELECT e.key::int AS line_id, (e.value ->> 'quantity')::numeric AS quantity
                  FROM jsonb_each(COALESCE(f.content, '{}'::jsonb)) e) g
          JOIN logistics_warehouse_order_line l ON l.id = g.line_id
          JOIN product_product pp ON pp.id = l.product_id
          JOIN product_template pt ON pt.id = pp.product_tmpl_id
         WHERE g.quantity > 0) goods
     WHERE f.status = 'shipped' AND f.company_id = %(company)s
       AND f.occurred_at >= %(from)s AND f.occurred_at < %(until)s)"""
    + _INTO
    + """
      FROM t CROSS JOIN (VALUES ('pick'), ('pack'), ('ship')) AS kind(activity)
     WHERE t.partner_id IS NOT NULL AND t.day BETWEEN %(first)s AND %(last)s
        ON CONFLICT (source) WHERE source IS NOT NULL DO NOTHING"""
)
_INBOUND = (
    "WITH t AS (SELECT r.company_id, r.warehouse_id, r.name AS reference, r.kind, "
    "'receipt:' || r.id AS source, "
    + _LOCAL_DAY.format(at="r.received_at")
    + " AS day, "
    + _CUSTOMER.format(buyer="a.partner_id")
    + """ AS partner_id, 0 AS packages, goods.*
      FROM logistics_warehouse_receipt r
      JOIN logistics_warehouse_advice a ON a.id = r.advice_id"""
    + _WAREHOUSES.format(told="r")
    + """
 LEFT JOIN stock_picking p ON p.id = COALESCE(r.picking_id, a.picking_id)
CROSS JOIN LATERAL (SELECT """
    + _GOODS
    + """
          FROM (SELECT rl.product_id, sum(rl.quantity)::numeric AS quantity
                  FROM logistics_warehouse_receipt_line rl
                 WHERE rl.receipt_id = r.id GROUP BY rl.product_id) g
          JOIN product_product pp ON pp.id = g.product_id
          JOIN product_template pt ON pt.id = pp.product_tmpl_id
         WHERE g.quantity > 0) goods
     WHERE r.company_id = %(company)s
       AND r.received_at >= %(from)s AND r.received_at < %(until)s)"""
    + _INTO
    + """
      FROM t JOIN (VALUES ('receipt', false), ('putaway', false), ('return', true))
                  AS kind(activity, is_return)
             ON kind.is_return = (t.kind = 'return')
     WHERE t.partner_id IS NOT NULL AND t.day BETWEEN %(first)s AND %(last)s
        ON CONFLICT (source) WHERE source IS NOT NULL DO NOTHING"""
)
_CHOSEN = (
    "WITH snaps AS (SELECT s.id, s.warehouse_id, s.as_of, "
    + _LOCAL_DAY.format(at="s.as_of")
    + """ AS day, dp.commercial_partner_id AS depositor_id,
           s.line_count = 0 OR EXISTS (
               SELECT 1 FROM logistics_inventory_snapshot_line l
                WHERE l.snapshot_id = s.id) AS has_lines
      FROM logistics_inventory_snapshot s"""
    + _WAREHOUSES.format(told="s")
    + """
     WHERE s.company_id = %(company)s AND s.scope = 'complete'
       AND s.state IN ('compared', 'superseded')
       AND s.as_of >= %(from)s::timestamp - make_interval(days => %(carried)s)
       AND s.as_of < %(until)s
    ), chosen AS (
    SELECT w.id AS warehouse_id, d.day::date AS day, x.id AS snapshot_id,
           x.day < d.day::date AS is_assumed, x.has_lines, x.depositor_id
      FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 day') d(day)
CROSS JOIN stock_warehouse w
CROSS JOIN LATERAL (
           SELECT * FROM snaps s
            WHERE s.warehouse_id = w.id AND s.day <= d.day::date
              AND s.day >= d.day::date - %(carried)s
         ORDER BY s.as_of DESC, s.id DESC LIMIT 1) x
     WHERE w.company_id = %(company)s)
"""
)
_DROP_STORED = (
    _CHOSEN
    + """
    DELETE FROM logistics_billable_activity a USING chosen c
     WHERE a.activity = 'storage' AND a.warehouse_id = c.warehouse_id
       AND a.day = c.day AND c.has_lines
       AND a.snapshot_id IS DISTINCT FROM c.snapshot_id
"""
)
_STORED = (
    _CHOSEN
    + """, g AS (
    SELECT c.warehouse_id, c.day, c.snapshot_id, c.is_assumed, l.product_id,
           COALESCE(op.commercial_partner_id, c.depositor_id) AS partner_id,
           sum(l.product_quantity)::numeric AS quantity
      FROM chosen c
      JOIN logistics_inventory_snapshot_line l ON l.snapshot_id = c.snapshot_id
 LEFT JOIN res_partner op ON op.id = l.owner_id
     WHERE l.product_id IS NOT NULL
  GROUP BY c.warehouse_id, c.day, c.snapshot_id, c.is_assumed, l.product_id,
           COALESCE(op.commercial_partner_id, c.depositor_id))
    INSERT INTO logistics_billable_activity (
           company_id, warehouse_id, partner_id, activity, day, reference, source,
           product_id, snapshot_id, orders, lines, units, packages, pallets, volume,
           weight, hours, is_unmeasured, is_assumed,
           create_uid, create_date, write_uid, write_date)
    SELECT %(company)s, g.warehouse_id, g.partner_id, 'storage', g.day,
           pp.default_code,
           concat_ws(':', 'storage', g.warehouse_id, g.day, g.partner_id, g.product_id),
           g.product_id, g.snapshot_id, 0, 1, g.quantity, 0,
           COALESCE(ceil(g.quantity / NULLIF(pt.logistics_units_per_pallet, 0)), 0),
           COALESCE(g.quantity * pp.volume, 0) * %(m3)s,
           COALESCE(g.quantity * pp.weight, 0) * %(kg)s, 0,
           COALESCE(pt.logistics_units_per_pallet, 0) = 0, g.is_assumed,
           %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
      FROM g
      JOIN product_product pp ON pp.id = g.product_id
      JOIN product_template pt ON pt.id = pp.product_tmpl_id
     WHERE g.quantity > 0 AND g.partner_id IS NOT NULL
        ON CONFLICT (source) WHERE source IS NOT NULL DO NOTHING
"""
)
_UNTOLD = (
    _CHOSEN
    + """
    SELECT w.id, count(*)
      FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 day') d(day)
CROSS JOIN stock_warehouse w
     WHERE w.id = ANY(%(warehouses)s) AND NOT EXISTS (
           SELECT 1 FROM chosen c
            WHERE c.warehouse_id = w.id AND c.day = d.day::date)
  GROUP BY w.id
"""
)


class LogisticsBillableActivity(models.Model):
    """Takes what warehouses told and did, set by set; again changes nothing."""

    _inherit = "logistics.billable.activity"

    @api.model
    def _take(self, company, first, last):
        """List what happened on these days, as the warehouse's own clock tells days.

        Storage is taken of days that are over. A snapshot that comes late replaces what
        was carried forward for its day.
        """
        self.env.flush_all()
        values = self._values(company, first, last)
        self.env.cr.execute(_OUTBOUND, values)
        self.env.cr.execute(_INBOUND, values)
        values["last"] = min(last, fields.Date.today() - timedelta(days=1))
        if values["last"] >= first:
            self.env.cr.execute(_DROP_STORED, values)
            self.env.cr.execute(_STORED, values)
        self.env.invalidate_all(flush=False)

    @api.model
    def _untold(self, warehouses, first, last):
        """Return {warehouse: days of which no stock is known}."""
        last = min(last, fields.Date.today() - timedelta(days=1))
        if not warehouses or last < first:
            return {}
        self.env.flush_all()
        values = self._values(warehouses.company_id[:1], first, last)
        self.env.cr.execute(_UNTOLD, {**values, "warehouses": warehouses.ids})
        return {warehouses.browse(row[0]): row[1] for row in self.env.cr.fetchall()}

    @api.model
    def _values(self, company, first, last):
        consigning = self.env["logistics.consigning"]
        return {
            "company": company.id,
            "first": first,
            "last": last,
            "from": first - timedelta(days=1),
            "until": last + timedelta(days=2),
            "carried": CARRIED_DAYS,
            "kg": consigning._kg(1.0),
            "m3": consigning._m3(1.0),
            "user": self.env.uid,
        }

    @api.model
    def _cron_take(self):
        """List what happened in the last days, while snapshots still have their lines."""
        cards = self.env["logistics.rate.card"].sudo()
        cards = cards.search([("line_ids", "!=", False)])
        today = fields.Date.today()
        for company in cards.company_id:
            self._take(company, today - timedelta(days=CARRIED_DAYS), today)
