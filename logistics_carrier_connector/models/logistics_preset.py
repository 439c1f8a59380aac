# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..edi.codes import codes_of

#: Presets whose code map each addon adds the codes of its own sets to.
STANDARDS = ("x12", "edifact")
#: (document type, direction, who has the say) of the transport sets.
FLOWS = (
    ("tender.response", "inbound", "partner"),
    ("shipment.booking", "inbound", "partner"),
    ("shipment", "inbound", "partner"),
    ("shipment.tender", "outbound", "odoo"),
    ("booking.request", "outbound", "odoo"),
)


class LogisticsPreset(models.Model):
    """The presets for EDI know the codes of the transport sets."""

    _inherit = "logistics.preset"

    def _codes(self):
        codes = super()._codes()
        if self.code not in STANDARDS:
            return codes
        own = codes_of(self.code)
        return {
            domain: {**own.get(domain, {}), **codes.get(domain, {})}
            for domain in {**own, **codes}
        }

    @api.model
    def _flow_vals(self, code):
        flows = super()._flow_vals(code)
        if code not in STANDARDS:
            return flows
        present = {(flow["document_type"], flow["direction"]) for flow in flows}
        return flows + [
            {
                "document_type": document_type,
                "direction": direction,
                "latency": "batch",
                "system_of_record": owner,
            }
            for document_type, direction, owner in FLOWS
            if (document_type, direction) not in present
        ]

    @api.model
    def _load_transport_codes(self):
        """Bring the codes of the transport sets into the presets that are there."""
        for preset in self.search([("code", "in", STANDARDS)]):
            preset._load_codes()
