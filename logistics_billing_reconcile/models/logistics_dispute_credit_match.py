# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from odoo.addons.logistics_base.canonical.references import normalize

_TAKE_BACK = """
    INSERT INTO logistics_dispute_credit
           (invoice_id, invoice_line_id, company_id, integration_id, currency_id,
            tracking_number, normalized, amount, kind, state, create_uid, create_date,
            write_uid, write_date)
    SELECT l.invoice_id, l.id, l.company_id, i.integration_id, l.currency_id,
           l.tracking_number, l.normalized, -l.amount, 'unasked', 'unasked',
           %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
      FROM logistics_carrier_invoice_line l
      JOIN logistics_carrier_invoice i ON i.id = l.invoice_id
     WHERE l.invoice_id = ANY(%(invoices)s) AND l.amount < 0
       AND COALESCE(l.type, '') NOT IN ('vat', 'discount')
       AND (i.kind = 'credit' OR l.subject = 'refund' OR l.type = 'gsr_credit'
            OR l.subject IN ('adjustment', 'void') AND EXISTS (
                SELECT FROM logistics_dispute_line d
                 WHERE d.normalized = l.normalized AND d.company_id = l.company_id
                   AND d.invoice_id != l.invoice_id))
       AND NOT EXISTS (SELECT FROM logistics_dispute_credit c
                        WHERE c.invoice_line_id = l.id)
    RETURNING id
"""
#: What a carrier was told of, and may credit.
_TOLD = ("submitted", "acknowledged", "accepted", "partial", "rejected", "credited")


