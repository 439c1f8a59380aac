# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..protocols.edi import x12
from ..protocols.edi.acknowledgements import (
    functional_acknowledgements,
    interchange_acknowledgement,
)


class LogisticsAdapterX12(models.AbstractModel):
    """Reads and writes ASC X12; answers by 997 or 999, and TA1."""

    _name = "logistics.adapter.x12"
    _inherit = "logistics.adapter.edi"
    _description = "X12 Adapter"

    _standard = "x12"
    _content_type = "application/edi-x12"

    @api.model
    def _enveloped(self, envelope, transactions, own_segments):
        return x12.write(envelope, transactions, own_segments)

    @api.model
    def _answers(self, integration, message, reading, interchange):
        if not self._is_wanted(integration, reading, interchange):
            return [], []
        own_segments = []
        if interchange.ack_requested or interchange.problems:
            status = "rejected" if reading.refusal else ""
            own_segments = [interchange_acknowledgement(interchange, status)]
        transactions = functional_acknowledgements(
            interchange, reading.verdict_of, integration.edi_acknowledge_set
        )
        return transactions, own_segments

    @api.model
    def _rejection(self, header):
        return [], [interchange_acknowledgement(header, "rejected", "truncated")]
