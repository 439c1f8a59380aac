# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockWarehouse(models.Model):
    """What is agreed with the system that receives goods here."""

    _inherit = "stock.warehouse"

    logistics_announces = fields.Boolean(
        string="Announce What Comes",
        default=True,
        help="Receipts, returns and transfers to this warehouse are announced to the "
        "system that runs it.",
    )
    logistics_surplus_policy = fields.Selection(
        [
            ("accept", "Take It In"),
            ("hold", "Put It on Hold"),
            ("refuse", "Refuse the Receipt"),
        ],
        string="More than Announced",
        required=True,
        default="accept",
        help="Refused: the warehouse's message waits for a person.",
    )
    logistics_drafts_claims = fields.Boolean(
        string="Draft Claims",
        default=True,
        help="Where the shipment is known, damage and shortage begin a claim with what "
        "the warehouse told.",
    )
