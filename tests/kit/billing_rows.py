# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""SQL that makes many shipments and what carriers bill for them."""

SHIPMENTS = """
    WITH added AS (
        INSERT INTO logistics_shipment
            (name, company_id, integration_id, mode, direction, state, office_state,
             service_code, correlation_id, delivered_date, released_date, package_count,
             delivered_package_count, create_date, write_date)
        SELECT 'BILL/' || n, 1, %(carrier)s, 'parcel', 'outbound', 'delivered', 'booked',
               '003', md5(n::text || %(run)s), timestamp '2026-03-03 10:00',
               timestamp '2026-03-02 10:00', 1, 1, now(), now()
          FROM generate_series(1, %(shipments)s) n
        RETURNING id, name
    )
    INSERT INTO logistics_reference (shipment_id, company_id, type, value, normalized)
    SELECT id, 1, 'tracking', '1Z' || lpad(substr(name, 6), 16, '0'),
           '1Z' || lpad(substr(name, 6), 16, '0')
      FROM added
"""
EXPECTATIONS = """
    INSERT INTO logistics_expectation
        (shipment_id, company_id, integration_id, currency_id, source, service_code, zone,
         actual_weight, billed_weight, divisor, fuel_percent, version)
    SELECT id, 1, %(carrier)s, %(currency)s, 'tariff', '003', '5', 4.2, 4.5, 5000, 15, 1
      FROM logistics_shipment WHERE integration_id = %(carrier)s
"""
#: One shipment in three has a fourth charge.
CHARGES = """
    INSERT INTO logistics_charge
        (shipment_id, integration_id, type, basis, currency_id, cost)
    SELECT s.id, %(carrier)s, k.type, 'expected', %(currency)s, k.cost
      FROM logistics_shipment s,
           (VALUES ('base', 20.00, 1), ('fuel', 3.00, 1), ('residential', 4.10, 1),
                   ('remote_area', 6.20, 3)) AS k(type, cost, every)
     WHERE s.integration_id = %(carrier)s AND substr(s.name, 6)::int %% k.every = 0
           AND NOT (k.type = 'remote_area' AND substr(s.name, 6)::int %% 300 = 0)
"""
INVOICES = """
    INSERT INTO logistics_carrier_invoice
        (name, kind, integration_id, partner_id, company_id, invoice_date, currency_id,
         state, create_date, write_date)
    SELECT 'BENCH' || n, 'invoice', i.id, i.partner_id, 1, date '2026-03-09',
           %(currency)s, 'imported', now(), now()
      FROM generate_series(1, %(invoices)s) n, logistics_integration i
     WHERE i.id = %(carrier)s
"""
#: Shipment n is on invoice n modulo their number.
LINES = """
    WITH invoice AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS at
          FROM logistics_carrier_invoice WHERE integration_id = %(carrier)s
    ), shipped AS (
        SELECT n, '1Z' || lpad((CASE WHEN n %% 400 = 0 THEN 900000000 + n ELSE n END)
                               ::text, 16, '0') AS number
          FROM generate_series(1, %(shipments)s) n
    ), charged AS (
        SELECT n, number, k.*
          FROM shipped, (VALUES ('base', '003', 20.00, 1), ('fuel', 'FSC', 3.00, 1),
                                ('residential', 'RES', 4.10, 1),
                                ('remote_area', 'ESD', 6.20, 3))
                        AS k(type, code, cost, every)
         WHERE n %% k.every = 0
        UNION ALL
        SELECT n, number, 'residential', 'RES', 4.10, 1 FROM shipped WHERE n %% 500 = 7
    )
    INSERT INTO logistics_carrier_invoice_line
        (invoice_id, company_id, currency_id, position, subject, tracking_number,
         normalized, "references", type, raw_code, amount, service_code, zone, pieces,
         ship_date, actual_weight, billed_weight)
    SELECT i.id, 1, %(currency)s, row_number() OVER (PARTITION BY i.id ORDER BY n),
           'shipment', c.number, c.number, '[]', c.type, c.code,
           c.cost + CASE WHEN c.type = 'base' AND n %% 50 = 1 THEN 3
                         WHEN c.type = 'fuel' AND n %% 200 = 2 THEN 1 ELSE 0 END,
           CASE WHEN c.type = 'base' THEN '003' END, '5', 1, date '2026-03-02', 4.2, 4.5
      FROM charged c JOIN invoice i ON i.at = c.n %% %(invoices)s
     ORDER BY i.id, n
"""
TOTALS = """
    UPDATE logistics_carrier_invoice i
       SET line_count = s.count, amount_lines = s.amount, amount_tax_lines = 0,
           amount_total = s.amount
      FROM (SELECT invoice_id, count(*) AS count, sum(amount) AS amount
              FROM logistics_carrier_invoice_line GROUP BY invoice_id) s
     WHERE i.id = s.invoice_id AND i.integration_id = %(carrier)s
"""
PEER = """
    INSERT INTO bench_result (line_id, shipment_id, amount, expected, billed)
    SELECT l.id, l.shipment_id, l.amount, e.cost,
           sum(l.amount) OVER (PARTITION BY l.shipment_id, l.type)
      FROM (SELECT l.id, l.amount, l.type, r.shipment_id
              FROM logistics_carrier_invoice_line l
              LEFT JOIN logistics_reference r
                ON r.normalized = l.normalized AND r.company_id = l.company_id) l
      LEFT JOIN (SELECT shipment_id, type, sum(cost) AS cost
                   FROM logistics_charge WHERE basis = 'expected'
                  GROUP BY shipment_id, type) e
        ON e.shipment_id = l.shipment_id AND e.type = l.type
"""
