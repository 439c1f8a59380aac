# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What the course of an errand tells of it.
RECORDED = frozenset(
    {
        "state",
        "key",
        "unsure",
        "asked",
        "attempts",
        "claims",
        "next_attempt_at",
        "lease_until",
        "called_at",
        "error_category",
        "error_message",
        "external_id",
    }
)


class LogisticsHandover(models.AbstractModel):
    """Booked goods of one warehouse that one carrier gets together.

    A model names in ``_handover_field`` the field of a booking that leads to it.
    """

    _name = "logistics.handover"
    _description = "Goods for a Carrier"
    _inherit = ["logistics.errand", "logistics.recorded"]
    _check_company_auto = True

    _handover_field = ""
    _recorded = RECORDED

    name = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    company_id = fields.Many2one(default=lambda self: self.env.company)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    # Who loads need not see shipments to see how much there is.
    booking_count = fields.Integer(compute="_compute_load", compute_sudo=True)
    piece_count = fields.Integer(
        compute="_compute_load", compute_sudo=True, string="Packages"
    )
    weight = fields.Float(
        compute="_compute_load",
        compute_sudo=True,
        string="Weight (kg)",
        digits=(16, 3),
    )

    @api.depends(
        lambda self: (
            ("booking_ids.shipment_id.package_ids", "booking_ids.shipment_id.weight")
            if "booking_ids" in self._fields
            else ()
        )
    )
    def _compute_load(self):
        for handover in self:
            shipments = handover.booking_ids.shipment_id
            handover.booking_count = len(handover.booking_ids)
            handover.piece_count = sum(len(s.package_ids) or 1 for s in shipments)
            handover.weight = sum(shipments.mapped("weight"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if any(handover.state != "draft" for handover in self):
            raise UserError(
                self.env._("What was settled with a carrier is kept: call it off.")
            )

    def _waiting_bookings(self):
        """Return the domain of labels that wait for a hand-over of this kind."""
        return [
            ("purpose", "=", "ship"),
            ("state", "=", "ready"),
            ("unwanted", "=", False),
            (self._handover_field, "=", False),
            ("shipment_id.state", "in", ("draft", "released", "booked")),
        ]

    def _undo(self):
        self.booking_ids[self._handover_field] = False

    def _numbers(self):
        """Return all tracking numbers, in the order of the bookings."""
        return tuple(n for booking in self.booking_ids for n in booking._numbers())

    def _external_ids(self):
        """Return the carrier's ids of the bookings that have one."""
        return tuple(filter(None, self.booking_ids.mapped("external_id")))

    def _tell_shipments(self, code, moment=None, classifier="actual"):
        """Record a milestone on every shipment."""
        self.env["logistics.milestone"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "code": code,
                    "classifier": classifier,
                    "occurred_at": moment or fields.Datetime.now(),
                }
                for shipment in self.booking_ids.shipment_id
            ]
        )

    def action_view_bookings(self):
        """Open the bookings."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_carrier_connector.logistics_booking_action"
        )
        return {
            **action,
            "domain": [(self._handover_field, "=", self.id)],
            "context": {},
        }
