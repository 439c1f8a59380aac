# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charges that belong to nothing we know, or come twice."""

#: One for each number on an invoice, at its first charge. Nothing of another company's
#: shipment is told but that it is another company's.
UNKNOWN = """
    INSERT INTO audit_found (invoice_id, line_id, type, billed, difference, params)
    SELECT a.invoice_id, min(l.id),
           CASE WHEN min(a.match_state) = 'elsewhere' THEN 'other_company'
                ELSE 'unknown_shipment' END,
           sum(l.amount), sum(l.amount),
           jsonb_build_object('number', min(l.tracking_number), 'charges', count(*),
                              'match', min(a.match_state), 'date', min(l.ship_date))
      FROM logistics_charge_audit a
      JOIN logistics_carrier_invoice_line l ON l.id = a.id
      JOIN audit_invoice i ON i.id = a.invoice_id AND i.duplicate_of_id IS NULL
     WHERE a.verdict IN ('suspect', 'finding')
       AND a.match_state IN ('unknown', 'ambiguous', 'elsewhere')
     GROUP BY a.invoice_id, COALESCE(l.normalized, l.references::text, l.id::text),
              a.match_state
"""
UNMAPPED = """
    INSERT INTO audit_found (invoice_id, line_id, type, billed, params)
    SELECT a.invoice_id, min(l.id), 'unmapped_charge', sum(l.amount),
           jsonb_build_object('code', l.raw_code, 'charges', count(*),
                              'description', min(l.description))
      FROM logistics_charge_audit a
      JOIN logistics_carrier_invoice_line l ON l.id = a.id AND l.type IS NULL
      JOIN audit_invoice i ON i.id = a.invoice_id AND i.duplicate_of_id IS NULL
     WHERE a.verdict IN ('suspect', 'finding')
     GROUP BY a.invoice_id, l.raw_code
"""
DOUBLES = """
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, earlier_line_id, params)
    SELECT c.invoice_id, c.id, c.shipment_id, 'duplicate_charge', c.amount, 0, c.amount,
           c.same_id, jsonb_build_object('kind', c.type, 'invoice', i.name,
                                         'same_invoice', i.id = c.invoice_id,
                                         'number', c.tracking_number)
      FROM audit_case c
      JOIN logistics_carrier_invoice_line e ON e.id = c.same_id
      JOIN logistics_carrier_invoice i ON i.id = e.invoice_id
     WHERE c.is_double AND c.is_open
"""
#: Paid in full on an earlier invoice, and billed once more for another amount.
PAID_BEFORE = """
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, earlier_line_id, params)
    SELECT g.invoice_id, g.line_id, g.shipment_id, 'duplicate_charge', g.billed, 0,
           g.excess, g.before_line_id,
           jsonb_build_object('kind', g.kind, 'invoice', i.name, 'same_invoice', false)
      FROM audit_group g
      JOIN logistics_carrier_invoice_line e ON e.id = g.before_line_id
      JOIN logistics_carrier_invoice i ON i.id = e.invoice_id
     WHERE g.is_open AND g.outcome = 'over' AND NOT g.is_afterwards
       AND g.before >= g.expected - g.under AND g.expected > 0
       AND EXISTS (SELECT 1 FROM audit_case c
                    WHERE c.shipment_id = g.shipment_id AND c.kind = g.kind
                      AND c.invoice_id = e.invoice_id
                      AND c.normalized = ANY(g.numbers))
"""
RULES = (UNKNOWN, UNMAPPED, DOUBLES, PAID_BEFORE)
