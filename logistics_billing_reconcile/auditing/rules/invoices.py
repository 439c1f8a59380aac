# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The invoice as a whole."""

DUPLICATE = """
    INSERT INTO audit_found (invoice_id, type, billed, expected, difference, params)
    SELECT i.id, 'duplicate_invoice', v.amount_total, 0, v.amount_total,
           jsonb_build_object('invoice', e.name, 'invoice_id', e.id,
                              'date', e.invoice_date)
      FROM audit_invoice i
      JOIN logistics_carrier_invoice v ON v.id = i.id
      JOIN logistics_carrier_invoice e ON e.id = i.duplicate_of_id
"""
#: The carrier's own total against its own charges and taxes.
TOTAL = """
    INSERT INTO audit_found (invoice_id, type, billed, expected, difference, params)
    SELECT v.id, 'invoice_total', v.amount_total, t.adds_up, v.amount_total - t.adds_up,
           jsonb_build_object('charges', v.amount_lines, 'tax', t.tax)
      FROM audit_invoice i
      JOIN logistics_carrier_invoice v ON v.id = i.id
      CROSS JOIN LATERAL (
            SELECT CASE WHEN COALESCE(v.amount_tax_lines, 0) != 0
                        THEN v.amount_tax_lines
                        ELSE COALESCE(v.amount_tax, 0) END AS tax) x
      CROSS JOIN LATERAL (
            SELECT x.tax, COALESCE(v.amount_lines, 0) + x.tax AS adds_up) t
     WHERE COALESCE(v.amount_total, 0) != 0 AND i.duplicate_of_id IS NULL
       AND abs(v.amount_total - t.adds_up) > 0.005
"""
#: The tax that the head tells against the taxes of the charges.
HEAD_TAX = """
    INSERT INTO audit_found (invoice_id, type, billed, expected, difference, params)
    SELECT v.id, 'tax', v.amount_tax, v.amount_tax_lines,
           v.amount_tax - v.amount_tax_lines, jsonb_build_object('of', 'invoice')
      FROM audit_invoice i
      JOIN logistics_carrier_invoice v ON v.id = i.id
     WHERE COALESCE(v.amount_tax, 0) != 0 AND COALESCE(v.amount_tax_lines, 0) != 0
       AND i.duplicate_of_id IS NULL
       AND abs(v.amount_tax - v.amount_tax_lines) > 0.02
       AND NOT EXISTS (SELECT 1 FROM audit_found f
                        WHERE f.invoice_id = v.id AND f.type = 'invoice_total')
"""
RULES = (DUPLICATE, TOTAL, HEAD_TAX)
