# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from .logistics_expectation import SOURCES


class LogisticsExpectationVersion(models.Model):
    """What was expected before something came between. It is never changed."""

    _name = "logistics.expectation.version"
    _description = "Earlier Expected Cost"
    _order = "expectation_id, number desc"
    _rec_name = "number"

    expectation_id = fields.Many2one(
        "logistics.expectation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    number = fields.Integer(string="Version", required=True, readonly=True)
    source = fields.Selection(SOURCES, string="Rested On", readonly=True)
    amount = fields.Monetary(string="Expected", readonly=True)
    charges = fields.Json(string="Figures", readonly=True)
    facts = fields.Json(readonly=True, help="What the figures rested on.")
    summary = fields.Char(string="Charges", compute="_compute_summary")
    reason = fields.Selection(
        [
            ("computed", "Worked out anew"),
            ("void", "Called off"),
            ("hand", "Changed by hand"),
        ],
        string="Ended By",
        readonly=True,
    )
    made_at = fields.Datetime(string="From", readonly=True)
    ended_at = fields.Datetime(string="Until", readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)

    _once = models.Constraint(
        "unique(expectation_id, number)", "This version is kept already."
    )

    @api.depends("charges")
    @api.depends_context("lang")
    def _compute_summary(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        for version in self:
            version.summary = ", ".join(
                f"{CHARGE_TYPES.get(kind, kind)} "
                f"{currencies.browse(currency).format(float(cost))}"
                for kind, cost, currency, *_words in version.charges or ()
            )
