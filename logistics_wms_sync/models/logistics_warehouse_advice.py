# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

STATES = {
    "draft": "Draft",
    "sent": "Sent",
    "accepted": "Accepted",
    "receiving": "Receiving",
    "received": "Received",
    "short": "Received Short",
    "over": "Received Over",
    "rejected": "Rejected",
    "cancelled": "Cancelled",
}
#: The warehouse expects goods.
OPEN_STATES = ("sent", "accepted", "receiving")
#: Nothing more is expected.
CLOSED_STATES = ("received", "short", "over", "cancelled")


class LogisticsWarehouseAdvice(models.Model):
    """An advance notice: these goods are on their way to the warehouse.

    One for each receipt, return or transfer that comes in; what is still to come under
    a backorder comes under the same number.
    """

    _name = "logistics.warehouse.advice"
    _description = "Inbound Advice"
    _inherit = [
        "logistics.warehouse.request",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "partner_reference", "origin"]

    state = fields.Selection(
        list(STATES.items()),
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    kind = fields.Selection(
        [
            ("purchase", "Purchase"),
            ("transfer", "Transfer"),
            ("return", "Return"),
            ("production", "Production"),
        ],
        required=True,
        readonly=True,
        default="purchase",
    )
    is_stale = fields.Boolean(
        readonly=True,
        copy=False,
        help="What is expected has changed since the warehouse was told.",
    )
    is_final = fields.Boolean(
        string="Closed",
        readonly=True,
        copy=False,
        tracking=True,
        help="Nothing more is taken under this number unless it is opened again.",
    )
    is_blind = fields.Boolean(
        string="Not Announced",
        readonly=True,
        help="The goods came back without anybody having announced them.",
    )
    problem = fields.Char(
        readonly=True, copy=False, help="Why the warehouse could not be told."
    )
    reason = fields.Char(
        string="Warehouse's Reason",
        readonly=True,
        copy=False,
        help="Why the warehouse rejected it.",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    picking_ids = fields.One2many(
        "stock.picking",
        "logistics_advice_id",
        string="Transfers",
        readonly=True,
        help="The receipt, and what followed from it under the same number.",
    )
    partner_id = fields.Many2one("res.partner", string="From", readonly=True)
    origin = fields.Char(
        string="Source Document", readonly=True, index="btree_not_null"
    )
    shipped_order = fields.Char(
        readonly=True, help="Of a return: the transfer by which the goods went out."
    )
    expected_at = fields.Datetime(string="Expected", readonly=True)
    shipment_id = fields.Many2one(
        "logistics.shipment", readonly=True, copy=False, index="btree_not_null"
    )
    line_ids = fields.One2many(
        "logistics.warehouse.advice.line", "advice_id", readonly=True, copy=False
    )
    receipt_ids = fields.One2many(
        "logistics.warehouse.receipt",
        "advice_id",
        string="Receipts",
        readonly=True,
        copy=False,
    )
    receipt_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    picking_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    has_difference = fields.Boolean(
        string="Differs",
        compute="_compute_has_difference",
        store=True,
        help="Something was short, over, damaged, held or not what was announced.",
    )

    _number_once = models.UniqueIndex(
        "(integration_id, warehouse_id, name)",
        "This warehouse has an advice of that number already.",
    )
    _picking_once = models.UniqueIndex(
        "(picking_id)", "This receipt is announced already."
    )
    _stale = models.Index("(id) WHERE is_stale")

    @api.depends("receipt_ids", "picking_ids")
    def _compute_counts(self):
        for advice in self:
            advice.receipt_count = len(advice.receipt_ids)
            advice.picking_count = len(advice.picking_ids)

    @api.depends("state", "line_ids.difference", "line_ids.is_wrong")
    def _compute_has_difference(self):
        for advice in self:
            advice.has_difference = advice.state in ("short", "over") or any(
                line.is_wrong or line.difference for line in advice.line_ids
            )

    @api.model
    def _group_expand_state(self, states, domain):
        """Show the states that there are in the order of the work."""
        return [state for state in STATES if state in states]

    @api.model
    def _of_moves(self, moves):
        """Return the advices that tell of stock moves."""
        return moves.logistics_advice_line_id.advice_id

    def _open_moves(self):
        """Return the moves that wait for goods, the oldest first."""
        return self.line_ids.move_ids.filtered(
            lambda move: move.state not in ("draft", "done", "cancel")
        ).sorted("id")

    # States

    def _move_state(self, state, from_states, **vals):
        """Set a state on those that are in one from which it may follow; return them."""
        fit = self.filtered(lambda advice: advice.state in from_states)
        if fit:
            fit.write({"state": state, **vals})
        return fit

    def _set_sent(self):
        """The warehouse was told; what it receives already it goes on receiving."""
        self._move_state("sent", ("draft", "rejected", "cancelled"), reason=False)

    def _set_answered(self, state, reason=None, partner_reference=None):
        """Note what the warehouse answers: ``accepted``, ``rejected``, ``cancelled``."""
        sources = {
            "accepted": ("sent", "rejected"),
            "rejected": ("sent", "accepted"),
            "cancelled": ("sent", "accepted", "rejected"),
        }[state]
        fit = self._move_state(state, sources, reason=reason and reason[:200])
        if partner_reference:
            self.write({"partner_reference": partner_reference})
        return fit

    def _set_receiving(self):
        self._move_state("receiving", ("draft", "sent", "accepted", "rejected"))

    def _close(self):
        """Set how it ended, by what was received and announced; nothing more comes."""
        for advice in self:
            lines = advice.line_ids
            state = "received"
            if any(line.short for line in lines):
                state = "short"
            elif any(line.over for line in lines):
                state = "over"
            advice.write({"state": state, "is_stale": False})
