# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..canonical import references, vocabulary


class LogisticsReference(models.Model):
    """A number somebody knows the shipment, or one of its packages, by."""

    _name = "logistics.reference"
    _description = "Shipment Reference"
    _order = "shipment_id, type, id"
    _rec_name = "value"

    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    package_id = fields.Many2one(
        "logistics.package",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('shipment_id', '=', shipment_id)]",
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, precompute=True
    )
    type = fields.Selection(
        list(vocabulary.REFERENCE_TYPES.items()), required=True, default="tracking"
    )
    value = fields.Char(required=True)
    normalized = fields.Char(
        compute="_compute_normalized", store=True, precompute=True, readonly=True
    )

    _look_up = models.Index("(normalized, company_id)")
    _once = models.UniqueIndex(
        "(shipment_id, COALESCE(package_id, 0), type, normalized)",
        "This reference is on the shipment already.",
    )

    @api.depends("value")
    def _compute_normalized(self):
        for reference in self:
            reference.normalized = references.normalize(reference.value)

    @api.constrains("value", "normalized")
    def _check_identifies(self):
        for reference in self:
            if not reference.normalized:
                raise ValidationError(
                    self.env._("“%s” has no letter or digit.", reference.value)
                )

    @api.constrains("package_id", "shipment_id")
    def _check_package(self):
        for reference in self:
            if (
                reference.package_id
                and reference.package_id.shipment_id != reference.shipment_id
            ):
                raise ValidationError(
                    self.env._("The package belongs to another shipment.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        created = super().create(vals_list)
        created._release(created._numbers())
        return created

    def write(self, vals):
        before = self._numbers()
        result = super().write(vals)
        self._release(before + self._numbers())
        return result

    def unlink(self):
        numbers = self._numbers()
        result = super().unlink()
        # A number that two shipments bore may be told apart now.
        self._release(numbers)
        return result

    def _numbers(self):
        return [
            (company, group.mapped("normalized"))
            for company, group in self.grouped("company_id").items()
        ]

    @api.model
    def _release(self, numbers):
        """Take up messages that came before these references were as they are."""
        waits = self.env["logistics.message.wait"].sudo()
        for company, normalized in numbers:
            waits._release(company, "reference", normalized)
