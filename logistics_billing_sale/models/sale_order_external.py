# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsCustomerInvoice(models.Model):
    """Orders that another system invoiced."""

    _inherit = "logistics.customer.invoice"

    order_ids = fields.Many2many(
        "sale.order",
        "logistics_customer_invoice_sale_order",
        "invoice_id",
        "order_id",
        string="Orders",
        readonly=True,
    )

    def _link(self, document):
        """Link the orders of its shipments, and those that it names itself."""
        super()._link(document)
        own = self.sudo()
        named = {
            reference.value
            for part in (document, *document.lines)
            for reference in part.references
        }
        orders = own.shipment_ids.sale_id
        if named:
            orders |= orders.search(
                [("company_id", "=", own.company_id.id), ("name", "in", list(named))]
            )
        own.order_ids = orders
        own.partner_id = own.partner_id or orders.partner_invoice_id[:1]
        if foreign := orders.filtered(lambda order: not order.logistics_billed_by_id):
            own._warn_of_orders(foreign)
        for order in orders:
            order.message_post(
                body=self.env._(
                    "%(system)s posted %(number)s.",
                    system=own.integration_id.name,
                    number=own.name,
                )
            )
        orders._logistics_reckon_invoicing()

    def _warn_of_orders(self, orders):
        """Tell of orders that Odoo invoices, and now somebody else, too."""
        text = self.env._(
            "Odoo invoices these orders itself: %s", ", ".join(orders.mapped("name"))
        )
        self.message_post(body=text)
        owner = self.integration_id.owner_id or self.env.user
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("Invoiced twice?"),
            note=text,
            user_id=owner.id,
        )


class SaleOrder(models.Model):
    """An order that another system invoices is invoiced when that system says so."""

    _inherit = "sale.order"

    logistics_external_invoice_ids = fields.Many2many(
        "logistics.customer.invoice",
        "logistics_customer_invoice_sale_order",
        "order_id",
        "invoice_id",
        string="Invoices of the Other System",
        readonly=True,
        copy=False,
        groups="logistics_base.group_user",
    )

    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        for order in self.filtered("logistics_billed_by_id"):
            if order.state != "sale":
                continue
            told = order.sudo().logistics_external_invoice_ids
            is_told = any(invoice.kind == "invoice" for invoice in told)
            order.invoice_status = "invoiced" if is_told else "no"
        return result
