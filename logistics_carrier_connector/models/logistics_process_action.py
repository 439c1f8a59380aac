# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..canonical import booking_course as course
from .logistics_tender import LIVE_STATES
from .stock_picking_booking import NOT_YET


class LogisticsProcessActionBook(models.AbstractModel):
    """Booking the carrier of the delivery method, and calling that off.

    The booking's own course sees to it that either happens once; the process asks, and
    watches what comes of it.
    """

    _name = "logistics.process.action.book"
    _inherit = "logistics.process.action"
    _description = "Book a Carrier"

    @api.model
    def _do(self, steps):
        """Book transfers that can be packed, where the delivery method buys labels."""
        done = steps.browse()
        for step in steps:
            pickings = step.shipment_id.picking_ids.filtered(
                lambda p: (
                    p.delivery_type == "logistics"
                    and p.carrier_id.integration_level == "rate_and_ship"
                    and p.state not in NOT_YET
                )
            )
            for picking in pickings.filtered(lambda p: not p.booking_id):
                self.env["logistics.booking"]._intend(picking)
            if pickings:
                done |= step
        return done

    @api.model
    def _undo(self, steps):
        """Have carriers cancel what is booked for the shipments."""
        bookings = steps.shipment_id.booking_ids
        bookings.filtered(lambda b: b.state not in course.GONE)._call_off()
        return steps

    @api.model
    def _retry(self, steps):
        """Book what failed once more."""
        bookings = steps.shipment_id.booking_ids
        failed = bookings.filtered(lambda b: b.state == "failed" and not b.unwanted)
        if failed:
            failed._lock()
            failed._submit()
            failed._call_after_commit()


class LogisticsProcessActionLabel(models.AbstractModel):
    """A label comes with its booking; where it does not, it is asked for again."""

    _name = "logistics.process.action.label"
    _inherit = "logistics.process.action"
    _description = "Get a Label"

    @api.model
    def _retry(self, steps):
        """Ask the carriers for the labels again; nothing is bought."""
        bookings = steps.shipment_id.booking_ids
        if booked := bookings.filtered(lambda b: b.state == "requested"):
            booked.action_reprint()


class LogisticsProcessActionTender(models.AbstractModel):
    """Offering a load is a person's affair; taking it back may be the process's."""

    _name = "logistics.process.action.tender"
    _inherit = "logistics.process.action"
    _description = "Tender a Load"

    @api.model
    def _undo(self, steps):
        """Withdraw the load from the carriers that have it or are being asked."""
        tenders = steps.shipment_id.tender_ids
        tenders.filtered(lambda tender: tender.state in LIVE_STATES)._withdraw(
            self.env._("The shipment was called off.")
        )
        return steps
