# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .logistics_stock_status import STATUSES

#: Somebody has still to do something, or a first approval waits for a second.
WAITING_STATES = ("open", "explained", "approved")
#: It is there as long as the figures are.
LIVE_STATES = (*WAITING_STATES, "dismissed")
CAUSES = [
    ("open_shipments", "Shipped, Not Yet Told"),
    ("unknown_receipts", "Received, Not Yet Told"),
    ("unit", "Wrong Unit"),
    ("lot", "Lots Mixed Up"),
    ("status", "Other Condition"),
    ("unknown_goods", "Told under an Unknown SKU"),
    ("loss", "Lost or Stolen"),
    ("damage", "Damaged"),
    ("found", "Found"),
    ("count", "Miscounted"),
    ("other", "Other"),
]
AGES = [
    ("1", "Today"),
    ("2", "This Week"),
    ("3", "This Month"),
    ("4", "Older"),
]

#: What people may write; all else follows from what is told, or from decisions.
_OPEN = {"cause", "user_id", "adjust_lot_id"}


def _given(vals):
    """Return the names of what nobody writes by hand."""
    return {
        name
        for name in vals
        if name not in _OPEN
        and not name.startswith(("message_", "activity_", "my_activity_"))
    }


class LogisticsInventoryDiscrepancy(models.Model):
    """Stock that a warehouse tells otherwise than it is here, as of the same moment.

    One for each kind of goods: product, place, lot and owner. It lives as long as the
    figures differ, and nothing changes stock but an approval of it.
    """

    _name = "logistics.inventory.discrepancy"
    _description = "Inventory Discrepancy"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "absolute_value desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True
    )
    integration_id = fields.Many2one(
        "logistics.integration", string="Told by", readonly=True, index="btree_not_null"
    )
    snapshot_id = fields.Many2one(
        "logistics.inventory.snapshot",
        string="Last Snapshot",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Empty where a change told it.",
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    categ_id = fields.Many2one(
        "product.category", string="Category", readonly=True, index="btree_not_null"
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    tracking = fields.Selection(related="product_id.tracking")
    location_id = fields.Many2one("stock.location", required=True, readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    lot_id = fields.Many2one("stock.lot", readonly=True, index="btree_not_null")
    adjust_lot_id = fields.Many2one(
        "stock.lot",
        string="Lot to Adjust",
        domain="[('product_id', '=', product_id)]",
        index="btree_not_null",
        help="Where the warehouse tells no lots, a person says which one it is.",
    )
    lot_name = fields.Char(
        string="Unknown Lot",
        readonly=True,
        help="What the warehouse calls a lot that does not exist here.",
    )
    owner_id = fields.Many2one("res.partner", readonly=True)
    all_lots = fields.Boolean(
        readonly=True, help="The warehouse tells no lots: it is about all of them."
    )
    all_owners = fields.Boolean(readonly=True)

    expected_quantity = fields.Float(
        string="Expected",
        digits="Product Unit",
        readonly=True,
        help="What was here at the moment that is told of.",
    )
    told_quantity = fields.Float(string="Told", digits="Product Unit", readonly=True)
    difference = fields.Float(
        digits="Product Unit", readonly=True, help="Told less expected."
    )
    as_of = fields.Datetime(readonly=True)
    value = fields.Monetary(readonly=True, help="Of the difference, at cost.")
    absolute_value = fields.Monetary(string="Amount", readonly=True)
    tolerance = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="How large a difference is tolerated here.",
    )
    within_tolerance = fields.Boolean(readonly=True)

    state = fields.Selection(
        [
            ("open", "Open"),
            ("explained", "Explained"),
            ("approved", "Approved Once"),
            ("adjusted", "Adjusted"),
            ("dismissed", "Dismissed"),
            ("gone", "Gone"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    suggested_cause = fields.Selection(CAUSES, string="Likely Cause", readonly=True)
    cause = fields.Selection(CAUSES, tracking=True)
    explained_until = fields.Datetime(
        readonly=True, help="Until then it may settle by itself."
    )
    user_id = fields.Many2one(
        "res.users", string="Assigned to", index="btree_not_null", tracking=True
    )
    first_seen = fields.Datetime(readonly=True, required=True)
    last_seen = fields.Datetime(readonly=True, required=True)
    age = fields.Selection(AGES, readonly=True, default="1", index=True)
    is_escalated = fields.Boolean(readonly=True)
    approver_id = fields.Many2one("res.users", string="Approved by", readonly=True)
    second_approver_id = fields.Many2one(
        "res.users", string="Adjusted by", readonly=True
    )
    closed_at = fields.Datetime(readonly=True)
    reason = fields.Char(
        readonly=True, help="Of the adjustment, or why it was dismissed."
    )
    move_ids = fields.One2many(
        "stock.move",
        "logistics_discrepancy_id",
        string="Adjustments",
        readonly=True,
    )

    _live_once = models.UniqueIndex(
        "(warehouse_id, product_id, location_id, COALESCE(lot_id, 0), "
        "COALESCE(lot_name, ''), COALESCE(owner_id, 0)) "
        "WHERE state IN ('open', 'explained', 'approved', 'dismissed')",
        "This difference is known already.",
    )
    _waiting = models.Index(
        "(warehouse_id, first_seen) WHERE state IN ('open', 'explained', 'approved')"
    )

    @api.depends("product_id", "warehouse_id", "lot_id", "lot_name")
    def _compute_display_name(self):
        for one in self:
            lot = one.lot_id.name or one.lot_name
            one.display_name = " · ".join(
                filter(None, (one.product_id.display_name, lot, one.warehouse_id.code))
            )

    def action_view_stock(self):
        """Open the stock of the product in this warehouse."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.product_id.display_name,
            "res_model": "stock.quant",
            "view_mode": "list",
            "domain": [
                ("product_id", "=", self.product_id.id),
                ("location_id", "child_of", self.warehouse_id.view_location_id.id),
            ],
        }

    def action_view_moves(self):
        """Open what moved of the product since the moment that is told of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Moves"),
            "res_model": "stock.move.line",
            "view_mode": "list,form",
            "domain": [
                ("product_id", "=", self.product_id.id),
                "|",
                ("location_id", "child_of", self.warehouse_id.view_location_id.id),
                ("location_dest_id", "child_of", self.warehouse_id.view_location_id.id),
            ],
        }

    def write(self, vals):
        if not self.env.su and (given := _given(vals)):
            raise UserError(
                self.env._(
                    "What was told, and what was decided about it, is not written by "
                    "hand: %s.",
                    ", ".join(sorted(given)),
                )
            )
        return super().write(vals)

    # Steps without stock

    def action_assign_to_me(self):
        """Take these: from now on somebody sees to them."""
        self._in_states(*WAITING_STATES).write({"user_id": self.env.uid})

    def action_dismiss(self):
        """Leave it as it is, on both sides; it comes back when the figures change."""
        return self._open_decision("dismiss")

    def action_explain(self):
        """Say what the cause is; it stays in sight until the figures agree."""
        return self._open_decision("explain")

    def action_reopen(self):
        """Look into these again."""
        self.check_access("write")
        self._in_states("explained", "dismissed", "approved").sudo().write(
            {
                "state": "open",
                "explained_until": False,
                "approver_id": False,
                "closed_at": False,
            }
        )

    def action_count(self):
        """Have the warehouse count these products."""
        counts = self.env["logistics.inventory.count"]
        for warehouse, same in self.grouped("warehouse_id").items():
            counts |= counts._begin_for(
                warehouse, same.product_id, origin="discrepancy"
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_inventory_count_action"
        )
        if len(counts) == 1:
            return {
                **action,
                "view_mode": "form",
                "views": [(False, "form")],
                "res_id": counts.id,
            }
        return {**action, "domain": [("id", "in", counts.ids)]}

    def _open_decision(self, kind):
        self.check_access("write")
        names = {
            "approve": self.env._("Adjust Our Stock"),
            "dismiss": self.env._("Dismiss"),
            "explain": self.env._("Explain"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": names[kind],
            "res_model": "logistics.inventory.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_discrepancy_ids": self.ids,
                "default_cause": self[:1].cause or self[:1].suggested_cause,
            },
        }

    def _in_states(self, *states):
        return self.filtered(lambda one: one.state in states)