class LogisticsDisputeCredit(models.Model):
    """Finds what credits are for: what is exact is applied, the rest is reviewed."""

    _inherit = "logistics.dispute.credit"

    @api.model
    def _match_new(self, invoices):
        """Take up what new invoices give back, and match it to what is disputed."""
        self.env.flush_all()
        self.env.cr.execute(
            _TAKE_BACK, {"invoices": list(invoices.ids), "uid": self.env.uid}
        )
        credits = self.sudo().browse(row[0] for row in self.env.cr.fetchall())
        credits._match()
        return credits

    @api.model
    def _look_again(self, lines):
        """Show what came before charges were disputed: a person says what it is for."""
        numbers = [number for number in lines.mapped("normalized") if number]
        earlier = self.sudo().search(
            [
                ("state", "=", "unasked"),
                ("company_id", "in", lines.company_id.ids),
                ("integration_id", "in", lines.integration_id.ids),
                ("normalized", "in", numbers),
            ]
        )
        earlier._match(is_sure=False)

    def _match(self, is_sure=True):
        """Match credits that nobody has looked at.

        :param bool is_sure: whether what is exact is applied at once.
        """
        self = self._worth_matching()
        lines = self._disputed_lines()
        of_number = defaultdict(lines.browse)
        for line in lines:
            of_number[line.integration_id, line.currency_id, line.normalized] |= line
        groups = self.grouped(
            lambda credit: (
                credit.integration_id,
                credit.currency_id,
                credit.normalized,
            )
        )
        for key, credits in groups.items():
            if key[2] and of_number[key]:
                credits._match_group(of_number[key], is_sure)
            elif dispute := credits._named_dispute():
                credits._match_group(dispute.line_ids, is_sure)

    def _worth_matching(self):
        """Return the credits that may be for a dispute; there may be very many others."""
        if not self:
            return self
        self.env.cr.execute(
            """
            SELECT c.id FROM logistics_dispute_credit c
             WHERE c.id = ANY(%s) AND (
                   EXISTS (SELECT FROM logistics_dispute_line d
                            WHERE d.normalized = c.normalized
                              AND d.integration_id = c.integration_id)
                   OR EXISTS (SELECT FROM logistics_dispute x
                               WHERE x.integration_id = c.integration_id)
                      AND c.normalized IS NULL)
             ORDER BY c.id
            """,
            (self.ids,),
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    def _disputed_lines(self):
        """Return what carriers were told of the credits' numbers; nobody else may."""
        lines = (
            self.env["logistics.dispute.line"]
            .sudo()
            .search(
                [
                    ("integration_id", "in", self.integration_id.ids),
                    ("normalized", "in", list(filter(None, self.mapped("normalized")))),
                    ("state", "in", (*_TOLD, "closed")),
                ],
                order="id",
            )
        )
        if lines:
            self.env.cr.execute(
                "SELECT FROM logistics_dispute WHERE id = ANY(%s) "
                "ORDER BY id FOR NO KEY UPDATE",
                (lines.dispute_id.ids,),
            )
        return lines

    def _named_dispute(self):
        """Return the dispute that credits name by its number, where they name one."""
        values = {
            value
            for line in self.invoice_line_id
            for _type, value in line.references or ()
        }
        if not values:
            return self.env["logistics.dispute"]
        disputes = (
            self.env["logistics.dispute"]
            .sudo()
            .search(
                [
                    ("integration_id", "in", self.integration_id.ids),
                    ("currency_id", "in", self.currency_id.ids),
                    ("state", "in", _TOLD),
                ]
            )
        )
        named = disputes.filtered(
            lambda one: (
                {normalize(one.name), normalize(one.carrier_reference or "")} & values
            )
        )
        return named if len(named) == 1 else named.browse()

    # One number

    def _match_group(self, lines, is_sure):
        """Match the credits to disputed charges of the same number."""
        left = self._match_exact(lines, is_sure)
        awaited = lines.filtered(lambda line: line._awaits() > 0)
        if left and awaited:
            left = left._match_sum(awaited, is_sure)
        for credit in left:
            credit._propose(lines)

    def _match_exact(self, lines, is_sure):
        """Match those that are just what one charge awaits; return the others."""
        left = self.browse()
        for credit in self:
            same = lines.filtered(
                lambda line, amount=credit.amount: (
                    line.currency_id.compare_amounts(line._awaits(), amount) == 0
                )
            )
            of_type = same.filtered(
                lambda line, type=credit.charge_type: line.charge_type == type
            )
            found = of_type or same
            if found and len(found.dispute_id) == 1:
                credit._settle(found[:1], "exact", is_sure)
            else:
                left |= credit
        return left

    def _match_sum(self, awaited, is_sure):
        """Match all together, where they come to what all charges together await."""
        total = sum(line._awaits() for line in awaited)
        currency = awaited[:1].currency_id
        if len(awaited.dispute_id) > 1 or currency.compare_amounts(
            total, sum(self.mapped("amount"))
        ):
            return self
        parts = self
        for line in awaited:
            due = line._awaits()
            while parts and currency.compare_amounts(due, 0) > 0:
                credit = parts[:1]
                parts -= credit
                if currency.compare_amounts(credit.amount, due) > 0:
                    parts = credit._split(due) | parts
                due = currency.round(due - credit.amount)
                credit._settle(line, "exact", is_sure)
        return self.browse()

    def _split(self, amount):
        """Keep so much; return the rest as a credit of its own."""
        self.ensure_one()
        rest = self.copy(
            {
                "amount": self.currency_id.round(self.amount - amount),
                "state": self.state,
            }
        )
        self.amount = amount
        return rest

    def _settle(self, line, kind, is_sure):
        self.write(
            {
                "dispute_line_id": line.id,
                "dispute_id": line.dispute_id.id,
                "kind": kind,
                "state": "review",
            }
        )
        if is_sure and line.state != "closed":
            self._apply()

    def _propose(self, lines):
        """Have a person say what it is for; tell how it differs."""
        awaited = lines.filtered(lambda line: line._awaits() > 0)
        of_type = awaited.filtered(lambda line: line.charge_type == self.charge_type)
        line = (of_type or awaited or lines)[:1]
        kind = "double"
        if awaited:
            more = line.currency_id.compare_amounts(self.amount, line._awaits()) > 0
            kind = "over" if more else "under"
        self._settle(line, kind, is_sure=False)
