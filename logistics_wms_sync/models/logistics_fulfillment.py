# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

from ..canonical.fulfillment_course import Fact

STATUSES = {
    "accepted": "Accepted",
    "rejected": "Rejected",
    "allocated": "Allocated",
    "picking": "Picking",
    "picked": "Picked",
    "packed": "Packed",
    "shipped": "Shipped",
    "short": "Short",
    "backordered": "Backordered",
    "cancelled": "Cancelled",
    "cancel_refused": "Too Late to Cancel",
}


class LogisticsFulfillment(models.Model):
    """One thing that a warehouse told of an order, and what that changed.

    Kept for ever: it is how the same thing told again, by whatever way, is known.
    """

    _name = "logistics.fulfillment"
    _description = "Warehouse Fulfilment"
    _order = "occurred_at desc, id desc"
    _rec_name = "external_id"

    order_id = fields.Many2one(
        "logistics.warehouse.order",
        string="Warehouse Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    warehouse_id = fields.Many2one(related="order_id.warehouse_id", store=True)
    integration_id = fields.Many2one(related="order_id.integration_id")
    partner_id = fields.Many2one(related="order_id.partner_id")
    identity = fields.Char(
        required=True,
        readonly=True,
        help="The partner's id of it, else a digest of what it says.",
    )
    digest = fields.Char(readonly=True, help="Of what it says.")
    external_id = fields.Char(string="Partner's Id", readonly=True)
    status = fields.Selection(list(STATUSES.items()), required=True, readonly=True)
    occurred_at = fields.Datetime(required=True, readonly=True)
    received_at = fields.Datetime(readonly=True)
    is_final = fields.Boolean(
        string="Final", readonly=True, help="Nothing of the order comes after it."
    )
    reason = fields.Char(readonly=True)
    carrier = fields.Char(readonly=True, help="As the warehouse calls it.")
    service_code = fields.Char(string="Service", readonly=True)
    message_id = LooseMany2one("logistics.message", string="Message", readonly=True)
    content = fields.Json(
        readonly=True, help="What it told of each line of the order, by the line's id."
    )
    lines_html = fields.Html(
        string="Lines", compute="_compute_lines_html", sanitize=False
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    shorted = fields.Float(digits="Product Unit", readonly=True)
    substituted = fields.Float(digits="Product Unit", readonly=True)
    package_count = fields.Integer(string="Packages", readonly=True)
    tracking_numbers = fields.Char(readonly=True)
    picking_ids = fields.Many2many(
        "stock.picking",
        "logistics_fulfillment_picking_rel",
        "fulfillment_id",
        "picking_id",
        string="Transfers",
        readonly=True,
        groups="stock.group_stock_user",
        help="What was done in stock because of it.",
    )
    picking_count = fields.Integer(compute="_compute_picking_count", compute_sudo=True)
    shipment_id = fields.Many2one(
        "logistics.shipment", readonly=True, index="btree_not_null"
    )

    _told_once = models.UniqueIndex(
        "(order_id, identity)", "This was told of the order already."
    )

    @api.depends("order_id.name", "status")
    def _compute_display_name(self):
        labels = dict(self._fields["status"]._description_selection(self.env))
        for told in self:
            told.display_name = f"{told.order_id.name} · {labels.get(told.status, '')}"

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for told in self:
            told.picking_count = len(told.picking_ids)

    @api.depends("content")
    def _compute_lines_html(self):
        labels = (
            self.env._("Quantity"),
            self.env._("Short"),
            self.env._("To Follow"),
            self.env._("Substitutes"),
        )
        head = _row("th", self.env._("Product"), *labels)
        for told in self:
            lines = told.order_id.line_ids
            rows = [
                _row("td", line.product_id.display_name, *map(_figure, _values(values)))
                for line in lines
                if (values := (told.content or {}).get(str(line.id)))
            ]
            told.lines_html = Markup('<table class="table table-sm">%s%s</table>') % (
                head,
                Markup().join(rows),
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("What a warehouse told is kept, so that it counts once.")
            )

    def _facts(self):
        """Return {id of a line: [Fact]} of all that these told."""
        facts = {}
        for told in self:
            for line_id, values in (told.content or {}).items():
                facts.setdefault(int(line_id), []).append(
                    Fact(status=told.status, **values)
                )
        return facts

    def action_view_pickings(self):
        """Open what was done in stock."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
        }
        if len(self.picking_ids) == 1:
            return {**action, "res_id": self.picking_ids.id, "view_mode": "form"}
        domain = [("id", "in", self.picking_ids.ids)]
        return {**action, "domain": domain, "view_mode": "list,form"}

    def action_view_shipment(self):
        """Open the shipment that it fed."""
        self.ensure_one()
        return self.shipment_id._form_action()

    def action_view_message(self):
        """Open the message that told it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.message",
            "res_id": self.message_id.id,
            "view_mode": "form",
        }


def _row(tag, name, *figures):
    """Return a row of a table of lines."""
    cells = [Markup("<%s>%s</%s>") % (Markup(tag), name, Markup(tag))]
    cells += [
        Markup('<%s class="text-end">%s</%s>') % (Markup(tag), figure, Markup(tag))
        for figure in figures
    ]
    return Markup("<tr>%s</tr>") % Markup().join(cells)


def _values(values):
    names = ("quantity", "shorted", "backordered", "substituted")
    return [values.get(name, 0.0) for name in names]


def _figure(quantity):
    return f"{quantity:g}" if quantity else ""
