# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsShipment(models.Model):
    """A shipment and the carriers it was offered to."""

    _inherit = "logistics.shipment"

    tender_ids = fields.Many2many(
        "logistics.tender",
        "logistics_tender_shipment_rel",
        "shipment_id",
        "tender_id",
        string="Tenders",
        copy=False,
        readonly=True,
    )
    tender_count = fields.Integer(compute="_compute_tender_count")
    open_tender_id = fields.Many2one(
        "logistics.tender", compute="_compute_tender_count", string="Asked"
    )

    @api.depends("tender_ids.state")
    def _compute_tender_count(self):
        for shipment in self:
            tenders = shipment.tender_ids
            shipment.tender_count = len(tenders)
            shipment.open_tender_id = tenders.filtered(
                lambda t: t.state in ("sent", "counter", "accepted")
            )[:1]

    def action_tender(self):
        """Open the wizard that offers the shipments to carriers."""
        if busy := self.filtered("open_tender_id"):
            raise UserError(
                self.env._(
                    "A carrier has or is being asked about %s.",
                    ", ".join(busy.mapped("name")),
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tender"),
            "res_model": "logistics.tender.offer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_shipment_ids": self.ids},
        }

    def action_view_tenders(self):
        """Open the tenders of the shipments."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_carrier_connector.logistics_tender_action"
        )
        action["domain"] = [("shipment_ids", "in", self.ids)]
        action["context"] = {}
        return action
