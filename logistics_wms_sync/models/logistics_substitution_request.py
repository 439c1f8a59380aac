# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one


class LogisticsSubstitutionRequest(models.Model):
    """A dispatcher is asked whether something may be sent in place of what was ordered.

    What the warehouse told waits for the answer, and is applied or refused by it.
    """

    _name = "logistics.substitution.request"
    _description = "Substitution to Decide"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, id desc"

    order_id = fields.Many2one(
        "logistics.warehouse.order",
        string="Warehouse Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    line_id = fields.Many2one(
        "logistics.warehouse.order.line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    warehouse_id = fields.Many2one(related="order_id.warehouse_id")
    partner_id = fields.Many2one(related="order_id.partner_id")
    product_id = fields.Many2one(related="line_id.product_id", string="Ordered")
    substitute_id = fields.Many2one(
        "product.product", string="Sent Instead", required=True, readonly=True
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    message_id = LooseMany2one("logistics.message", string="Message", readonly=True)
    state = fields.Selection(
        [("waiting", "To Decide"), ("accepted", "Accepted"), ("refused", "Refused")],
        required=True,
        default="waiting",
        readonly=True,
        tracking=True,
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)

    _asked_once = models.UniqueIndex(
        "(line_id, substitute_id)", "A dispatcher was asked about this already."
    )

    @api.depends("product_id", "substitute_id", "order_id.name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = self.env._(
                "%(order)s: %(substitute)s in place of %(product)s",
                order=request.order_id.name,
                substitute=request.substitute_id.display_name,
                product=request.product_id.display_name,
            )

    @api.model
    def _ask(self, telling, goods):
        """Return the question about these goods; a dispatcher gets it once."""
        known = self.search(
            [
                ("line_id", "=", goods.line.id),
                ("substitute_id", "=", goods.product.id),
            ]
        )
        if known:
            return known
        request = self.create(
            {
                "order_id": telling.order.id,
                "line_id": goods.line.id,
                "substitute_id": goods.product.id,
                "quantity": goods.quantity,
                "message_id": telling.item.message_id,
            }
        )
        user = (
            telling.order.shipment_id.user_id
            or request.company_id.logistics_user_id
            or telling.order.sale_id.user_id
        )
        request.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("May this be sent instead?"),
            user_id=(user or self.env.user).id,
        )
        return request

    def _wait_key(self):
        """Return what a message that waits for this decision waits for."""
        self.ensure_one()
        return f"logistics.substitution.request:{self.id}"

    # Deciding

    def action_decide(self):
        """Open the wizard in which a dispatcher decides."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "logistics.substitution.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_ids": self.ids},
        }

    def action_accept(self):
        """Let it be sent; what the warehouse told is applied."""
        self._decide("accepted", None)

    def _decide(self, state, reason):
        """Answer the questions; the messages that wait for them are taken up again."""
        self.check_access("write")
        if over := self.filtered(lambda request: request.state != "waiting"):
            raise UserError(
                self.env._(
                    "Decided already: %s", ", ".join(over.mapped("display_name"))
                )
            )
        self.sudo().write(
            {
                "state": state,
                "reason": reason,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        self.activity_feedback(["mail.mail_activity_data_todo"], feedback=reason)
        waits = self.env["logistics.message.wait"].sudo()
        for company, requests in self.grouped("company_id").items():
            keys = [request._wait_key() for request in requests]
            waits._release(company, "decision", keys)


class LogisticsMessageWait(models.Model):
    _inherit = "logistics.message.wait"

    kind = fields.Selection(
        selection_add=[("decision", "Decision")], ondelete={"decision": "cascade"}
    )


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    error_category = fields.Selection(
        selection_add=[("decision", "Waits for a Decision")],
        ondelete={"decision": "set null"},
    )
