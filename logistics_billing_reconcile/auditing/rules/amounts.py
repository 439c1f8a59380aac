# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""More, or less, than was expected: the freight, by its root; and what comes with it."""

#: So much apart two weights may be, and still be one weight in other units (kg).
_SAME_WEIGHT = "greatest(0.05, f.agreed_weight * 0.005)"
_NOT_VOID = """
    NOT EXISTS (SELECT 1 FROM audit_found f
                 WHERE f.shipment_id = g.shipment_id AND f.invoice_id = g.invoice_id
                   AND f.type = 'void_billed'
                   AND (f.params ->> 'label') IS DISTINCT FROM 'true')
    AND NOT EXISTS (SELECT 1 FROM audit_found f
                     WHERE f.line_id = g.line_id AND f.type = 'duplicate_charge')
"""
#: Where the scales of both sides agree, it is the size that was reckoned otherwise.
#: The first of service, zone and weight that is another one is why the freight is.
FREIGHT = f"""
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, params)
    WITH parcel AS (
        SELECT DISTINCT ON (c.shipment_id, c.invoice_id, c.normalized)
               c.shipment_id, c.invoice_id, c.terms_id, c.billed_weight,
               c.actual_weight, c.divisor, c.length * c.width * c.height AS volume
          FROM audit_case c
          JOIN audit_group g ON g.shipment_id = c.shipment_id AND g.kind = 'base'
               AND g.invoice_id = c.invoice_id AND g.outcome IN ('over', 'under')
         WHERE c.kind = 'base' AND NOT c.is_double
         ORDER BY c.shipment_id, c.invoice_id, c.normalized,
                  c.billed_weight DESC NULLS LAST
    ), weighed AS (
        SELECT p.shipment_id, p.invoice_id, sum(p.billed_weight) AS billed_weight,
               sum(p.actual_weight) AS actual_weight, sum(p.volume) AS volume,
               max(p.divisor) AS billed_divisor,
               sum(CASE WHEN p.actual_weight > 0 THEN
                   ceil(round(greatest(p.actual_weight,
                                  COALESCE(p.volume / NULLIF(t.divisor, 0), 0))
                              / COALESCE(NULLIF(t.weight_step, 0), 0.001), 6))
                   * COALESCE(NULLIF(t.weight_step, 0), 0.001) END) AS reckoned
          FROM parcel p LEFT JOIN logistics_billing_terms t ON t.id = p.terms_id
         GROUP BY p.shipment_id, p.invoice_id
    ), known AS (
        SELECT DISTINCT service_code FROM logistics_expectation
         WHERE company_id = %(company)s AND service_code IN (
               SELECT l.service_code FROM audit_group g
                 JOIN logistics_carrier_invoice_line l ON l.id = g.line_id
                WHERE g.kind = 'base')
    ), fact AS (
        SELECT g.*, l.service_code AS billed_service, l.zone AS billed_zone,
               x.service_code AS agreed_service, x.zone AS agreed_zone, x.source,
               COALESCE(NULLIF(d.canonical_code, ''), l.service_code) AS service,
               w.billed_weight, w.actual_weight, w.volume, w.billed_divisor,
               COALESCE(NULLIF(x.divisor, 0), NULLIF(t.divisor, 0)) AS agreed_divisor,
               COALESCE(NULLIF(x.billed_weight, 0), w.reckoned) AS agreed_weight,
               t.weight_step, COALESCE(NULLIF(t.weight_step, 0), 0.01) AS step,
               x.actual_weight AS shipped_weight,
               COALESCE(w.actual_weight, 0) = 0 OR COALESCE(x.actual_weight, 0) = 0
                   OR abs(w.actual_weight - x.actual_weight)
                      <= greatest(0.1, x.actual_weight * 0.01) AS is_weighed_alike
          FROM audit_group g
          JOIN logistics_carrier_invoice_line l ON l.id = g.line_id
          JOIN logistics_expectation x ON x.id = g.expectation_id
          LEFT JOIN logistics_billing_terms t ON t.id = g.terms_id
          LEFT JOIN LATERAL (
                SELECT m.canonical_code FROM logistics_code_map m
                  JOIN logistics_integration o ON o.id = g.integration_id
                 WHERE m.domain = 'service' AND m.external_code = l.service_code
                   AND (m.integration_id = o.id OR m.preset = o.preset)
                 ORDER BY m.integration_id NULLS LAST LIMIT 1) d ON true
          LEFT JOIN weighed w
                 ON w.shipment_id = g.shipment_id AND w.invoice_id = g.invoice_id
         WHERE g.kind = 'base' AND g.is_open AND g.outcome IN ('over', 'under')
           AND {_NOT_VOID}
    ), rooted AS (
        SELECT f.*,
               CASE WHEN f.service != f.agreed_service
                         AND (f.service != f.billed_service OR f.service IN (
                              SELECT service_code FROM known))
                    THEN 'service'
                    WHEN ltrim(f.billed_zone, '0') != ltrim(f.agreed_zone, '0')
                    THEN 'zone'
                    WHEN abs(f.billed_weight - f.agreed_weight) > {_SAME_WEIGHT}
                    THEN CASE WHEN f.billed_divisor != f.agreed_divisor
                                   OR f.is_weighed_alike AND (
                                      f.volume > 0 AND f.billed_weight
                                                       > f.actual_weight + f.step
                                      OR f.agreed_weight > f.shipped_weight + f.step)
                              THEN 'dim_weight' ELSE 'weight' END
                    ELSE 'rate' END AS type
          FROM fact f
    )
    SELECT invoice_id, line_id, shipment_id, type, after, expected, difference,
           jsonb_build_object(
               'kind', kind, 'source', source, 'before', NULLIF(before, 0),
               'billed_service', billed_service, 'agreed_service', agreed_service,
               'billed_zone', billed_zone, 'agreed_zone', agreed_zone,
               'billed_weight', billed_weight, 'agreed_weight', agreed_weight,
               'actual_weight', actual_weight, 'volume', volume,
               'billed_divisor', billed_divisor, 'agreed_divisor', agreed_divisor,
               'weight_step', weight_step, 'over', over)
      FROM rooted
"""
#: Its percentage is judged, of the freight that was billed: a freight that is wrong is
#: told of where it is wrong.
FUEL = f"""
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, params)
    SELECT g.invoice_id, g.line_id, g.shipment_id, 'fuel', g.after,
           COALESCE(g.expected, 0), g.difference,
           jsonb_build_object(
               'agreed_percent', p.agreed, 'date', l.ship_date,
               'billed_percent', round(100 * g.after / NULLIF(b.after, 0), 2),
               'freight', b.after)
      FROM audit_group g
      JOIN logistics_carrier_invoice_line l ON l.id = g.line_id
      JOIN logistics_expectation x ON x.id = g.expectation_id
      LEFT JOIN audit_group b ON b.shipment_id = g.shipment_id
            AND b.invoice_id = g.invoice_id AND b.kind = 'base'
      CROSS JOIN LATERAL (
            SELECT COALESCE(NULLIF(x.fuel_percent::numeric, 0),
                            100 * g.expected / NULLIF(b.expected, 0)) AS agreed) p
     WHERE g.kind = 'fuel' AND g.is_open AND {_NOT_VOID}
       AND g.outcome IN ('over', 'under', 'unexpected')
       AND NOT COALESCE(b.outcome IN ('over', 'under')
                        AND abs(g.after - b.after * p.agreed / 100)
                            <= 0.02 + COALESCE(g.over, 0), false)
"""
OTHERS = f"""
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, params)
    SELECT g.invoice_id, g.line_id, g.shipment_id,
           CASE g.kind WHEN 'vat' THEN 'tax'
                       WHEN 'dim_weight_correction' THEN 'dim_weight'
                       ELSE 'rate' END,
           g.after, COALESCE(g.expected, 0), g.difference,
           jsonb_build_object('kind', g.kind, 'source', x.source,
                              'before', NULLIF(g.before, 0), 'over', g.over)
      FROM audit_group g
      JOIN logistics_expectation x ON x.id = g.expectation_id
     WHERE g.is_open AND {_NOT_VOID}
       AND (g.kind NOT IN ('base', 'fuel') AND g.outcome IN ('over', 'under')
            OR g.kind IN ('base', 'dim_weight_correction')
               AND g.outcome = 'unexpected')
"""
RULES = (FREIGHT, FUEL, OTHERS)
