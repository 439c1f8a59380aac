# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.canonical.parties import Party

from ..consigning.phones import to_e164


class ResPartner(models.Model):
    _inherit = "res.partner"

    logistics_eori = fields.Char(
        string="EORI",
        help="Economic Operators Registration and Identification number, which customs "
        "of the European Union and of the United Kingdom know the company by.",
    )

    def _logistics_party(self):
        """Return the ``Party`` a carrier is told; an empty one for nobody.

        What an address lacks is taken from its company: phone, e-mail, numbers. A phone
        number that cannot be read stays as it is, for people to put right.
        """
        if not self:
            return Party()
        self.ensure_one()
        commercial = self.commercial_partner_id
        country = self.country_id.code or None
        phone = self.phone or commercial.phone
        return Party(
            **self._logistics_names(),
            street=self.street or None,
            street2=self.street2 or None,
            city=self.city or None,
            state=self.state_id.code or None,
            postcode=self.zip or None,
            country=country,
            phone=to_e164(phone, country) or phone or None,
            email=self.email_normalized or self.email or commercial.email or None,
            residential=not commercial.is_company,
            tax_id=commercial.vat or None,
            eori=commercial.logistics_eori or None,
            partner_code=self.ref or commercial.ref or None,
        )

    def _logistics_names(self):
        """Return who is addressed: a person, a company, or a person there."""
        company = self.commercial_partner_id
        if self.is_company or not self.name:
            return {"name": None, "company": (self.name or company.name or "")[:120]}
        employer = company.name if company.is_company else self.company_name
        return {"name": self.name[:120], "company": employer and employer[:120] or None}
