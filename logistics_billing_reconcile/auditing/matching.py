# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which shipment a charge is of: tracking number, then reference, then BOL or PRO.

A number that several shipments bear tells none of them, unless all but one of them were
cancelled. What a person decided is not looked at again.
"""

TRACKING = ("tracking", "sscc")
#: A carrier of freight bills by its own number: its PRO is what others' tracking is.
BILLS_OF_LADING = ("bol", "pro", "booking", "container", "mawb")
NUMBERS = (*TRACKING, *BILLS_OF_LADING)
REFERENCES = ("order", "delivery", "customer", "invoice", "other", *TRACKING)

#: Whose the numbers are that a carrier bills by. {which}: which numbers are asked for.
OF_NUMBERS = """
    SELECT r.normalized, min(r.shipment_id) AS shipment_id,
           max(r.shipment_id) AS other_id, max(r.package_id) AS package_id,
           bool_or(r.type IN ('tracking', 'sscc')) AS is_tracking
      FROM logistics_reference r
     WHERE r.company_id = %(company)s AND r.type = ANY(%(numbers)s) {which}
     GROUP BY r.normalized
"""

#: The shipments whose charges are looked at closely.
SHIPMENTS = """
    CREATE TEMP TABLE audit_shipment (id int4 PRIMARY KEY) ON COMMIT DROP
"""
#: Charges to be matched: new ones that pass 1 did not find, and stale ones.
TO_MATCH = """
    CREATE TEMP TABLE audit_open ON COMMIT DROP AS
    SELECT l.id, l.normalized, l.subject, l.references, a.shipment_id, a.match_state
      FROM logistics_charge_audit a
      JOIN logistics_carrier_invoice_line l ON l.id = a.id
     WHERE a.invoice_id = ANY(%(invoices)s) AND a.decided_by_id IS NULL
       AND (a.is_stale OR a.match_state IN ('unknown', 'ambiguous', 'elsewhere'))
"""

#: Every shipment that a number of the charge leads to, by steps.
CANDIDATES = """
    CREATE TEMP TABLE audit_candidate ON COMMIT DROP AS
    WITH number AS (
        SELECT o.id, o.normalized, 0 AS told FROM audit_open o
         WHERE o.normalized IS NOT NULL
         UNION
        SELECT o.id, pair ->> 1,
               CASE WHEN pair ->> 0 = ANY(%(bills)s) THEN 2 ELSE 1 END
          FROM audit_open o
          CROSS JOIN LATERAL jsonb_array_elements(o.references::jsonb) AS pair
         WHERE o.references IS NOT NULL AND pair ->> 1 != ''
    )
    SELECT n.id, r.shipment_id, max(r.package_id) AS package_id, r.company_id,
           s.state = 'cancelled' AS is_cancelled,
           min(CASE WHEN n.told = 0 AND r.type = ANY(%(tracking)s) THEN 1
                    WHEN n.told = 2 OR n.told = 0 THEN 3
                    ELSE 2 END) AS step,
           bool_or(n.told != 1) AS is_by_number
      FROM number n
      JOIN logistics_reference r ON r.normalized = n.normalized
      JOIN logistics_shipment s ON s.id = r.shipment_id
     WHERE n.told = 0 AND r.type = ANY(%(numbers)s)
        OR n.told = 1 AND r.type = ANY(%(references)s)
        OR n.told = 2 AND r.type = ANY(%(bills)s)
     GROUP BY n.id, r.shipment_id, r.company_id, s.state
"""

#: A label that was called off is its shipment's, as long as nobody else bears its number.
VOIDED = """
    INSERT INTO audit_candidate
        (id, shipment_id, company_id, is_cancelled, step, is_by_number)
    SELECT o.id, v.shipment_id, s.company_id, s.state = 'cancelled', 0, true
      FROM audit_open o
      JOIN audit_voided v ON v.normalized = o.normalized
      JOIN logistics_shipment s ON s.id = v.shipment_id
     WHERE NOT EXISTS (SELECT 1 FROM audit_candidate c WHERE c.id = o.id AND c.step = 1)
"""

#: The first step that tells one shipment; live ones go before cancelled ones.
MATCH = """
    WITH own AS (
        SELECT c.*, bool_or(NOT is_cancelled) OVER (PARTITION BY id, step) AS has_live
          FROM audit_candidate c WHERE c.company_id = %(company)s
    ), step AS (
        SELECT id, step, min(shipment_id) AS shipment_id, max(package_id) AS package_id
          FROM own WHERE NOT (is_cancelled AND has_live)
         GROUP BY id, step HAVING count(*) = 1
    ), found AS (
        SELECT DISTINCT ON (id) * FROM step ORDER BY id, step
    ), told AS (
        SELECT o.id, f.shipment_id, f.package_id,
               CASE f.step WHEN 1 THEN 'tracking' WHEN 3 THEN 'bol'
                           WHEN 0 THEN 'reference' WHEN 2 THEN 'reference'
                           END AS method,
               CASE WHEN f.id IS NOT NULL THEN 'matched'
                    WHEN o.subject = 'invoice' THEN 'none'
                    WHEN EXISTS (SELECT 1 FROM own WHERE own.id = o.id) THEN 'ambiguous'
                    WHEN EXISTS (SELECT 1 FROM audit_candidate c
                                  WHERE c.id = o.id AND c.is_by_number)
                    THEN 'elsewhere'
                    ELSE 'unknown' END AS match_state
          FROM audit_open o LEFT JOIN found f ON f.id = o.id
    )
    UPDATE logistics_charge_audit a
       SET shipment_id = t.shipment_id, package_id = t.package_id, method = t.method,
           match_state = t.match_state, verdict = 'suspect'
      FROM told t
     WHERE a.id = t.id
       AND (a.is_stale OR a.match_state != t.match_state
            OR a.shipment_id IS DISTINCT FROM t.shipment_id)
"""

#: Shipments that charges were of before they were matched anew.
LEFT = """
    INSERT INTO audit_shipment
    SELECT DISTINCT o.shipment_id FROM audit_open o WHERE o.shipment_id IS NOT NULL
"""
#: What a person decided rests on other facts now.
DECIDED = """
    UPDATE logistics_charge_audit SET verdict = 'suspect'
     WHERE invoice_id = ANY(%(invoices)s) AND is_stale AND decided_by_id IS NOT NULL
"""
