# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user

from .common import BillingCase


class DisputeCase(BillingCase):
    """Findings, as the audit makes them, and people who dispute them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls.make_person(
            "dispute-finance", "account.group_account_invoice"
        )
        cls.dispatcher = cls.make_person(
            "dispute-dispatcher", "logistics_base.group_dispatcher"
        )
        cls.viewer = cls.make_person("dispute-viewer", "logistics_base.group_user")
        cls.env["logistics.billing.limit"].search([]).unlink()
        cls.env["logistics.billing.limit"].create(
            {
                "group_id": cls.env.ref("account.group_account_invoice").id,
                "writeoff_limit": 5,
            }
        )

    @classmethod
    def make_person(cls, login, *groups):
        return new_test_user(cls.env, login, ",".join(("base.group_user", *groups)))

    @classmethod
    def make_findings(cls, *lines, expected=None, kind="rate", **head):
        """Return a finding for each line of a new invoice: of each, 2.00 is too much.

        :param lines: what an invoice bills, see ``make_invoice``.
        :param expected: what should have been billed of each line.
        """
        invoice = cls.make_invoice(*lines, **head)
        return cls.env["logistics.invoice.finding"].create(
            [
                cls.finding_vals(
                    line, line.amount - 2 if expected is None else expected
                )
                | {"type": kind}
                for line in invoice.line_ids
            ]
        )

    @classmethod
    def finding_vals(cls, line, expected):
        shipment = cls.env["logistics.reference"].search(
            [("normalized", "=", line.normalized)], limit=1
        )
        return {
            "invoice_id": line.invoice_id.id,
            "line_id": line.id,
            "company_id": line.company_id.id,
            "currency_id": line.currency_id.id,
            "shipment_id": shipment.shipment_id.id,
            "billed": line.amount,
            "expected": expected,
            "difference": line.amount - expected,
        }

    @classmethod
    def dispute(cls, *lines, **kwargs):
        """Return a draft that disputes findings of new lines."""
        findings = cls.make_findings(*lines, **kwargs)
        return cls.env["logistics.dispute"]._make_from(findings)

    @classmethod
    def submitted(cls, *lines, **kwargs):
        """Return a dispute that the carrier was told of."""
        dispute = cls.dispute(*lines, **kwargs)
        dispute.with_user(cls.finance).action_submit()
        return dispute

    @classmethod
    def credit(cls, *lines, **head):
        """Return what a new credit note of the carrier was taken for."""
        invoice = cls.make_invoice(*lines, kind="credit", **head)
        return cls.env["logistics.dispute.credit"].search(
            [("invoice_id", "=", invoice.id)], order="id"
        )
