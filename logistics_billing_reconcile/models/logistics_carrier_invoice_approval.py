# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_FINANCE = "account.group_account_invoice"
#: All that people may write by themselves: what was billed stays as it came, and only
#: methods of the billing decide about money.
_TALK = ("message_", "activity_")
#: Who had a hand in what the audit holds a bill against, besides its findings: by saying
#: whose charges are, or what they may cost.
_TOLD = """
    SELECT a.decided_by_id
      FROM logistics_carrier_invoice_line l
      JOIN logistics_charge_audit a ON a.id = l.id
     WHERE l.invoice_id = %(invoice)s AND a.decided_by_id IS NOT NULL
     UNION
    SELECT COALESCE(v.user_id, e.create_uid)
      FROM logistics_carrier_invoice_line l
      JOIN logistics_charge_audit a ON a.id = l.id
      JOIN logistics_expectation e
        ON e.shipment_id = a.shipment_id AND e.source = 'manual'
      LEFT JOIN logistics_expectation_version v
        ON v.expectation_id = e.id AND v.reason = 'hand'
     WHERE l.invoice_id = %(invoice)s
"""
#: Who said so says that it is to be paid.
_FOR_PAYING = ("accepted", "waived", "written_off")


class LogisticsCarrierInvoice(models.Model):
    """Who lets an invoice be paid, and who does not: four eyes above a limit."""

    _inherit = "logistics.carrier.invoice"

    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    rejected_reason = fields.Char(readonly=True, copy=False, tracking=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Invoices come from carriers alone."))
        return super().create(vals_list)

    def write(self, vals):
        told = {name for name in vals if name in self._fields}
        talk = {name for name in told if name.startswith(_TALK)} - {"message_id"}
        if not self.env.su and told - talk:
            raise UserError(
                self.env._("Approve, reject or bill the invoice: it is on record.")
            )
        return super().write(vals)

    def action_approve(self):
        """Let the invoices be paid, all of them or none.

        :raise UserError: with the reason why one of them may not be approved.
        """
        self._as_finance("write")._locked()._approve(accept=True)

    def action_reject(self, reason=None):
        """Refuse to pay the invoices, for the reason given."""
        invoices = self._as_finance("write")._locked()
        reason = (reason or self.env.context.get("rejected_reason") or "").strip()
        if not reason:
            return invoices._ask_for_reason()
        for invoice in invoices:
            if invoice.state in ("billed", "paid", "rejected"):
                raise UserError(invoice._wrong_state())
        invoices._unapproved("rejected", rejected_reason=reason)
        invoices._on_record("invoice.rejected", reason=reason)
        return True

    def action_reopen(self):
        """Take an approval or a rejection back, as long as there is no bill."""
        invoices = self._as_finance("write")._locked()
        for invoice in invoices:
            if invoice.state not in ("approved", "rejected"):
                raise UserError(invoice._wrong_state())
        invoices._unapproved("review", rejected_reason=False)
        invoices._on_record("invoice.reopened")

    # Whether

    @api.model
    def _check_finance(self):
        """Raise AccessError unless the user answers for vendor bills."""
        if not self.env.user.has_group(_FINANCE):
            raise AccessError(
                self.env._("Whoever works on vendor bills approves and bills these.")
            )

    def _as_finance(self, mode="read"):
        self._check_finance()
        self.check_access(mode)
        return self.sudo()

    def _locked(self):
        """Return the invoices as they are now; nobody else changes them meanwhile."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM logistics_carrier_invoice WHERE id = ANY(%s) "
            "ORDER BY id FOR UPDATE",
            (self.ids,),
        )
        self.invalidate_recordset()
        return self

    def _wrong_state(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(invoice)s is in the state “%(state)s”.",
            invoice=self.name,
            state=labels[self.state],
        )

    def _in_company_currency(self, amount):
        day = self.invoice_date or fields.Date.context_today(self)
        return self.currency_id._convert(
            amount, self.company_id.currency_id, self.company_id, day
        )

    def _approval_problem(self, amounts, findings):
        """Return why the user may not approve the invoice, or nothing.

        :param amounts: of the invoice, see ``_amounts``.
        :param findings: of the invoice.
        """
        if self.state not in ("audited", "review"):
            return self._wrong_state()
        owed = amounts.owed(self._terms_of_payment())
        if self.currency_id.is_zero(owed) and not self.currency_id.is_zero(
            amounts.gross
        ):
            return self.env._("%s is in dispute as a whole.", self.name)
        gross = self._in_company_currency(abs(amounts.gross))
        limits = self.env["logistics.billing.limit"]
        if not limits._allows(self.company_id, "approve", gross):
            return self.env._("%s is above what you may approve.", self.name)
        opens = findings.filtered(lambda finding: finding.state == "open")
        if opens and self._accepts_too_much(opens):
            return self.env._(
                "%(invoice)s has %(count)s open findings: each is to be disputed, "
                "accepted or waived first.",
                invoice=self.name,
                count=len(opens),
            )
        return self._four_eyes_problem(gross, findings, opens)

    def _accepts_too_much(self, findings):
        """Tell whether the user lets go of more on the invoice than they may.

        What they accepted or waived of it before counts: many small ones are a large one.
        """
        before = findings.sudo().search(
            [
                ("invoice_id", "=", self.id),
                ("state", "in", ("accepted", "waived")),
                ("decided_by_id", "=", self.env.uid),
            ]
        )
        differences = (findings.sudo() | before).mapped("difference")
        at_stake = self._in_company_currency(sum(map(abs, differences)))
        limits = self.env["logistics.billing.limit"]
        return not limits._allows(self.company_id, "accept", at_stake)

    def _four_eyes_problem(self, gross, findings, opens):
        """Return that the user had a hand in what is to be paid, above the limit."""
        company = self.company_id
        limit = company.logistics_four_eyes_limit
        if company.currency_id.compare_amounts(gross, limit) <= 0:
            return None
        if opens or self.env.user in self._who_explained(findings):
            return self.env._(
                "%(invoice)s is above %(limit)s: who explains or accepts its findings "
                "does not approve it as well.",
                invoice=self.name,
                limit=company.currency_id.format(limit),
            )
        return None

    def _who_explained(self, findings):
        """Return the users who said that what was billed or found is right, or why."""
        decided = findings.filtered(lambda finding: finding.state in _FOR_PAYING)
        self.env.flush_all()
        self.env.cr.execute(_TOLD, {"invoice": self.id})
        told = [user for (user,) in self.env.cr.fetchall() if user]
        users = decided.decided_by_id | findings.explained_by_id
        return users | findings.explainer_ids | users.browse(told)

    def _terms_of_payment(self):
        return self.integration_id._bill_paid()

    def _findings_by_invoice(self):
        found = self.env["logistics.invoice.finding"].sudo()
        return found.search([("invoice_id", "in", self.ids)]).grouped("invoice_id")

    # Deciding

    def _approve(self, *, accept):
        """Approve the invoices, which are locked.

        :param accept: accept open findings within the user's limit.
        """
        amounts, findings = self._amounts(), self._findings_by_invoice()
        none = self.env["logistics.invoice.finding"].sudo()
        for invoice in self:
            own = findings.get(invoice, none)
            if problem := invoice._approval_problem(amounts[invoice.id], own):
                raise UserError(problem)
            invoice._set_approved(amounts[invoice.id], own if accept else none)
        self._on_record("invoice.approved")

    def _set_approved(self, amounts, findings):
        opens = findings.filtered(lambda finding: finding.state == "open")
        opens.write(
            {
                "state": "accepted",
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        paid_as = self._terms_of_payment()
        self.write(
            {
                "state": "approved",
                "approved_amount": amounts.owed(paid_as),
                "credit_awaited": amounts.disputed if paid_as == "full" else 0.0,
                "paid_as": paid_as,
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
                "rejected_reason": False,
            }
        )

    def _unapproved(self, state, **vals):
        self.write(
            {
                "state": state,
                "approved_amount": 0.0,
                "credit_awaited": 0.0,
                "paid_as": False,
                "approved_by_id": False,
                "approved_at": False,
                **vals,
            }
        )

    def _on_record(self, action, **details):
        """Put on record who did what to the invoices, with the amount."""
        entries = self.env["logistics.audit.entry"].sudo()
        for invoice in self:
            told = {"number": invoice.name, "approved": invoice.approved_amount}
            entries._record(action, invoice, told | details)

    def _ask_for_reason(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject"),
            "res_model": "logistics.invoice.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_invoice_ids": self.ids},
        }


class LogisticsAuditEntry(models.Model):
    _inherit = "logistics.audit.entry"

    @api.model
    def _action_labels(self):
        return super()._action_labels() | {
            "invoice.approved": self.env._("Carrier invoice approved"),
            "invoice.rejected": self.env._("Carrier invoice rejected"),
            "invoice.reopened": self.env._("Carrier invoice opened again"),
            "invoice.billed": self.env._("Carrier invoice billed"),
            "invoice.unbilled": self.env._("Bill of a carrier invoice taken back"),
            "settlement.started": self.env._("Settlement run started"),
            "settlement.stopped": self.env._("Settlement run stopped"),
            "settlement.rolled_back": self.env._("Settlement run rolled back"),
            "finding.written_off": self.env._("Finding written off"),
            "finding.write_off_undone": self.env._("Write-off undone"),
        }
