# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .logistics_carrier_invoice_amounts import KEPT

_WRITE_CHARGES = f"""
    {KEPT}
    INSERT INTO logistics_charge
        (shipment_id, package_id, integration_id, carrier_invoice_id, type, basis,
         description, currency_id, cost, amount,
         create_uid, create_date, write_uid, write_date)
    SELECT a.shipment_id, min(p.id), i.integration_id, i.id,
           COALESCE(k.type, 'other'), 'invoiced', i.name, i.currency_id,
           sum(CASE WHEN i.paid_as = 'full' THEN k.net ELSE k.kept END), 0,
           %(uid)s, %(now)s, %(uid)s, %(now)s
      FROM kept k
      JOIN logistics_charge_audit a ON a.id = k.id AND a.shipment_id IS NOT NULL
      JOIN logistics_shipment s ON s.id = a.shipment_id
      JOIN logistics_carrier_invoice i ON i.id = k.invoice_id
      LEFT JOIN logistics_package p ON p.id = a.package_id
     WHERE k.type IS DISTINCT FROM 'vat'
     GROUP BY a.shipment_id, a.package_id, i.id, COALESCE(k.type, 'other')
"""


class LogisticsCharge(models.Model):
    _inherit = "logistics.charge"

    carrier_invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        string="Billed with",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )


class LogisticsCarrierInvoice(models.Model):
    """The vendor bill of an invoice, and what follows from what becomes of it."""

    _inherit = "logistics.carrier.invoice"

    move_id = fields.Many2one(
        "account.move",
        string="Vendor Bill",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    bill_state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("paid", "Paid")],
        string="Bill",
        compute="_compute_bill_state",
        compute_sudo=True,
        store=True,
    )
    billed_at = fields.Datetime(
        string="Billed on", readonly=True, copy=False, help="When its bill was posted."
    )
    bill_was_there = fields.Boolean(
        readonly=True, copy=False, help="Somebody entered the bill before."
    )
    bill_note = fields.Char(
        readonly=True, copy=False, help="What became of billing it, in words."
    )

    @api.depends("move_id.state", "move_id.payment_state")
    def _compute_bill_state(self):
        for invoice in self:
            bill = invoice.move_id
            if bill.state == "posted":
                paid = bill.payment_state in ("paid", "in_payment")
                invoice.bill_state = "paid" if paid else "posted"
            else:
                invoice.bill_state = "draft" if bill.state == "draft" else False

    def action_bill(self):
        """Bill the approved invoices: draft vendor bills, or those that are there.

        :raise UserError: with the reasons, if none of them can be billed.
        """
        invoices = self._as_finance("write")._locked()
        problems = self.env["logistics.vendor.bill"]._bill(invoices)
        for invoice in invoices.filtered(lambda one: one.id in problems):
            invoice.bill_note = problems[invoice.id]
        if len(problems) == len(invoices):
            raise UserError("\n".join(dict.fromkeys(problems.values())))
        return invoices.action_view_bills()

    def action_view_bills(self):
        """Open the vendor bills of the invoices."""
        bills = self.move_id | self.rest_move_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Vendor Bills"),
            "res_model": "account.move",
        }
        if len(bills) == 1:
            return action | {"res_id": bills.id, "views": [(False, "form")]}
        return action | {"view_mode": "list,form", "domain": [("id", "in", bills.ids)]}

    def _amounts_as_approved(self):
        """Return the amounts by the terms under which each was approved."""
        amounts = {}
        for paid_as, own in self.grouped("paid_as").items():
            amounts |= own._amounts(paid_as or None)
        return amounts

    def _billing_period(self):
        """Return what tells the invoices of one bill from those of the next."""
        grouping = self.integration_id._bill_grouping()
        day = self.invoice_date or fields.Date.context_today(self)
        if grouping == "month":
            return (day.year, day.month)
        if grouping == "week":
            return tuple(day.isocalendar())[:2]
        return self.id

    # What becomes of the bill

    def _set_billed(self, bill):
        """Take note of the bill of the invoices, and of what it charges shipments.

        :param bill: of the invoices; none where nothing is to be paid.
        """
        self.write(
            {
                "state": "billed",
                "move_id": bill.id,
                "bill_note": self.env._("Nothing is to be paid.")
                if not bill
                else False,
            }
        )
        self._write_invoiced_charges()
        self._on_record("invoice.billed", bill=bill.display_name)
        if not bill or bill.state == "posted":
            self._billed(bill)

    def _billed(self, bill):
        """Do what follows once the bill is posted; addons add to it.

        :param bill: the posted vendor bill; none where nothing is to be paid.
        """
        fresh = self.filtered(lambda invoice: not invoice.billed_at)
        fresh.write({"billed_at": fields.Datetime.now()})
        self._tell_billed()

    def _unbilled(self, bill):
        """Take back what :meth:`_billed` did: the bill is a draft again, or gone."""
        own = self.filtered(lambda invoice: invoice.move_id == bill)
        own.write({"billed_at": False})
        self._tell_billed()

    def _bill_gone(self, bill, note):
        """Be approved again: the bill is cancelled, deleted or reversed."""
        if bill.state == "posted":
            self._unbilled(bill)
        self.env["logistics.charge"].sudo().search(
            [("carrier_invoice_id", "in", self.ids)]
        ).unlink()
        self.write(
            {
                "state": "approved",
                "move_id": False,
                "bill_note": note,
                "bill_was_there": False,
                "billed_at": False,
                "billed_parts": False,
            }
        )
        self._on_record("invoice.unbilled", why=note)

    def _words_on_linked(self, bill):
        """Return which bill was there already."""
        if bill.payment_state in ("paid", "in_payment"):
            return self.env._("%s was entered and paid before.", bill.display_name)
        return self.env._("%s was entered before.", bill.display_name)

    def _write_invoiced_charges(self):
        """Write what of the invoices is each shipment's, in one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            _WRITE_CHARGES,
            {"ids": self.ids, "uid": self.env.uid, "now": fields.Datetime.now()},
        )
        self.env["logistics.charge"].invalidate_model()
        self.env["logistics.shipment"].invalidate_model(["charge_ids"], flush=False)

    def _tell_billed(self):
        """Tell the shipments' processes that their bill may have changed."""
        charges = self.env["logistics.charge"].sudo()
        own = charges.search([("carrier_invoice_id", "in", self.ids)])
        self.env["logistics.event"].sudo()._publish("shipment.billed", own.shipment_id)
