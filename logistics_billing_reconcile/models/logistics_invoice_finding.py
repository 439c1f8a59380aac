# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

FINDINGS = {
    "duplicate_invoice": "Invoice twice",
    "duplicate_charge": "Charge twice",
    "unknown_shipment": "Unknown shipment",
    "other_company": "Another company's shipment",
    "rate": "Rate",
    "service": "Service",
    "zone": "Zone",
    "weight": "Weight",
    "dim_weight": "Dimensional weight",
    "fuel": "Fuel percentage",
    "accessorial_unauthorised": "Charge not agreed",
    "accessorial_unearned": "Charge not earned",
    "void_billed": "Voided but billed",
    "late_delivery": "Late under a guarantee",
    "missing_pod": "Proof of delivery missing",
    "tax": "Tax",
    "currency": "Currency",
    "invoice_total": "Total does not add up",
    "unmapped_charge": "Unknown charge code",
}


class LogisticsInvoiceFinding(models.Model):
    """One thing that is wrong with an invoice: what, what was expected, and why."""

    _name = "logistics.invoice.finding"
    _description = "Invoice Finding"
    _order = "invoice_id, difference desc, id"

    invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    line_id = fields.Many2one(
        "logistics.carrier.invoice.line",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    integration_id = fields.Many2one(
        related="invoice_id.integration_id", string="Carrier", store=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    shipment_id = fields.Many2one(
        "logistics.shipment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    type = fields.Selection(list(FINDINGS.items()), required=True, readonly=True)
    billed = fields.Monetary(readonly=True)
    expected = fields.Monetary(readonly=True)
    difference = fields.Monetary(readonly=True, help="What we would pay too much.")
    earlier_line_id = LooseMany2one(
        "logistics.carrier.invoice.line", string="Billed Before", readonly=True
    )
    milestone_id = LooseMany2one("logistics.milestone", readonly=True)
    params = fields.Json(readonly=True, help="What its sentence tells.")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("disputed", "Disputed"),
            ("accepted", "Accepted"),
            ("waived", "Waived"),
            ("written_off", "Written Off"),
            ("gone", "Gone"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    note = fields.Text()

    _once = models.UniqueIndex(
        "(invoice_id, COALESCE(line_id, 0), type)",
        "This is found on the invoice already.",
    )
