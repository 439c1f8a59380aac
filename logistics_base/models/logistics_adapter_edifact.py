# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..protocols.edi import edifact
from ..protocols.edi.acknowledgements import application_error, syntax_acknowledgement


class LogisticsAdapterEdifact(models.AbstractModel):
    """Reads and writes UN/EDIFACT; answers by CONTRL, and APERAK where agreed."""

    _name = "logistics.adapter.edifact"
    _inherit = "logistics.adapter.edi"
    _description = "EDIFACT Adapter"

    _standard = "edifact"
    _content_type = "application/edifact"

    @api.model
    def _enveloped(self, envelope, transactions, own_segments):
        return edifact.write(envelope, transactions)

    @api.model
    def _answers(self, integration, message, reading, interchange):
        transactions = []
        if self._is_wanted(integration, reading, interchange):
            reason = "envelope" if reading.refusal else ""
            transactions.append(
                syntax_acknowledgement(interchange, reading.verdict_of, reason)
            )
        if integration.edi_application_errors and message.state == "dead":
            said = message.error_message or self.env._("It could not be applied.")
            transactions.append(
                application_error(
                    str(message.id),
                    interchange.control_number,
                    [edifact.fitted(said, integration.edi_charset)],
                    integration._edi_now(),
                )
            )
        return transactions, []

    @api.model
    def _rejection(self, header):
        answer = syntax_acknowledgement(header, lambda message: None, "truncated")
        return [answer], []
