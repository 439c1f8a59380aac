# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: A credit and a disputed charge may differ in this way.
KINDS = {
    "exact": "As Claimed",
    "under": "Less Than Claimed",
    "over": "More Than Claimed",
    "double": "Credited Already",
    "unasked": "Never Disputed",
}


class LogisticsDisputeCredit(models.Model):
    """Money that a carrier gives back, and the disputed charge that it is for.

    One line of a credit note may be for several charges: it is here once for each, and
    the parts add up to the line.
    """

    _name = "logistics.dispute.credit"
    _description = "Credit of a Carrier"
    _order = "id desc"
    _rec_name = "tracking_number"

    invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        string="Credited by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    invoice_line_id = fields.Many2one(
        "logistics.carrier.invoice.line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        readonly=True,
        index=True,
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    tracking_number = fields.Char(readonly=True)
    normalized = fields.Char(readonly=True)
    charge_type = fields.Selection(related="invoice_line_id.type", string="Charge")
    description = fields.Char(related="invoice_line_id.description")
    invoice_date = fields.Date(related="invoice_id.invoice_date", string="Credited on")
    amount = fields.Monetary(readonly=True, help="What comes back, without tax.")
    dispute_id = fields.Many2one(
        "logistics.dispute",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    dispute_line_id = fields.Many2one(
        "logistics.dispute.line",
        string="Disputed Charge",
        index="btree_not_null",
        ondelete="set null",
        domain="[('integration_id', '=', integration_id),"
        " ('currency_id', '=', currency_id), ('state', 'not in', ('draft', 'withdrawn'))]",
    )
    claimed = fields.Monetary(related="dispute_line_id.claimed")
    rest = fields.Monetary(related="dispute_line_id.rest")
    kind = fields.Selection(
        list(KINDS.items()), string="Compared", required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("review", "To Review"),
            ("unasked", "Unasked"),
            ("applied", "Applied"),
            ("aside", "Set Aside"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    _to_match = models.Index(
        "(company_id, integration_id, normalized) WHERE state = 'unasked'"
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Credits come with carriers' invoices."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and set(vals) - {"dispute_line_id"}:
            raise UserError(self.env._("What a carrier credits is not changed."))
        if not self.env.su and self.filtered(lambda one: one.state == "applied"):
            raise UserError(self.env._("Take it back first: it is applied."))
        return super().write(vals)

    # By people

    def action_apply(self):
        """Count the credits for the disputed charges that they name."""
        self._begin("review", "unasked", "aside")
        for credit in self:
            credit._check_applicable()
            credit._apply()
        self._note_decision()

    def action_set_aside(self):
        """Let the credits be for nothing that was disputed."""
        self._begin("review", "unasked")
        self.sudo().write({"state": "aside"})
        self._note_decision()

    def action_take_back(self):
        """Look at applied credits, or at those set aside, again."""
        self._begin("applied", "aside")
        for dispute in self.sudo().dispute_id:
            if dispute.state in ("closed", "withdrawn"):
                raise UserError(self.env._("%s is over.", dispute.name))
        self.sudo().write({"state": "review"})
        for dispute in self.sudo().dispute_id:
            dispute._reopen_credited()

    def _begin(self, *states):
        self.env["logistics.dispute"]._check_may_decide()
        self.check_access("read")
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        if self.filtered(lambda credit: credit.state not in states):
            raise UserError(
                self.env._("Not all of these are at a stage where this can be done.")
            )

    def _check_applicable(self):
        line = self.sudo().dispute_line_id
        if not line:
            raise UserError(
                self.env._("Choose the disputed charge that the credit is for.")
            )
        if (line.integration_id, line.currency_id) != (
            self.integration_id,
            self.currency_id,
        ):
            raise UserError(
                self.env._("The credit is of another carrier, or in another currency.")
            )
        if line.state in ("draft", "withdrawn"):
            raise UserError(
                self.env._("%s is not before the carrier.", line.dispute_id.name)
            )

    def _note_decision(self):
        self.sudo().write(
            {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )

    # Money moves

    def _apply(self):
        """Count the credit for its disputed charge; tell where it is too much."""
        self.ensure_one()
        line = self.sudo().dispute_line_id
        self.sudo().write({"state": "applied", "dispute_id": line.dispute_id.id})
        dispute = line.dispute_id
        if not dispute.currency_id.is_zero(line.excess):
            dispute.message_post(
                body=self.env._(
                    "%(invoice)s credits %(excess)s more than was claimed for "
                    "%(number)s.",
                    invoice=self.invoice_id.name,
                    excess=dispute.currency_id.format(line.excess),
                    number=line.tracking_number or line.invoice_id.name,
                )
            )
        dispute._follow_credits()
