# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timezone

from odoo import api, fields, models

_ORDER = ("open", "half_open", "closed")
#: Where one of these was wrong, that the partner did not answer says nothing any more.
_WAY_FIELDS = {
    "base_url",
    "token_url",
    "allow_internal_address",
    "trusted_certificates",
}


class LogisticsIntegration(models.Model):
    """Whether the partner is left alone for a while, be it either way."""

    _inherit = "logistics.integration"

    circuit_state = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half Open")],
        compute="_compute_circuit_state",
        search="_search_circuit_state",
        help="Open: the partner is left alone until it has had time to recover, be it "
        "that its messages fail or that it does not answer our calls.",
    )
    call_circuit_state = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half Open")],
        compute="_compute_circuit_state",
        help="Of our calls alone.",
    )
    call_retry_at = fields.Datetime(compute="_compute_circuit_state")

    @api.depends("inbound_circuit_state")
    def _compute_circuit_state(self):
        gates = self.env["logistics.gate"]._states_of(self)
        for integration in self:
            gate = gates.get(integration._origin.id)
            calls = gate.circuit if gate else "closed"
            integration.call_circuit_state = calls
            integration.circuit_state = min(
                calls, integration.inbound_circuit_state, key=_ORDER.index
            )
            integration.call_retry_at = (
                datetime.fromtimestamp(gate.retry_at, timezone.utc).replace(
                    tzinfo=None, microsecond=0
                )
                if gate and calls != "closed"
                else False
            )

    def _search_circuit_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        gates = self.env["logistics.gate"].sudo()
        gates = gates.search_fetch([("circuit", "!=", "closed")], ["integration_id"])
        candidates = self.with_context(active_test=False).search(
            [
                "|",
                ("inbound_circuit_state", "!=", "closed"),
                ("id", "in", gates.integration_id.ids),
            ]
        )
        found = candidates.filtered(lambda i: i.circuit_state in value)
        if "closed" in value:
            return [("id", "not in", (candidates - found).ids)]
        return [("id", "in", found.ids)]

    def write(self, vals):
        result = super().write(vals)
        if _WAY_FIELDS & set(vals):
            self.env["logistics.gate"]._reopen(self)
        return result
