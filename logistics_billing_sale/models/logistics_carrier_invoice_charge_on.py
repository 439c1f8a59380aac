# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models

from odoo.addons.logistics_base.models.database_errors import gave_up

_logger = logging.getLogger(__name__)

#: So many invoices are looked at in a transaction.
_PORTION = 20


class LogisticsCarrierInvoice(models.Model):
    """What customers pay of what carriers bill, looked at once an invoice is approved."""

    _inherit = "logistics.carrier.invoice"

    is_charged_on = fields.Boolean(
        string="Customers' Share Settled", readonly=True, copy=False
    )

    _to_charge_on = models.Index(
        "(id) WHERE is_charged_on IS NOT TRUE AND state IN ('approved', 'billed')"
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("approved", "billed"):
            self._wake_charging_on()
        return result

    @api.model
    def _wake_charging_on(self):
        cron = self.env.ref(
            "logistics_billing_sale.cron_charge_on", raise_if_not_found=False
        )
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _cron_charge_on(self):
        """Settle the customers' share of what was approved, and of what waited."""
        self.env["logistics.rebill"]._look_at_waiting()
        self.env["ir.cron"]._commit_progress(1)
        failed = self.browse()
        while invoices := self._due_to_charge_on(failed):
            failed |= invoices._charge_on_apart()
            left = self.search_count(self._domain_charge_on(failed))
            if not self.env["ir.cron"]._commit_progress(len(invoices), remaining=left):
                return

    def _charge_on_apart(self):
        """Charge on; return those with which it goes wrong: no other one waits."""
        try:
            with self.env.cr.savepoint():
                self._charge_on()
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            if len(self) > 1:
                parts = [invoice._charge_on_apart() for invoice in self]
                return self.browse().union(*parts)
            _logger.warning("%s is not charged on: %s", self.name, error)
            self._tell_not_charged_on(error)
            return self
        return self.browse()

    def _tell_not_charged_on(self, error):
        """Tell who approved it, once; it is tried again each hour."""
        if self.activity_search(["mail.mail_activity_data_warning"]):
            return
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("Customers are not charged for it"),
            note=str(error)[:500] or type(error).__name__,
            user_id=(self.approved_by_id or self.env.user).id,
        )

    @api.model
    def _domain_charge_on(self, failed):
        return [
            ("is_charged_on", "!=", True),
            ("state", "in", ("approved", "billed")),
            ("id", "not in", failed.ids),
        ]

    @api.model
    def _due_to_charge_on(self, failed):
        due = self.search(
            self._domain_charge_on(failed), order="id", limit=_PORTION * 5
        )
        return due.try_lock_for_update(limit=_PORTION)

    def _charge_on(self):
        """List what of these invoices customers pay, and charge what needs no review.

        Again changes nothing: a charge is listed once.
        """
        rebills = self.env["logistics.rebill"]
        new = rebills._take(self)
        self.env["logistics.rebill.credit"]._take(self)
        new._evaluate()
        new._charge_automatically()
        orders = self.env["logistics.freight.cost"]._take(self)
        self.env["logistics.freight.trueup"]._settle(orders)
        self.is_charged_on = True
