# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

_BILLS = ("in_invoice", "in_refund")


class AccountMove(models.Model):
    """Carriers' invoices follow the vendor bills that were made of them."""

    _inherit = "account.move"

    logistics_carrier_invoice_ids = fields.One2many(
        "logistics.carrier.invoice",
        "move_id",
        string="Carrier Invoices",
        copy=False,
        groups="logistics_base.group_user",
    )
    logistics_rest_of_id = fields.Many2one(
        "logistics.carrier.invoice",
        string="Rest of Carrier Invoice",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="logistics_base.group_user",
    )
    logistics_carrier_invoice_count = fields.Integer(
        compute="_compute_logistics_carrier_invoice_count",
        groups="logistics_base.group_user",
    )

    #: Whether a carrier's invoice is here already is asked for each of thousands.
    _logistics_bill_number = models.Index(
        "(regexp_replace(upper(ref), '[^A-Z0-9]', '', 'g')) "
        "WHERE move_type IN ('in_invoice', 'in_refund')"
    )

    def _compute_logistics_carrier_invoice_count(self):
        counted = dict(
            self.env["logistics.carrier.invoice"]
            .sudo()
            ._read_group([("move_id", "in", self.ids)], ["move_id"], ["__count"])
        )
        for move in self:
            of_rest = 1 if move.sudo().logistics_rest_of_id else 0
            move.logistics_carrier_invoice_count = counted.get(move, of_rest)

    def action_view_carrier_invoices(self):
        """Open the carriers' invoices that the bill is of."""
        self.ensure_one()
        invoices = self.logistics_carrier_invoice_ids | self.logistics_rest_of_id
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Carrier Invoices"),
            "res_model": "logistics.carrier.invoice",
        }
        if len(invoices) == 1:
            return action | {"res_id": invoices.id, "views": [(False, "form")]}
        domain = [("id", "in", invoices.ids)]
        return action | {"view_mode": "list,form", "domain": domain}

    def _freight_invoices(self):
        """Return {bill: carriers' invoices} of those that are their vendor bills."""
        bills = self.filtered(lambda move: move.move_type in _BILLS).sudo()
        if not bills:
            return {}
        invoices = self.env["logistics.carrier.invoice"].sudo()
        found = invoices.search([("move_id", "in", bills.ids)]).grouped("move_id")
        for bill in bills.filtered("logistics_rest_of_id"):
            found[bill] = bill.logistics_rest_of_id
        return found

    def _freight_gone(self, note):
        for bill, invoices in self._freight_invoices().items():
            invoices._locked()
            if bill.logistics_rest_of_id:
                invoices._rest_gone(bill)
                bill.logistics_rest_of_id = False
            else:
                invoices._bill_gone(bill, note)

    def _freight_note(self, text):
        """Tell what is to be known, on the bill."""
        self.message_post(body=text)

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        for bill, invoices in posted._freight_invoices().items():
            invoices._locked()._billed(bill)
        return posted

    def button_draft(self):
        result = super().button_draft()
        for bill, invoices in self._freight_invoices().items():
            invoices._locked()._unbilled(bill)
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self.filtered(lambda move: move.state == "cancel")._freight_gone(
            self.env._("The bill was cancelled.")
        )
        return result

    def unlink(self):
        self._freight_gone(self.env._("The bill was deleted."))
        return super().unlink()


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _reconcile_post_hook(self, data):
        result = super()._reconcile_post_hook(data)
        data["not_paid_invoices"].filtered(
            lambda move: move.payment_state == "reversed"
        )._freight_gone(self.env._("The bill was reversed."))
        return result
