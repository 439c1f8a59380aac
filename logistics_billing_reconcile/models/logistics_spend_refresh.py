# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: So many invoices are added up in one transaction.
BATCH = 200
_ADD_UP = """
    WITH found AS (
        SELECT line_id, sum(GREATEST(difference, 0)) AS amount
          FROM logistics_invoice_finding
         WHERE invoice_id = ANY(%(invoices)s) AND state != 'gone'
           AND line_id IS NOT NULL
         GROUP BY line_id
    )
    INSERT INTO logistics_spend
           (invoice_id, company_id, integration_id, currency_id, date, lane,
            service_code, type, line_count, mismatch_count, mismatch_rate, billed,
            expected, variance, mismatch)
    SELECT i.id, i.company_id, i.integration_id, l.currency_id,
           COALESCE(i.invoice_date, i.create_date::date), s.lane,
           COALESCE(NULLIF(l.service_code, ''), s.service_code), l.type, count(*),
           count(*) FILTER (WHERE a.verdict = 'finding'),
           count(*) FILTER (WHERE a.verdict = 'finding')::float8 / count(*),
           sum(l.amount), sum(a.expected), sum(a.difference), sum(f.amount)
      FROM logistics_carrier_invoice i
      JOIN logistics_carrier_invoice_line l ON l.invoice_id = i.id
      LEFT JOIN logistics_charge_audit a ON a.id = l.id
      LEFT JOIN logistics_shipment s ON s.id = a.shipment_id
      LEFT JOIN found f ON f.line_id = l.id
     WHERE i.id = ANY(%(invoices)s) AND l.type IS DISTINCT FROM 'vat'
       AND i.state != 'rejected'
     GROUP BY i.id, l.currency_id, s.lane, 7, l.type
"""
#: Shipments with findings of which nothing was told yet.
_TELL = """
    UPDATE logistics_invoice_finding SET is_told = TRUE
     WHERE invoice_id = ANY(%s) AND state = 'open' AND is_told IS NOT TRUE
       AND shipment_id IS NOT NULL
    RETURNING shipment_id
"""


class LogisticsSpend(models.Model):
    """Adds invoices up anew that were audited, and tells of what was found."""

    _inherit = "logistics.spend"

    @api.model
    def _refresh_due(self):
        """Add up all invoices that wait for it. Runs as a cron."""
        invoices = self.env["logistics.carrier.invoice"].sudo()
        while due := invoices.search([("is_spend_due", "=", True)], limit=BATCH):
            self.sudo()._refresh(due)
            if not self.env["ir.cron"]._commit_progress(len(due)):
                self.env.ref("logistics_billing_reconcile.ir_cron_spend")._trigger()
                return

    @api.model
    def _refresh(self, invoices):
        """Write the rows of invoices anew, in a few statements."""
        self.env.flush_all()
        ids = list(invoices.ids)
        cr = self.env.cr
        cr.execute(
            "SELECT FROM logistics_carrier_invoice WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (ids,),
        )
        cr.execute("DELETE FROM logistics_spend WHERE invoice_id = ANY(%s)", (ids,))
        cr.execute(_ADD_UP, {"invoices": ids})
        cr.execute(
            "UPDATE logistics_carrier_invoice SET is_spend_due = FALSE "
            "WHERE id = ANY(%s)",
            (ids,),
        )
        self.invalidate_model(flush=False)
        invoices.invalidate_recordset(["is_spend_due"], flush=False)
        self._touch_figures(invoices)
        self._tell_mismatches(ids)

    @api.model
    def _touch_figures(self, invoices):
        """Have the key figures of the invoices' days reckoned anew."""
        touched = self.env["logistics.kpi.touched"].sudo()
        days = {
            (invoice.company_id, invoice.invoice_date or invoice.create_date.date())
            for invoice in invoices
        }
        for company, day in days:
            touched._add_days(company, day, day)

    @api.model
    def _tell_mismatches(self, invoice_ids):
        """Publish an event for each shipment that an invoice does not match; once."""
        self.env.cr.execute(_TELL, (invoice_ids,))
        shipments = self.env["logistics.shipment"].browse(
            {row[0] for row in self.env.cr.fetchall()}
        )
        self.env["logistics.event"]._publish("invoice.mismatch", shipments)


class LogisticsCarrierInvoice(models.Model):
    """Invoices whose charges, or what was found of them, changed."""

    _inherit = "logistics.carrier.invoice"

    is_spend_due = fields.Boolean(readonly=True, copy=False)

    _spend_due = models.Index("(id) WHERE is_spend_due")

    @api.model
    def _take_in(self, integration, document, message_id):
        new, known = super()._take_in(integration, document, message_id)
        new._spend_changed()
        return new, known

    def _audit_batch(self):
        result = super()._audit_batch()
        self._spend_changed()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._spend_changed()
        return result

    def unlink(self):
        ids = self.ids
        result = super().unlink()
        self.env["logistics.spend"].sudo().search([("invoice_id", "in", ids)]).unlink()
        return result

    def _spend_changed(self):
        """Have the invoices added up anew, after this transaction."""
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE logistics_carrier_invoice SET is_spend_due = TRUE "
            "WHERE id = ANY(%s) AND is_spend_due IS NOT TRUE",
            (list(self.ids),),
        )
        if self.env.cr.rowcount:
            self.invalidate_recordset(["is_spend_due"], flush=False)
            cron = self.env.ref(
                "logistics_billing_reconcile.ir_cron_spend", raise_if_not_found=False
            )
            if cron:
                cron.sudo()._trigger()


class LogisticsInvoiceFinding(models.Model):
    """Whether the control tower was told of it."""

    _inherit = "logistics.invoice.finding"

    is_told = fields.Boolean(readonly=True, copy=False)
