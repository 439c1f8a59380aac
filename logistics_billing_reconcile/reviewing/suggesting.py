# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Shipments that unmatched charges may be of, scored; all of them by a few statements.

Charges of one number on one invoice are one case. A shipment comes into question by the
postcode it went to, by day with weight, or because it bears one of the case's numbers.
Nothing is matched by this: people decide.
"""

#: Days before and after the day of a charge within which a shipment left.
DAYS = 14
#: So near is the day where the weight speaks for a shipment of the same area. Without a
#: postcode, day and weight are to be next to the same: in half kilograms.
NEAR_DAYS = 3
#: Of 100 points so many are needed, and so many shipments are shown.
FEWEST, MOST = 40, 5
#: So many cases are looked at by one run, the newest first.
CASES = 2000

DROP = "DROP TABLE IF EXISTS " + ", ".join(
    f"pg_temp.review_{name}" for name in ("case", "shipment", "pair")
)

#: The case of each charge that no number leads from. {which}: of which invoices.
GATHER = """
    CREATE TEMP TABLE review_case ON COMMIT DROP AS
    SELECT l.invoice_id, i.company_id, i.integration_id, i.currency_id,
           COALESCE(l.normalized, NULLIF(l.references::text, '[]'), 'line ' || l.id)
               AS key,
           min(l.tracking_number) AS tracking_number,
           COALESCE(min(l.ship_date), min(i.invoice_date)) AS day,
           min(l.ship_date) IS NULL AS is_day_guessed,
           upper(regexp_replace(min(l.to_postcode), '[^0-9A-Za-z]', '', 'g'))
               AS postcode,
           min(l.to_postcode) AS to_postcode, upper(min(l.to_country)) AS to_country,
           min(l.to_name) AS to_name,
           max(COALESCE(NULLIF(l.actual_weight, 0), l.billed_weight)) AS weight,
           sum(l.amount) AS amount, count(*) AS line_count,
           bool_or(a.match_state = 'ambiguous') AS is_ambiguous
      FROM logistics_charge_audit a
      JOIN logistics_carrier_invoice_line l ON l.id = a.id
      JOIN logistics_carrier_invoice i ON i.id = l.invoice_id
     WHERE a.company_id = ANY(%(companies)s) AND a.decided_by_id IS NULL
       AND a.match_state IN ('unknown', 'ambiguous')
       AND i.state IN ('imported', 'audited', 'review') {which}
     GROUP BY l.invoice_id, i.company_id, i.integration_id, i.currency_id,
              COALESCE(l.normalized, NULLIF(l.references::text, '[]'), 'line ' || l.id)
     ORDER BY l.invoice_id DESC
     LIMIT %(cases)s
"""

#: What was open and is matched now, or is of an invoice that was decided about.
CLOSE = """
    DELETE FROM logistics_match_case c
     WHERE c.state = 'open' AND c.company_id = ANY(%(companies)s) {which}
       AND NOT EXISTS (SELECT 1 FROM review_case r
                        WHERE r.invoice_id = c.invoice_id AND r.key = c.key)
"""

OPEN = """
    INSERT INTO logistics_match_case
        (invoice_id, company_id, integration_id, currency_id, key, tracking_number, day,
         is_day_guessed, to_postcode, to_country, to_name, weight, amount, line_count,
         is_ambiguous, state, create_uid, create_date, write_uid, write_date)
    SELECT invoice_id, company_id, integration_id, currency_id, key, tracking_number, day,
           is_day_guessed, to_postcode, to_country, to_name, weight, amount, line_count,
           is_ambiguous, 'open', %(uid)s, %(now)s, %(uid)s, %(now)s
      FROM review_case
        ON CONFLICT (invoice_id, key) DO UPDATE
           SET amount = EXCLUDED.amount, line_count = EXCLUDED.line_count,
               is_ambiguous = EXCLUDED.is_ambiguous
         WHERE logistics_match_case.state = 'open'
