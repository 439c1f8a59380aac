# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class LogisticsOwnRights(models.AbstractModel):
    """Acts in a company's name later, so nobody sets it up to do what they may not.

    Odoo applies constraints with all rights and record rules before a change alone:
    what follows from who makes the change is looked at here, after it.
    """

    _name = "logistics.own.rights"
    _description = "Does No More than Who Sets It up May"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self.env.su:
            records._check_own_rights({name for vals in vals_list for name in vals})
        return records

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            self._check_own_rights(set(vals))
        return result

    def _check_own_rights(self, names):
        """Refuse what the user may not have done in the company's name.

        :param set names: the fields that were set.
        :raise AccessError: if it goes beyond the user's own rights.
        """
        if "company_id" not in names:
            return
        foreign = self.sudo().company_id - self.env.user.company_ids
        if foreign:
            raise AccessError(
                self.env._("You do not work for %s.", ", ".join(foreign.mapped("name")))
            )

    @api.model
    def _check_may_ask(self, domain):
        """Refuse a filter of shipments by what the user may not read.

        What a filter lets through would tell what is kept from whoever writes it.

        :raise AccessError: if the user may not.
        """
        self.env["logistics.shipment"].sudo(False)._search(Domain(domain))
