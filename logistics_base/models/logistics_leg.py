# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..canonical import vocabulary


class LogisticsLeg(models.Model):
    """One part of the way: one carrier, one mode."""

    _name = "logistics.leg"
    _description = "Shipment Leg"
    _order = "shipment_id, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="shipment_id.company_id")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier Integration",
        index="btree_not_null",
        check_company=True,
    )
    carrier_name = fields.Char(string="Carrier")
    mode = fields.Selection(
        list(vocabulary.MODES.items()), required=True, default="parcel"
    )
    origin_id = fields.Many2one("res.partner", string="From")
    destination_id = fields.Many2one("res.partner", string="To")
    origin_name = fields.Char(string="From (as told)")
    destination_name = fields.Char(string="To (as told)")
    conveyance = fields.Char(help="Vessel and voyage, flight, train or vehicle.")
    planned_departure = fields.Datetime()
    planned_arrival = fields.Datetime()
    actual_departure = fields.Datetime()
    actual_arrival = fields.Datetime()

    _times_in_order = models.Constraint(
        "CHECK(actual_arrival IS NULL OR actual_departure IS NULL "
        "OR actual_arrival >= actual_departure)",
        "A leg cannot arrive before it departs.",
    )
