# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taxes and currencies, charge by charge."""

#: A discount may be told without its tax: what counts is the kind of charge as a whole.
_TAX = """
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, params)
    SELECT invoice_id, line_id, shipment_id, 'tax', taxed, right_amount,
           taxed - right_amount,
           jsonb_build_object('kind', kind, 'billed_percent', told,
                              'agreed_percent', percent, 'charge', charge)
      FROM (SELECT l.invoice_id, min(l.id) AS line_id, {shipment} AS shipment_id,
                   {kind} AS kind, sum(l.tax_amount) AS taxed, sum(l.amount) AS charge,
                   count(*) AS charges, max(l.tax_rate) AS told, p.percent,
                   round(sum(l.amount) * p.percent / 100, 2) AS right_amount,
                   bool_or(l.tax_rate != p.percent) AS is_other_rate
              FROM {lines}
              LEFT JOIN logistics_carrier_invoice i ON i.id = l.invoice_id
              LEFT JOIN logistics_billing_terms t
                     ON t.id = i.terms_id AND t.checks_tax
              CROSS JOIN LATERAL (
                    SELECT COALESCE(t.tax_percent, NULLIF(l.tax_rate, 0))::numeric
                               AS percent) p
             WHERE p.percent IS NOT NULL AND l.type != 'vat'
             GROUP BY l.invoice_id, {group}, p.percent
            HAVING count(l.tax_amount) > 0) k
     WHERE abs(taxed - right_amount) > 0.006 * charges + 0.005 OR is_other_rate
"""
OF_SHIPMENTS = _TAX.format(
    shipment="l.shipment_id",
    kind="l.kind",
    lines="(SELECT * FROM audit_case WHERE is_open AND NOT is_double) l",
    group="l.shipment_id, l.kind",
)
OF_NOTHING = _TAX.format(
    shipment="NULL::int4",
    kind="min(l.type)",
    lines="""(SELECT c.* FROM logistics_charge_audit a
                JOIN logistics_carrier_invoice_line c ON c.id = a.id
                JOIN audit_invoice o ON o.id = a.invoice_id
                     AND o.duplicate_of_id IS NULL
               WHERE a.verdict IN ('suspect', 'finding')
                 AND a.shipment_id IS NULL) l""",
    group="l.id",
)
#: Where taxes are charges of their own: those of a parcel against its other charges.
TAX_CHARGES = """
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, params)
    SELECT t.invoice_id, t.line_id, a.shipment_id, 'tax', t.billed, t.expected,
           t.billed - t.expected,
           jsonb_build_object('kind', 'vat', 'agreed_percent', t.percent,
                              'billed_percent', round(100 * billed / charge, 2),
                              'charge', t.charge)
      FROM (SELECT l.invoice_id, min(l.id) FILTER (WHERE l.type = 'vat') AS line_id,
                   i.tax_percent AS percent, count(*) AS charges,
                   sum(l.amount) FILTER (WHERE l.type = 'vat') AS billed,
                   sum(l.amount) FILTER (WHERE l.type != 'vat') AS charge,
                   round(sum(l.amount) FILTER (WHERE l.type != 'vat')
                         * i.tax_percent::numeric / 100, 2) AS expected
              FROM audit_invoice i
              JOIN logistics_carrier_invoice_line l ON l.invoice_id = i.id
             WHERE i.tax_percent IS NOT NULL AND i.duplicate_of_id IS NULL
               AND (i.is_new OR l.id IN (SELECT id FROM audit_case))
             GROUP BY l.invoice_id, l.normalized, i.tax_percent
            HAVING bool_or(l.type = 'vat')) t
      JOIN logistics_charge_audit a ON a.id = t.line_id
     WHERE charge != 0 AND abs(t.billed - t.expected) > 0.005 * t.charges + 0.005
"""
#: The line's own currency is another one than that of its invoice.
LINE_CURRENCY = """
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, params)
    SELECT l.invoice_id, l.id, a.shipment_id, 'currency', l.amount,
           jsonb_build_object('billed', c.name, 'agreed', o.name, 'of', 'invoice')
      FROM logistics_charge_audit a
      JOIN logistics_carrier_invoice_line l ON l.id = a.id
      JOIN audit_invoice i ON i.id = a.invoice_id AND i.duplicate_of_id IS NULL
      JOIN res_currency c ON c.id = l.currency_id
      JOIN res_currency o ON o.id = i.currency_id
     WHERE a.verdict IN ('suspect', 'finding') AND l.currency_id != i.currency_id
"""
#: What was agreed in one currency is billed in another: told once for each invoice.
INVOICE_CURRENCY = """
    INSERT INTO audit_found (invoice_id, type, params)
    SELECT a.invoice_id, 'currency',
           jsonb_build_object('billed', min(c.name), 'agreed', min(o.name),
                              'of', 'contract',
                              'shipments', count(DISTINCT a.shipment_id))
      FROM logistics_charge_audit a
      JOIN logistics_carrier_invoice_line l ON l.id = a.id
      JOIN audit_invoice i ON i.id = a.invoice_id AND i.duplicate_of_id IS NULL
      JOIN logistics_expectation x ON x.shipment_id = a.shipment_id
            AND x.is_void IS NOT TRUE
      JOIN res_currency c ON c.id = l.currency_id
      JOIN res_currency o ON o.id = x.currency_id
     WHERE a.verdict IN ('suspect', 'finding') AND l.currency_id = i.currency_id
       AND x.currency_id != l.currency_id
     GROUP BY a.invoice_id
"""
RULES = (OF_SHIPMENTS, OF_NOTHING, TAX_CHARGES, LINE_CURRENCY, INVOICE_CURRENCY)
