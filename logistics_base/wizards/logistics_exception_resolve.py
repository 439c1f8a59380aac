# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical import vocabulary


class LogisticsExceptionResolve(models.TransientModel):
    """Asks how cases ended, in a word that can be counted and in one's own."""

    _name = "logistics.exception.resolve"
    _description = "Resolve Exceptions"

    exception_ids = fields.Many2many(
        "logistics.exception",
        "logistics_exception_resolve_rel",
        "wizard_id",
        "exception_id",
        required=True,
    )
    count = fields.Integer(compute="_compute_count")
    follower_count = fields.Integer(compute="_compute_count")
    with_followers = fields.Boolean(
        string="Resolve what follows from it, too", default=True
    )
    allowed_code_ids = fields.Many2many(
        "logistics.resolution.code", compute="_compute_allowed_code_ids"
    )
    code_id = fields.Many2one(
        "logistics.resolution.code",
        string="Outcome",
        domain="[('id', 'in', allowed_code_ids)]",
        required=True,
    )
    code_note = fields.Char(related="code_id.note")
    asks_reason = fields.Boolean(related="code_id.asks_reason")
    reason_code = fields.Selection(list(vocabulary.REASONS.items()), string="Reason")
    resolution = fields.Char(string="In Your Words")

    @api.depends("exception_ids")
    def _compute_count(self):
        for wizard in self:
            chosen = wizard.exception_ids
            wizard.count = len(chosen)
            wizard.follower_count = len(chosen._with_followers() - chosen)

    @api.depends("exception_ids.type")
    def _compute_allowed_code_ids(self):
        codes = self.env["logistics.resolution.code"]
        for wizard in self:
            types = wizard.exception_ids.mapped("type")
            wizard.allowed_code_ids = codes._for_types(types)

    @api.onchange("exception_ids")
    def _onchange_exception_ids(self):
        reasons = set(self.exception_ids.mapped("reason_code"))
        if len(reasons) == 1:
            self.reason_code = reasons.pop()

    def action_resolve(self):
        """Close the cases, and what follows from them if that is wanted."""
        self.ensure_one()
        if self.asks_reason and not self.reason_code:
            raise UserError(
                self.env._(
                    "“%s” needs a reason: why did it come to it?", self.code_id.name
                )
            )
        cases = self.exception_ids
        if self.with_followers:
            cases = cases._with_followers()
        cases = cases.filtered(lambda case: case.state != "resolved")
        if self.reason_code:
            cases.write({"reason_code": self.reason_code})
        cases._set_resolved(self.resolution or self.code_id.name, code=self.code_id)
        return {"type": "ir.actions.act_window_close"}
