# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.controllers.shipment_resource import utc

from ..canonical.counts import CountLine, CountRequest


class LogisticsInventoryCount(models.Model):
    """A request that a warehouse counts some goods; a partial snapshot answers it."""

    _name = "logistics.inventory.count"
    _description = "Count Request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default="",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        domain="[('logistics_integration_id', '!=', False)]",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    integration_id = fields.Many2one(
        related="warehouse_id.logistics_integration_id", string="Run by"
    )
    origin = fields.Selection(
        [
            ("hand", "By Hand"),
            ("plan", "By Plan"),
            ("discrepancy", "From Differences"),
        ],
        required=True,
        readonly=True,
        default="hand",
    )
    reason = fields.Char()
    count_by = fields.Datetime(string="Due")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Requested"),
            ("partly", "Partly Answered"),
            ("answered", "Answered"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    line_ids = fields.One2many("logistics.inventory.count.line", "count_id")
    line_count = fields.Integer(compute="_compute_line_count", string="Products")
    snapshot_ids = fields.One2many(
        "logistics.inventory.snapshot", "count_id", string="Answers", readonly=True
    )
    requested_at = fields.Datetime(readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    differing_count = fields.Integer(compute="_compute_differing_count")
    message_sent_id = fields.Many2one(
        "logistics.message", string="Message", readonly=True, copy=False
    )

    _number_once = models.UniqueIndex(
        "(warehouse_id, name)", "There is a count of that number already."
    )

    @api.depends("line_ids")
    def _compute_line_count(self):
        for count in self:
            count.line_count = len(count.line_ids)

    @api.depends("snapshot_ids.differing_count")
    def _compute_differing_count(self):
        for count in self:
            count.differing_count = sum(count.snapshot_ids.mapped("differing_count"))

    @api.depends("count_by", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for count in self:
            count.is_late = bool(
                count.state in ("requested", "partly")
                and count.count_by
                and count.count_by < now
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "in", ("requested", "partly")),
            ("count_by", "<", fields.Datetime.now()),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                vals["name"] = self.env["ir.sequence"].next_by_code(
                    "logistics.inventory.count"
                )
        return super().create(vals_list)

    # Steps

    def action_request(self):
        """Ask the warehouse to count."""
        self.check_access("write")
        for count in self.filtered(lambda one: one.state == "draft"):
            count._request()

    def _request(self):
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Say which products are to be counted."))
        integration = self.warehouse_id.sudo().logistics_integration_id
        if not integration:
            raise UserError(
                self.env._(
                    "No system runs %s: count there in Odoo.", self.warehouse_id.name
                )
            )
        message = self.env["logistics.message"]._send(
            integration, self._document(integration), key=f"count:{self.name}"
        )
        self.sudo().write(
            {
                "state": "requested",
                "requested_at": fields.Datetime.now(),
                "message_sent_id": message.id,
            }
        )

    def action_cancel(self):
        """Expect no answer any more."""
        self.check_access("write")
        waiting = self.filtered(lambda one: one.state != "answered")
        waiting.sudo().write({"state": "cancelled"})

    def action_view_discrepancies(self):
        """Open the differences that were found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_inventory_discrepancy_action"
        )
        domain = [("snapshot_id", "in", self.snapshot_ids.ids)]
        return {**action, "domain": domain, "context": {}}

    def action_view_snapshots(self):
        """Open what the warehouse answered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_inventory_snapshot_action"
        )
        return {**action, "domain": [("count_id", "=", self.id)], "context": {}}

    # What is said

    def _document(self, integration):
        """Return what the warehouse is asked."""
        skus = self.env["logistics.goods"]._told_skus(
            integration, self.line_ids.product_id
        )
        return CountRequest(
            number=self.name,
            warehouse=self.warehouse_id._logistics_told(),
            count_by=utc(self.count_by),
            reason=self.reason or None,
            lines=tuple(
                CountLine(
                    sku=skus[line.product_id],
                    barcode=line.product_id.barcode or None,
                    lot=line.lot_id.name or None,
                )
                for line in self.line_ids
            ),
        )

    @api.model
    def _answered_by(self, warehouse, number):
        """Return the count that a snapshot names; empty where it names none of ours."""
        if not number:
            return self.browse()
        return self.sudo().search(
            [
                ("warehouse_id", "=", warehouse.id),
                ("name", "=", number),
                ("state", "!=", "cancelled"),
            ],
            limit=1,
        )

    def _note_answer(self, snapshots):
        """Note which of the lines were answered."""
        for count in self:
            own = snapshots.filtered(lambda one, count=count: one.count_id == count)
            told = self.env["logistics.inventory.snapshot.line"].search(
                [
                    ("snapshot_id", "in", own.ids),
                    ("product_id", "in", count.line_ids.product_id.ids),
                    ("problem", "=", False),
                ]
            )
            count.line_ids._note_told(told)
            is_whole = all(count.line_ids.mapped("is_answered"))
            count.write(
                {
                    "state": "answered" if is_whole else "partly",
                    "answered_at": fields.Datetime.now(),
                }
            )

    @api.model
    def _begin_for(self, warehouse, products, **vals):
        """Return a new count of some products of a warehouse."""
        return self.create(
            {
                "warehouse_id": warehouse.id,
                "line_ids": [
                    fields.Command.create({"product_id": product.id})
                    for product in products
                ],
                **vals,
            }
        )
