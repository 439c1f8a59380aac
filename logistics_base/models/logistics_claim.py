# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsClaim(models.Model):
    """Money asked back from a carrier for loss, damage, shortage or delay."""

    _name = "logistics.claim"
    _description = "Carrier Claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(
        required=True,
        copy=False,
        readonly=True,
        default=lambda self: self.env._("New"),
    )
    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="restrict"
    )
    package_id = fields.Many2one("logistics.package", index="btree_not_null")
    exception_id = fields.Many2one(
        "logistics.exception", index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    integration_id = fields.Many2one(
        related="shipment_id.integration_id", string="Carrier", store=True, index=True
    )
    type = fields.Selection(
        [
            ("damage", "Damage"),
            ("loss", "Loss"),
            ("shortage", "Shortage"),
            ("delay", "Delay"),
        ],
        required=True,
        default="damage",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("filed", "Filed"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("settled", "Settled"),
        ],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Owner", default=lambda self: self.env.user, tracking=True
    )
    carrier_reference = fields.Char(string="Carrier's Claim Number", tracking=True)
    description = fields.Text()
    deadline = fields.Date(help="The last day on which the carrier accepts the claim.")
    filed_date = fields.Date(readonly=True, copy=False)
    closed_date = fields.Date(readonly=True, copy=False)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount_claimed = fields.Monetary(tracking=True)
    amount_recovered = fields.Monetary(tracking=True, copy=False)

    _amounts_positive = models.Constraint(
        "CHECK(amount_claimed >= 0 AND amount_recovered >= 0)",
        "Claimed and recovered amounts cannot be negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                vals["name"] = self.env["ir.sequence"].next_by_code("logistics.claim")
        return super().create(vals_list)

    def action_file(self):
        """Send the claim to the carrier (outside Odoo) and start the clock."""
        self._move("filed", ("draft",), filed_date=fields.Date.context_today(self))

    def action_accept(self):
        """The carrier accepts the claim; the money is still to come."""
        self._move("accepted", ("filed",))

    def action_reject(self):
        """The carrier refuses the claim."""
        self._move("rejected", ("filed",), closed_date=fields.Date.context_today(self))

    def action_settle(self):
        """The money has come."""
        self._move(
            "settled",
            ("filed", "accepted"),
            closed_date=fields.Date.context_today(self),
        )

    def _move(self, state, from_states, **values):
        if wrong := self.filtered(lambda claim: claim.state not in from_states):
            raise UserError(
                self.env._(
                    "%s is not at a stage where this can be done.",
                    ", ".join(wrong.mapped("name")),
                )
            )
        self.write({"state": state, **values})
