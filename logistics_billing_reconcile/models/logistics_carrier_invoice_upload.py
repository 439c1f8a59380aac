# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


class LogisticsCarrierInvoice(models.Model):
    """Invoices that somebody drops on their list."""

    _inherit = "logistics.carrier.invoice"

    @api.model
    def action_upload(self):
        """Ask for files with carriers' invoices."""
        self.env["logistics.bill.taking"]._check_may()
        return self.env["logistics.bill.upload"].create({})._window()

    def create_document_from_attachment(self, attachment_ids=None):
        """Take in files that were dropped or chosen, as Odoo's uploader calls it.

        What became of each is told beside the invoices that are opened.

        :param attachment_ids: ids of attachments that the user has just made.
        """
        attachments = self.env["ir.attachment"].browse(attachment_ids).exists()
        if not attachments:
            raise UserError(self.env._("No file has arrived."))
        upload = self.env["logistics.bill.upload"].create({})
        upload._take_all(attachments)
        if upload.attachment_ids:
            return upload._window()
        action = upload.invoice_ids._open()
        told = {line.name: line.text for line in upload.line_ids}
        return {**action, "context": {"notifications": told}}

    def _open(self):
        """Return what opens the invoices: the list of all, where there are none."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_billing_reconcile.logistics_carrier_invoice_action"
        )
        action["context"] = {}
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id}
        if self:
            action["domain"] = [("id", "in", self.ids)]
        return action
