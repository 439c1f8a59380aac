# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..edi.codes import codes_of

#: (document type, direction, who has the say) of the warehouse sets.
FLOWS = (
    ("warehouse.release", "outbound", "odoo"),
    ("warehouse.advice", "outbound", "odoo"),
    ("warehouse.count", "outbound", "odoo"),
    ("inventory.availability", "outbound", "odoo"),
    ("warehouse.fulfillment", "inbound", "partner"),
    ("warehouse.receipt", "inbound", "partner"),
    ("inventory.snapshot", "inbound", "partner"),
    ("inventory.delta", "inbound", "partner"),
)
#: Those of sets that one standard alone has here.
OWN_FLOWS = {
    "x12": (
        ("warehouse.items", "outbound", "odoo"),
        ("warehouse.items.result", "inbound", "partner"),
    )
}


class LogisticsPreset(models.Model):
    """The presets for EDI know the codes and flows of the warehouse sets."""

    _inherit = "logistics.preset"

    @api.model
    def _edi_codes(self, standard):
        return self._with_codes(super()._edi_codes(standard), codes_of(standard))

    @api.model
    def _edi_flows(self, standard):
        own = OWN_FLOWS.get(standard, ())
        return [*super()._edi_flows(standard), *FLOWS, *own]
