# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

_WAITED = SQL("extract(epoch FROM COALESCE(processed_at, received_at) - received_at)")
_CALLED = SQL("COALESCE(duration_ms, 0) / 1000.0")


class LogisticsMessage(models.Model):
    """Has messages counted, once for each time that something became of one."""

    _inherit = "logistics.message"

    @api.model
    def _accept(self, door, payload, content_type, filename, headers, identity=None):
        message_id, is_new = super()._accept(
            door, payload, content_type, filename, headers, identity
        )
        tally = self.env["logistics.tally"]
        if not is_new:
            tally._count("duplicate", [(door.company_id, door.integration_id, "", 1)])
        elif identity is None or identity.problem:
            # The drain never sees what is quarantined at once.
            tally._count_messages("processed", self.browse(message_id), _WAITED)
        return message_id, is_new

    def _process(self, integration, received):
        super()._process(integration, received)
        self.flush_recordset(["state", "error_category", "processed_at"])
        self.env["logistics.tally"]._count_messages("processed", self, _WAITED)

    def _dispatch(self):
        is_sent = super()._dispatch()
        self.flush_recordset(["state", "error_category", "processed_at"])
        self.env["logistics.tally"]._count_messages("sent", self, _WAITED)
        return is_sent

    @api.model
    def _record_calls(
        self, integration_id, exchanges, document_type, correlation_id, shipment_ids
    ):
        calls = super()._record_calls(
            integration_id, exchanges, document_type, correlation_id, shipment_ids
        )
        calls.flush_recordset()
        self.env["logistics.tally"]._count_messages("call", calls, _CALLED)
        return calls
