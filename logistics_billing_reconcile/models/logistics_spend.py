# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES
from odoo.addons.logistics_base.models.loose_fields import LooseMany2one


class LogisticsSpend(models.Model):
    """What carriers billed, added up: a row for each invoice, lane, service and charge.

    Millions of charges are thousands of rows here, so it is read at once. An invoice's
    rows are written anew when it was audited; taxes are not in it.
    """

    _name = "logistics.spend"
    _description = "Freight Spend"
    _order = "date desc, id desc"
    _rec_name = "invoice_id"
    _log_access = False

    invoice_id = LooseMany2one("logistics.carrier.invoice", readonly=True)
    company_id = LooseMany2one("res.company", required=True, readonly=True)
    integration_id = LooseMany2one(
        "logistics.integration", string="Carrier", readonly=True
    )
    currency_id = LooseMany2one("res.currency", required=True, readonly=True)
    date = fields.Date(string="Invoice Date", readonly=True)
    lane = fields.Char(readonly=True)
    service_code = fields.Char(string="Service", readonly=True)
    type = fields.Selection(list(CHARGE_TYPES.items()), string="Charge", readonly=True)
    line_count = fields.Integer(string="Charges", readonly=True)
    mismatch_count = fields.Integer(string="Mismatches", readonly=True)
    mismatch_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Charges with a finding, of all charges.",
    )
    billed = fields.Monetary(readonly=True)
    expected = fields.Monetary(
        readonly=True, help="Of the charges for which anything was expected."
    )
    variance = fields.Monetary(
        readonly=True, help="Billed less expected, where anything was expected."
    )
    mismatch = fields.Monetary(
        string="In Findings", readonly=True, help="What is charged too much."
    )

    _of_invoice = models.Index("(invoice_id)")
    _by_date = models.Index("(company_id, date)")

    def _read_group_select(self, aggregate_spec, query):
        """Weigh the rate of a group by how many charges each row stands for."""
        if aggregate_spec != "mismatch_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return _rate(
            *(
                self._field_to_sql(self._table, name, query)
                for name in ("mismatch_count", "line_count")
            )
        )

    def action_view_charges(self):
        """Open the charges that a row adds up."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Charges"),
            "res_model": "logistics.carrier.invoice.line",
            "view_mode": "list,form",
            "domain": [
                ("invoice_id", "=", self.invoice_id.id),
                ("type", "=", self.type),
            ],
        }


def _rate(part, whole):
    return SQL("sum(%s)::float8 / NULLIF(sum(%s), 0)", part, whole)
