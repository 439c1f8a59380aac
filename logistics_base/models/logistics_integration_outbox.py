# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsIntegration(models.Model):
    """How messages get to the partner."""

    _inherit = "logistics.integration"

    outbox_path = fields.Char(
        string="Messages Are Posted to",
        help="Appended to the address that is called; only used where no folder takes "
        "outgoing files.",
    )
    outbox_repeatable = fields.Boolean(
        string="Partner Recognises Repetitions",
        help="Where it is not known whether a message arrived, it is sent again. "
        "Otherwise a person decides.",
    )

    def _folder_out(self):
        """Return the folder that takes files for the partner, empty if there is none."""
        self.ensure_one()
        return self.sudo().folder_ids.filtered(
            lambda folder: folder.enabled and folder.path_out
        )[:1]
