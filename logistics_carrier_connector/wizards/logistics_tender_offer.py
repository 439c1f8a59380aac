# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.logistics_base.canonical.vocabulary import MODES


class LogisticsTenderOffer(models.TransientModel):
    """Offers shipments to carriers, one after the other."""

    _name = "logistics.tender.offer"
    _description = "Tender"

    shipment_ids = fields.Many2many(
        "logistics.shipment", string="Shipments", required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    line_ids = fields.One2many(
        "logistics.tender.offer.line",
        "offer_id",
        string="Carriers",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    guide_id = fields.Many2one(
        "logistics.routing.guide",
        string="Routing Guide",
        compute="_compute_guide_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
        help="Whose carriers are asked, in its order. You may change the list.",
    )
    respond_within = fields.Float(
        string="Answer within (h)", default=2.0, required=True
    )
    mode = fields.Selection(
        list(MODES.items()), compute="_compute_mode", store=True, readonly=False
    )
    pickup_from = fields.Datetime()
    pickup_until = fields.Datetime()
    deliver_from = fields.Datetime()
    deliver_until = fields.Datetime(
        compute="_compute_deliver_until", store=True, readonly=False
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )

    @api.depends("shipment_ids")
    def _compute_company_id(self):
        for offer in self:
            offer.company_id = offer.shipment_ids.company_id[:1] or self.env.company

    @api.depends("shipment_ids")
    def _compute_mode(self):
        for offer in self:
            offer.mode = offer.shipment_ids[:1].mode

    @api.depends("shipment_ids")
    def _compute_deliver_until(self):
        for offer in self:
            promises = [p for p in offer.shipment_ids.mapped("shown_promise_date") if p]
            offer.deliver_until = min(promises) if promises else False

    @api.depends("shipment_ids")
    def _compute_guide_id(self):
        guides = self.env["logistics.routing.guide"]
        for offer in self:
            offer.guide_id = guides._guide_for(offer.shipment_ids)

    @api.depends("guide_id", "shipment_ids")
    def _compute_line_ids(self):
        for offer in self:
            carriers = offer.guide_id._carriers_for(offer.shipment_ids)
            offer.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "sequence": 10 * place,
                        "integration_id": integration.id,
                        "service_code": code or False,
                    }
                )
                for place, (integration, code) in enumerate(carriers, 1)
            ]

    def action_offer(self):
        """Ask the first carrier; the others follow when it declines or is silent."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Choose at least one carrier to ask."))
        offering = uuid.uuid4().hex
        tenders = self.env["logistics.tender"].create(
            [
                {**self._vals(), **line._vals()}
                for line in self.line_ids.sorted("sequence")
            ]
        )
        tenders.sudo().offering = offering
        tenders[0].action_send()
        action = self.shipment_ids.action_view_tenders()
        return {**action, "domain": [("offering", "=", offering)]}

    def _vals(self):
        return {
            "company_id": self.company_id.id,
            "shipment_ids": [Command.set(self.shipment_ids.ids)],
            "mode": self.mode,
            "respond_within": self.respond_within,
            "pickup_from": self.pickup_from,
            "pickup_until": self.pickup_until,
            "deliver_from": self.deliver_from,
            "deliver_until": self.deliver_until,
            "currency_id": self.currency_id.id,
        }


class LogisticsTenderOfferLine(models.TransientModel):
    """A carrier to ask, and what it is offered."""

    _name = "logistics.tender.offer.line"
    _description = "Carrier to Ask"
    _order = "sequence, id"

    offer_id = fields.Many2one(
        "logistics.tender.offer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="offer_id.company_id")
    currency_id = fields.Many2one(related="offer_id.currency_id")
    sequence = fields.Integer(default=10)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        domain="[('company_id', '=', company_id), ('kind', 'in', ('carrier', "
        "'forwarder')), ('state', '=', 'live')]",
    )
    service_code = fields.Char(string="Service")
    price = fields.Monetary(help="What we offer to pay. 0: as the contract says.")

    def _vals(self):
        return {
            "sequence": self.sequence,
            "integration_id": self.integration_id.id,
            "service_code": self.service_code,
            "price": self.price,
        }
