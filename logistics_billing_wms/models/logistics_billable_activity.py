# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .logistics_rate_line import ACTIVITIES, MEASURES

#: What nobody says by hand.
_FOUND = ("source", "snapshot_id", "run_id", "is_assumed", "is_unmeasured")


class LogisticsBillableActivity(models.Model):
    """Something a warehouse did for a customer, or a product that lay there on a day.

    Taken from what warehouses tell, once each; extra work is entered by people. All
    measures stand beside each other: the rate card says which one counts.
    """

    _name = "logistics.billable.activity"
    _description = "Warehouse Activity to Charge"
    _order = "day desc, id desc"
    _rec_name = "reference"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, ondelete="restrict", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict"
    )
    activity = fields.Selection(
        [item for item in ACTIVITIES.items() if item[0] != "flat"],
        required=True,
        default="value_added",
    )
    code = fields.Char(string="Kind of Work")
    day = fields.Date(required=True, default=fields.Date.context_today)
    reference = fields.Char()
    product_id = fields.Many2one("product.product", ondelete="restrict")
    orders = fields.Float(digits=(16, 3), default=1)
    lines = fields.Float(digits=(16, 3))
    units = fields.Float(digits=(16, 3))
    packages = fields.Float(digits=(16, 3))
    pallets = fields.Float(digits=(16, 3))
    volume = fields.Float(string="Volume (m³)", digits=(16, 6))
    weight = fields.Float(string="Weight (kg)", digits=(16, 3))
    hours = fields.Float(digits=(16, 2))
    is_unmeasured = fields.Boolean(
        string="Pallets Unknown",
        readonly=True,
        help="A product has no quantity per pallet.",
    )
    is_assumed = fields.Boolean(
        string="Carried Forward",
        readonly=True,
        help="The warehouse told no stock on that day: what it told last counts.",
    )
    source = fields.Char(readonly=True, copy=False, help="What it was taken from.")
    snapshot_id = fields.Many2one(
        "logistics.inventory.snapshot",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    run_id = fields.Many2one(
        "logistics.billing.run",
        string="Charged by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _source_once = models.UniqueIndex(
        "(source) WHERE source IS NOT NULL", "This is on the list already."
    )
    _of_a_customer = models.Index("(company_id, partner_id, day)")
    _not_negative = models.Constraint(
        "CHECK (orders >= 0 AND lines >= 0 AND units >= 0 AND packages >= 0 "
        "AND pallets >= 0 AND volume >= 0 AND weight >= 0 AND hours >= 0)",
        "What a warehouse did cannot be less than nothing.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_by_hand(vals)
            # Said, so that no default takes their place.
            entered = dict.fromkeys(_FOUND, False) | {"activity": "value_added"}
            vals_list = [{**vals, **entered} for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _check_by_hand(self, vals):
        """Raise UserError unless this is what a person may say."""
        is_found = any(vals.get(name) for name in _FOUND)
        if is_found or vals.get("activity", "value_added") != "value_added":
            raise UserError(
                self.env._(
                    "By hand only extra work is entered; the rest is taken from what "
                    "warehouses tell."
                )
            )

    def write(self, vals):
        if not self.env.su:
            self._check_open()
            self._check_by_hand(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        if not self.env.su:
            self._check_open()

    def _check_open(self):
        if any(activity.source for activity in self):
            raise AccessError(
                self.env._("What was taken from the warehouse's word stays as it is.")
            )
        if any(activity.run_id for activity in self):
            raise UserError(self.env._("This is charged already."))

    @api.model
    def _measures(self):
        return list(MEASURES)
