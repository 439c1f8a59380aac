# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsToday(models.AbstractModel):
    _inherit = "logistics.today"

    @api.model
    def _cards(self):
        cards = super()._cards()
        processes = self.env["logistics.process"]
        if processes.has_access("read"):
            cards += self._process_cards()
        return cards

    @api.model
    def _process_cards(self):
        action = "logistics_base.logistics_process_action"
        return [
            self._card(
                "steps_late",
                40,
                self.env._("Steps overdue"),
                self.env._("Every step is in time."),
                action,
                "logistics.process",
                [("is_late", "=", True), ("state", "not in", ("done", "cancelled"))],
                row=self._process_row,
                order="due_at, id",
                tone="warning",
            ),
            self._card(
                "steps_stuck",
                35,
                self.env._("Steps that wait for somebody"),
                self.env._("Nothing failed, nothing was taken over."),
                action,
                "logistics.process",
                [("state", "in", ("failed", "stuck", "manual"))],
                row=self._process_row,
                tone="danger",
            ),
        ]

    @api.model
    def _process_row(self, process):
        codes = dict(process._fields["current_code"]._description_selection(self.env))
        return {
            "title": process.shipment_id.name,
            "subtitle": process.partner_id.display_name or "",
            "badge": codes.get(process.current_code, ""),
            "due": process.due_at,
        }
