# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models

from odoo.addons.logistics_base.models.database_errors import gave_up
from odoo.addons.logistics_base.models.own_cursor import use_read_committed

from ..auditing.run import Run

_logger = logging.getLogger(__name__)

#: So many charges are audited by one set of statements, and committed together.
BATCH_LINES = 1_000_000
#: More than these are left to the background when a person asks.
AT_ONCE = 50_000
#: Shipments of charges that have none are looked for again for so long.
LOOK_AGAIN = "90 days"


class LogisticsCarrierInvoice(models.Model):
    """Invoices are audited charge by charge, whole batches at a time.

    New charges go through one pass; what it suspects, what is stale and what nobody
    knew before is looked at closely. A second run touches nothing else.
    """

    _inherit = "logistics.carrier.invoice"

    terms_id = fields.Many2one(
        "logistics.billing.terms",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="By which it was audited.",
    )
    audited_at = fields.Datetime(readonly=True, copy=False)
    audit_problem = fields.Char(
        string="Why Not Audited",
        readonly=True,
        copy=False,
        help="It is left alone until somebody has it audited again, at most a day.",
    )

    _to_audit = models.Index("(company_id, id) WHERE state = 'imported'")

    def action_audit(self):
        """Audit the invoices; large ones in the background."""
        self.check_access("write")
        self.sudo().audit_problem = False
        self.sudo()._audit_now()

    def _audit_now(self):
        """Audit the invoices unless there is too much of them, or others are at it.

        What is not done now is done by the background soon.
        """
        turn = self.env["logistics.audit.turn"]
        is_much = sum(self.mapped("line_count")) > AT_ONCE
        companies = self.company_id
        if is_much or not all(turn.with_company(c)._take_at_once() for c in companies):
            self.env.ref("logistics_billing_reconcile.cron_audit").sudo()._trigger()
            return
        self._audit()

    def _audit(self, commit=None):
        """Match and audit charges that are new, stale or not matched yet.

        :param commit: called after each batch, so that what is done stays done.
        """
        self = self.sudo()
        for company, invoices in self.grouped("company_id").items():
            model = self.with_company(company)
            for batch in model._audit_batches(invoices):
                batch._audit_batch()
                if commit:
                    commit()

    @api.model
    def _audit_batches(self, invoices):
        """Yield the invoices that have anything to audit, some at a time, in order.

        An invoice that was imported earlier is audited earlier: what comes twice is
        wrong where it comes the second time.
        """
        invoices = invoices._having_work()
        taken, lines = [], 0
        for invoice_id, count in invoices:
            if taken and lines + count > BATCH_LINES:
                yield self.browse(taken)
                taken, lines = [], 0
            taken.append(invoice_id)
            lines += count
        if taken:
            yield self.browse(taken)

    def _having_work(self):
        """Return [(id, charges)] of those of the invoices that have anything to do."""
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT i.id, COALESCE(i.line_count, 0) FROM logistics_carrier_invoice i
             WHERE i.id = ANY(%(ids)s) AND i.state != 'rejected'
               AND (i.audited_at IS NULL OR i.id IN (
                    SELECT invoice_id FROM logistics_charge_audit
                     WHERE invoice_id = ANY(%(ids)s) AND is_stale
                     UNION
                    SELECT invoice_id FROM logistics_charge_audit
                     WHERE company_id = ANY(%(companies)s)
                       AND match_state IN ('unknown', 'ambiguous', 'elsewhere')))
             ORDER BY i.id
            """,
            {"ids": list(self.ids), "companies": self.company_id.ids},
        )
        return self.env.cr.fetchall()

    # One batch

    def _audit_batch(self):
        """Audit invoices of one company, in this transaction."""
        self._lock_for_audit()
        Run(self).carry_out()
        self._forget_cached()

    def _lock_for_audit(self):
        """Let nobody else audit the company's invoices, or decide about these."""
        self.env["logistics.audit.turn"]._take()
        self.env.cr.execute(
            "SELECT id FROM logistics_carrier_invoice WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (list(self.ids),),
        )

    def _forget_cached(self):
        for name in (self._name, "logistics.charge.audit", "logistics.invoice.finding"):
            self.env[name].invalidate_model(flush=False)

    @api.model
    def _fill_voided(self):
        """Hook: add to ``audit_voided`` the numbers of labels that were voided.

        Each with the shipment that it was bought for.

        :return: whether there are any.
        """
        return False

    def _follow_findings(self):
        """Move invoices on, or back, as their findings are decided."""
        open_ids = (
            self.env["logistics.invoice.finding"]
            .search([("invoice_id", "in", self.ids), ("state", "=", "open")])
            .invoice_id
        )
        for invoice in self.filtered(lambda i: i.state in ("audited", "review")):
            state = "review" if invoice in open_ids else "audited"
            if invoice.state != state:
                invoice.state = state

    # In the background

    @api.model
    def _audit_pending(self, unmatched=False):
        """Audit what is new or stale. Runs as a cron, batch by batch.

        Each batch is committed: whatever ends the run, the next one goes on from there.
        READ COMMITTED lets it see what other audits and people have just done, and
        finish whatever they do.

        :param unmatched: also look again for shipments of charges that have none, and
            try what could not be audited before.
        """
        self.env["ir.cron"]._commit_progress()
        use_read_committed(self.env.cr)
        for company in self.env["res.company"].search([("active", "=", True)]):
            if not self.with_company(company)._audit_company(unmatched):
                self.env.ref("logistics_billing_reconcile.cron_audit")._trigger()
                return

    @api.model
    def _audit_company(self, unmatched):
        """Audit what is pending of the company; return whether there was time for it."""
        commit = self.env["ir.cron"]._commit_progress
        turn = self.env["logistics.audit.turn"]
        turn._catch_up()
        pending = self._pending_audit(unmatched)
        batches = list(self._audit_batches(pending))[::-1]
        while batches:
            batch = batches.pop()
            is_done = batch._audit_apart()
            left = commit(len(batch) if is_done else 0)
            if not is_done:
                half = len(batch) // 2
                batches += [batch[half:], batch[:half]]
            turn._catch_up()
            if left <= 0 and batches:
                return False
        return commit() > 0 or not pending

    def _audit_apart(self):
        """Audit the batch; return False where it is to be audited in parts.

        One that cannot be audited by itself keeps no other one waiting: it bears why.
        """
        try:
            with self.env.cr.savepoint():
                self._audit_batch()
                self.filtered("audit_problem").audit_problem = False
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            if len(self) > 1:
                return False
            _logger.exception("%s cannot be audited", self.name)
            self.audit_problem = str(error)
        return True

    @api.model
    def _pending_audit(self, unmatched):
        """Return the company's invoices that were never audited or have stale charges."""
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT id FROM logistics_carrier_invoice
             WHERE (%(unmatched)s OR audit_problem IS NULL) AND id IN (
                    SELECT id FROM logistics_carrier_invoice
                     WHERE company_id = %(company)s AND state = 'imported'
                     UNION
                    SELECT invoice_id FROM logistics_charge_audit
                     WHERE company_id = %(company)s AND is_stale
                     UNION
                    SELECT a.invoice_id FROM logistics_charge_audit a
                      JOIN logistics_carrier_invoice i ON i.id = a.invoice_id
                     WHERE %(unmatched)s AND a.company_id = %(company)s
                       AND a.match_state IN ('unknown', 'ambiguous', 'elsewhere')
                       AND i.create_date > %(now)s - %(look_again)s::interval)
            """,
            {
                "company": self.env.company.id,
                "unmatched": unmatched,
                "now": fields.Datetime.now(),
                "look_again": LOOK_AGAIN,
            },
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())
