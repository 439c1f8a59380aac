# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for tests of freight that is accrued."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.fields import Command

from .outcome import OutcomeCase

MARCH = datetime(2026, 3, 4, 9, 0)


class AccrualCase(OutcomeCase):
    """A company that accrues freight, on the 20th of March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-20"))
        cls.accruals = cls.env["logistics.accrual"]
        cls.journal = cls.env["account.journal"].create(
            {"name": "Freight Accruals", "code": "FRAC", "type": "general"}
        )
        cls.accrued = cls.make_account("Accrued", "299001", "liability_current")
        cls.book("fuel", cls.fuel)
        cls.company.write(
            {
                "logistics_accrual_journal_id": cls.journal.id,
                "logistics_accrued_account_id": cls.accrued.id,
                "logistics_accrual_from": date(2026, 1, 1),
                "logistics_accrues": True,
            }
        )

    @classmethod
    def make_left(cls, expected=None, left=MARCH, terms=None, **vals):
        """Return a shipment that left, with what it is expected to cost."""
        shipment = cls.make_parcel(expected=expected, terms=terms, **vals)
        shipment.action_release()
        cls.env["logistics.milestone"].create(
            {"shipment_id": shipment.id, "code": "picked_up", "occurred_at": left}
        )
        return shipment

    @classmethod
    def accrue(cls, until=None):
        """Accrue; return the entries."""
        return cls.accruals._accrue(cls.company, until)

    def of(self, shipment):
        """Return {account: open amount} of a shipment's accruals."""
        own = self.accruals.search([("shipment_id", "=", shipment.id)])
        return {
            account.name: round(sum(some.mapped("amount_open")), 2)
            for account, some in own.grouped("account_id").items()
        }

    def balances(self, *moves):
        """Return {account: balance} of entries."""
        lines = self.env["account.move"].union(*moves).line_ids
        return {
            account.name: round(sum(some.mapped("balance")), 2)
            for account, some in lines.grouped("account_id").items()
        }

    def everything(self):
        """Return {account: balance} of all entries of the journal."""
        moves = self.env["account.move"].search(
            [("journal_id", "=", self.journal.id), ("state", "=", "posted")]
        )
        found = self.balances(*moves)
        return {name: amount for name, amount in found.items() if amount}

    def post_bill(self, *charges, shipment, **head):
        """Return the posted bill of charges (type, amount) of a shipment."""
        invoice = self.audited(
            *(self.bill(shipment, amount, kind) for kind, amount in charges), **head
        )
        self.matched(invoice, *([shipment] * len(charges)))
        invoice.with_user(self.accountant).action_approve()
        invoice.with_user(self.accountant).action_bill()
        invoice.move_id.action_post()
        return invoice.move_id

    @classmethod
    def expect_now(cls, shipment, **charges):
        """Have a person say what is expected from now on."""
        expectation = shipment.expectation_ids.with_user(cls.dispatcher)
        expectation.write(
            {
                "charge_ids": [Command.clear()]
                + [
                    Command.create({"type": kind, "cost": cost})
                    for kind, cost in charges.items()
                ]
            }
        )
