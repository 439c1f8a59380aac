# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .logistics_dispute_steps import ANSWERED, UNANSWERED


class LogisticsDispute(models.Model):
    """What a carrier answers by a message."""

    _inherit = "logistics.dispute"

    @api.model
    def _take_answer(self, integration, document):
        """Take in what a carrier answers; the same answer again changes nothing.

        :return: (the dispute, why it cannot be taken in or None).
        """
        dispute = self._answered(integration, document)
        if not dispute:
            return dispute, self.env._(
                "%(carrier)s was never told of a dispute %(number)s.",
                carrier=integration.name,
                number=document.dispute or document.their_number or document.number,
            )
        dispute.lock_for_update()
        lines = dispute.line_ids.filtered(
            lambda line: line.invoice_id.name == document.number
        )
        if not lines:
            return dispute, self.env._(
                "%(dispute)s is not about invoice %(number)s.",
                dispute=dispute.name,
                number=document.number,
            )
        return dispute, dispute._answer_with(document, lines)

    @api.model
    def _answered(self, integration, document):
        """Return the dispute that a carrier names and was told of."""
        names = [
            ("name", "=", document.dispute),
            ("carrier_reference", "=", document.their_number),
        ]
        for name, operator, value in names:
            found = value and self.sudo().search(
                [
                    ("integration_id", "=", integration.id),
                    ("submitted_on", "!=", False),
                    (name, operator, value),
                ],
                limit=2,
            )
            if found and len(found) == 1:
                return found
        return self.sudo().browse()

    def _answer_with(self, document, lines):
        """Write an answer down; return why it cannot be, None if it could."""
        if document.their_number and not self.carrier_reference:
            self.carrier_reference = document.their_number
        if document.state == "acknowledged":
            if self.state == "submitted":
                self._set_state("acknowledged")
            return None
        if document.state not in ANSWERED:
            # What was credited comes as a credit note.
            self._note_answer(document)
            return None
        recognised, problem = self._recognised_by(document, lines)
        if problem:
            return problem
        return self._set_recognised(document, recognised)

    def _set_recognised(self, document, recognised):
        """Keep what is recognised of each charge, unless that is what is known."""
        before = {line: (line.recognised, line.answer) for line in recognised}
        after = {
            line: (amount, line._answer_of(amount))
            for line, amount in recognised.items()
        }
        if before == after:
            return None
        self._note_answer(document)
        is_again = any(answer for _amount, answer in before.values())
        if self.state not in (*UNANSWERED, *ANSWERED):
            # It is over, or paid: a person says whether it begins anew.
            self._call_in(self.env._("The carrier answered once more"))
            return None
        for line, (amount, answer) in after.items():
            line.write({"recognised": amount, "answer": answer})
        if is_again:
            self._call_in(self.env._("The carrier changed its answer"))
        self._set_answered()
        return None

    def _recognised_by(self, document, lines):
        """Return ({line: what the carrier owes of it}, why it cannot be told)."""
        if document.state == "accepted":
            return {line: line.claimed for line in lines}, None
        if document.state == "rejected":
            return dict.fromkeys(lines, 0.0), None
        if told := [one for one in document.charges if one.credited is not None]:
            return self._recognised_of_charges(told, lines)
        if document.credited is None:
            return {}, self.env._("It is accepted in part, but not told how much.")
        return self._shared_out(float(document.credited), lines)

    def _recognised_of_charges(self, told, lines):
        recognised = dict.fromkeys(lines, 0.0)
        left = lines
        for charge in told:
            line = left.filtered(lambda line, charge=charge: line._is_named_by(charge))[
                :1
            ]
            amount = float(charge.credited)
            if not line:
                return {}, self.env._(
                    "%s is answered, but not disputed.", charge.tracking_number or "?"
                )
            if not 0 <= amount <= line.claimed + line.currency_id.rounding / 2:
                return {}, self.env._("More, or less than nothing, is recognised.")
            recognised[line] = line.currency_id.round(amount)
            left -= line
        return recognised, None

    def _shared_out(self, total, lines):
        """Share a sum out among charges, by what is claimed for each."""
        claimed = sum(lines.mapped("claimed"))
        if not 0 <= total <= claimed + self.currency_id.rounding / 2:
            return {}, self.env._("More, or less than nothing, is recognised.")
        shares, left = {}, total
        for line in lines:
            share = self.currency_id.round(total * line.claimed / claimed)
            shares[line] = min(share, line.claimed, max(left, 0))
            left = self.currency_id.round(left - shares[line])
        for line in lines:
            more = min(left, self.currency_id.round(line.claimed - shares[line]))
            shares[line] = self.currency_id.round(shares[line] + more)
            left = self.currency_id.round(left - more)
        return shares, None

    def _note_answer(self, document):
        """Keep the carrier's own words, the latest beside the state, all in the log."""
        label = dict(self._fields["state"]._description_selection(self.env))
        words = f"{label.get(document.state, document.state)}: {document.reason or '–'}"
        self.write({"answer": document.reason or self.answer})
        self.message_post(
            body=self.env._(
                "%(carrier)s answers for %(invoice)s: %(words)s",
                carrier=self.integration_id.name,
                invoice=document.number,
                words=words,
            )
        )

    def _call_in(self, summary):
        if self.user_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(self),
                summary=summary,
                user_id=self.user_id.id,
            )
