# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid
from datetime import timedelta

from odoo import api, fields, models

from .logistics_shipment_order import OPEN_STATES

#: Less than this between an order and its deadline is no lead time.
NO_LEAD = timedelta(hours=1)


class SaleOrder(models.Model):
    """A confirmed order and what is shipped of it.

    The last transfer of each delivery has a shipment of its own. Goods whose last
    transfer does not exist yet (it is made when the step before is done, or when the
    vendor who sends them is told) wait in one shipment of the order.
    """

    _inherit = "sale.order"

    logistics_correlation_id = fields.Char(
        string="Correlation",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="What everything that becomes of the order is traced by.",
    )
    logistics_shipment_ids = fields.One2many(
        "logistics.shipment",
        "sale_id",
        string="Shipments",
        readonly=True,
        groups="logistics_base.group_user",
    )
    logistics_shipment_count = fields.Integer(
        compute="_compute_logistics_shipment_count", compute_sudo=True
    )

    @api.depends("logistics_shipment_ids")
    def _compute_logistics_shipment_count(self):
        counts = dict(
            self.env["logistics.shipment"]._read_group(
                [("sale_id", "in", self.ids)], ["sale_id"], ["__count"]
            )
        )
        for order in self:
            order.logistics_shipment_count = counts.get(order._origin, 0)

    def action_view_logistics_shipments(self):
        """Open the shipments of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_shipment_action"
        )
        action["domain"] = [("sale_id", "=", self.id)]
        action["context"] = {}
        shipments = self.env["logistics.shipment"].search(action["domain"], limit=2)
        if len(shipments) == 1:
            action |= {"views": [(False, "form")], "res_id": shipments.id}
        return action

    def action_view_logistics_trace(self):
        """Open everything that happened because of the order."""
        self.ensure_one()
        return self.env["logistics.trace"]._open(self._logistics_correlation())

    def _logistics_correlation(self):
        """Return the order's correlation id, which it has from now on."""
        self.ensure_one()
        self._logistics_ensure_correlation()
        return self.sudo().logistics_correlation_id

    def _logistics_ensure_correlation(self):
        for order in self.sudo().filtered(lambda o: not o.logistics_correlation_id):
            order.logistics_correlation_id = uuid.uuid4().hex

    # Shipments that wait for their last transfer

    def _logistics_waiting_shipments(self):
        """Return {order: its shipments that no transfer has taken}."""
        if not self:
            return {}
        waiting = (
            self.env["logistics.shipment"]
            .sudo()
            .search(
                [
                    ("sale_id", "in", self.ids),
                    ("picking_ids", "=", False),
                    ("state", "in", OPEN_STATES),
                    ("direction", "=", "outbound"),
                ],
                order="id",
            )
        )
        return waiting.grouped("sale_id")

    def _logistics_lines_waiting(self):
        """Return the lines whose goods no last transfer carries, or will, yet."""
        return self._logistics_goods().filtered(
            lambda line: (
                not any(
                    move.state != "cancel" and move.picking_id._logistics_is_last_step()
                    for move in line.move_ids
                )
            )
        )

    def _logistics_sync_waiting(self):
        """Have one shipment wait where goods still wait for their last transfer."""
        orders = self.sudo().filtered(
            lambda o: o.state == "sale" and o.carrier_id._logistics_carries()
        )
        if not orders:
            return
        waiting = orders._logistics_waiting_shipments()
        lines = {order: order._logistics_lines_waiting() for order in orders}
        settled = orders.filtered(lambda o: not lines[o])
        for order in settled:
            waiting.get(order, self.env["logistics.shipment"])._logistics_call_off()
        new = orders.filtered(lambda o: lines[o] and o not in waiting)
        made = new._logistics_create_waiting(lines)
        for order, shipments in waiting.items():
            if lines[order]:
                shipments[:1]._logistics_write(order._logistics_measures(lines[order]))
                shipments._logistics_promise(order.commitment_date)
                made |= shipments
        made.filtered(lambda s: any(lines[s.sale_id].move_ids))._logistics_release()

    def _logistics_create_waiting(self, lines):
        shipments = self.env["logistics.shipment"]._logistics_quietly()
        if not self:
            return shipments
        self._logistics_ensure_correlation()
        terms = self.env["stock.picking"]._logistics_incoterm_ids(
            self.incoterm | self.company_id.incoterm_id
        )
        made = shipments.create(
            [order._logistics_waiting_vals(lines[order], terms) for order in self]
        )
        self.env["stock.picking"]._logistics_add_references(
            dict(zip(made, self, strict=True))
        )
        return made

    def _logistics_waiting_vals(self, lines, incoterms):
        company = self.company_id
        promised = self._logistics_promised()
        own = self.env["stock.picking"]._logistics_of_company
        sender = self.warehouse_id.partner_id or company.partner_id
        return {
            "company_id": company.id,
            "user_id": company.logistics_user_id.id,
            "sale_id": self.id,
            "correlation_id": self.logistics_correlation_id,
            "direction": "outbound",
            "carrier_id": self.carrier_id.id,
            "partner_id": own(self.partner_id, company).id,
            "ship_from_id": own(sender, company).id,
            "ship_to_id": own(self.partner_shipping_id, company).id,
            "incoterm_id": incoterms.get(
                (self.incoterm or company.incoterm_id).code, False
            ),
            "promised_date": promised,
            "order_promise_date": promised,
            **self._logistics_measures(lines),
            **self.carrier_id._logistics_shipment_vals(company),
        }

    def _logistics_promised(self, deadline=None):
        """Return when the customer was told to have the goods, False if not at all.

        :param deadline: of the goods in question, which follows from lead times. With
            no lead time it is the moment of the order, and promises nothing.
        """
        if self.commitment_date:
            return self.commitment_date
        expected = deadline or self.expected_date
        ordered = self.date_order or fields.Datetime.now()
        return expected if expected and expected - ordered >= NO_LEAD else False

    def _logistics_measures(self, lines):
        """Return weight in kg, volume in m³ and what else lines tell of a shipment."""
        consigning = self.env["logistics.consigning"]
        weight = volume = 0.0
        for line in lines:
            product = line.product_id
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, product.uom_id
            )
            weight += quantity * product.weight
            volume += quantity * product.volume
        return {
            "weight": consigning._kg(weight),
            "volume": round(consigning._m3(volume), 4),
            "has_dangerous_goods": any(
                lines.product_id.mapped("logistics_is_dangerous")
            ),
        }

    # Odoo's own steps

    def _action_confirm(self):
        result = super()._action_confirm()
        self._logistics_sync_waiting()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        waiting = self._logistics_waiting_shipments().values()
        self.env["logistics.shipment"].sudo().union(*waiting)._logistics_call_off()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "commitment_date" in vals or "incoterm" in vals:
            self.picking_ids._logistics_sync()
        if "client_order_ref" in vals:
            self._logistics_note_references()
        if not {"order_line", "carrier_id", "commitment_date"}.isdisjoint(vals):
            self.filtered(lambda o: o.state == "sale")._logistics_sync_waiting()
        return result

    def _logistics_note_references(self):
        shipments = self.sudo().logistics_shipment_ids.filtered(
            lambda s: s.state in OPEN_STATES
        )
        if shipments:
            self.env["stock.picking"].sudo()._logistics_add_references(
                {shipment: shipment.sale_id for shipment in shipments}
            )
