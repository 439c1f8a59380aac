# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import fields, models

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
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "partner_reference", "origin"]

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        help="What the warehouse knows it by; the same for every revision.",
    )
    revision = fields.Integer(
        readonly=True, copy=False, help="Of what was sent last; 0: nothing was."
    )
    state = fields.Selection(
        list(STATES.items()),
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
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
        help="A person keeps it back: it is not released by itself."
    )
    block_reasons = fields.Json(
        readonly=True,
        copy=False,
        help="What kept it back when that was last looked at.",
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
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Run by",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one("res.partner", string="Ship to", readonly=True)
    sale_id = fields.Many2one(
        "sale.order", string="Sales Order", readonly=True, index="btree_not_null"
    )
    origin = fields.Char(readonly=True)
    shipment_id = fields.Many2one(
        "logistics.shipment", readonly=True, copy=False, index="btree_not_null"
    )
    correlation_id = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: uuid.uuid4().hex,
    )
    partner_reference = fields.Char(
        string="Warehouse's Number", readonly=True, copy=False
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
    sent_digest = fields.Char(readonly=True, copy=False)
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
    _open = models.Index(
        "(integration_id, id) WHERE state NOT IN ('shipped', 'short', 'cancelled')"
    )
