# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

_RECORD = ("logistics_credit_override", "logistics_credit_override_by_id")


class SaleOrder(models.Model):
    """An order of a customer on credit hold is warned of, and not released.

    Finance may let a single order go; who and why is on record.
    """

    _inherit = "sale.order"

    logistics_credit_warning = fields.Char(
        string="Credit Hold",
        compute="_compute_logistics_credit_warning",
        compute_sudo=True,
    )
    logistics_credit_override = fields.Char(
        string="Goes out Despite Credit Hold",
        readonly=True,
        copy=False,
        tracking=True,
        help="Why this order is released although its customer is on credit hold.",
    )
    logistics_credit_override_by_id = fields.Many2one(
        "res.users", string="Let Go by", readonly=True, copy=False
    )

    @api.depends(
        *("partner_id", "partner_invoice_id", "company_id", "state"),
        "logistics_credit_override",
    )
    def _compute_logistics_credit_warning(self):
        open_orders = self.filtered(
            lambda order: order.state != "cancel" and order.delivery_status != "full"
        )
        holds = open_orders._logistics_credit_holds()
        for order in self:
            order.logistics_credit_warning = holds.get(order)

    def _logistics_credit_holds(self):
        """Return {order: why nothing is to be released of it}."""
        found = {}
        bound = self.filtered(lambda order: not order.logistics_credit_override)
        for company, orders in bound.grouped("company_id").items():
            customers = orders.partner_invoice_id | orders.partner_id
            holds = customers._logistics_credit_holds(company or self.env.company)
            for order in orders:
                # Whoever else is to pay: the hold is of who ordered, too.
                payer = order.partner_invoice_id.commercial_partner_id
                customer = order.partner_id.commercial_partner_id
                if text := holds.get(payer) or holds.get(customer):
                    found[order] = text
        return found

    def _action_confirm(self):
        """Warn where the goods will not be released."""
        result = super()._action_confirm()
        for order, text in self._logistics_credit_holds().items():
            order.sudo().message_post(
                body=self.env._(
                    "Confirmed, and not released to the warehouse: %s", text
                ),
                author_id=self.env.user.partner_id.id,
            )
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            if any(vals.get(name) for vals in vals_list for name in _RECORD):
                raise UserError(
                    self.env._("Let the order go: it is told and on record.")
                )
            # Said, so that no default takes their place.
            vals_list = [
                {**vals, **dict.fromkeys(_RECORD, False)} for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not {*_RECORD}.isdisjoint(vals):
            raise UserError(self.env._("Let the order go: it is told and on record."))
        return super().write(vals)

    def action_logistics_ask_credit_override(self):
        """Ask why the order goes out all the same."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release Despite Credit Hold"),
            "res_model": "logistics.credit.override",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_ids": self.ids},
        }

    def _logistics_override_credit(self, reason):
        """Let orders be released although their customer is on credit hold.

        :raise AccessError: of whoever may not decide on credit.
        """
        self.env["res.partner"]._check_may_hold_credit()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is released."))
        self.check_access("read")
        self.sudo().write(
            {
                "logistics_credit_override": reason.strip(),
                "logistics_credit_override_by_id": self.env.uid,
            }
        )
        for order in self.sudo():
            order.message_post(
                body=self.env._("Released despite the credit hold: %s", reason),
                author_id=self.env.user.partner_id.id,
            )
