# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES


class LogisticsChargeAccount(models.Model):
    """Where what carriers charge is booked, by type of charge.

    The company's rows hold for all its carriers; a carrier may have its own. Where a
    type has none, the row without a type is taken.
    """

    _name = "logistics.charge.account"
    _description = "Account of Freight Charges"
    _inherit = ["analytic.mixin", "logistics.audited"]
    _order = "company_id, integration_id, type, id"
    _rec_name = "account_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: of every carrier that has no row of its own.",
    )
    type = fields.Selection(
        list(CHARGE_TYPES.items()),
        string="Charge",
        help="Empty: of every charge that has no row of its own.",
    )
    account_id = fields.Many2one(
        "account.account",
        string="Expense Account",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('account_type', 'in', ('expense', 'expense_direct_cost', "
        "'expense_other', 'asset_current', 'liability_current'))]",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        check_company=True,
        domain="[('type_tax_use', '=', 'purchase')]",
        help="The tax that a carrier bills is booked by the tax of these that has its "
        "percentage.",
    )
    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        ondelete="restrict",
        help="Named on the bill's line, for reports by product.",
    )

    _once = models.UniqueIndex(
        "(company_id, COALESCE(integration_id, 0), COALESCE(type, ''))",
        "This charge has its account already: change that row.",
    )

    @api.depends("type", "integration_id", "account_id")
    def _compute_display_name(self):
        labels = dict(self._fields["type"]._description_selection(self.env))
        for row in self:
            of = labels.get(row.type) or self.env._("Any charge")
            carrier = row.integration_id.name
            row.display_name = f"{carrier}: {of}" if carrier else of

    @api.model
    def _chooser(self, company):
        """Return choose(integration, type), which returns the row that holds, or none.

        A row of the type goes before one of any type, then the carrier's before the
        company's. All rows are read at once, for many charges.
        """
        rows = self.sudo().search(Domain("company_id", "=", company.id))
        by_key = {(row.integration_id.id, row.type): row for row in rows}

        def choose(integration, charge_type):
            for kind in (charge_type, False) if charge_type else (False,):
                for carrier_id in (integration.id, False):
                    if row := by_key.get((carrier_id, kind)):
                        return row
            return self.sudo().browse()

        return choose

    @api.model
    def _account_of(self, row, journal):
        """Return the account of a row, else the one that the journal posts to."""
        return row.account_id or journal.default_account_id
