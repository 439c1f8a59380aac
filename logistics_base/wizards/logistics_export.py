# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical.exports import DATASETS


class LogisticsExportPeriod(models.TransientModel):
    """Asks what is to be exported, of which days, and in which format."""

    _name = "logistics.export.period"
    _description = "Export for Analysis"

    dataset = fields.Selection(
        selection="_selection_dataset", required=True, default="shipments"
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.today(), "month"),
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: fields.Date.today()
    )
    form = fields.Selection(
        selection="_selection_form", string="Format", required=True, default="csv"
    )

    @api.model
    def _selection_dataset(self):
        return [(one.code, one.label) for one in DATASETS.values()]

    @api.model
    def _selection_form(self):
        return [
            (name, name.upper()) for name in self.env["logistics.export"]._formats()
        ]

    def action_download(self):
        """Download the rows; they are streamed, however many there are."""
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The first day is after the last one."))
        self.env["logistics.export"]._check_may_export()
        query = {"from": self.date_from, "to": self.date_to, "format": self.form}
        return {
            "type": "ir.actions.act_url",
            "url": f"/logistics/export/{self.dataset}?{urlencode(query)}",
            "target": "download",
        }
