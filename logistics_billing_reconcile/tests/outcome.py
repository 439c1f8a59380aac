# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for tests of what becomes of invoices in accounting."""

from odoo import fields
from odoo.fields import Command

from .common import BillingCase


class OutcomeCase(BillingCase):
    """A company that books freight, and people who approve what is billed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", cls.company)
        cls.freight = cls.make_account("Freight", "699001")
        cls.fuel = cls.make_account("Fuel", "699002")
        cls.tax = cls.make_tax(20.0)
        cls.env["logistics.charge.account"].search([]).unlink()
        cls.book(False, cls.freight, taxes=cls.tax)
        cls.clerk = cls.make_user("clerk", "account.group_account_invoice")
        cls.accountant = cls.make_user("accountant", "account.group_account_manager")
        cls.dispatcher = cls.make_user("dispatcher", "logistics_base.group_dispatcher")

    @classmethod
    def make_user(cls, login, *groups):
        """Return a user of these groups."""
        return cls.env["res.users"].create(
            {
                "name": login.title(),
                "login": f"outcome-{login}",
                "group_ids": [Command.set([cls.env.ref(group).id for group in groups])],
            }
        )

    @classmethod
    def make_account(cls, name, code, kind="expense"):
        """Return an account."""
        return cls.env["account.account"].create(
            {"name": name, "code": code, "account_type": kind}
        )

    @classmethod
    def make_tax(cls, percent, **vals):
        """Return a tax of purchases."""
        return cls.env["account.tax"].create(
            {
                "name": f"Freight {percent} %",
                "amount": percent,
                "amount_type": "percent",
                "type_tax_use": "purchase",
                "company_id": cls.env.company.id,
                **vals,
            }
        )

    @classmethod
    def book(cls, kind, account, taxes=(), carrier=None, **vals):
        """Have charges of a type booked on an account."""
        return cls.env["logistics.charge.account"].create(
            {
                "type": kind,
                "account_id": account.id,
                "tax_ids": [Command.set([tax.id for tax in taxes])],
                "integration_id": carrier and carrier.id,
                **vals,
            }
        )

    # Invoices as they are after the audit

    @classmethod
    def audited(cls, *lines, state="audited", **head):
        """Return an invoice that was audited without a finding."""
        invoice = cls.make_invoice(*lines, **head)
        invoice.sudo().write({"state": state})
        return invoice

    @classmethod
    def matched(cls, invoice, *shipments):
        """Match the lines of an invoice with shipments, in their order."""
        cls.env["logistics.charge.audit"].search(
            [("id", "in", invoice.line_ids.ids)]
        ).unlink()
        cls.env.flush_all()
        for line, shipment in zip(invoice.line_ids, shipments, strict=True):
            cls.env.cr.execute(
                "INSERT INTO logistics_charge_audit (id, invoice_id, company_id, "
                "shipment_id, match_state, verdict) VALUES (%s, %s, %s, %s, %s, %s)",
                (
                    line.id,
                    invoice.id,
                    invoice.company_id.id,
                    shipment.id,
                    "matched",
                    "right",
                ),
            )

    @classmethod
    def find(cls, invoice, kind="rate", line=0, difference=2.0, **vals):
        """Return a finding on one line of an invoice; None: on the whole of it."""
        invoice.sudo().write({"state": "review"})
        charge = invoice.line_ids[line] if line is not None else invoice.line_ids[:0]
        return (
            cls.env["logistics.invoice.finding"]
            .sudo()
            .create(
                {
                    "invoice_id": invoice.id,
                    "line_id": charge.id,
                    "company_id": invoice.company_id.id,
                    "currency_id": invoice.currency_id.id,
                    "type": kind,
                    "billed": charge.amount,
                    "expected": charge.amount - difference,
                    "difference": difference,
                    **vals,
                }
            )
        )

    @classmethod
    def approved(cls, *lines, **head):
        """Return an approved invoice."""
        invoice = cls.audited(*lines, **head)
        invoice.with_user(cls.accountant).action_approve()
        return invoice

    @classmethod
    def billed(cls, *lines, **head):
        """Return an invoice with its draft bill."""
        invoice = cls.approved(*lines, **head)
        invoice.with_user(cls.accountant).action_bill()
        return invoice

    @classmethod
    def enter_bill(cls, ref, amount, carrier=None, **vals):
        """Return a vendor bill that somebody entered by hand."""
        carrier = carrier or cls.carrier
        line = {"name": "Freight", "price_unit": amount, "tax_ids": [Command.clear()]}
        return cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": carrier.partner_id.id,
                "ref": ref,
                "invoice_date": fields.Date.to_date("2026-03-09"),
                "invoice_line_ids": [
                    Command.create(line | {"account_id": cls.freight.id})
                ],
                **vals,
            }
        )

    @classmethod
    def pay(cls, bill):
        """Pay a posted bill."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        return wizard.create({})._create_payments()
