# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: How a case ends that told of what another one tells.
DUPLICATE = "logistics_base.resolution_code_duplicate"


class LogisticsResolutionCode(models.Model):
    """How a case may end, in one of few words that can be counted."""

    _name = "logistics.resolution.code"
    _description = "Resolution Code"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, copy=False, help="By which reports and other systems know it."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    type_ids = fields.Many2many(
        "logistics.word",
        "logistics_resolution_code_type_rel",
        "code_id",
        "word_id",
        string="For",
        domain=[("kind", "=", "exception")],
        help="The types of exception it is offered for; none: all.",
    )
    asks_reason = fields.Boolean(
        string="Asks for the Reason",
        help="Who resolves a case like this must say why it came to it.",
    )
    note = fields.Char(string="When to Use It", translate=True)

    _code_unique = models.UniqueIndex("(code)", "This code is taken.")

    @api.model
    def _for_types(self, types):
        """Return the codes that fit cases of all these types."""
        wanted = set(types)
        return self.search([("active", "=", True)]).filtered(
            lambda code: (
                not code.type_ids or wanted <= set(code.type_ids.mapped("code"))
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_duplicate(self):
        if self.env.ref(DUPLICATE, raise_if_not_found=False) in self:
            raise UserError(
                self.env._("Merged cases end with this code: archive it instead.")
            )
