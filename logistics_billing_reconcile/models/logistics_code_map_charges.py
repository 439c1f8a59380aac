# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class LogisticsCodeMap(models.Model):
    """A charge code that somebody maps tells what was billed under it before, too."""

    _inherit = "logistics.code.map"

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._name_charges()
        return entries

    def write(self, vals):
        result = super().write(vals)
        if "canonical_code" in vals:
            self._name_charges()
        return result

    def _name_charges(self):
        """Give charges of these codes their type; they are audited again."""
        told = self.sudo().filtered(
            lambda entry: entry.domain == "charge" and entry.canonical_code
        )
        if not told:
            return
        self.env["logistics.code.map"].flush_model()
        named = self.env.execute_query(
            SQL(
                """
                UPDATE logistics_carrier_invoice_line l SET type = m.canonical_code
                  FROM logistics_code_map m, logistics_carrier_invoice v,
                       logistics_integration i
                 WHERE m.id = ANY(%s) AND l.type IS NULL
                   AND l.raw_code = m.external_code AND v.id = l.invoice_id
                   AND i.id = v.integration_id
                   AND (m.integration_id = i.id OR m.preset = i.preset)
                RETURNING l.id, l.invoice_id
                """,
                list(told.ids),
            )
        )
        if not named:
            return
        lines, invoices = map(set, zip(*named, strict=True))
        self.env["logistics.carrier.invoice.line"].invalidate_model(["type"])
        self.env["logistics.carrier.invoice"].sudo().browse(invoices)._add_up()
        self.env["logistics.charge.audit"].sudo()._set_stale(
            SQL("SELECT unnest(%s)", list(lines))
        )
