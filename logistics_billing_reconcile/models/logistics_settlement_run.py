# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.logistics_base.models.database_errors import gave_up

_logger = logging.getLogger(__name__)

#: So many invoices are billed by one transaction, and the rest of the last bill.
CHECKPOINT = 50


class LogisticsSettlement(models.Model):
    """How a run goes on: a checkpoint is one transaction, whole or not at all."""

    _inherit = "logistics.settlement"

    @api.model
    def _cron_run(self):
        """Bring the runs on, checkpoint by checkpoint. Runs as a cron."""
        cron = self.env["ir.cron"]
        for run in self.search([("state", "in", ("running", "rolling_back"))]):
            own = run.with_user(run.user_id).sudo().with_company(run.company_id)
            while done := own._checkpoint_apart():
                if not cron._commit_progress(done, remaining=own._left()):
                    return
            cron._commit_progress()

    def _checkpoint_apart(self):
        """Do the next checkpoint; what goes wrong with it stops this run and no other.

        :return: how many invoices were done.
        """
        try:
            with self.env.cr.savepoint():
                return self._checkpoint()
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            _logger.exception("%s goes no further", self.name)
            self.write({"state": "stopped", "problem": str(error)})
            return 0

    def _left(self):
        """Return how many invoices are still to be billed, or to be taken back."""
        to_do = {
            "running": [("state", "=", "waiting")],
            "rolling_back": [("state", "=", "billed"), ("reason", "=", False)],
        }
        if self.state not in to_do:
            return 0
        return self.env["logistics.settlement.line"].search_count(
            [("settlement_id", "=", self.id), *to_do[self.state]]
        )

    def _checkpoint(self):
        """Do the next invoices; return how many, 0 where there is nothing to do.

        The caller commits. Nobody else works on the run meanwhile, and whoever stops it
        waits until the checkpoint ends.
        """
        self.ensure_one()
        if not self.try_lock_for_update():
            return 0
        self.invalidate_recordset(["state"])
        if self.state == "running":
            return self._bill_next()
        if self.state == "rolling_back":
            return self._take_back_next()
        return 0

    # Billing

    def _bill_next(self):
        lines = self._next_lines()
        if not lines:
            self._end("done")
            return 0
        try:
            self.env["logistics.carrier.invoice"]._check_finance()
        except AccessError as error:
            self.write({"state": "stopped", "problem": str(error)})
            return 0
        lines = lines.with_context(tracking_disable=True, mail_notrack=True)
        lines.invoice_id._locked()
        for own in lines._together():
            self._settle(own)
        if not self._left():
            self._end("done")
        return len(lines)

    def _next_lines(self):
        """Return the next lines; no bill is torn apart."""
        lines = self.env["logistics.settlement.line"]
        mine = [("settlement_id", "=", self.id), ("state", "=", "waiting")]
        found = lines.search(mine, order="bill_key, id", limit=CHECKPOINT)
        if len(found) < CHECKPOINT:
            return found
        last = found[-1].bill_key
        return found | lines.search(
            [*mine, ("bill_key", "=", last), ("id", "not in", found.ids)]
        )

    def _settle(self, lines):
        """Bill the invoices of these lines, or note why not; one stops no other."""
        try:
            with self.env.cr.savepoint():
                lines._settle()
        except Exception as error:
            if gave_up(error):
                raise
            if not isinstance(error, UserError):
                _logger.exception(
                    "%s cannot be billed", lines.invoice_id.mapped("name")
                )
            # What was read meanwhile is not so any more.
            self.env.invalidate_all(flush=False)
            lines.write({"state": "skipped", "reason": str(error)})

    def _end(self, state):
        self.state = state
        self.message_post(body=self._words_on_end())

    def _words_on_end(self):
        self.invalidate_recordset()
        return self.env._(
            "%(billed)s invoices billed with %(bills)s bills, %(skipped)s skipped.",
            billed=self.billed_count,
            bills=self.bill_count,
            skipped=self.skipped_count,
        )

    # Taking it back

    def _take_back_next(self):
        lines = self.env["logistics.settlement.line"].search(
            [
                *(("settlement_id", "=", self.id), ("state", "=", "billed")),
                ("reason", "=", False),
            ],
            order="id",
            limit=CHECKPOINT,
        )
        if not lines:
            self._end("rolled_back")
            return 0
        lines = lines.with_context(tracking_disable=True)
        done = lines._whole_bills()
        done.invoice_id._locked()
        done._take_back()
        if not self._left():
            self._end("rolled_back")
        return len(done)


class LogisticsSettlementLine(models.Model):
    _inherit = "logistics.settlement.line"

    def _together(self):
        """Return the lines of each bill."""
        return self.grouped("bill_key").values()

    def _settle(self):
        invoices = self.invoice_id
        refused = self._approve_clean()
        able = invoices.filtered(lambda one: one.id not in refused)
        problems = refused | self.env["logistics.vendor.bill"]._bill(able)
        for line in self:
            invoice = line.invoice_id
            if problem := problems.get(invoice.id):
                line.write({"state": "skipped", "reason": problem})
                continue
            line.write(
                {
                    "state": "billed",
                    "move_id": invoice.move_id.id,
                    "amount": invoice.approved_amount,
                    "was_there": invoice.bill_was_there,
                }
            )

    def _approve_clean(self):
        """Approve what nothing is wrong with, if the run does; return {id: why not}."""
        if not self.settlement_id.approves:
            return {}
        audited = self.filtered(lambda line: line.invoice_id.state == "audited")
        refused = {}
        amounts = audited.invoice_id._amounts()
        findings = audited.invoice_id._findings_by_invoice()
        none = self.env["logistics.invoice.finding"].sudo()
        for line in audited:
            invoice = line.invoice_id
            own = findings.get(invoice, none)
            problem = invoice._approval_problem(amounts[invoice.id], own)
            if not problem and "open" in own.mapped("state"):
                problem = self.env._("%s has open findings.", invoice.name)
            if problem:
                refused[invoice.id] = problem
                continue
            invoice._set_approved(amounts[invoice.id], none)
            invoice._on_record("invoice.approved", settlement=line.settlement_id.name)
            line.approved_here = True
        return refused

    # Taking it back

    def _whole_bills(self):
        """Return the lines with the others of the same bills."""
        bills = self.move_id
        return self | self.search(
            [
                ("settlement_id", "in", self.settlement_id.ids),
                ("state", "=", "billed"),
                ("move_id", "in", bills.ids),
            ]
        )

    def _take_back(self):
        """Delete the draft bills of these lines; tell of those that are posted."""
        posted = self.filtered(
            lambda line: line.move_id.state == "posted" and not line.was_there
        )
        posted.reason = self.env._("Its bill is posted: reset it to draft first.")
        rest = self - posted
        for line in rest:
            line._let_go()
        rest.filtered(lambda line: not line.was_there).move_id.exists().with_context(
            force_delete=True
        ).unlink()
        rest.write({"state": "rolled_back", "reason": False})

    def _let_go(self):
        """Have the invoice as it was before the run."""
        invoice, bill = self.invoice_id, self.move_id
        if invoice.state == "billed" and invoice.move_id == bill:
            invoice._bill_gone(bill, self.env._("The settlement run was rolled back."))
        if self.approved_here and invoice.state == "approved":
            invoice._unapproved("audited")