"""

#: What may have been billed: all that left around those days.
SHIPMENTS = """
    CREATE TEMP TABLE review_shipment ON COMMIT DROP AS
    SELECT s.id, s.company_id, g.partner_id AS carrier_id, s.weight,
           COALESCE(s.picked_up_date, s.released_date, s.create_date)::date AS day,
           upper(regexp_replace(p.zip, '[^0-9A-Za-z]', '', 'g')) AS postcode,
           left(upper(regexp_replace(p.zip, '[^0-9A-Za-z]', '', 'g')), 3) AS area,
           round(s.weight * 2)::int AS halves, n.code AS country
      FROM logistics_shipment s
      LEFT JOIN logistics_integration g ON g.id = s.integration_id
      LEFT JOIN res_partner p ON p.id = s.ship_to_id
      LEFT JOIN res_country n ON n.id = p.country_id
     WHERE s.company_id = ANY(%(companies)s) AND s.state NOT IN ('draft', 'cancelled')
       AND (s.id IN (SELECT r.shipment_id FROM review_case c
                       JOIN logistics_reference r
                         ON r.normalized = c.key AND r.company_id = c.company_id
                      WHERE c.is_ambiguous)
         OR COALESCE(s.picked_up_date, s.released_date, s.create_date) BETWEEN
           (SELECT min(day) FROM review_case) - %(window)s * interval '1 day'
           AND (SELECT max(day) FROM review_case) + %(window)s * interval '1 day')
"""

#: Pairs of case and shipment that are worth a look.
PAIRS = """
    CREATE TEMP TABLE review_pair ON COMMIT DROP AS
    SELECT c.invoice_id, c.key, s.id, false AS has_number
      FROM review_case c
      JOIN review_shipment s ON s.company_id = c.company_id AND s.postcode = c.postcode
       AND s.day BETWEEN c.day - (CASE WHEN c.is_day_guessed THEN 60 ELSE %(days)s END)
                     AND c.day + %(days)s
     WHERE c.postcode != ''
     UNION
    SELECT c.invoice_id, c.key, s.id, false
      FROM review_case c
      JOIN review_shipment s
        ON s.company_id = c.company_id AND s.area = left(c.postcode, 3)
       AND s.day BETWEEN c.day - %(near)s AND c.day + %(near)s
       AND abs(s.weight - c.weight) <= GREATEST(0.5, c.weight * 0.1)
     WHERE c.weight > 0 AND c.postcode != ''
     UNION
    SELECT c.invoice_id, c.key, s.id, false
      FROM review_case c
      CROSS JOIN generate_series(-1, 1) AS next(days)
      CROSS JOIN generate_series(-1, 1) AS step(halves)
      JOIN review_shipment s
        ON s.company_id = c.company_id AND s.day = c.day + next.days
       AND s.halves = round(c.weight * 2)::int + step.halves
     WHERE c.weight > 0 AND COALESCE(c.postcode, '') = '' AND NOT c.is_day_guessed
     UNION
    SELECT c.invoice_id, c.key, r.shipment_id, true
      FROM review_case c
      JOIN logistics_reference r
        ON r.normalized = c.key AND r.company_id = c.company_id
     WHERE c.is_ambiguous
