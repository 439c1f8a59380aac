# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.logistics_base.canonical.parties import Party

_LONGEST = 120
#: What of a contact a warehouse is told.
TOLD = {
    "name",
    "parent_id",
    "street",
    "street2",
    "city",
    "zip",
    "state_id",
    "country_id",
    "phone",
    "email",
    "ref",
    "vat",
}


class ResPartner(models.Model):
    """Whom a warehouse ships to."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if not TOLD.isdisjoint(vals):
            self.env["logistics.warehouse.order"]._note_change_of(self)
        return result

    def _logistics_consignee(self):
        """Return the ``Party`` that a warehouse is told; None for nobody.

        A phone number is told as it was entered: labels are the carrier's business.
        """
        if not self:
            return None
        self.ensure_one()
        commercial = self.commercial_partner_id
        company = commercial.name if commercial.is_company else self.company_name
        return Party(
            name=(self.name or commercial.name or "")[:_LONGEST] or None,
            company=(company or "")[:_LONGEST] or None,
            street=self.street or None,
            street2=self.street2 or None,
            city=self.city or None,
            state=self.state_id.code or None,
            postcode=self.zip or None,
            country=self.country_id.code or None,
            phone=self.phone or commercial.phone or None,
            email=self.email_normalized or self.email or commercial.email or None,
            residential=not commercial.is_company,
            partner_code=self.ref or commercial.ref or None,
        )

    def _logistics_missing_of_address(self):
        """Return the names of the fields that are needed to ship to the address."""
        self.ensure_one()
        country = self.country_id
        needed = ["street", "city", "country_id"]
        if country.zip_required:
            needed.append("zip")
        if country.state_required:
            needed.append("state_id")
        named = [] if self.name or self.commercial_partner_id.name else ["name"]
        return named + [name for name in needed if not self[name]]
