# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.models.logistics_message_drain import BATCH_SIZE
from odoo.addons.logistics_base.models.loose_fields import LooseMany2many


class LogisticsMessage(models.Model):
    """Messages that bring carriers' invoices, and those that bring them again."""

    _inherit = "logistics.message"

    carrier_invoice_ids = LooseMany2many(
        "logistics.carrier.invoice",
        relation="logistics_carrier_invoice_message_rel",
        column1="message_id",
        column2="invoice_id",
        string="Carrier Invoices",
        readonly=True,
        groups="logistics_base.group_user",
    )

    @api.model
    def _document_labels(self):
        return {
            **super()._document_labels(),
            "carrier.invoice": self.env._("Carrier Invoice"),
            "bill.of.lading": self.env._("Bill of Lading"),
            "invoice.posted": self.env._("Invoice Posted"),
            "invoice.paid": self.env._("Invoice Paid"),
            "invoice.disputed": self.env._("Invoice Disputed"),
        }

    def _process_at_once(self):
        """Process what is due of the message's partner while somebody waits for it.

        :return: False where that is somebody else's turn, or the partner is paused.
        """
        self.ensure_one()
        if self.integration_id.state == "paused" or self.state != "received":
            return self.state != "received"
        self.env.flush_all()
        inbox = self.sudo().with_context(tracking_disable=True, active_test=False)
        inbox = inbox.with_company(self.company_id)
        received = inbox._claim(self.integration_id, BATCH_SIZE)
        if self.id not in received:
            return False
        own = inbox.browse(received)
        own._process(self.integration_id.with_env(own.env), received)
        self.invalidate_recordset()
        return True