"""

SCORE = """
    WITH told AS (
        SELECT k.id AS case_id, k.currency_id, p.id AS shipment_id,
               bool_or(p.has_number) AS has_number
          FROM review_pair p
          JOIN logistics_match_case k
            ON k.invoice_id = p.invoice_id AND k.key = p.key AND k.state = 'open'
         GROUP BY k.id, p.id
    ), expected AS (
        SELECT c.shipment_id, c.currency_id, sum(c.cost) AS cost
          FROM logistics_charge c
         WHERE c.basis = 'expected'
           AND c.shipment_id IN (SELECT shipment_id FROM told)
         GROUP BY c.shipment_id, c.currency_id
    ), facts AS (
        SELECT t.case_id, t.shipment_id, t.has_number, k.company_id,
               abs(s.day - k.day) AS days,
               s.postcode = r.postcode AND r.postcode != '' AS has_postcode,
               left(s.postcode, 3) = left(r.postcode, 3) AS has_area,
               s.country = k.to_country AS has_country,
               s.weight, abs(s.weight - k.weight) AS weight_off,
               e.cost, abs(e.cost - k.amount) AS amount_off, k.amount, k.weight AS billed,
               s.day, k.is_day_guessed, g.partner_id = s.carrier_id AS has_carrier
          FROM told t
          JOIN logistics_match_case k ON k.id = t.case_id
          JOIN review_case r ON r.invoice_id = k.invoice_id AND r.key = k.key
          JOIN review_shipment s ON s.id = t.shipment_id
          JOIN logistics_integration g ON g.id = k.integration_id
          LEFT JOIN expected e
            ON e.shipment_id = t.shipment_id AND e.currency_id = t.currency_id
    ), scored AS (
        SELECT f.*,
               LEAST(100,
                 CASE WHEN has_number THEN 40 ELSE 0 END
               + CASE WHEN has_postcode THEN 35 WHEN has_area THEN 10 ELSE 0 END
               + CASE WHEN is_day_guessed THEN 0 WHEN days = 0 THEN 20
                      WHEN days = 1 THEN 16 WHEN days <= 3 THEN 10
                      WHEN days <= 7 THEN 4 ELSE 0 END
               + CASE WHEN weight_off <= GREATEST(0.05, billed * 0.02) THEN 20
                      WHEN weight_off <= GREATEST(0.5, billed * 0.1) THEN 12 ELSE 0 END
               + CASE WHEN amount_off <= abs(amount) * 0.02 THEN 15
                      WHEN amount_off <= abs(amount) * 0.1 THEN 8 ELSE 0 END
               + CASE WHEN has_country THEN 5 ELSE 0 END
               + CASE WHEN has_carrier THEN 5 ELSE 0 END) AS score
          FROM facts f
    ), ranked AS (
        SELECT s.*, row_number() OVER
               (PARTITION BY case_id ORDER BY score DESC, days, shipment_id) AS place
          FROM scored s WHERE score >= %(fewest)s
    )
    INSERT INTO logistics_match_candidate
        (case_id, company_id, shipment_id, score, day, days, has_number, has_postcode,
         has_carrier, weight, expected, place)
    SELECT case_id, company_id, shipment_id, score, day, days, has_number,
           COALESCE(has_postcode, false), COALESCE(has_carrier, false), weight, cost,
           place
      FROM ranked WHERE place <= %(most)s
"""

FORGET = """
    DELETE FROM logistics_match_candidate d
     USING logistics_match_case c, review_case r
     WHERE c.id = d.case_id AND c.state = 'open'
       AND r.invoice_id = c.invoice_id AND r.key = c.key
"""

#: Charges of a case get the shipment that somebody names, or none.
DECIDE = """
    UPDATE logistics_charge_audit a
       SET shipment_id = %(shipment)s, package_id = NULL, method = %(method)s,
           match_state = CASE WHEN %(shipment)s IS NULL THEN 'unknown'
                              ELSE 'matched' END,
           decided_by_id = %(user)s, is_stale = true
      FROM logistics_carrier_invoice_line l
     WHERE l.id = a.id AND l.invoice_id = %(invoice)s
       AND a.decided_by_id IS NULL AND a.match_state IN ('unknown', 'ambiguous')
       AND COALESCE(l.normalized, NULLIF(l.references::text, '[]'), 'line ' || l.id)
           = %(key)s
"""
#: Without a decision, the audit looks for the shipment again.
REOPEN = """
    UPDATE logistics_charge_audit a SET decided_by_id = NULL, is_stale = true
      FROM logistics_carrier_invoice_line l
     WHERE l.id = a.id AND l.invoice_id = %(invoice)s AND a.decided_by_id IS NOT NULL
       AND COALESCE(l.normalized, NULLIF(l.references::text, '[]'), 'line ' || l.id)
           = %(key)s
"""
