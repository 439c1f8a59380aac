# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for what carriers bill for the shipments of orders."""

from itertools import count

from odoo.addons.logistics_carrier_connector.tests.order_common import OrderCase

_numbers = count(1)


class FreightCase(OrderCase):
    """An order of three lamps, shipped, and a carrier that bills for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.rebill.rule"].search([]).active = False
        cls.currency = cls.env.company.currency_id
        cls.service = cls.env.ref("logistics_billing_sale.product_charged_on")
        cls.service.taxes_id = False

    @classmethod
    def make_rule(cls, name="Accessorials", **vals):
        return cls.env["logistics.rebill.rule"].create(
            {"name": name, "is_automatic": True, **vals}
        )

    @classmethod
    def make_sold(cls, price=10.0, **vals):
        """Return (confirmed order, its shipment), with a delivery line."""
        order = cls.make_order(confirm=False, **vals)
        order.set_delivery_line(cls.carrier, price)
        order.action_confirm()
        shipment = order.logistics_shipment_ids or cls.make_shipment(
            partner_id=cls.consignee.id, sale_id=order.id, direction="outbound"
        )
        return order, shipment

    @classmethod
    def make_bill(cls, *charges, currency=None, state="approved", charged_on=True):
        """Return an invoice of the carrier, and settle the customers' share of it.

        :param charges: (shipment, type, amount) each.
        """
        currency = currency or cls.currency
        bill = cls.env["logistics.carrier.invoice"].create(
            {
                "name": f"INV-{next(_numbers)}",
                "integration_id": cls.integration.id,
                "currency_id": currency.id,
                "invoice_date": "2026-03-02",
                "state": state,
            }
        )
        lines = cls.env["logistics.carrier.invoice.line"].create(
            [
                {
                    "invoice_id": bill.id,
                    "company_id": bill.company_id.id,
                    "currency_id": currency.id,
                    "position": position,
                    "subject": "shipment",
                    "tracking_number": f"TRACK{shipment.id}",
                    "type": kind,
                    "amount": amount,
                }
                for position, (shipment, kind, amount) in enumerate(charges)
            ]
        )
        cls.env.flush_all()
        for line, (shipment, _kind, _amount) in zip(lines, charges, strict=True):
            cls.env.cr.execute(
                "INSERT INTO logistics_charge_audit "
                "(id, invoice_id, company_id, shipment_id, match_state, verdict) "
                "VALUES (%s, %s, %s, %s, 'matched', 'right')",
                (line.id, bill.id, bill.company_id.id, shipment.id),
            )
        if charged_on:
            bill._charge_on()
        return bill

    @classmethod
    def make_finding(cls, line, state="open"):
        return cls.env["logistics.invoice.finding"].create(
            {
                "invoice_id": line.invoice_id.id,
                "line_id": line.id,
                "company_id": line.company_id.id,
                "currency_id": line.currency_id.id,
                "shipment_id": cls.env["logistics.charge.audit"]
                .browse(line.id)
                .shipment_id.id,
                "type": "accessorial_unearned",
                "state": state,
            }
        )

    @classmethod
    def rebills(cls, shipment):
        return cls.env["logistics.rebill"].search([("shipment_id", "=", shipment.id)])

    @classmethod
    def added(cls, order):
        """Return the lines that charges of carriers put on the order."""
        return order.order_line.filtered(lambda line: line.product_id == cls.service)
