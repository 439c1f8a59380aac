# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What became of the goods: never handed over, late, or without a proof."""

#: Whatever a shipment costs on an invoice, without what is somebody else's.
_TRANSPORT = "kind NOT IN ('vat', 'duty', 'import_tax')"
#: What a shipment costs after all, with what was given back on any invoice.
_NET = f"""
    JOIN (SELECT shipment_id, sum(amount) AS amount FROM audit_case
           WHERE NOT is_double AND {_TRANSPORT}
           GROUP BY shipment_id HAVING sum(amount) > 0.01) n
      ON n.shipment_id = c.shipment_id
"""
#: Nobody pays for what was voided, unless the terms say so.
VOID_BILLED = f"""
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, milestone_id, params)
    SELECT c.invoice_id,
           COALESCE(min(c.id) FILTER (WHERE c.kind = 'base' AND c.amount > 0),
                    min(c.id)),
           c.shipment_id, 'void_billed', sum(c.amount), 0, sum(c.amount), min(m.id),
           jsonb_build_object('number', min(c.tracking_number),
                              'shipment', min(s.name), 'date', min(m.occurred_at),
                              'label', bool_and(s.state != 'cancelled'))
      FROM audit_case c {_NET}
      JOIN logistics_shipment s ON s.id = c.shipment_id
      LEFT JOIN logistics_billing_terms t ON t.id = c.terms_id
      LEFT JOIN LATERAL (
            SELECT id, occurred_at FROM logistics_milestone
             WHERE shipment_id = s.id AND classifier = 'actual'
               AND code IN ('cancelled', 'booking_cancelled')
               AND retracted IS NOT TRUE
             ORDER BY occurred_at DESC LIMIT 1) m ON true
     WHERE (s.state = 'cancelled' OR c.is_voided) AND NOT c.is_double
       AND t.charges_voided IS NOT TRUE AND {_TRANSPORT}
     GROUP BY c.invoice_id, c.shipment_id, c.is_open
    HAVING c.is_open AND sum(c.amount) > 0
       AND bool_or(c.kind = 'base')
"""
VOIDED = (VOID_BILLED,)
#: An attempt in time is enough; so is what neither side can help.
LATE_DELIVERY = f"""
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, milestone_id, params)
    SELECT c.invoice_id, min(c.id) FILTER (WHERE c.kind = 'base' AND c.amount > 0),
           c.shipment_id, 'late_delivery', sum(c.amount), 0,
           sum(c.amount) - COALESCE((
                SELECT sum(f.difference) FROM audit_found f
                 WHERE f.shipment_id = c.shipment_id AND f.invoice_id = c.invoice_id
                   AND f.difference > 0 AND f.type != 'duplicate_charge'
                   AND (f.params ->> 'label') IS DISTINCT FROM 'true'), 0),
           min(m.id),
           jsonb_build_object('shipment', min(s.name),
                              'guaranteed', min(x.guaranteed_until),
                              'delivered', min(s.delivered_date))
      FROM audit_case c {_NET}
      JOIN logistics_shipment s ON s.id = c.shipment_id
      JOIN logistics_expectation x ON x.shipment_id = s.id
            AND x.is_void IS NOT TRUE
      LEFT JOIN logistics_billing_terms t ON t.id = c.terms_id
      LEFT JOIN LATERAL (
            SELECT id FROM logistics_milestone
             WHERE shipment_id = s.id AND code = 'delivered' AND classifier = 'actual'
               AND retracted IS NOT TRUE
             ORDER BY occurred_at DESC LIMIT 1) m ON true
     WHERE x.guaranteed_until < s.delivered_date AND {_TRANSPORT}
       AND NOT c.is_double AND NOT c.is_voided
       AND t.has_guarantee IS NOT FALSE AND s.state != 'cancelled'
       AND NOT EXISTS (
            SELECT 1 FROM logistics_milestone a
             WHERE a.shipment_id = s.id AND a.retracted IS NOT TRUE
               AND a.classifier = 'actual'
               AND (a.code IN ('delivery_attempted', 'refused',
                               'available_for_pickup')
                    AND a.occurred_at <= x.guaranteed_until
                    OR a.reason_code LIKE 'consignee\\_%%'
                    OR a.reason_code LIKE 'customs\\_%%'
                    OR a.reason_code IN ('weather_delay', 'natural_disaster',
                                         'force_majeure')))
     GROUP BY c.invoice_id, c.shipment_id, c.is_open
    HAVING c.is_open AND sum(c.amount) > 0
       AND bool_or(c.kind = 'base' AND c.amount > 0)
"""
MISSING_POD = """
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, difference,
                             params)
    SELECT c.invoice_id, min(c.id), c.shipment_id, 'missing_pod', sum(c.amount), 0,
           jsonb_build_object('shipment', min(s.name),
                              'delivered', min(s.delivered_date))
      FROM audit_case c
      JOIN logistics_shipment s ON s.id = c.shipment_id
      JOIN logistics_billing_terms t ON t.id = c.terms_id AND t.needs_proof
     WHERE c.is_open AND c.kind = 'base' AND c.amount > 0 AND NOT c.is_double
       AND NOT c.is_voided AND s.state != 'cancelled'
       AND NOT EXISTS (SELECT 1 FROM logistics_proof p WHERE p.shipment_id = s.id)
       AND NOT EXISTS (SELECT 1 FROM audit_found f
                        WHERE f.shipment_id = s.id AND f.type = 'void_billed'
                          AND (f.params ->> 'label') IS DISTINCT FROM 'true')
     GROUP BY c.invoice_id, c.shipment_id
"""
RULES = (LATE_DELIVERY, MISSING_POD)
