# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Who may prepare disputes; finance alone submits, decides and closes them.
PREPARES = ("account.group_account_invoice", "logistics_base.group_dispatcher")
DECIDES = "account.group_account_invoice"


class LogisticsDispute(models.Model):
    """Making disputes from findings: one for each carrier, company and currency."""

    _inherit = "logistics.dispute"

    @api.model
    def _make_from(self, findings):
        """Return new drafts that dispute the findings.

        :raise UserError: where one is decided already, or nothing is charged too much.
        """
        self._check_may_prepare()
        findings.check_access("read")
        findings.lock_for_update()
        findings.invalidate_recordset(["state"])
        self._check_disputable(findings)
        disputes = self.browse()
        for (integration, _currency), some in findings.grouped(self._group_of).items():
            disputes |= self._add_to_draft(integration, some) or self._make_one(
                integration, some
            )
        findings.sudo().write({"state": "disputed"})
        findings.invoice_id.sudo()._follow_findings()
        return disputes.sudo(False)

    @api.model
    def _group_of(self, finding):
        # A carrier is of one company.
        return finding.invoice_id.integration_id, finding.currency_id

    @api.model
    def _add_to_draft(self, integration, findings):
        """Add the findings to the user's own draft about one of their invoices, if any."""
        draft = self.sudo().search(
            [
                ("state", "=", "draft"),
                ("user_id", "=", self.env.uid),
                ("integration_id", "=", integration.id),
                ("currency_id", "=", findings.currency_id.id),
                ("line_ids.invoice_id", "in", findings.invoice_id.ids),
            ],
            order="id DESC",
            limit=1,
        )
        if draft:
            draft.line_ids = self._new_lines(findings, draft.line_ids)
        return draft

    @api.model
    def _make_one(self, integration, findings):
        """Return a draft that disputes findings of one carrier in one currency."""
        company = integration.company_id
        number = self.env["ir.sequence"].sudo().with_company(company)
        dispute = self.sudo().create(
            {
                "name": number.next_by_code("logistics.dispute"),
                "company_id": company.id,
                "integration_id": integration.id,
                "currency_id": findings.currency_id.id,
                "channel": integration._dispute_channel(),
                "submit_by": self._last_day(integration, findings.invoice_id),
                "line_ids": self._new_lines(findings),
            }
        )
        for invoice in findings.invoice_id:
            invoice.sudo().message_post(
                body=self.env._(
                    "Disputed: %s", dispute._get_html_link(title=dispute.name)
                )
            )
        return dispute

    @api.model
    def _new_lines(self, findings, claims=()):
        """Return the commands that claim the findings, the largest first.

        Several things may be wrong with one charge; no more of it is claimed than was
        billed.

        :param claims: what is claimed already.
        """
        claimed = Counter()
        for claim in claims:
            claimed[claim.invoice_line_id] += claim.claimed
        commands = []
        for finding in findings.sorted("difference", reverse=True):
            vals, line = self._line_vals(finding), finding.line_id
            if line:
                left = max(line.amount, finding.billed) - claimed[line]
                vals["claimed"] = line.currency_id.round(
                    min(vals["claimed"], max(left, 0))
                )
                claimed[line] += vals["claimed"]
            commands.append(fields.Command.create(vals))
        return commands

    @api.model
    def _line_vals(self, finding):
        line = finding.line_id
        shipment = finding.shipment_id
        return {
            "finding_id": finding.id,
            "invoice_id": finding.invoice_id.id,
            "invoice_line_id": line.id,
            "shipment_id": shipment.id,
            "tracking_number": line.tracking_number,
            "normalized": line.normalized,
            "billed": finding.billed,
            "expected": finding.expected,
            "claimed": max(finding.difference, 0),
        }

    @api.model
    def _check_disputable(self, findings):
        if not findings:
            raise UserError(self.env._("There is nothing to dispute."))
        if decided := findings.filtered(lambda finding: finding.state != "open"):
            raise UserError(
                self.env._(
                    "Only open findings can be disputed; of %(invoices)s %(count)s are "
                    "not.",
                    invoices=", ".join(decided.invoice_id.mapped("name")),
                    count=len(decided),
                )
            )
        for finding in findings:
            if finding.currency_id.compare_amounts(finding.difference, 0) < 0:
                raise UserError(
                    self.env._(
                        "Of %s less is charged than expected: there is nothing to claim.",
                        finding.invoice_id.name,
                    )
                )

    @api.model
    def _last_day(self, integration, invoices):
        """Return the last day on which the carrier takes a dispute of the invoices."""
        dates = [invoice.invoice_date for invoice in invoices if invoice.invoice_date]
        days = integration._dispute_days()
        return self._days_after(min(dates), days) if dates else False

    @api.model
    def _check_may_prepare(self):
        if self.env.su or any(self.env.user.has_group(group) for group in PREPARES):
            return
        raise AccessError(self.env._("Finance and dispatchers prepare disputes."))

    @api.model
    def _check_may_decide(self):
        if self.env.su or self.env.user.has_group(DECIDES):
            return
        raise AccessError(self.env._("Finance decides about disputes."))
