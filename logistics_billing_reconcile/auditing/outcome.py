# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was found is written down; what a person decided stays as it is."""

from .words import allowed

#: Found on two ways, it is one finding.
WRITE = """
    INSERT INTO logistics_invoice_finding AS f
        (invoice_id, line_id, integration_id, company_id, currency_id, shipment_id, type,
         billed,
         expected, difference, earlier_line_id, milestone_id, params, state,
         create_uid, create_date, write_uid, write_date)
    SELECT DISTINCT ON (n.invoice_id, COALESCE(n.line_id, 0), n.type)
           n.invoice_id, n.line_id, i.integration_id, i.company_id, i.currency_id,
           n.shipment_id, n.type, n.billed, n.expected, n.difference,
           n.earlier_line_id, n.milestone_id,
           jsonb_strip_nulls(n.params), 'open', %(uid)s, %(now)s, %(uid)s, %(now)s
      FROM audit_found n
      JOIN logistics_carrier_invoice i ON i.id = n.invoice_id
        ON CONFLICT (invoice_id, COALESCE(line_id, 0), type) DO UPDATE
       SET billed = EXCLUDED.billed, expected = EXCLUDED.expected,
           difference = EXCLUDED.difference, params = EXCLUDED.params,
           shipment_id = EXCLUDED.shipment_id,
           earlier_line_id = EXCLUDED.earlier_line_id,
           milestone_id = EXCLUDED.milestone_id, state = 'open',
           write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
     WHERE f.decided_by_id IS NULL AND f.state IN ('open', 'gone')
       AND (f.state, f.billed, f.expected, f.difference, f.params, f.shipment_id)
           IS DISTINCT FROM ('open', EXCLUDED.billed, EXCLUDED.expected,
                             EXCLUDED.difference, EXCLUDED.params, EXCLUDED.shipment_id)
"""
#: What was looked at again and is not found any more.
GONE = """
    UPDATE logistics_invoice_finding f
       SET state = 'gone', write_uid = %(uid)s, write_date = %(now)s
     WHERE f.state = 'open' AND f.decided_by_id IS NULL
       AND NOT EXISTS (
            SELECT 1 FROM audit_found n
             WHERE n.invoice_id = f.invoice_id AND n.type = f.type
               AND COALESCE(n.line_id, 0) = COALESCE(f.line_id, 0))
       AND (f.invoice_id = ANY(%(invoices)s) AND f.line_id IS NULL
            OR f.line_id IN (SELECT id FROM audit_case WHERE is_open)
            OR f.line_id IN (SELECT id FROM logistics_charge_audit
                              WHERE invoice_id = ANY(%(invoices)s)
                                AND verdict = 'suspect'))
"""
_FOUND = "SELECT DISTINCT line_id FROM audit_found WHERE line_id IS NOT NULL"
#: What every charge that was looked at closely is now.
VERDICTS = f"""
    WITH told AS (
        SELECT c.id, g.expected, g.difference, c.id = g.line_id AS is_first,
               CASE WHEN c.is_double OR n.line_id IS NOT NULL
                         OR g.outcome = 'currency' THEN 'finding'
                    WHEN g.outcome = 'tolerated' THEN 'tolerated'
                    WHEN g.outcome = 'unpriced' THEN 'unpriced'
                    ELSE 'right' END AS verdict
          FROM audit_case c
          LEFT JOIN audit_group g ON g.shipment_id = c.shipment_id AND g.kind = c.kind
                AND g.invoice_id = c.invoice_id
                AND g.expectation_id IS NOT DISTINCT FROM c.expectation_id
                AND g.expected IS NOT DISTINCT FROM c.expected
          LEFT JOIN ({_FOUND}) n ON n.line_id = c.id
         WHERE c.is_open
    )
    UPDATE logistics_charge_audit a
       SET verdict = t.verdict, is_stale = false,
           expected = CASE WHEN t.is_first THEN t.expected END,
           difference = CASE WHEN t.is_first AND t.difference != 0 THEN t.difference END
      FROM told t
     WHERE a.id = t.id
"""
#: Of no shipment, or of an invoice that is there twice.
OTHER_VERDICTS = f"""
    UPDATE logistics_charge_audit a
       SET is_stale = false, verdict = CASE
            WHEN a.match_state IN ('unknown', 'ambiguous', 'elsewhere')
                 OR a.id IN ({_FOUND}) OR i.duplicate_of_id IS NOT NULL
            THEN 'finding' ELSE 'right' END
      FROM audit_invoice i
     WHERE i.id = a.invoice_id AND a.verdict = 'suspect'
"""
NOT_STALE = """
    UPDATE logistics_charge_audit SET is_stale = false
     WHERE invoice_id = ANY(%(invoices)s) AND is_stale
"""
#: Invoices stand where their open findings put them, unless they were decided on.
STATES = """
    UPDATE logistics_carrier_invoice i
       SET state = s.state, audited_at = %(now)s, write_date = %(now)s
      FROM (SELECT v.id, CASE WHEN EXISTS (
                SELECT 1 FROM logistics_invoice_finding f
                 WHERE f.invoice_id = v.id AND f.state = 'open')
                THEN 'review' ELSE 'audited' END AS state
              FROM logistics_carrier_invoice v
             WHERE v.id = ANY(%(invoices)s)
                OR v.id IN (SELECT invoice_id FROM audit_case)) s
     WHERE i.id = s.id AND i.state IN ('imported', 'audited', 'review')
"""
_LIMITS = "t.{0}_amount", "t.{0}_percent", "v.amount_lines"
_OVER = allowed(*(limit.format("over") for limit in _LIMITS))
_UNDER = allowed(*(limit.format("under") for limit in _LIMITS))
_TERMS = """
    SELECT id, COALESCE(invoice_over_amount, 0) AS over_amount,
           COALESCE(invoice_over_percent, 0)::numeric AS over_percent,
           COALESCE(invoice_under_amount, 0) AS under_amount,
           COALESCE(invoice_under_percent, 0)::numeric AS under_percent
      FROM logistics_billing_terms
"""
#: What is tolerated charge by charge may still be too much together.
SMALL_SUMS = f"""
    INSERT INTO audit_found (invoice_id, type, billed, expected, difference, params)
    SELECT v.id, 'rate', s.expected + s.difference, s.expected, s.difference,
           jsonb_build_object('charges', s.charges, 'of', 'invoice')
      FROM (SELECT a.invoice_id, sum(a.difference) AS difference, count(*) AS charges,
                   sum(a.expected) AS expected
              FROM logistics_charge_audit a
             WHERE a.invoice_id = ANY(%(invoices)s) AND a.verdict = 'tolerated'
               AND a.difference IS NOT NULL
             GROUP BY a.invoice_id) s
      JOIN logistics_carrier_invoice v ON v.id = s.invoice_id
      JOIN ({_TERMS}) t ON t.id = v.terms_id
     WHERE s.difference > 0 AND t.over_amount + t.over_percent > 0
       AND s.difference > {_OVER}
        OR s.difference < 0 AND t.under_amount + t.under_percent > 0
       AND -s.difference > {_UNDER}
"""
