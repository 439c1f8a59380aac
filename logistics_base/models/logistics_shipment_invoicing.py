# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class LogisticsShipment(models.Model):
    """Whether the customer may be charged for the shipment yet."""

    _inherit = "logistics.shipment"

    invoicing_hold = fields.Boolean(
        string="Invoicing Held",
        readonly=True,
        copy=False,
        tracking=True,
        help="It is not charged to the customer until it is released.",
    )
    invoicing_hold_reason = fields.Char(
        string="Why Held", readonly=True, copy=False, tracking=True
    )

    _invoicing_held = models.Index("(company_id, id) WHERE invoicing_hold")

    def write(self, vals):
        if not self.env.su and {"invoicing_hold", "invoicing_hold_reason"} & set(vals):
            raise UserError(
                self.env._("Hold or release invoicing: it is told and on record.")
            )
        return super().write(vals)

    def _hold_invoicing(self, reason):
        """Keep the shipments from being charged, for the reason given."""
        free = self.filtered(lambda shipment: not shipment.invoicing_hold)
        free.check_access("write")
        free.sudo().write({"invoicing_hold": True, "invoicing_hold_reason": reason})
        free._tell_invoicing("held", reason)

    def _release_invoicing(self, reason):
        """Let the shipments be charged, for the reason given."""
        held = self.filtered("invoicing_hold")
        held.check_access("write")
        held.sudo().write({"invoicing_hold": False, "invoicing_hold_reason": False})
        held._tell_invoicing("released", reason)

    def _tell_invoicing(self, what, reason):
        self.env["logistics.event"]._publish(
            "shipment.invoicing", self, dict.fromkeys(self.ids, what)
        )
        for shipment in self:
            shipment.message_post(
                body=self.env._("Invoicing is held: %s", reason)
                if what == "held"
                else self.env._("Invoicing is released: %s", reason)
            )

    def action_release_invoicing(self):
        """Let the shipments be charged; who did it is on record."""
        self.check_access("write")
        self._release_invoicing(self.env._("Released by %s.", self.env.user.name))

    def action_hold_invoicing(self):
        """Keep the shipments from being charged; who did it is on record."""
        self.check_access("write")
        self._hold_invoicing(self.env._("Held by %s.", self.env.user.name))
