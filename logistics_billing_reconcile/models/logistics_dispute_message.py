# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.documents import Reference

from ..canonical.invoice_news import DisputedCharge, InvoiceDisputed

#: An e-mail takes no larger bundle; the carrier is sent the rest on request.
LARGEST_MAIL = 10 * 1024 * 1024


class LogisticsDispute(models.Model):
    """What the carrier is told of a dispute, and what it answers."""

    _inherit = "logistics.dispute"

    # Out

    def _tell_carrier(self, state):
        """Tell the carrier by the channel of the dispute.

        :param str state: ``submitted``, or ``closed`` where it is withdrawn.
        """
        self.ensure_one()
        if self.channel == "message":
            self._tell_by_message(state)
        elif self.channel == "mail":
            self._tell_by_mail(state)
        else:
            self.message_post(body=self._by_hand_words(state))

    def _by_hand_words(self, state):
        name = self.integration_id.name
        if state == "submitted":
            return self.env._(
                "Hand it to %s with its evidence, and record the answer here.", name
            )
        return self.env._("Tell %s that it is withdrawn.", name)

    def _tell_by_message(self, state):
        """Queue a document for each invoice; the same one is sent once."""
        for invoice, lines in self.line_ids.grouped("invoice_id").items():
            self.env["logistics.message"].sudo()._send(
                self.integration_id,
                self._document(invoice, lines, state),
                shipment_ids=lines.shipment_id.ids,
                key=f"dispute:{self.name}:{invoice.id}:{state}",
            )

    def _document(self, invoice, lines, state):
        return InvoiceDisputed(
            number=invoice.name,
            party="carrier",
            dispute=self.name,
            their_number=self.carrier_reference or None,
            state=state,
            currency=self.currency_id.name,
            amount=self._exact(sum(lines.mapped("claimed"))),
            reason=self.note or None,
            respond_by=self.answer_by or None,
            charges=tuple(self._charge(line) for line in lines),
            references=tuple(
                Reference("tracking", number)
                for number in sorted(set(filter(None, lines.mapped("tracking_number"))))
            ),
        )

    def _charge(self, line):
        return DisputedCharge(
            tracking_number=line.tracking_number or None,
            type=line.charge_type or None,
            raw_code=line.invoice_line_id.raw_code or None,
            billed=self._exact(line.billed),
            expected=self._exact(line.expected),
            reason=line._reason(),
        )

    def _exact(self, amount):
        return Decimal(f"{amount:.{self.currency_id.decimal_places}f}")

    def _tell_by_mail(self, state):
        address = self.integration_id.sudo().dispute_email or self.partner_id.email
        if not address:
            raise UserError(
                self.env._(
                    "Write down where %s takes disputes.", self.integration_id.name
                )
            )
        if state != "submitted":
            template = "mail_template_dispute_withdrawn"
            files = self.env["ir.attachment"]
        else:
            template = "mail_template_dispute"
            files = self._mailed_bundle()
        self.env.ref(f"logistics_billing_reconcile.{template}").sudo().send_mail(
            self.id,
            email_values={"email_to": address, "attachment_ids": files.ids},
        )

    def _mailed_bundle(self):
        """Return the evidence as attachments, of a size that mail servers take."""
        bundle = io.BytesIO()
        for chunk in self._evidence():
            if bundle.tell() + len(chunk) > LARGEST_MAIL:
                return self._attach("charges.csv", b"".join(self._charges_csv()))
            bundle.write(chunk)
        return self._attach(f"{self._file_name()}.zip", bundle.getvalue())

    def _attach(self, name, content):
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
