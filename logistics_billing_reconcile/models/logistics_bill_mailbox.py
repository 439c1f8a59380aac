# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class LogisticsBillMailbox(models.Model):
    """An address to which a carrier mails its billing files.

    Only files are read, and only those of the senders that are named: nobody, if none is.
    """

    _name = "logistics.bill.mailbox"
    _description = "Mailbox for Carrier Invoices"
    _inherit = ["mail.alias.mixin", "logistics.own.rights"]
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('flow_ids', 'any', [('document_type', '=', 'carrier.invoice')])]",
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True
    )
    senders = fields.Text(
        string="Allowed Senders",
        help="One a line: billing@carrier.example, or @carrier.example for all of a "
        "domain. A sender's address can be forged: keep the mailbox's own address to "
        "the carrier.",
    )
    mail_ids = fields.One2many("logistics.bill.mail", "mailbox_id")
    quarantined_count = fields.Integer(compute="_compute_quarantined_count")

    @api.constrains("senders")
    def _check_senders(self):
        for mailbox in self:
            for sender in mailbox._allowed():
                # Of a domain, anybody: the address of one of them is tried.
                address = f"a{sender}" if sender.startswith("@") else sender
                if email_normalize(address) != address or "." not in sender:
                    raise ValidationError(
                        self.env._("“%s” is neither an address nor an @domain.", sender)
                    )

    def _compute_quarantined_count(self):
        counted = dict(
            self.env["logistics.bill.mail"]._read_group(
                [("mailbox_id", "in", self.ids), ("state", "=", "quarantined")],
                ["mailbox_id"],
                ["__count"],
            )
        )
        for mailbox in self:
            mailbox.quarantined_count = counted.get(mailbox, 0)

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get("logistics.bill.mail").id
        # Whoever writes is looked at here: strangers are kept out of the inbox, seen.
        values["alias_contact"] = "everyone"
        if self.id:
            values["alias_defaults"] = {"mailbox_id": self.id}
        return values

    @api.model_create_multi
    def create(self, vals_list):
        mailboxes = super().create(vals_list)
        for mailbox in mailboxes:
            mailbox.alias_defaults = {"mailbox_id": mailbox.id}
        return mailboxes

    def _allowed(self):
        """Return the addresses and @domains that may send, in small letters."""
        lines = (self.senders or "").replace(",", "\n").splitlines()
        return [line.strip().lower() for line in lines if line.strip()]

    def _allows(self, sender):
        """Tell whether an address may send bills here."""
        address = email_normalize(sender or "")
        if not address:
            return False
        allowed = self._allowed()
        return address in allowed or f"@{address.partition('@')[2]}" in allowed

    def action_view_mails(self):
        """Open what was mailed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mails"),
            "res_model": "logistics.bill.mail",
            "view_mode": "list,form",
            "domain": [("mailbox_id", "=", self.id)],
        }
