# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .logistics_service_expiry import WARN_DAYS


class LogisticsToday(models.AbstractModel):
    """Access that ends soon, for who sets it up, and reviews that wait."""

    _inherit = "logistics.today"

    @api.model
    def _cards(self):
        return [*super()._cards(), *self._access_cards()]

    @api.model
    def _access_cards(self):
        if not self.env["logistics.service.credential"].has_access("write"):
            return []
        soon = fields.Datetime.now() + timedelta(days=max(WARN_DAYS))
        return [
            self._card(
                "access_ends",
                90,
                self.env._("Access that ends soon"),
                self.env._("No machine is about to be shut out."),
                "logistics_base.logistics_service_credential_action",
                "logistics.service.credential",
                [("state", "=", "active"), ("valid_until", "<", soon)],
                row=self._access_row,
                tone="warning",
                order="valid_until",
            ),
            self._card(
                "access_reviews",
                95,
                self.env._("Access reviews"),
                self.env._("Nobody waits to be reviewed."),
                "logistics_base.logistics_access_review_action",
                "logistics.access.review",
                [("state", "=", "open")],
                row=self._review_row,
                tone="info",
                order="due_date",
            ),
        ]

    @api.model
    def _access_row(self, credential):
        return {
            "title": credential.name,
            "subtitle": credential.owner_id.name,
            "due": credential.valid_until,
        }

    @api.model
    def _review_row(self, review):
        return {
            "title": review.name,
            "subtitle": self.env._("%s undecided", review.open_count),
            "badge": review.reviewer_id.name,
        }
