# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Temporary tables of one batch: its invoices, what is tolerated, what is suspect.

Each lives as long as the transaction; the next batch makes its own.
"""

from .words import allowed, kind_of

TABLES = (
    *("audit_invoice", "audit_limit", "audit_agreed", "audit_voided", "audit_open"),
    *("audit_candidate", "audit_shipment", "audit_case", "audit_group"),
    *("audit_found",),
)
DROP = "DROP TABLE IF EXISTS " + ", ".join(f"pg_temp.{name}" for name in TABLES)
COUNT = {name: f"ANALYZE pg_temp.{name}" for name in TABLES}


def _plain(column):
    return f"ltrim(regexp_replace(upper({column}), '[^A-Z0-9]', '', 'g'), '0')"


#: The same invoice as an earlier one, through this integration or another one of the
#: carrier: its number spelled otherwise; or account, total and every charge the same.
#: Only where they share a parcel are all charges compared, each invoice's once.
_DUPLICATES = f"""
    WITH pair AS MATERIALIZED (
        SELECT i.id, e.id AS earlier_id, {_plain("e.name")} = {_plain("i.name")} AS same
          FROM logistics_carrier_invoice i
          JOIN logistics_carrier_invoice e
            ON e.company_id = i.company_id AND e.id < i.id AND e.state != 'rejected'
           AND e.kind = i.kind
           AND (e.integration_id = i.integration_id OR e.partner_id = i.partner_id)
           AND ({_plain("e.name")} = {_plain("i.name")}
                OR e.amount_total = i.amount_total AND i.amount_total != 0
                   AND e.currency_id = i.currency_id AND e.line_count = i.line_count
                   AND COALESCE(e.account_number, '') = COALESCE(i.account_number, ''))
         WHERE i.id = ANY(%(invoices)s)
    ), parcel AS MATERIALIZED (
        SELECT p.id, (SELECT min(l.normalized) FROM logistics_carrier_invoice_line l
                       WHERE l.invoice_id = p.id) AS number
          FROM (SELECT DISTINCT id FROM pair WHERE NOT same) p
    ), likely AS MATERIALIZED (
        SELECT p.* FROM pair p LEFT JOIN parcel n ON n.id = p.id
         WHERE p.same OR n.number IS NULL
            OR EXISTS (SELECT 1 FROM logistics_carrier_invoice_line l
                        WHERE l.normalized = n.number AND l.invoice_id = p.earlier_id)
    ), charges AS MATERIALIZED (
        SELECT c.invoice_id, sum(hashtextextended(concat_ws(
                   ' ', c.normalized, c.references::text, c.type, c.amount), 0)) AS every
          FROM (SELECT id FROM likely WHERE NOT same
                 UNION SELECT earlier_id FROM likely WHERE NOT same) t
          JOIN logistics_carrier_invoice_line c ON c.invoice_id = t.id
         GROUP BY c.invoice_id
    )
    SELECT p.id, min(p.earlier_id) AS duplicate_of_id FROM likely p
      LEFT JOIN charges c ON c.invoice_id = p.id
      LEFT JOIN charges e ON e.invoice_id = p.earlier_id
     WHERE p.same OR c.every = e.every
     GROUP BY p.id
"""
INVOICES = f"""
    CREATE TEMP TABLE audit_invoice ON COMMIT DROP AS
    SELECT i.id, i.audited_at IS NULL AS is_new, i.integration_id, i.currency_id,
           COALESCE(i.terms_id, 0) AS terms_id,
           COALESCE(t.needs_proof, false) AS needs_proof,
           CASE WHEN t.checks_tax THEN t.tax_percent::float8 END AS tax_percent,
           t.id IS NULL OR NOT EXISTS (SELECT 1 FROM logistics_billing_agreed g
                                        WHERE g.terms_id = t.id)
           OR EXISTS (SELECT 1 FROM logistics_billing_agreed g
                       WHERE g.terms_id = t.id AND g.type = 'invoice_fee') AS fee_agreed,
           d.duplicate_of_id
      FROM logistics_carrier_invoice i
      LEFT JOIN logistics_billing_terms t ON t.id = i.terms_id
      LEFT JOIN ({_DUPLICATES}) d ON d.id = i.id
     WHERE i.id = ANY(%(invoices)s)
