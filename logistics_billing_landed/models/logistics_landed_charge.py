# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES


class LogisticsLandedCharge(models.Model):
    """So much of what a carrier billed for a shipment is in a landed cost already.

    What an invoice bills for a shipment and what is here are the same in the end: a
    difference that comes later is another landed cost.
    """

    _name = "logistics.landed.charge"
    _description = "Freight in a Landed Cost"
    _order = "id"
    _rec_name = "shipment_id"

    cost_id = fields.Many2one(
        "stock.landed.cost",
        string="Landed Cost",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    type = fields.Selection(
        list(CHARGE_TYPES.items()),
        string="Charge",
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(readonly=True)

    _once = models.UniqueIndex(
        "(cost_id, invoice_id, shipment_id, type)",
        "The charge is in this landed cost already.",
    )
