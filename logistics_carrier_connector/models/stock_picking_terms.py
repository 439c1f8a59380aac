# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

EXPORT_REASONS = [
    ("sale", "Sale"),
    ("return", "Return"),
    ("repair", "Repair"),
    ("sample", "Commercial sample"),
    ("gift", "Gift"),
    ("documents", "Documents"),
    ("personal", "Personal effects"),
]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    logistics_option_ids = fields.Many2many(
        "logistics.delivery.option",
        "logistics_delivery_option_sale_order_rel",
        "order_id",
        "option_id",
        string="Delivery Options",
    )
    logistics_insured_value = fields.Monetary(
        string="Insured Value",
        help="What the carrier shall insure. Empty: by the delivery method.",
    )
    logistics_export_reason = fields.Selection(
        EXPORT_REASONS, string="Reason for Export", default="sale"
    )
    logistics_instructions = fields.Char(
        string="Instructions for the Carrier",
        size=500,
        help="Told to the carrier with the booking, and to nobody else.",
    )


class StockPicking(models.Model):
    _inherit = "stock.picking"

    logistics_option_ids = fields.Many2many(
        "logistics.delivery.option",
        "logistics_delivery_option_stock_picking_rel",
        "picking_id",
        "option_id",
        string="Delivery Options",
        compute="_compute_logistics_terms",
        store=True,
        readonly=False,
    )
    logistics_currency_id = fields.Many2one(
        "res.currency", compute="_compute_logistics_currency_id", compute_sudo=True
    )
    logistics_insured_value = fields.Monetary(
        string="Insured Value",
        currency_field="logistics_currency_id",
        compute="_compute_logistics_terms",
        store=True,
        readonly=False,
        help="What the carrier shall insure. Empty: by the delivery method.",
    )
    logistics_export_reason = fields.Selection(
        EXPORT_REASONS,
        string="Reason for Export",
        compute="_compute_logistics_terms",
        store=True,
        readonly=False,
    )
    logistics_instructions = fields.Char(
        string="Instructions for the Carrier",
        size=500,
        compute="_compute_logistics_terms",
        store=True,
        readonly=False,
        help="Told to the carrier with the booking, and to nobody else.",
    )

    logistics_has_dangerous_goods = fields.Boolean(
        string="Contains Dangerous Goods",
        compute="_compute_logistics_has_dangerous_goods",
        compute_sudo=True,
    )

    @api.depends("move_ids.product_id.logistics_is_dangerous", "move_ids.state")
    def _compute_logistics_has_dangerous_goods(self):
        for picking in self:
            moves = picking.move_ids.filtered(lambda move: move.state != "cancel")
            picking.logistics_has_dangerous_goods = any(
                moves.product_id.mapped("logistics_is_dangerous")
            )

    @api.depends("sale_id", "company_id")
    def _compute_logistics_currency_id(self):
        for picking in self:
            picking.logistics_currency_id = picking._logistics_currency()

    @api.depends("sale_id")
    def _compute_logistics_terms(self):
        """Take over what was agreed on the order."""
        for picking in self:
            order = picking.sale_id
            picking.logistics_option_ids = order.logistics_option_ids
            picking.logistics_insured_value = order.logistics_insured_value
            picking.logistics_export_reason = order.logistics_export_reason
            picking.logistics_instructions = order.logistics_instructions
