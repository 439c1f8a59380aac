# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.exceptions import UserError


class StockWarehouse(models.Model):
    """An old and a new interface side by side, warehouse by warehouse."""

    _inherit = "stock.warehouse"

    logistics_shadow_integration_id = fields.Many2one(
        "logistics.integration",
        string="Shadowed by",
        domain="[('kind', '=', 'wms'), ('company_id', '=', company_id), "
        "('id', '!=', logistics_integration_id)]",
        check_company=True,
        index="btree_not_null",
        help="A second interface for this warehouse, on trial: orders are written for it "
        "as well but not sent, and what it tells is compared but not applied.",
    )
    logistics_shadow_code = fields.Char(
        string="Code There", help="What that interface calls this warehouse."
    )
    logistics_shadow_problem = fields.Char(
        readonly=True, help="Why something could not be written for the shadow."
    )
    logistics_shadow_same = fields.Integer(compute="_compute_logistics_shadow")
    logistics_shadow_differs = fields.Integer(compute="_compute_logistics_shadow")
    logistics_shadow_new = fields.Integer(compute="_compute_logistics_shadow")
    logistics_shadow_rate = fields.Float(
        string="Agreement",
        compute="_compute_logistics_shadow",
        help="Of what both tell, how much is the same.",
    )
    logistics_open_elsewhere = fields.Integer(
        string="Still Open There",
        compute="_compute_logistics_open_elsewhere",
        help="Orders and advices that the other interface is to finish.",
    )
    logistics_cut_over_at = fields.Datetime(string="Last Cutover", readonly=True)
    logistics_cut_over_by_id = fields.Many2one(
        "res.users", string="Cut over by", readonly=True
    )

    _logistics_two_interfaces = models.Constraint(
        "CHECK(logistics_shadow_integration_id != logistics_integration_id)",
        "An interface cannot be its own shadow.",
    )

    def _compute_logistics_shadow(self):
        counts = {
            (warehouse_id, result): count
            for warehouse_id, result, count in self.env["logistics.message"]
            .sudo()
            ._read_group(
                [
                    ("shadow_warehouse_id", "in", self.ids),
                    ("direction", "=", "inbound"),
                    ("shadow_result", "!=", False),
                    ("integration_id", "in", self.logistics_shadow_integration_id.ids),
                ],
                ["shadow_warehouse_id", "shadow_result"],
                ["__count"],
            )
        }
        counts = {(own.id, result): count for (own, result), count in counts.items()}
        for own in self:
            same = counts.get((own.id, "same"), 0)
            differs = counts.get((own.id, "differs"), 0)
            own.logistics_shadow_same = same
            own.logistics_shadow_differs = differs
            own.logistics_shadow_new = counts.get((own.id, "new"), 0)
            own.logistics_shadow_rate = same / (same + differs) if same + differs else 0

    def _compute_logistics_open_elsewhere(self):
        for own in self:
            domain = [
                ("warehouse_id", "=", own.id),
                ("integration_id", "!=", own.logistics_integration_id.id),
                ("state", "not in", ("shipped", "short", "cancelled")),
            ]
            orders = self.env["logistics.warehouse.order"].sudo().search_count(domain)
            domain[-1] = ("state", "in", ("sent", "accepted", "receiving"))
            advices = self.env["logistics.warehouse.advice"].sudo().search_count(domain)
            own.logistics_open_elsewhere = orders + advices

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        if warehouses.logistics_shadow_integration_id:
            self.env.registry.clear_cache()
        return warehouses

    def write(self, vals):
        result = super().write(vals)
        if "logistics_shadow_integration_id" in vals:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache("integration_id")
    def _logistics_shadowed_ids(self, integration_id):
        """Return ids of the warehouses that an integration shadows: every batch asks."""
        return tuple(
            self.sudo()
            .search([("logistics_shadow_integration_id", "=", integration_id)])
            .ids
        )

    @api.model
    def _logistics_meant(self, integration, code):
        meant = super()._logistics_meant(integration, code)
        if not self.env.context.get("logistics_shadow"):
            return meant
        # A flow in shadow may as well be of the interface that runs the warehouse.
        return self._logistics_meant_in_shadow(integration, code) or meant

    @api.model
    def _logistics_meant_in_shadow(self, integration, code):
        """Return the warehouse that a shadow means; empty where that is not clear."""
        shadowed = self.sudo().browse(self._logistics_shadowed_ids(integration.id))
        if wanted := (code or "").strip().upper():
            shadowed = shadowed.filtered(
                lambda one: (
                    wanted
                    in {
                        (name or "").strip().upper()
                        for name in (
                            one.logistics_shadow_code or one.logistics_code,
                            one.code,
                        )
                    }
                )
            )
        return shadowed.with_env(self.env) if len(shadowed) == 1 else self.browse()

    # Buttons

    def action_logistics_compared(self):
        """Open what the shadow told, the differences first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_shadow_action"
        )
        action["domain"] = [("shadow_warehouse_id", "=", self.id)]
        return action

    def action_logistics_cut_over(self):
        """Have the shadow run the warehouse from now on, and the other shadow it.

        What was released to the old interface is finished there: its answers about that
        are applied as before.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.logistics_shadow_integration_id:
            raise UserError(self.env._("No interface shadows this warehouse."))
        if self.logistics_shadow_integration_id.state != "live":
            raise UserError(
                self.env._(
                    "%s is not live.", self.logistics_shadow_integration_id.display_name
                )
            )
        self.write(
            {
                "logistics_integration_id": self.logistics_shadow_integration_id.id,
                "logistics_code": self.logistics_shadow_code or self.logistics_code,
                "logistics_shadow_integration_id": self.logistics_integration_id.id,
                "logistics_shadow_code": self.logistics_code,
                "logistics_cut_over_at": fields.Datetime.now(),
                "logistics_cut_over_by_id": self.env.uid,
            }
        )
        return True
