# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsCloseDay(models.TransientModel):
    """Close the day: each carrier gets a manifest of what it is handed over."""

    _name = "logistics.close.day"
    _description = "Close the Day"

    warehouse_id = fields.Many2one("stock.warehouse", help="Empty: all warehouses.")
    integration_ids = fields.Many2many(
        "logistics.integration", string="Carriers", help="Empty: all carriers."
    )
    booking_ids = fields.Many2many(
        "logistics.booking",
        string="Handed Over",
        compute="_compute_booking_ids",
        compute_sudo=True,
    )
    booking_count = fields.Integer(compute="_compute_booking_ids", compute_sudo=True)
    left_behind_ids = fields.Many2many(
        "stock.picking",
        compute="_compute_left_behind_ids",
        help="Packed and moved, but without a label: not handed over today.",
    )

    @api.depends("warehouse_id", "integration_ids")
    def _compute_booking_ids(self):
        bookings = self.env["logistics.booking"]
        for wizard in self:
            domain = [
                *self.env["logistics.manifest"]._waiting_domain(),
                ("company_id", "in", self.env.companies.ids),
            ]
            if wizard.warehouse_id:
                warehouse = "picking_id.picking_type_id.warehouse_id"
                domain.append((warehouse, "=", wizard.warehouse_id.id))
            if wizard.integration_ids:
                domain.append(("integration_id", "in", wizard.integration_ids.ids))
            wizard.booking_ids = bookings.search(domain)
            wizard.booking_count = len(wizard.booking_ids)

    @api.depends("warehouse_id")
    def _compute_left_behind_ids(self):
        for wizard in self:
            domain = [
                ("state", "=", "done"),
                ("label_state", "in", ("pending", "failed", "in_doubt")),
                ("company_id", "in", self.env.companies.ids),
            ]
            if wizard.warehouse_id:
                domain.append(
                    ("picking_type_id.warehouse_id", "=", wizard.warehouse_id.id)
                )
            wizard.left_behind_ids = self.env["stock.picking"].search(domain)

    def action_close(self):
        """Make the manifests and open them."""
        self.ensure_one()
        if not self.booking_ids:
            raise UserError(
                self.env._("Nothing that is booked waits to be handed over.")
            )
        manifests = self.env["logistics.manifest"]._close_day(self.booking_ids)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_carrier_connector.logistics_manifest_action"
        )
        if len(manifests) == 1:
            return {
                **action,
                "res_id": manifests.id,
                "views": [(False, "form")],
                "view_mode": "form",
            }
        return {**action, "domain": [("id", "in", manifests.ids)]}
