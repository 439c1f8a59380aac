# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..formats.recognising import looks_like_bill
from .logistics_bill_taking import _GROUPS

FILE_TYPE = "logistics.freight_bill"
#: Above the decoders that only read text out of files.
_PRIORITY = 15
_PURCHASES = ("in_invoice", "in_refund")


class AccountMove(models.Model):
    """A carrier's billing file dropped on vendor bills becomes a carrier invoice.

    It is audited there. The draft bill it was dropped on is filled once the invoice is
    approved; it is never billed twice.
    """

    _inherit = "account.move"

    @api.model
    def _get_import_file_type(self, file_data):
        found = super()._get_import_file_type(file_data)
        if not found and looks_like_bill(file_data["name"], file_data["raw"]):
            return FILE_TYPE
        return found

    def _get_edi_decoder(self, file_data, new=False):
        if file_data["import_file_type"] == FILE_TYPE and self._takes_freight_bills():
            return {
                "priority": _PRIORITY,
                "decoder": self._import_freight_bill.__func__,
            }
        return super()._get_edi_decoder(file_data, new)

    def _takes_freight_bills(self):
        """Tell whether carriers' bills may be dropped here, and somebody reads them."""
        may = self.env.su or self.env.user.has_groups(_GROUPS)
        is_bill = not self or all(move.move_type in _PURCHASES for move in self)
        return may and is_bill and bool(self._freight_bill_readers())

    def _freight_bill_readers(self):
        taking = self.env["logistics.bill.taking"]
        company = self.company_id or self.env.company
        return taking.with_company(company)._integrations(("live",))

    def _import_freight_bill(self, file_data, new):
        """Take the file in as a carrier's, and say on the bill what became of it.

        :return: why it was not, if so; as Odoo's decoders do.
        """
        taking = self.env["logistics.bill.taking"].with_company(self.company_id)
        taken = taking._take(
            file_data["raw"], file_data["name"], vendor=self.partner_id or None
        )
        if taken.kind in ("undecided", "problem"):
            return taken.text
        self._note_freight_bill(taken)
        self._prepare_for_freight(taken, new)
        return None

    def _note_freight_bill(self, taken):
        links = [one._get_html_link(title=one.name) for one in taken.invoices[:20]]
        self._freight_note(
            self.env._("Carrier invoice: %s", taken.text)
            if not links
            else self.env._("Carrier invoice: %s", taken.text) + " " + ", ".join(links)
        )

    def _prepare_for_freight(self, taken, new):
        """Have the draft be the bill of the one invoice; else it is not needed."""
        if self.state != "draft":
            return
        single = taken.invoices if len(taken.invoices) == 1 else None
        if single and not single.move_id and not self._freight_bills_with(single.name):
            self._be_bill_of(single)
        elif new and taken.kind != "waiting" and not self.invoice_line_ids:
            self.button_cancel()
            self._freight_note(
                self.env._(
                    "Cancelled: the carrier's invoices are billed once they are approved."
                )
            )

    def _freight_bills_with(self, number):
        """Return other bills that bear the number already."""
        domain = [
            ("ref", "=", number),
            ("id", "not in", self.ids),
            ("company_id", "=", self.company_id.id),
            ("move_type", "in", _PURCHASES),
            ("state", "!=", "cancel"),
        ]
        return self.sudo().search(domain, limit=1)

    def _be_bill_of(self, invoice):
        """Bear the number by which approved invoices find the bill that is there."""
        told = {
            "partner_id": not self.partner_id and invoice.partner_id.id,
            "ref": not self.ref and invoice.name,
            "invoice_date": not self.invoice_date and invoice.invoice_date,
            "currency_id": not self.invoice_line_ids
            and invoice.currency_id.active
            and invoice.currency_id.id,
        }
        self.write({name: value for name, value in told.items() if value})
        if not self.invoice_line_ids and invoice.kind == "credit":
            self.move_type = "in_refund"
