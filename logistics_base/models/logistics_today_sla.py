# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsToday(models.AbstractModel):
    """The board names what will be late unless somebody acts, and what is."""

    _inherit = "logistics.today"

    @api.model
    def _cards(self):
        return [*super()._cards(), *self._sla_cards()]

    @api.model
    def _sla_cards(self):
        action, model = (
            "logistics_base.logistics_sla_measure_action",
            "logistics.sla.measure",
        )
        return [
            self._card(
                "sla_at_risk",
                15,
                self.env._("At risk"),
                self.env._("Nothing is about to be late."),
                action,
                model,
                [("state", "=", "at_risk"), ("stopped_at", "=", False)],
                row=self._sla_row,
                order="due_at, id",
                tone="warning",
            ),
            self._card(
                "sla_breached",
                16,
                self.env._("Breached"),
                self.env._("Every service level is kept."),
                action,
                model,
                [("state", "=", "breached"), ("stopped_at", "=", False)],
                row=self._sla_row,
                order="due_at desc, id",
                tone="danger",
            ),
        ]

    @api.model
    def _sla_row(self, measure):
        kinds = dict(measure._fields["kind"]._description_selection(self.env))
        customer = measure.partner_id.display_name or measure.policy_id.name or ""
        return {
            "title": measure.shipment_id.name,
            "subtitle": measure.exception_id.summary or customer,
            "badge": kinds[measure.kind],
            "due": measure.due_at,
        }
