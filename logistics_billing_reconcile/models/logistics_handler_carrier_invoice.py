# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsHandlerCarrierInvoice(models.AbstractModel):
    """Carriers' invoices are taken in; auditing them is another step, soon after."""

    _name = "logistics.handler.carrier.invoice"
    _inherit = "logistics.handler"
    _description = "Carrier Invoice Handler"

    @api.model
    def _apply(self, batch):
        invoices = self.env["logistics.carrier.invoice"]
        for item in batch.live():
            new, known = invoices._take_in(
                batch.integration, item.document, item.message_id
            )
            self._remember(new | known, item.message_id)
            if new:
                self.env.ref("logistics_billing_reconcile.cron_audit").sudo()._trigger()

    @api.model
    def _remember(self, invoices, message_id):
        """Keep which message named which invoices, also those that were here before."""
        self.env.cr.execute(
            "INSERT INTO logistics_carrier_invoice_message_rel (message_id, invoice_id) "
            "SELECT %s, unnest(%s) ON CONFLICT DO NOTHING",
            (message_id, invoices.ids),
        )
        messages = self.env["logistics.message"]
        messages.invalidate_model(["carrier_invoice_ids"], flush=False)

    @api.model
    def _compare(self, batch):
        """Tell which invoices are here already, and whether they come to the same."""
        invoices = self.env["logistics.carrier.invoice"]
        for item in batch.shadow():
            known = invoices._known(batch.integration, item.document)
            different = [
                head.number
                for head in item.document.invoices
                if head.number in known
                and head.total is not None
                and known[head.number].currency_id.compare_amounts(
                    float(head.total), known[head.number].amount_total
                )
            ]
            if different:
                item.shadow = ("differs", ", ".join(different))
            elif len(known) == len(item.document.invoices):
                item.shadow = ("same", ", ".join(known))
            else:
                item.shadow = ("new", self.env._("It is not here yet."))
