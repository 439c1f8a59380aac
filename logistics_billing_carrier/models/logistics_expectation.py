# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.logistics_carrier_connector.models.logistics_tariff import exact
from odoo.addons.logistics_carrier_connector.tariffs.freight import BreakTable


class LogisticsExpectation(models.Model):
    """An expected cost rests on rows of a contract, which can be looked at."""

    _inherit = "logistics.expectation"

    tariff_id = fields.Many2one(
        "logistics.tariff", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    fuel_week_id = fields.Many2one(
        "logistics.fuel.week",
        string="Fuel Percentage",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    fuel_since = fields.Date(related="fuel_week_id.date_from")
    break_id = fields.Many2one(
        "logistics.tariff.break",
        string="Price",
        compute="_compute_break_id",
        help="The row of the tariff that the weight falls into.",
    )
    break_price = fields.Float(compute="_compute_break_id", digits=(12, 4))
    break_weight = fields.Float(compute="_compute_break_id", digits=(12, 3))

    @api.model
    def _fact_types(self):
        return {**super()._fact_types(), "tariff_id": "int4", "fuel_week_id": "int4"}

    @api.model
    def _by_hand_fields(self):
        return super()._by_hand_fields() - {"tariff_id", "fuel_week_id"}

    @api.depends("tariff_id", "zone", "billed_weight")
    def _compute_break_id(self):
        for expectation in self:
            row = expectation._break()
            expectation.break_id = row
            expectation.break_price = row.price
            expectation.break_weight = row.weight

    def _break(self):
        """Return the row of the tariff that the price is of, none if there are many."""
        tariff = self.tariff_id.sudo()
        rows = tariff.break_ids.filtered(lambda b: b.zone_id.name == self.zone)
        if tariff.per_piece or not rows:
            return rows.browse()
        weight = exact(self.billed_weight)
        by_terms = {row._terms(): row for row in rows}
        found = BreakTable(list(by_terms), tariff._engine().terms).at(weight)
        return by_terms.get(found, rows.browse())

    def action_view_tariff(self):
        """Open the version of the contract that the figures rest on."""
        self.ensure_one()
        return self.tariff_id._open_form()
