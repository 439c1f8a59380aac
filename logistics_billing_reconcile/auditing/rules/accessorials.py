# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charges that nobody foresaw: not agreed, or agreed and not earned."""

#: What the carrier may usually bill where the terms list nothing.
USUAL = (
    *("residential", "remote_area", "address_correction", "reattempt", "saturday"),
    *("signature", "return", "detention", "liftgate", "duty", "import_tax"),
    *("brokerage", "vat"),
)
_TOLD = """
    EXISTS (SELECT 1 FROM logistics_milestone m
             WHERE m.shipment_id = s.id AND m.classifier = 'actual'
               AND m.retracted IS NOT TRUE AND {})
"""
#: By kind, what shows that it was earned, of shipment ``s`` and expectation ``x``.
_EARNED = {
    "residential": "x.is_residential IS TRUE",
    "address_correction": _TOLD.format("m.code IN ('address_issue', 'rerouted')"),
    "reattempt": _TOLD.format("m.code IN ('delivery_attempted', 'refused')"),
    "saturday": _TOLD.format(
        "m.code IN ('delivered', 'delivery_attempted') AND extract(isodow FROM "
        "m.occurred_at + make_interval(mins => COALESCE(m.utc_offset_minutes, 0))) = 6"
    ),
    "signature": "EXISTS (SELECT 1 FROM logistics_proof p WHERE p.shipment_id = s.id "
    "AND p.signatory IS NOT NULL)",
    "return": "s.direction = 'return' OR s.state IN ('returning', 'returned')",
    "detention": _TOLD.format(
        "m.code IN ('arrived_at_pickup', 'arrived_at_destination', 'on_hold')"
    ),
    "duty": "true",
    "import_tax": "true",
    "brokerage": "true",
    "vat": "true",
}
_IS_EARNED = " ".join(f"WHEN '{kind}' THEN {sql}" for kind, sql in _EARNED.items())
#: The freight and its fuel have rules of their own.
UNFORESEEN = f"""
    INSERT INTO audit_found (invoice_id, line_id, shipment_id, type, billed, expected,
                             difference, params)
    WITH fact AS (
        SELECT g.*, a.kind IS NOT NULL AS is_agreed, a.amount AS agreed, s.name,
               x.source, CASE g.kind {_IS_EARNED} ELSE false END AS is_earned
          FROM audit_group g
          JOIN logistics_shipment s ON s.id = g.shipment_id
          JOIN logistics_expectation x ON x.id = g.expectation_id
          LEFT JOIN audit_agreed a ON a.terms_id = g.terms_id AND a.kind = g.kind
         WHERE g.is_open AND g.outcome = 'unexpected'
           AND g.kind NOT IN ('base', 'fuel', 'dim_weight_correction')
           AND NOT EXISTS (SELECT 1 FROM audit_found f
                            WHERE f.shipment_id = g.shipment_id
                              AND f.invoice_id = g.invoice_id
                              AND f.type = 'void_billed'
                              AND (f.params ->> 'label') IS DISTINCT FROM 'true')
    )
    SELECT invoice_id, line_id, shipment_id,
           CASE WHEN NOT is_agreed THEN 'accessorial_unauthorised'
                WHEN NOT is_earned THEN 'accessorial_unearned' ELSE 'rate' END,
           billed, CASE WHEN is_agreed AND is_earned THEN agreed ELSE 0 END,
           CASE WHEN is_agreed AND is_earned THEN excess - agreed ELSE excess END,
           jsonb_build_object('kind', kind, 'shipment', name, 'source', source)
      FROM fact
     WHERE NOT (is_agreed AND is_earned) OR agreed > 0 AND excess > agreed
"""
#: A fee for the invoice itself.
FEE = """
    INSERT INTO audit_found (invoice_id, line_id, type, billed, expected, difference,
                             params)
    SELECT l.invoice_id, l.id, 'accessorial_unauthorised', l.amount, 0, l.amount,
           jsonb_build_object('kind', l.type)
      FROM logistics_charge_audit a
      JOIN logistics_carrier_invoice_line l
        ON l.id = a.id AND l.type = 'invoice_fee' AND l.amount > 0
      JOIN audit_invoice i ON i.id = a.invoice_id AND NOT i.fee_agreed
     WHERE a.verdict IN ('suspect', 'finding') AND a.shipment_id IS NULL
"""
RULES = (UNFORESEEN, FEE)
