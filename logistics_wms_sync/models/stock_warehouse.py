# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class StockWarehouse(models.Model):
    """A warehouse of ours whose work another system does."""

    _inherit = "stock.warehouse"

    logistics_integration_id = fields.Many2one(
        "logistics.integration",
        string="Run by",
        domain="[('kind', '=', 'wms'), ('company_id', '=', company_id)]",
        check_company=True,
        index="btree_not_null",
        help="The system that picks, packs and counts here. Without one, the work is "
        "done in Odoo.",
    )
    logistics_code = fields.Char(
        string="Partner's Code", help="What that system calls this warehouse."
    )

    def _logistics_told(self):
        """Return what the partner calls this warehouse."""
        self.ensure_one()
        return self.logistics_code or self.code

    @api.model
    def _logistics_meant(self, integration, code):
        """Return the warehouse that a partner means; empty where that is not clear.

        :param code: what it calls the warehouse; where it does not, the only one that
            it runs is meant.
        """
        run = self.sudo().search([("logistics_integration_id", "=", integration.id)])
        wanted = (code or "").strip().upper()
        if wanted:
            run = run.filtered(
                lambda one: (
                    wanted
                    in {
                        (name or "").strip().upper()
                        for name in (one.logistics_code, one.code)
                    }
                )
            )
        return run.with_env(self.env) if len(run) == 1 else self.browse()
