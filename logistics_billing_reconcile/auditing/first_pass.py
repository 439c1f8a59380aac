# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One pass over new charges: what is right is written, what may not be is suspect.

Nearly all charges are right, and it is their number that takes time: they are matched by
their number, added up by kind, and held against what is expected, in one statement. What
it calls suspect is looked at closely afterwards.
"""

from .matching import OF_NUMBERS
from .words import allowed, kind_of

_FIRST_PASS = """
    INSERT INTO logistics_charge_audit
        (id, invoice_id, company_id, shipment_id, package_id, method, match_state,
         expected, difference, verdict, is_stale)
    WITH line AS {kept} (
        SELECT l.id, l.invoice_id, l.currency_id, l.normalized, l.subject, l.amount,
               l.tax_rate, l.tax_amount, {line_kind} AS kind
          FROM logistics_carrier_invoice_line l
         WHERE l.invoice_id = ANY(%(invoices)s)
    ), number AS ({numbers}), matched AS (
        SELECT l.*, n.package_id, n.is_tracking, n.other_id,
               CASE WHEN n.shipment_id = n.other_id THEN n.shipment_id END
                   AS shipment_id
          FROM line l LEFT JOIN number n ON n.normalized = l.normalized
    ), expected AS (
        SELECT c.shipment_id, {charge_kind} AS kind, sum(c.cost) AS cost
          FROM logistics_charge c
         WHERE c.basis = 'expected' {of_matched}
         GROUP BY 1, 2
    ), told AS (
        SELECT m.*, sum(amount) OVER kinds AS billed, sum(tax_amount) OVER kinds AS taxed,
               count(*) OVER kinds AS pieces,
               min(id) OVER kinds = id AS is_first
          FROM matched m WINDOW kinds AS (PARTITION BY shipment_id, kind)
    ) {before}
    SELECT b.id, b.invoice_id, %(company)s, b.shipment_id,
           CASE WHEN b.shipment_id IS NOT NULL THEN b.package_id END,
           CASE WHEN b.shipment_id IS NULL THEN NULL
                WHEN b.is_tracking THEN 'tracking' ELSE 'bol' END,
           CASE WHEN b.shipment_id IS NOT NULL THEN 'matched'
                WHEN b.normalized IS NULL AND b.subject = 'invoice' THEN 'none'
                WHEN b.other_id IS NOT NULL THEN 'ambiguous' ELSE 'unknown' END,
           CASE WHEN b.is_first THEN e.cost END,
           CASE WHEN b.is_first THEN NULLIF(b.billed - e.cost, 0) END,
           CASE WHEN b.kind IS NULL THEN 'suspect'
                WHEN b.currency_id != i.currency_id THEN 'suspect'
                WHEN b.tax_rate != i.tax_percent
                     OR b.taxed - b.billed * COALESCE(
                            i.tax_percent, NULLIF(b.tax_rate, 0))::numeric / 100
                        NOT BETWEEN -0.006 * b.pieces AND 0.006 * b.pieces
                THEN 'suspect'
                WHEN b.shipment_id IS NULL THEN
                    CASE WHEN b.normalized IS NOT NULL OR b.subject != 'invoice'
                         THEN 'suspect'
                         WHEN b.kind = 'invoice_fee' AND NOT i.fee_agreed
                         THEN 'suspect' ELSE 'right' END
                WHEN b.kind = 'base' AND (
                    s.state = 'cancelled' OR x.guaranteed_until < s.delivered_date)
                THEN 'suspect'
                {conditions}
                WHEN x.id IS NULL THEN
                    CASE WHEN b.pieces > 1 THEN 'suspect' ELSE 'unpriced' END
                WHEN x.currency_id != b.currency_id THEN 'suspect'
                WHEN e.cost IS NULL THEN
                    CASE WHEN b.billed <= 0 OR b.kind = 'vat' THEN 'right'
                         ELSE 'suspect' END
                WHEN b.billed = e.cost THEN 'right'
                WHEN b.billed BETWEEN e.cost - {under} AND e.cost + {over}
                THEN 'tolerated'
                ELSE 'suspect' END,
           false
      FROM told b
      JOIN audit_invoice i ON i.id = b.invoice_id
      LEFT JOIN expected e ON e.shipment_id = b.shipment_id AND e.kind = b.kind
      LEFT JOIN logistics_shipment s ON s.id = b.shipment_id
      LEFT JOIN logistics_expectation x ON x.shipment_id = b.shipment_id
            AND x.is_void IS NOT TRUE
      LEFT JOIN audit_limit m ON m.terms_id = i.terms_id AND m.kind = b.kind
      {joins}
"""
_BEFORE = f"""
    , before AS (
        SELECT DISTINCT a.shipment_id, {kind_of("l.type")} AS kind
          FROM logistics_carrier_invoice_line l
          JOIN logistics_charge_audit a ON a.id = l.id
         WHERE l.company_id = %(company)s AND a.shipment_id IS NOT NULL
           AND NOT l.invoice_id = ANY(%(invoices)s)
           AND l.normalized IN (SELECT normalized FROM line)
    )
"""
_PROVEN = "SELECT DISTINCT shipment_id FROM logistics_proof"


def first_pass(*, is_small, has_before, has_voided, wants_proof):
    """Return the statement.

    :param is_small: few charges among many shipments: looked up, not scanned for.
    :param has_before: other invoices were audited before.
    :param has_voided: there are numbers in ``audit_voided``.
    :param wants_proof: some carrier is paid for proof of delivery only.
    """
    joins, conditions = [], []
    if has_before:
        joins.append(
            "LEFT JOIN before f ON f.shipment_id = b.shipment_id AND f.kind = b.kind"
        )
        conditions.append("WHEN f.shipment_id IS NOT NULL THEN 'suspect'")
    if has_voided:
        joins.append("LEFT JOIN audit_voided v ON v.normalized = b.normalized")
        conditions.append("WHEN b.kind = 'base' AND v.normalized IS NOT NULL")
        conditions.append("THEN 'suspect'")
    if wants_proof:
        joins.append(f"LEFT JOIN ({_PROVEN}) p ON p.shipment_id = b.shipment_id")
        conditions.append("WHEN b.kind = 'base' AND i.needs_proof")
        conditions.append("AND p.shipment_id IS NULL THEN 'suspect'")
    only_billed = "AND r.normalized IN (SELECT normalized FROM line)"
    only_matched = "AND c.shipment_id IN (SELECT shipment_id FROM number)"
    return _FIRST_PASS.format(
        kept="MATERIALIZED" if is_small else "NOT MATERIALIZED",
        line_kind=kind_of("l.type"),
        charge_kind=kind_of("c.type"),
        numbers=OF_NUMBERS.format(which=only_billed if is_small else ""),
        of_matched=only_matched if is_small else "",
        before=_BEFORE if has_before else "",
        under=allowed("m.under_amount", "m.under_percent", "e.cost"),
        over=allowed("m.over_amount", "m.over_percent", "e.cost"),
        conditions="\n".join(conditions),
        joins="\n".join(joins),
    )
