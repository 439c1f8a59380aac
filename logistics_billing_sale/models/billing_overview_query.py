# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How one shipment stands between carrier, customer and books, as parts of one query.

Each column is a subquery of its own, so that a list pays for what it shows only.
"""

#: What an amount of another currency is in the company's, by the latest rate.
_RATE = """COALESCE((SELECT rate.rate FROM res_currency_rate rate
    WHERE rate.currency_id = {currency}
      AND (rate.company_id IS NULL OR rate.company_id = s.company_id)
    ORDER BY rate.name DESC, rate.company_id LIMIT 1), 1)"""


def _in_company_currency(amount, currency):
    there = _RATE.format(currency=currency)
    here = _RATE.format(currency="company.currency_id")
    return (
        f"CASE WHEN {currency} = company.currency_id THEN {amount} "
        f"ELSE {amount} / {there} * {here} END"
    )


#: The goods of the shipment at the order's prices, without tax.
GOODS = """
    SELECT SUM(CASE
             WHEN move.product_id <> line.product_id THEN
                  line.price_subtotal / (SELECT COUNT(*) FROM stock_move part
                   WHERE part.sale_line_id = line.id AND part.state <> 'cancel')
             ELSE line.price_subtotal
                  * (CASE WHEN move.state = 'done' THEN move.quantity
                          ELSE move.product_uom_qty END * move_unit.factor)
                  / NULLIF(line.product_uom_qty * line_unit.factor, 0)
           END / COALESCE(NULLIF(o.currency_rate, 0), 1))
      FROM stock_picking picking
      JOIN stock_move move ON move.picking_id = picking.id AND move.state <> 'cancel'
      JOIN sale_order_line line ON line.id = move.sale_line_id
      JOIN uom_uom move_unit ON move_unit.id = move.product_uom
      JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
     WHERE picking.logistics_shipment_id = s.id AND picking.state <> 'cancel'
"""

EXPECTED = f"""
    SELECT SUM({_in_company_currency("charge.cost", "charge.currency_id")})
      FROM logistics_charge charge
     WHERE charge.shipment_id = s.id AND charge.basis = 'expected'
"""

_CHARGED = _in_company_currency("line.amount", "bill.currency_id")

#: What carriers billed: what a tracking number leads to, and what else was matched.
BILLED = f"""
    SELECT SUM(billed.amount) FROM (
        SELECT {_CHARGED} AS amount
          FROM (SELECT DISTINCT normalized FROM logistics_reference
                 WHERE shipment_id = s.id AND type = 'tracking') reference
          JOIN logistics_carrier_invoice_line line
            ON line.normalized = reference.normalized
          JOIN logistics_charge_audit audit ON audit.id = line.id
           AND audit.shipment_id = s.id AND audit.method = 'tracking'
          JOIN logistics_carrier_invoice bill ON bill.id = line.invoice_id
         UNION ALL
        SELECT {_CHARGED}
          FROM logistics_charge_audit audit
          JOIN logistics_carrier_invoice_line line ON line.id = audit.id
          JOIN logistics_carrier_invoice bill ON bill.id = line.invoice_id
         WHERE audit.shipment_id = s.id
           AND audit.method IN ('reference', 'bol', 'hand')) billed
"""

_MOVES = """
      FROM sale_order_line line
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
      JOIN account_move_line item ON item.id = rel.invoice_line_id
      JOIN account_move move ON move.id = item.move_id AND move.state <> 'cancel'
       AND move.move_type IN ('out_invoice', 'out_refund')
     WHERE line.order_id = s.sale_id
"""

INVOICES = f"""
    SELECT string_agg(DISTINCT COALESCE(NULLIF(move.name, '/'), '…'), ', ') {_MOVES}
"""

EXTERNAL_INVOICES = """
    SELECT string_agg(told.name, ', ' ORDER BY told.name)
      FROM logistics_customer_invoice_sale_order link
      JOIN logistics_customer_invoice told ON told.id = link.invoice_id
     WHERE link.order_id = s.sale_id
"""

#: The latest proof that was not taken back.
PROOF = """
    SELECT {column}
      FROM logistics_proof proof
      LEFT JOIN logistics_milestone milestone ON milestone.id = proof.milestone_id
     WHERE proof.shipment_id = s.id AND milestone.retracted IS NOT TRUE
     ORDER BY proof.signed_at DESC NULLS LAST, proof.id DESC LIMIT 1
"""

STATUS = f"""
    CASE
      WHEN s.invoicing_hold THEN 'held'
      WHEN o.logistics_billed_by_id IS NOT NULL THEN COALESCE((
           SELECT CASE WHEN bool_or(told.state = 'disputed') THEN 'disputed'
                       WHEN bool_and(told.state = 'paid') THEN 'paid'
                       WHEN COUNT(*) > 0 THEN 'posted' END
             FROM logistics_customer_invoice_sale_order link
             JOIN logistics_customer_invoice told ON told.id = link.invoice_id
            WHERE link.order_id = s.sale_id), 'external')
      WHEN s.sale_id IS NULL OR o.state <> 'sale' THEN 'none'
      WHEN o.invoice_status = 'to invoice' THEN 'ready'
      ELSE COALESCE((
           SELECT CASE WHEN bool_or(move.logistics_is_disputed) THEN 'disputed'
                       WHEN bool_or(move.state = 'draft') THEN 'draft'
                       WHEN bool_and(move.payment_state IN
                            ('paid', 'in_payment', 'reversed')) THEN 'paid'
                       WHEN COUNT(*) > 0 THEN 'posted' END {_MOVES}), 'none')
    END
"""

VIEW = f"""
    SELECT s.id AS id, s.id AS shipment_id, s.company_id, s.partner_id,
           s.sale_id AS order_id, o.user_id, o.client_order_ref,
           s.integration_id, s.state, s.delivered_date, s.create_date AS ordered_date,
           company.currency_id, s.invoicing_policy, s.invoicing_hold, s.invoicing_wait,
           s.invoicing_hold_reason, s.invoicing_held_at,
           CASE WHEN s.invoicing_hold THEN
             EXTRACT(EPOCH FROM (NOW() AT TIME ZONE 'UTC' - s.invoicing_held_at))
             / 86400 END AS days_held,
           COALESCE(({GOODS}), 0) AS amount_goods,
           CASE WHEN s.invoicing_hold THEN COALESCE(({GOODS}), 0) ELSE 0
             END AS amount_held,
           COALESCE(({EXPECTED}), 0) AS freight_expected,
           COALESCE(({BILLED}), 0) AS freight_billed,
           COALESCE(({INVOICES}), ({EXTERNAL_INVOICES})) AS invoices,
           ({PROOF.format(column="proof.condition")}) AS proof_condition,
           ({PROOF.format(column="proof.signed_at")}) AS proof_date,
           ({STATUS}) AS billing_status
      FROM logistics_shipment s
      JOIN res_company company ON company.id = s.company_id
      LEFT JOIN sale_order o ON o.id = s.sale_id
     WHERE s.direction = 'outbound' AND s.state <> 'cancelled'
"""
