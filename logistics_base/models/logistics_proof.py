# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import binascii

from odoo import api, fields, models

from .loose_fields import LooseMany2one


class LogisticsProof(models.Model):
    """Proof of delivery: who took the goods over, where, when, in what condition."""

    _name = "logistics.proof"
    _description = "Proof of Delivery"
    _order = "signed_at desc, id desc"
    _rec_name = "signatory"

    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    package_id = fields.Many2one(
        "logistics.package", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(related="shipment_id.company_id")
    milestone_id = LooseMany2one("logistics.milestone", readonly=True)
    signatory = fields.Char()
    signature = fields.Image(max_width=1024, max_height=1024)
    signed_at = fields.Datetime()
    condition = fields.Selection(
        [
            ("good", "Good"),
            ("damaged", "Damaged"),
            ("short", "Short"),
            ("unknown", "Not told"),
        ],
        required=True,
        default="unknown",
    )
    condition_note = fields.Char()
    location = fields.Char()
    latitude = fields.Float(digits=(10, 6))
    longitude = fields.Float(digits=(10, 6))
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Photos and Documents", bypass_search_access=True
    )

    _once = models.UniqueIndex("(milestone_id) WHERE milestone_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        # A carrier's file may be anything: none is ever shown as a page.
        plain = self.with_context(attachments_mime_plainxml=True)
        proofs = super(LogisticsProof, plain).create(vals_list)
        for proof in proofs:
            # Who sees the proof sees what belongs to it.
            loose = proof.attachment_ids.sudo().filtered(
                lambda attachment: (
                    attachment.res_model == self._name and not attachment.res_id
                )
            )
            loose.res_id = proof.id
        return proofs.with_env(self.env)

    @api.model
    def _vals_of(self, event, target, package_id, milestone_id):
        """Return the values of the proof that comes with a tracking event."""
        told = event.proof
        place = event.location
        conditions = dict(self._fields["condition"].selection)
        return {
            "shipment_id": target.shipment_id,
            "package_id": package_id,
            "milestone_id": milestone_id,
            "signatory": told.signatory,
            "signed_at": (told.signed_at or event.occurred_at).replace(tzinfo=None),
            "condition": told.condition if told.condition in conditions else "unknown",
            "condition_note": told.condition,
            "location": place
            and ", ".join(filter(None, (place.name, place.city, place.country))),
            "latitude": place and place.latitude,
            "longitude": place and place.longitude,
            "attachment_ids": [
                fields.Command.create(vals)
                for vals in map(self._attachment_vals, told.attachments)
                if vals
            ],
        }

    @api.model
    def _attachment_vals(self, told):
        """Return the values of an attachment; a link is kept as a link, never fetched."""
        vals = {"name": told.name[:200], "res_model": self._name}
        if told.content:
            try:
                content = base64.b64decode(told.content, validate=True)
            except (binascii.Error, ValueError):
                return None
            return {**vals, "raw": content}
        if told.url and told.url.startswith("https://"):
            return {**vals, "type": "url", "url": told.url}
        return None
