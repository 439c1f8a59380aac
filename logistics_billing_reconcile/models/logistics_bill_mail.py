# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..formats.recognising import looks_like_bill
from .logistics_bill_taking import MOST_FILES


class LogisticsBillMail(models.Model):
    """A mail with billing files, and what became of each.

    Its text is not read. Files of a stranger wait until a person lets them in.
    """

    _name = "logistics.bill.mail"
    _description = "Mail with Carrier Invoices"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(string="Subject", readonly=True)
    mailbox_id = fields.Many2one(
        "logistics.bill.mailbox",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="mailbox_id.company_id", store=True, index=True
    )
    sender = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("taken", "Taken In"),
            ("problem", "Problem"),
            ("quarantined", "Quarantined"),
            ("discarded", "Discarded"),
        ],
        required=True,
        default="quarantined",
        readonly=True,
        tracking=True,
    )
    result = fields.Text(string="What Became of It", readonly=True)
    invoice_ids = fields.Many2many("logistics.carrier.invoice", readonly=True)

    # Mails arrive

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Take in the files of a mail, where its sender is allowed to send any."""
        mail = (
            super()
            .message_new(
                msg_dict,
                {
                    **(custom_values or {}),
                    "name": (msg_dict.get("subject") or "")[:200],
                    "sender": (msg_dict.get("email_from") or "")[:200],
                },
            )
            .sudo()
        )
        # What people write beside their files is none of ours.
        msg_dict["body"] = ""
        files = [
            (name, content.encode() if isinstance(content, str) else content)
            for name, content, *_info in msg_dict.get("attachments") or ()
        ]
        # The whole of it: cut off, a long name is taken for an address.
        if mail.mailbox_id._allows(msg_dict.get("email_from")):
            mail._take_files(files)
            msg_dict["attachments"] = []
        else:
            mail._quarantine(files)
        return mail.with_env(self.env)

    def message_update(self, msg_dict, update_vals=None):
        """Make an answer with files a mail of its own: a carrier may write on and on."""
        if files := msg_dict.get("attachments"):
            told = {**msg_dict, "attachments": files}
            mail = self.sudo().message_new(told, {"mailbox_id": self.mailbox_id.id})
            if told["attachments"]:
                mail.sudo().message_post(attachments=[file[:2] for file in files])
        msg_dict["body"] = ""
        msg_dict["attachments"] = []
        return super().message_update(msg_dict, update_vals)

    def _quarantine(self, files):
        """Keep the files of a stranger out, and have somebody look."""
        self.result = self.env._(
            "%(sender)s is not allowed to send bills to %(mailbox)s: nothing of %(count)s "
            "files was taken in.",
            sender=self.sender or self.env._("Nobody"),
            mailbox=self.mailbox_id.name,
            count=len(files),
        )
        owner = self.mailbox_id.integration_id.owner_id
        if owner:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Bills of a stranger"),
                note=self.result,
                user_id=owner.id,
            )

    def _take_files(self, files):
        """Take in what may be bills; say what became of each file.

        :param files: [(name, bytes)].
        """
        told, kinds = [], set()
        for name, content in files[:MOST_FILES]:
            taken = self._take_file(name, content)
            told.append(f"{name}: {taken.text if taken else self._words_aside()}")
            if taken:
                kinds.add(taken.kind)
                self.invoice_ids |= taken.invoices
        if len(files) > MOST_FILES:
            told.append(self.env._("At most %s files are taken at once.", MOST_FILES))
        has_problem = not kinds or kinds & {"problem", "undecided"}
        self.result = "\n".join(told) or self.env._("There was no file in it.")
        self.state = "problem" if has_problem else "taken"

    def _take_file(self, name, content):
        """Take in one file; return a ``Taken``, None where it is no bill."""
        if not looks_like_bill(name, content):
            return None
        company = self.mailbox_id.company_id
        taking = self.env["logistics.bill.taking"].sudo().with_company(company)
        taking = taking.with_context(allowed_company_ids=company.ids)
        return taking._take(content, name, integration=self.mailbox_id.integration_id)

    def _words_aside(self):
        return self.env._("no billing file, left aside.")

    # What a person may do with a stranger's

    def action_take(self):
        """Let the files of a stranger in."""
        for mail in self._quarantined():
            files = self.env["ir.attachment"].sudo()
            files = files.search(
                [("res_model", "=", self._name), ("res_id", "=", mail.id)]
            )
            mail._take_files([(one.name, one.raw or b"") for one in files])
            mail.activity_unlink(["mail.mail_activity_data_todo"])

    def action_discard(self):
        """Leave the files of a stranger alone, for good."""
        for mail in self._quarantined():
            mail.state = "discarded"
            mail.activity_unlink(["mail.mail_activity_data_todo"])

    def _quarantined(self):
        self.env["logistics.bill.taking"]._check_may()
        self.check_access("read")
        if self.filtered(lambda mail: mail.state != "quarantined"):
            raise UserError(self.env._("Only what is in quarantine is decided about."))
        return self.sudo()

    def action_view_invoices(self):
        """Open the invoices of the mail."""
        return self.invoice_ids._open()
