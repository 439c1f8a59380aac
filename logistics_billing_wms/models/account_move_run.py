# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    logistics_run_id = fields.Many2one(
        "logistics.billing.run",
        string="Warehouse Billing Run",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )


class AccountMoveLine(models.Model):
    """A line that charges the work of a warehouse.

    What it was made for stays beside it: a price that a person changes later is that
    person's decision, and is not charged again.
    """

    _inherit = "account.move.line"

    logistics_run_line_id = fields.Many2one(
        "logistics.billing.run.line",
        string="Warehouse Billing",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    logistics_amount = fields.Monetary(
        string="Charged by the Rate", currency_field="currency_id", readonly=True
    )

    def _logistics_charged(self):
        """Return what of the run this charges; a credit note takes it back."""
        sign = -1 if self.move_id.move_type == "out_refund" else 1
        return sign * self.logistics_amount
