# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for tests of billing, and of the addons that build on it."""

from datetime import date
from decimal import Decimal
from itertools import count

from odoo.addons.logistics_base.canonical.documents import Reference
from odoo.addons.logistics_base.tests.common import LogisticsCase

from ..canonical.carrier_invoice import CarrierInvoice, InvoiceHead, InvoiceLine

#: The day on which what is billed was handed over, unless a test says otherwise.
SHIPPED = date(2026, 3, 2)
INVOICED = date(2026, 3, 9)
_numbers = count(1)
_MONEY = ("discount", "tax_rate", "tax_amount")


class BillingCase(LogisticsCase):
    """A carrier, and factories for what it may bill and what it does bill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.make_carrier()
        cls.currency = cls.env.company.currency_id
        cls.other_currency = cls.env["res.currency"].search(
            [("id", "!=", cls.currency.id), ("active", "in", (True, False))], limit=1
        )

    @classmethod
    def make_carrier(cls, name="Swift Parcel", **vals):
        """Return a live carrier with a vendor."""
        vendor = cls.env["res.partner"].create({"name": name})
        return cls.make_integration(
            name=name, kind="carrier", partner_id=vendor.id, **vals
        )

    # What was agreed

    @classmethod
    def make_parcel(cls, tracking=None, expected=None, terms=None, **vals):
        """Return a shipment with the cost that is expected for it.

        :param expected: {type of charge: amount}; freight of 10.00 if not given, False:
            nothing is expected.
        :param terms: values of the expectation.
        """
        tracking = tracking or f"SWP{next(_numbers):09}"
        vals.setdefault("integration", cls.carrier)
        shipment = cls.make_shipment(tracking, **vals)
        if expected is not False:
            cls.make_expectation(shipment, expected or {"base": 10.0}, **(terms or {}))
        return shipment

    @classmethod
    def make_expectation(cls, shipment, charges, **vals):
        """Return the expectation of a shipment with its charges, {type: cost}."""
        expectation = cls.env["logistics.expectation"].create(
            {
                "shipment_id": shipment.id,
                "company_id": shipment.company_id.id,
                "integration_id": shipment.integration_id.id,
                "currency_id": shipment.company_id.currency_id.id,
                **vals,
            }
        )
        cls.env["logistics.charge"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "integration_id": shipment.integration_id.id,
                    "currency_id": expectation.currency_id.id,
                    "basis": "expected",
                    "type": kind,
                    "cost": cost,
                }
                for kind, cost in charges.items()
            ]
        )
        return expectation

    # What is billed

    @classmethod
    def make_invoice(cls, *lines, carrier=None, number=None, **head):
        """Return an invoice taken in as a carrier's document is.

        :param lines: what :meth:`bill` returns; or a (tracking number, amount) each.
        :param head: values of the head; its total is what the lines come to.
        """
        carrier = carrier or cls.carrier
        lines = tuple(
            line if isinstance(line, InvoiceLine) else cls.bill(*line) for line in lines
        )
        total = sum(line.amount + (line.tax_amount or 0) for line in lines)
        head = {
            "number": number or f"INV-{next(_numbers):05}",
            "invoice_date": INVOICED,
            "currency": carrier.company_id.currency_id.name,
            "total": total,
            **head,
        }
        document = CarrierInvoice(invoices=(InvoiceHead(**head),), lines=lines)
        new, known = cls.env["logistics.carrier.invoice"]._take_in(
            carrier, document, None
        )
        return new or known

    @classmethod
    def bill(cls, tracking, amount, kind="base", references=(), **vals):
        """Return one charge.

        :param tracking: a tracking number, or the shipment that bears one.
        :param references: pairs of type and value.
        """
        if not isinstance(tracking, str | None):
            tracking = tracking.tracking_reference.split(", ")[0]
        vals.setdefault("ship_date", SHIPPED)
        vals |= {
            name: Decimal(str(vals[name]))
            for name in _MONEY
            if vals.get(name) is not None
        }
        return InvoiceLine(
            tracking_number=tracking,
            amount=Decimal(str(amount)),
            type=kind,
            raw_code=vals.pop("raw_code", kind and kind.upper()),
            references=tuple(Reference(*pair) for pair in references),
            **vals,
        )

    # What comes of it

    @classmethod
    def audit(cls, *invoices):
        """Audit the invoices; return them."""
        found = cls.env["logistics.carrier.invoice"].union(*invoices)
        found._audit()
        cls.env.invalidate_all()
        return found

    @classmethod
    def findings(cls, *invoices, state="open"):
        """Return what was found, as a list of types in the order of the lines."""
        ids = [invoice.id for invoice in invoices]
        domain = [("invoice_id", "in", ids), ("state", "=", state)]
        found = cls.env["logistics.invoice.finding"].search(domain)
        in_order = found.sorted(lambda f: (f.invoice_id.id, f.line_id.id or 0, f.type))
        return in_order.mapped("type")

    @classmethod
    def finding(cls, invoice, kind):
        """Return the one finding of a type."""
        domain = [("invoice_id", "=", invoice.id), ("type", "=", kind)]
        return cls.env["logistics.invoice.finding"].search(domain).ensure_one()
