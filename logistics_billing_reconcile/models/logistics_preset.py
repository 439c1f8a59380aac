# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..edi.codes import codes_of

#: (document type, direction, who has the say) of the sets of freight bills.
FLOWS = (
    ("carrier.invoice", "inbound", "partner"),
    ("bill.of.lading", "inbound", "partner"),
)


class LogisticsPreset(models.Model):
    """The presets for EDI know the codes of freight bills."""

    _inherit = "logistics.preset"

    @api.model
    def _edi_codes(self, standard):
        return self._with_codes(super()._edi_codes(standard), codes_of(standard))

    @api.model
    def _edi_flows(self, standard):
        return [*super()._edi_flows(standard), *FLOWS]