"""
LIMITS = """
    CREATE TEMP TABLE audit_limit ON COMMIT DROP AS
    SELECT t.id AS terms_id, k.kind,
           COALESCE(o.over_amount, u.over_amount, 0) AS over_amount,
           COALESCE(o.over_percent, u.over_percent, 0)::numeric AS over_percent,
           COALESCE(o.under_amount, u.under_amount, 0) AS under_amount,
           COALESCE(o.under_percent, u.under_percent, 0)::numeric AS under_percent
      FROM (SELECT id, own_tolerances FROM logistics_billing_terms
             WHERE company_id = %(company)s
             UNION ALL SELECT 0, false) t
      CROSS JOIN unnest(%(kinds)s) AS k(kind)
      LEFT JOIN logistics_billing_terms u ON u.id = CASE
            WHEN t.own_tolerances THEN t.id
            ELSE (SELECT c.id FROM logistics_billing_terms c
                   WHERE c.company_id = %(company)s AND c.active
                     AND c.integration_id IS NULL AND c.account_number IS NULL
                   LIMIT 1) END
      LEFT JOIN logistics_billing_tolerance o
             ON o.terms_id = COALESCE(u.id, t.id) AND o.type = k.kind
"""
AGREED = """
    CREATE TEMP TABLE audit_agreed ON COMMIT DROP AS
    SELECT g.terms_id, g.type AS kind, COALESCE(g.amount, 0) AS amount
      FROM logistics_billing_agreed g
     UNION ALL
    SELECT t.id, k.kind, 0 FROM (SELECT id FROM logistics_billing_terms
                                  UNION ALL SELECT 0) t
     CROSS JOIN unnest(%(usual)s) AS k(kind)
     WHERE NOT EXISTS (SELECT 1 FROM logistics_billing_agreed g
                        WHERE g.terms_id = t.id)
"""
VOIDED = """
    CREATE TEMP TABLE audit_voided (
        normalized varchar PRIMARY KEY, shipment_id int4 NOT NULL
    ) ON COMMIT DROP
"""

#: Shipments any charge of which is suspect.
SHIPMENTS = """
    INSERT INTO audit_shipment
    SELECT DISTINCT shipment_id AS id FROM logistics_charge_audit
     WHERE invoice_id = ANY(%(invoices)s) AND verdict = 'suspect'
       AND shipment_id IS NOT NULL
        ON CONFLICT DO NOTHING
"""
#: All charges of these shipments, whichever invoice they are on.
CASES = f"""
    CREATE TEMP TABLE audit_case ON COMMIT DROP AS
    WITH near AS (
        SELECT l.id FROM audit_shipment s
          JOIN logistics_reference r
            ON r.shipment_id = s.id AND r.type = ANY(%(numbers)s)
          JOIN logistics_carrier_invoice_line l
            ON l.normalized = r.normalized AND l.company_id = r.company_id
         UNION
        SELECT a.id FROM audit_shipment s
          JOIN logistics_charge_audit a ON a.shipment_id = s.id
         WHERE a.method IN ('reference', 'bol', 'hand')
    ), line AS (
        SELECT l.*, a.shipment_id, {kind_of("l.type")} AS kind,
               i.state NOT IN ('approved', 'billed') AS is_open,
               COALESCE(i.terms_id, 0) AS terms_id, i.integration_id,
               i.currency_id AS invoice_currency_id
          FROM near n
          JOIN logistics_charge_audit a ON a.id = n.id
          JOIN audit_shipment s ON s.id = a.shipment_id
          JOIN logistics_carrier_invoice_line l ON l.id = a.id
          JOIN logistics_carrier_invoice i ON i.id = a.invoice_id
          LEFT JOIN audit_invoice d ON d.id = i.id
         WHERE i.state != 'rejected' AND d.duplicate_of_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM logistics_invoice_finding f
                            WHERE f.invoice_id = i.id AND f.type = 'duplicate_invoice'
                              AND f.state NOT IN ('gone', 'accepted'))
    ), expected AS (
        SELECT c.shipment_id, {kind_of("c.type")} AS kind, sum(c.cost) AS cost
          FROM logistics_charge c JOIN audit_shipment s ON s.id = c.shipment_id
         WHERE c.basis = 'expected' GROUP BY 1, 2
    ), seen AS (
        SELECT l.*, e.cost AS expected, x.id AS expectation_id,
               {allowed("m.over_amount", "m.over_percent", "COALESCE(e.cost, 0)")}
                   AS over,
               {allowed("m.under_amount", "m.under_percent", "COALESCE(e.cost, 0)")}
                   AS under,
               row_number() OVER same AS nth, first_value(l.id) OVER same AS same_id,
               sum(l.amount) OVER (PARTITION BY l.shipment_id, l.kind ORDER BY l.id)
                   AS so_far,
               greatest(h.package_count, 1) AS parcels,
               v.normalized IS NOT NULL AND t.charges_voided IS NOT TRUE AS is_voided,
               COALESCE(x.currency_id != l.currency_id, false) AS is_other_currency
          FROM line l
          JOIN logistics_shipment h ON h.id = l.shipment_id
          LEFT JOIN expected e ON e.shipment_id = l.shipment_id AND e.kind = l.kind
          LEFT JOIN logistics_expectation x ON x.shipment_id = l.shipment_id
                AND x.is_void IS NOT TRUE
          LEFT JOIN audit_limit m ON m.terms_id = l.terms_id AND m.kind = l.kind
          LEFT JOIN audit_voided v ON v.normalized = l.normalized
          LEFT JOIN logistics_billing_terms t ON t.id = l.terms_id
        WINDOW same AS (
            PARTITION BY l.shipment_id, l.normalized, l.type, l.subject, l.amount,
                CASE WHEN l.type NOT IN ('base', 'fuel') THEN l.raw_code END
            ORDER BY l.id)
    )
    SELECT s.*, nth > 1 AND kind IS NOT NULL AND kind != 'vat'
                AND subject = 'shipment' AND amount != 0
                AND CASE WHEN amount < 0 THEN type = 'discount' AND so_far < 0
                         WHEN expected IS NOT NULL THEN so_far > expected + over
                         WHEN expectation_id IS NOT NULL THEN true
                         ELSE nth > parcels END AS is_double
      FROM seen s
