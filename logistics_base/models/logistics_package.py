# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical import vocabulary

#: What follows from milestones.
DERIVED = {"state", "stage_date", "delivered_date"}


class LogisticsPackage(models.Model):
    """A handling unit with its own tracking reference: parcel, pallet or container."""

    _name = "logistics.package"
    _description = "Shipment Package"
    _order = "shipment_id, sequence, id"

    name = fields.Char(required=True, default=lambda self: self.env._("Package"))
    sequence = fields.Integer(default=10)
    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="shipment_id.company_id")
    parent_id = fields.Many2one(
        "logistics.package",
        string="Packed in",
        index="btree_not_null",
        ondelete="set null",
        domain="[('shipment_id', '=', shipment_id), ('id', '!=', id)]",
    )
    package_type = fields.Selection(
        [
            ("parcel", "Parcel"),
            ("pallet", "Pallet"),
            ("container", "Container"),
            ("other", "Other"),
        ],
        required=True,
        default="parcel",
    )
    state = fields.Selection(
        list(vocabulary.STATES.items()),
        string="Stage",
        required=True,
        copy=False,
        index=True,
        default="draft",
    )
    stage_date = fields.Datetime(string="Since", copy=False)
    delivered_date = fields.Datetime(copy=False)
    weight = fields.Float(string="Weight (kg)", digits=(16, 3))
    length = fields.Float(string="Length (cm)")
    width = fields.Float(string="Width (cm)")
    height = fields.Float(string="Height (cm)")
    reference_ids = fields.One2many("logistics.reference", "package_id")
    milestone_ids = fields.One2many("logistics.milestone", "package_id")
    tracking_reference = fields.Char(
        string="Tracking Number",
        compute="_compute_tracking_reference",
        inverse="_inverse_tracking_reference",
    )

    @api.depends("reference_ids.type", "reference_ids.value")
    def _compute_tracking_reference(self):
        for package in self:
            tracking = package.reference_ids.filtered(lambda r: r.type == "tracking")
            package.tracking_reference = tracking[:1].value

    def _inverse_tracking_reference(self):
        for package in self:
            tracking = package.reference_ids.filtered(lambda r: r.type == "tracking")
            number = package.tracking_reference
            if not number:
                tracking.unlink()
            elif tracking:
                tracking[:1].value = number
            else:
                package.reference_ids.create(
                    {
                        "shipment_id": package.shipment_id.id,
                        "package_id": package.id,
                        "type": "tracking",
                        "value": number,
                    }
                )

    @api.model_create_multi
    def create(self, vals_list):
        packages = super().create(vals_list)
        packages.shipment_id._derive()
        return packages

    def write(self, vals):
        if not self.env.su and not DERIVED.isdisjoint(vals):
            raise UserError(
                self.env._("Stage and dates follow from milestones: record one.")
            )
        return super().write(vals)

    def unlink(self):
        shipments = self.shipment_id
        result = super().unlink()
        shipments.exists()._derive()
        return result
