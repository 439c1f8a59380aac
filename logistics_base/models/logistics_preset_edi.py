# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: Presets that speak all transaction sets of the installed addons.
STANDARDS = ("x12", "edifact")


class LogisticsPreset(models.Model):
    """The presets for EDI know the codes and flows that each addon's sets bring."""

    _inherit = "logistics.preset"

    @api.model
    def _edi_codes(self, standard):
        """Return {domain: {their code: our word}} of the sets that are read.

        Hook: each addon adds the codes of its own sets.
        """
        return {}

    @api.model
    def _edi_flows(self, standard):
        """Return (document type, direction, who has the say) of each flow.

        Hook: each addon adds those of its own sets.
        """
        return []

    def _codes(self):
        codes = super()._codes()
        if self.code not in STANDARDS:
            return codes
        return self._with_codes(self._edi_codes(self.code), codes)

    @api.model
    def _with_codes(self, codes, others):
        """Return both; of a code that both know the meaning in ``others``."""
        return {
            domain: {**codes.get(domain, {}), **others.get(domain, {})}
            for domain in {**codes, **others}
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
            for document_type, direction, owner in self._edi_flows(code)
            if (document_type, direction) not in present
        ]

    @api.model
    def _load_edi_codes(self):
        """Bring the codes of an addon's sets into the presets that are there."""
        for preset in self.search([("code", "in", STANDARDS)]):
            preset._load_codes()
