# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.logistics_base.models.logistics_retention_kinds import (
    KINDS,
    RetentionKind,
)

_FORGET_CHARGES = """
    UPDATE logistics_carrier_invoice_line
       SET raw = NULL, to_name = NULL, to_postcode = NULL WHERE id = ANY(%s)
"""
_FORGET_CASES = """
    UPDATE logistics_match_case c SET to_name = NULL, to_postcode = NULL
      FROM logistics_carrier_invoice_line l
     WHERE l.id = ANY(%s) AND c.invoice_id = l.invoice_id
       AND c.tracking_number IS NOT DISTINCT FROM l.tracking_number
"""


class ChargeKind(RetentionKind):
    """Rows of carriers' bills as they came, and who lives where; the charge stays."""

    model = "logistics.carrier.invoice.line"
    company = SQL("r.company_id")
    age = SQL("COALESCE(i.invoice_date, i.create_date::date)::timestamp")
    personal = SQL(
        "i.state IN ('billed', 'rejected') "
        "AND num_nonnulls(r.raw, r.to_name, r.to_postcode) > 0"
    )
    joins = SQL(
        "JOIN logistics_carrier_invoice i ON i.id = r.invoice_id "
        "LEFT JOIN logistics_charge_audit a ON a.id = r.id "
        "LEFT JOIN logistics_shipment s ON s.id = a.shipment_id "
        "LEFT JOIN res_partner consignee ON consignee.id = s.ship_to_id"
    )

    def anonymise(self, records):
        cr = records.env.cr
        cr.execute(_FORGET_CASES, (records.ids,))
        cr.execute(_FORGET_CHARGES, (records.ids,))
        records.invalidate_recordset(flush=False)
        records.env["logistics.match.case"].invalidate_model(flush=False)


KINDS["carrier_charge"] = ChargeKind()


class LogisticsRetentionPolicy(models.Model):
    _inherit = "logistics.retention.policy"

    @api.model
    def _selection_kind(self):
        return [
            *super()._selection_kind(),
            ("carrier_charge", self.env._("Carriers' bills: rows as they came")),
        ]
