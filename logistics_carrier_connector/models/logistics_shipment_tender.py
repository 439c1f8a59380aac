# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.documents import Reference

from ..canonical.consignments import Consignment, Piece


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

    # What carriers are told of it

    def _logistics_tender_consignment(self):
        """Return the ``Consignment`` of all these shipments as one load."""
        parts = [shipment._logistics_own_consignment() for shipment in self]
        first = parts[0]
        if len(parts) == 1:
            return first
        return Consignment(
            ship_from=first.ship_from,
            ship_to=first.ship_to,
            pieces=tuple(piece for part in parts for piece in part.pieces),
            references=tuple(
                dict.fromkeys(ref for part in parts for ref in part.references)
            ),
            ship_at=first.ship_at,
            currency=first.currency,
            options=tuple(
                dict.fromkeys(option for part in parts for option in part.options)
            ),
            payer=first.payer,
            instructions=first.instructions,
        )

    def _logistics_own_consignment(self):
        """Return what its transfer or order says, else what the shipment knows."""
        self.ensure_one()
        transfers = self.sudo().picking_ids.filtered(
            lambda picking: picking.state not in ("cancel", "done")
        )
        if len(transfers) == 1:
            return transfers._logistics_consignment()
        if self.sudo().sale_id and not self.sudo().picking_ids:
            return self.sudo().sale_id._logistics_consignment()
        return self._logistics_bare_consignment()

    def _logistics_bare_consignment(self):
        """Return what the shipment itself knows of what is carried."""
        self.ensure_one()
        return Consignment(
            ship_from=(self.ship_from_id or self.company_id.partner_id)
            .sudo()
            ._logistics_party(),
            ship_to=(self.ship_to_id or self.partner_id).sudo()._logistics_party(),
            pieces=self._logistics_own_pieces(),
            references=self._logistics_own_references(),
            is_return=self.direction == "return",
        )

    def _logistics_own_pieces(self):
        pieces = tuple(
            Piece(
                key=package.tracking_reference or f"package-{package.id}",
                weight=package.weight,
                length=package.length or None,
                width=package.width or None,
                height=package.height or None,
                description=package.name,
            )
            for package in self.package_ids
        )
        return pieces or (Piece(key=f"shipment-{self.id}", weight=self.weight),)

    def _logistics_own_references(self):
        own = self.reference_ids.filtered(lambda r: not r.package_id)
        named = [Reference(r.type, r.value) for r in own]
        return (*named, Reference("customer", self.name))