"""
GROUPS = """
    CREATE TEMP TABLE audit_group ON COMMIT DROP AS
    WITH added AS (
        SELECT shipment_id, kind, invoice_id, terms_id, integration_id, is_open,
               expectation_id, expected, over, under,
               COALESCE(min(id) FILTER (WHERE amount > 0), min(id)) AS line_id,
               sum(amount) AS billed,
               sum(CASE WHEN type = 'discount' THEN amount ELSE greatest(amount, 0) END)
                   AS charged,
               bool_or(is_other_currency) AS is_other_currency,
               bool_and(subject != 'shipment') AS is_afterwards,
               array_agg(DISTINCT normalized) AS numbers
          FROM audit_case
         WHERE NOT is_double AND NOT is_voided AND kind IS NOT NULL
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ), summed AS (
        SELECT g.*, sum(billed) OVER upto - billed AS before, sum(billed) OVER upto
                   AS after,
               sum(charged) OVER every AS all_charged,
               invoice_id = max(invoice_id) OVER every AS is_last,
               lag(line_id) OVER upto AS before_line_id
          FROM added g
        WINDOW upto AS (PARTITION BY shipment_id, kind ORDER BY invoice_id),
               every AS (PARTITION BY shipment_id, kind)
    ), told AS (
        SELECT s.*, greatest(after - COALESCE(expected, 0), 0)
                    - greatest(before - COALESCE(expected, 0), 0) AS excess
          FROM summed s
    )
    SELECT t.*,
           CASE WHEN expectation_id IS NULL THEN 'unpriced'
                WHEN is_other_currency THEN 'currency'
                WHEN kind = 'vat' AND expected IS NULL THEN 'right'
                WHEN expected IS NULL AND excess > 0 THEN 'unexpected'
                WHEN expected IS NULL THEN 'right'
                WHEN after > expected + over AND excess > 0 THEN 'over'
                WHEN is_last AND after < expected - under
                     AND all_charged < expected - under THEN 'under'
                WHEN after = expected OR excess <= 0 THEN 'right'
                ELSE 'tolerated' END AS outcome,
           CASE WHEN is_last AND after < expected AND all_charged < expected
                THEN after - expected ELSE excess END AS difference
      FROM told t
"""
FOUND = """
    CREATE TEMP TABLE audit_found (
        invoice_id int4 NOT NULL, line_id int4, shipment_id int4, type varchar NOT NULL,
        billed numeric, expected numeric, difference numeric, earlier_line_id int4,
        milestone_id int4, params jsonb
    ) ON COMMIT DROP
"""
