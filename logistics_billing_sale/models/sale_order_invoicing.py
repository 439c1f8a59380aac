# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists

from odoo.addons.logistics_billing_reconcile.models.res_company_invoicing import (
    POLICIES,
)

_FOLLOWS = ("logistics_is_held", "logistics_billed_by_id")


class SaleOrder(models.Model):
    """An order whose goods may be invoiced when they left, arrived, or proven to have.

    An order of a customer without such a policy, of which nothing is held, is invoiced
    as Odoo does: nothing here is asked of it but these fields.
    """

    _inherit = "sale.order"

    logistics_invoice_policy = fields.Selection(
        POLICIES,
        string="Is Invoiced",
        compute="_compute_logistics_invoice_policy",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="The customer's policy when the order was made; finance may change it.",
    )
    logistics_is_held = fields.Boolean(
        string="Invoicing Held",
        readonly=True,
        copy=False,
        help="A shipment of the order is held from invoicing.",
    )
    logistics_billed_by_id = fields.Many2one(
        "logistics.integration",
        string="Invoiced by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The system that invoices this order instead of Odoo.",
    )
    logistics_invoice_turn = fields.Integer(
        readonly=True, copy=False, help="Written by whoever makes an invoice of it."
    )
    logistics_hold_summary = fields.Char(
        string="Why Invoicing Is Held",
        compute="_compute_logistics_hold_summary",
        compute_sudo=True,
    )

    _logistics_held = models.Index("(company_id, id) WHERE logistics_is_held")

    def _auto_init(self):
        """What was ordered before is invoiced as it was agreed: as Odoo does."""
        if not column_exists(self.env.cr, self._table, "logistics_invoice_policy"):
            self.env.cr.execute(
                "ALTER TABLE sale_order ADD COLUMN logistics_invoice_policy VARCHAR "
                "DEFAULT 'order'"
            )
            self.env.cr.execute(
                "ALTER TABLE sale_order ALTER COLUMN logistics_invoice_policy "
                "DROP DEFAULT"
            )
        return super()._auto_init()

    @api.depends("partner_invoice_id", "partner_id", "company_id")
    def _compute_logistics_invoice_policy(self):
        for order in self:
            if order.state in ("sale", "cancel") and order.logistics_invoice_policy:
                continue
            customer = order.partner_invoice_id or order.partner_id
            company = order.company_id or self.env.company
            order.logistics_invoice_policy = customer._logistics_invoicing(company)

    @api.depends("logistics_is_held", "logistics_billed_by_id")
    def _compute_logistics_hold_summary(self):
        for order in self:
            held = order.logistics_shipment_ids.filtered(
                lambda s: (
                    s.invoicing_hold
                    and (
                        s.state != "cancelled"
                        or "done" in s.picking_ids.mapped("state")
                    )
                )
            )
            told = "; ".join(
                f"{shipment.name}: {shipment.invoicing_hold_reason}"
                for shipment in held[:3]
            )
            order.logistics_hold_summary = f"{told} …" if len(held) > 3 else told

    @api.model_create_multi
    def create(self, vals_list):
        if "default_logistics_invoice_policy" in self.env.context or any(
            "logistics_invoice_policy" in vals for vals in vals_list
        ):
            self.env["logistics.shipment"]._check_may_release_invoicing()
        if not self.env.su:
            if any(vals.get(name) for vals in vals_list for name in _FOLLOWS):
                raise UserError(self.env._("This follows from shipments and settings."))
            # Said, so that no default takes their place.
            vals_list = [
                {**vals, **dict.fromkeys(_FOLLOWS, False)} for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {*_FOLLOWS} & set(vals):
            raise UserError(self.env._("This follows from shipments and settings."))
        changed = self._logistics_changing_policy(vals)
        result = super().write(vals)
        for order in changed.filtered(lambda o: o.state == "sale"):
            order._logistics_apply_policy()
        return result

    def _logistics_changing_policy(self, vals):
        """Return the orders that are to be invoiced at another time: finance decides."""
        if "logistics_invoice_policy" not in vals:
            return self.browse()
        changed = self.filtered(
            lambda o: o.logistics_invoice_policy != vals["logistics_invoice_policy"]
        )
        if changed and not self.env.su:
            self.env["logistics.shipment"]._check_may_release_invoicing()
        return changed

    def _logistics_apply_policy(self):
        """Have the shipments of the order wait, or no more, by its policy."""
        self.ensure_one()
        shipments = self.sudo().logistics_shipment_ids.filtered(
            lambda s: s.direction == "outbound" and s.state != "cancelled"
        )
        if self.logistics_invoice_policy == "order":
            shipments._wait_no_more(self.env._("The order is invoiced as it is."))
        else:
            shipments._wait_for(self.logistics_invoice_policy)
            self.env["logistics.invoicing"]._follow(set(shipments.ids))

    # Gate

    def _logistics_gates_invoicing(self):
        """Whether anything but Odoo's own policies decides what may be invoiced."""
        self.ensure_one()
        return (
            self.logistics_is_held
            or bool(self.logistics_billed_by_id)
            or (self.logistics_invoice_policy or "order") != "order"
        )

    def _logistics_reckon_invoicing(self):
        """Reckon again what of the orders is held, and what may be invoiced."""
        orders = self.sudo()
        if not orders:
            return
        held = dict(
            self.env["logistics.shipment"]
            .sudo()
            ._read_group(
                [
                    ("sale_id", "in", orders.ids),
                    ("invoicing_hold", "=", True),
                    # What was called off before it left keeps nothing back.
                    "|",
                    ("state", "!=", "cancelled"),
                    ("picking_ids.state", "=", "done"),
                ],
                ["sale_id"],
                ["__count"],
            )
        )
        for order in orders:
            if order.logistics_is_held != (order in held):
                order.logistics_is_held = order in held
        lines = orders.order_line
        for name in ("qty_to_invoice", "logistics_qty_held", "invoice_status"):
            self.env.add_to_compute(lines._fields[name], lines)
        lines.modified(["qty_to_invoice"])

    def _action_confirm(self):
        """Say who invoices the order before anything is shipped of it."""
        for company, orders in self.grouped("company_id").items():
            if not company.sudo().logistics_billing_integration_id:
                continue
            integration = company._logistics_external_billing()
            for order in orders.sudo().filtered(lambda o: not o.logistics_billed_by_id):
                customer = order.partner_invoice_id.commercial_partner_id
                if not customer.with_company(company).logistics_bills_in_odoo:
                    order.logistics_billed_by_id = integration
        return super()._action_confirm()

    def action_logistics_bill_here(self):
        """Invoice orders from Odoo that another system was to invoice."""
        self.env["logistics.shipment"]._check_may_release_invoicing()
        self.check_access("write")
        for order in self.sudo().filtered("logistics_billed_by_id"):
            order.message_post(
                body=self.env._(
                    "%(person)s has Odoo invoice the order instead of %(system)s.",
                    person=self.env.user.name,
                    system=order.logistics_billed_by_id.name,
                )
            )
            order.logistics_billed_by_id = False

    # Odoo's own ways to invoices

    def _force_lines_to_invoice_policy_order(self):
        """A payment makes nothing invoiceable that is held."""
        free = self.filtered(lambda order: not order._logistics_gates_invoicing())
        return super(SaleOrder, free)._force_lines_to_invoice_policy_order()

    def _create_invoices(self, grouped=False, final=False, date=None):
        gated = self.filtered(lambda order: order._logistics_gates_invoicing())
        gated._logistics_lock_for_invoice()
        return super()._create_invoices(grouped=grouped, final=final, date=date)

    def _logistics_lock_for_invoice(self):
        """Let one transaction at a time invoice the orders.

        The row is written, so that whoever waited for it begins anew and finds the
        invoice.
        """
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE sale_order SET logistics_invoice_turn = "
            "COALESCE(logistics_invoice_turn, 0) + 1 WHERE id = ANY(%s)",
            (sorted(self.ids),),
        )

    def _nothing_to_invoice_error_message(self):
        if external := self.logistics_billed_by_id[:1]:
            return self.env._("%s invoices this order, not Odoo.", external.name)
        reasons = [o.logistics_hold_summary for o in self if o.logistics_hold_summary]
        if reasons:
            return self.env._(
                "Nothing may be invoiced yet.\n%s\nFinance may release it by hand.",
                "\n".join(reasons),
            )
        return super()._nothing_to_invoice_error_message()
