# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: In the order of the work; what the warehouse tells late moves nothing back.
STATES = {
    "draft": "Draft",
    "waiting": "Blocked",
    "sent": "Sent",
    "accepted": "Accepted",
    "allocated": "Allocated",
    "picking": "Picking",
    "packed": "Packed",
    "shipped": "Shipped",
    "short": "Shipped Short",
    "rejected": "Rejected",
    "cancelled": "Cancelled",
}
#: The warehouse does not have it (any more).
UNSENT_STATES = ("draft", "waiting", "rejected")
#: The warehouse has it and works on it, or will.
OPEN_STATES = ("sent", "accepted", "allocated", "picking", "packed")
#: Nothing more comes of it.
CLOSED_STATES = ("shipped", "short", "cancelled")


class LogisticsWarehouseOrder(models.Model):
    """A delivery that is released to the system of its warehouse.

    One for each delivery, by the transfer that hands the goods over: where the route
    has steps before it, the warehouse does the whole chain. A change of the delivery is
    a new revision of the same order.
    """

    _name = "logistics.warehouse.order"
    _description = "Warehouse Order"
    _inherit = ["logistics.warehouse.request", "mail.thread", "mail.activity.mixin"]
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
    cancel_state = fields.Selection(
        [
            ("asked", "Cancelling"),
            ("refused", "Too Late to Cancel"),
            ("done", "Cancelled by the Warehouse"),
        ],
        string="Cancellation",
        readonly=True,
        copy=False,
        tracking=True,
    )
    is_on_hold = fields.Boolean(
        string="Kept Back",
        readonly=True,
        tracking=True,
        help="A person keeps it back: it is not released by itself.",
    )
    block_ids = fields.Many2many(
        "logistics.release.block",
        "logistics_warehouse_order_block_rel",
        "order_id",
        "block_id",
        string="Blocked by",
        readonly=True,
        copy=False,
    )
    block_note = fields.Text(
        string="Why",
        readonly=True,
        copy=False,
        help="What was in the way when that was last looked at.",
    )
    needs_review = fields.Boolean(
        readonly=True,
        copy=False,
        help="The delivery changed since the warehouse was told, or it was looked at.",
    )
    checked_at = fields.Datetime(
        string="Last Looked at",
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="When it was last looked at whether anything blocks it.",
    )
    reason = fields.Char(
        string="Warehouse's Reason",
        readonly=True,
        copy=False,
        help="Why the warehouse rejected it, or would not cancel it.",
    )

    picking_id = fields.Many2one(
        "stock.picking",
        string="Delivery",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    picking_ids = fields.One2many(
        "stock.picking",
        "logistics_order_id",
        string="Transfers",
        readonly=True,
        help="The delivery, and backorders of it that come under the same number.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Ship to", readonly=True, index="btree_not_null"
    )
    sale_id = fields.Many2one(
        "sale.order", string="Sales Order", readonly=True, index="btree_not_null"
    )
    origin = fields.Char(readonly=True, index="btree_not_null")
    shipment_id = fields.Many2one(
        "logistics.shipment", readonly=True, copy=False, index="btree_not_null"
    )

    priority = fields.Selection(
        [("0", "Normal"), ("1", "Urgent")], default="0", readonly=True
    )
    service_code = fields.Char(string="Service", readonly=True)
    carrier_code = fields.Char(string="Carrier", readonly=True)
    wave_id = fields.Many2one("logistics.wave", readonly=True, index="btree_not_null")
    ship_by = fields.Datetime(
        readonly=True, help="The cutoff of the wave that it is meant for."
    )
    promised_date = fields.Datetime(string="Promised", readonly=True)
    ship_complete = fields.Boolean(
        readonly=True, help="All or nothing; otherwise what is there goes first."
    )
    substitution = fields.Selection(
        [("no", "No"), ("ask", "Ask First"), ("yes", "Yes")],
        required=True,
        default="no",
        help="May the warehouse send something else in place of what it does not have?",
    )

    released_at = fields.Datetime(readonly=True, copy=False)
    told_at = fields.Datetime(
        string="Last News", readonly=True, copy=False, help="What is told of happened."
    )
    confirmed_revision = fields.Integer(
        readonly=True, copy=False, help="What the warehouse answered to last."
    )
    line_ids = fields.One2many(
        "logistics.warehouse.order.line", "order_id", readonly=True, copy=False
    )

    _number_once = models.UniqueIndex(
        "(integration_id, warehouse_id, name)",
        "This warehouse has an order of that number already.",
    )
    _picking_once = models.UniqueIndex(
        "(picking_id)", "This delivery has a warehouse order already."
    )
    _under_way = models.Index(
        "(integration_id, id) WHERE state NOT IN ('shipped', 'short', 'cancelled')"
    )
    _to_review = models.Index("(id) WHERE needs_review")

    @api.model
    def _group_expand_state(self, states, domain):
        """Show the states that there are in the order of the work."""
        return [state for state in STATES if state in states]

    def _shipment_ids_told(self):
        return self.shipment_id.ids
