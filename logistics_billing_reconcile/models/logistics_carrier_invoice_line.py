# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from ..canonical.carrier_invoice import SUBJECTS

_SUBJECT_LABELS = {
    "shipment": "Shipment",
    "adjustment": "Adjustment",
    "void": "Voided",
    "refund": "Refund",
    "invoice": "Invoice as a Whole",
}


class LogisticsCarrierInvoiceLine(models.Model):
    """One charge that a carrier bills, as it came. It is never changed."""

    _name = "logistics.carrier.invoice.line"
    _description = "Carrier Invoice Line"
    _order = "invoice_id, position, id"
    _rec_name = "tracking_number"

    invoice_id = fields.Many2one(
        "logistics.carrier.invoice", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    position = fields.Integer()
    subject = fields.Selection(
        [(code, _SUBJECT_LABELS[code]) for code in SUBJECTS], required=True
    )
    tracking_number = fields.Char()
    normalized = fields.Char(index="btree_not_null")
    references = fields.Json(help="Other numbers: [[type, number as it is compared]].")
    type = fields.Selection(
        list(CHARGE_TYPES.items()), help="Empty while the carrier's code is not mapped."
    )
    raw_code = fields.Char(string="Carrier's Code")
    description = fields.Char()
    amount = fields.Monetary(help="Without tax; negative where it is taken back.")
    discount = fields.Monetary(help="What the carrier took off already.")
    tax_rate = fields.Float()
    tax_amount = fields.Monetary()
    service_code = fields.Char(string="Service")
    zone = fields.Char()
    pieces = fields.Integer()
    ship_date = fields.Date()
    delivery_date = fields.Date()
    actual_weight = fields.Float(string="Weight (kg)", digits=(12, 3))
    billed_weight = fields.Float(string="Billed Weight (kg)", digits=(12, 3))
    length = fields.Float(string="Length (cm)", digits=(12, 1))
    width = fields.Float(string="Width (cm)", digits=(12, 1))
    height = fields.Float(string="Height (cm)", digits=(12, 1))
    divisor = fields.Float(string="Divisor (cm³/kg)", digits=(12, 1))
    from_postcode = fields.Char()
    from_country = fields.Char()
    to_name = fields.Char()
    to_postcode = fields.Char()
    to_country = fields.Char()
    raw = fields.Text(string="As It Came", groups="logistics_base.group_payload_viewer")

    _unmapped = models.Index("(raw_code) WHERE type IS NULL")
