# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.logistics_bill_taking import MOST_FILES


class LogisticsBillUpload(models.TransientModel):
    """Files with carriers' invoices that somebody brings, and what became of each."""

    _name = "logistics.bill.upload"
    _description = "Upload of Carrier Invoices"

    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        domain="[('id', 'in', integration_ids)]",
        help="Empty: the files show it.",
    )
    integration_ids = fields.Many2many(
        "logistics.integration", compute="_compute_integration_ids"
    )
    line_ids = fields.One2many("logistics.bill.upload.line", "upload_id", readonly=True)
    invoice_ids = fields.Many2many("logistics.carrier.invoice", readonly=True)

    @api.depends_context("allowed_company_ids")
    def _compute_integration_ids(self):
        for upload in self:
            upload.integration_ids = self.env["logistics.bill.taking"]._integrations()

    def action_take(self):
        """Take the files in, and show what became of each."""
        self.ensure_one()
        if not self.attachment_ids:
            raise UserError(self.env._("Choose the files first."))
        self._take_all(self.attachment_ids)
        return self._window()

    def action_view_invoices(self):
        """Open the invoices that the files hold."""
        return self.invoice_ids._open()

    @api.model
    def _check_count(self, attachments):
        if len(attachments) > MOST_FILES:
            raise UserError(
                self.env._("At most %s files are taken at once.", MOST_FILES)
            )

    def _take_all(self, attachments):
        """Take each file in; those that nobody knows the carrier of stay here."""
        self._check_count(attachments)
        taking = self.env["logistics.bill.taking"]
        taking._check_may()
        self.line_ids.sudo().unlink()
        rest = self.env["ir.attachment"]
        for attachment in attachments:
            attachment.check_access("read")
            taken = taking._take(
                attachment.raw or b"", attachment.name, integration=self.integration_id
            )
            self._note(attachment, taken)
            if taken.kind == "undecided":
                rest |= attachment
        # Whoever brings them wants to see what is wrong; long ones are audited soon.
        self.invoice_ids.filtered(lambda one: one.state == "imported").action_audit()
        self.attachment_ids = rest
        # What was taken in is kept with its message.
        done = (attachments - rest).filtered(lambda one: not one.res_id)
        done.filtered(lambda one: one.create_uid == self.env.user).sudo().unlink()

    def _note(self, attachment, taken):
        self.invoice_ids |= taken.invoices
        self.line_ids.sudo().create(
            {
                "upload_id": self.id,
                "name": attachment.name,
                "kind": taken.kind,
                "text": taken.text,
            }
        )

    def _window(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Upload Carrier Invoices"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }


class LogisticsBillUploadLine(models.TransientModel):
    """What became of one file."""

    _name = "logistics.bill.upload.line"
    _description = "Uploaded File"
    _order = "id"

    upload_id = fields.Many2one(
        "logistics.bill.upload", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="File", readonly=True)
    kind = fields.Selection(
        [
            ("new", "Taken In"),
            ("known", "Here Already"),
            ("waiting", "Being Read"),
            ("problem", "Cannot Be Used"),
            ("undecided", "Carrier?"),
        ],
        string="Result",
        readonly=True,
    )
    text = fields.Char(string="What Became of It", readonly=True)
