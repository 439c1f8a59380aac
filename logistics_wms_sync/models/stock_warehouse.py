# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Who connects warehouses, whether or not they manage inventory.
CONNECTING = "logistics_base.group_integration_admin,logistics_base.group_manager"


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

    def write(self, vals):
        """Let whoever connects warehouses write what that takes, and nothing else."""
        self._check_connects(vals)
        return super().write(vals)

    def _check_connects(self, vals):
        user = self.env.user
        if self.env.su or user.has_group("stock.group_stock_manager"):
            return
        names = [name for name in vals if not name.startswith("logistics_")]
        if names and user.has_groups(CONNECTING):
            labels = [self._fields[name].string for name in names]
            raise AccessError(
                self.env._(
                    "Only who administers inventory may change this of a warehouse: %s",
                    ", ".join(labels),
                )
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
