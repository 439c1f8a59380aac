# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsReleaseBlock(models.Model):
    """A kind of reason for which a delivery is not released to its warehouse yet."""

    _name = "logistics.release.block"
    _description = "Reason That Blocks a Release"
    _order = "sequence, code"
    _is_vocabulary = True

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    color = fields.Integer(readonly=True)
    sequence = fields.Integer(default=10)
    can_be_waived = fields.Boolean(
        readonly=True, help="A manager may release the delivery all the same."
    )

    _code_unique = models.UniqueIndex("(code)", "This reason is there already.")

    @api.model
    def _by_code(self):
        """Return {code: reason}; an empty one under no code."""
        found = {one.code: one for one in self.sudo().search([])}
        return {"": self.sudo().browse(), **found}
