# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import uuid

import psycopg2
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.reading import reader_of

from ..canonical import booking_course as course
from ..canonical.bookings import LABEL_FORMATS, BookingRequest
from ..canonical.consignments import Consignment

_logger = logging.getLogger(__name__)

PURPOSES = [("ship", "Shipment"), ("return", "Return")]

#: What the carrier said to an earlier request tells nothing of a new one.
NOT_ANSWERED = {
    "external_id": False,
    "tracking_number": False,
    "tracking_url": False,
    "answer": False,
    "price": 0.0,
    "currency_id": False,
    "charges": False,
    "promised": False,
}


#: By whom, and for how much, is told anew for each request.
NOT_CHOSEN = {
    "offer_id": False,
    "rate_id": False,
    "expected_price": 0.0,
    "expected_currency_id": False,
}


class LogisticsBooking(models.Model):
    """A label bought, or to be bought, once.

    The intent is a row, committed with the picking's own transaction.
    """

    _name = "logistics.booking"
    _description = "Carrier Booking"
    _inherit = ["logistics.carrier.work"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "external_id", "tracking_number"]

    name = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Consignee")
    shipment_id = fields.Many2one(
        "logistics.shipment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    carrier_id = fields.Many2one(
        "delivery.carrier",
        string="Delivery Method",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # Empty as long as the rules are still to choose.
    integration_id = fields.Many2one(readonly=True, required=False)
    service_code = fields.Char(readonly=True)
    purpose = fields.Selection(PURPOSES, required=True, readonly=True, default="ship")
    state = fields.Selection(
        list(course.STATES.items()),
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    request = fields.Json(
        readonly=True, copy=False, groups="logistics_base.group_payload_viewer"
    )
    unwanted = fields.Boolean(
        string="To Be Called Off",
        readonly=True,
        copy=False,
        help="Nobody wants it any more; it is called off as soon as it is known.",
    )
    settled = fields.Boolean(
        readonly=True,
        copy=False,
        help="Price, tracking number and chatter of the transfer tell of it.",
    )
    tracking_number = fields.Char(string="Tracking Numbers", readonly=True, copy=False)
    tracking_url = fields.Char(readonly=True, copy=False)
    answer = fields.Json(
        readonly=True, copy=False, groups="logistics_base.group_payload_viewer"
    )
    rate_id = fields.Char(string="Carrier's Offer", readonly=True, copy=False)
    currency_id = fields.Many2one("res.currency", readonly=True, copy=False)
    price = fields.Monetary(readonly=True, copy=False)
    expected_currency_id = fields.Many2one("res.currency", readonly=True)
    expected_price = fields.Monetary(
        readonly=True, currency_field="expected_currency_id"
    )
    charges = fields.Json(readonly=True, copy=False)
    promised = fields.Datetime(string="Promised by Carrier", readonly=True, copy=False)
    booked_at = fields.Datetime(readonly=True, copy=False)
    refund_pending = fields.Boolean(readonly=True, copy=False)
    delivery_line_id = fields.Many2one(
        "sale.order.line",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    label_format = fields.Selection(
        [(name, name.upper()) for name in LABEL_FORMATS], readonly=True, default="pdf"
    )
    label_ids = fields.Many2many(
        "ir.attachment",
        "logistics_booking_label_rel",
        string="Labels",
        readonly=True,
        copy=False,
    )
    document_ids = fields.Many2many(
        "ir.attachment",
        "logistics_booking_document_rel",
        string="Papers",
        readonly=True,
        copy=False,
    )
    can_print = fields.Boolean(compute="_compute_can_print")

    _key_once = models.UniqueIndex("(key)", "This key is in use already.")
    _one_active = models.UniqueIndex(
        "(picking_id, purpose) "
        "WHERE state NOT IN ('cancelling', 'cancelled') AND unwanted IS NOT TRUE",
        "The transfer is booked already.",
    )
    _due = models.Index(
        "(next_attempt_at) "
        "WHERE state IN ('pending', 'calling', 'requested', 'cancelling')"
    )
    _unsettled = models.Index(
        "(id) WHERE state IN ('ready', 'cancelled') AND settled IS NOT TRUE"
    )
    _by_external_id = models.Index("(external_id, integration_id)")
    _by_number = models.Index("(tracking_number, integration_id)")

    @api.depends("label_ids", "state")
    def _compute_can_print(self):
        for booking in self:
            booking.can_print = (
                bool(booking.label_ids) and booking.state not in course.GONE
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                sequence = self.env["ir.sequence"].with_company(vals["company_id"])
                vals["name"] = sequence.next_by_code("logistics.booking")
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if sent := self.filtered(lambda b: b.state != "draft"):
            raise UserError(
                self.env._(
                    "What was sent to a carrier is kept: %s",
                    ", ".join(sent.mapped("name")),
                )
            )

    # The intent

    @api.model
    def _intend(self, picking, purpose="ship"):
        """Have the picking booked once this transaction is committed.

        A booking that is under way or done is left as it is; one that failed is tried
        anew. What keeps it from being sent is on the booking, which has failed then.

        :return: the picking's booking.
        """
        self = self.sudo()
        booking = (
            self._active(picking, purpose)
            or self._made_elsewhere(picking, purpose)
            or self._open(picking, purpose)
        )
        if booking.state in course.REPEATABLE:
            booking._submit()
        booking._call_after_commit()
        return booking

    @api.model
    def _active(self, picking, purpose="ship"):
        """Return the one booking that counts for the picking, if any."""
        return self.search(
            [
                ("picking_id", "=", picking.id),
                ("purpose", "=", purpose),
                ("state", "not in", course.GONE),
                ("unwanted", "=", False),
            ],
            limit=1,
        )

    @api.model
    def _made_elsewhere(self, picking, purpose):
        """Return the booking of another transfer of the same goods, if any.

        Where they are packed, or where they leave: a label is bought once.
        """
        found = picking._logistics_booked_before(purpose)
        if purpose == "ship":
            found = found or picking._logistics_booked_after()
        return found[:1].sudo()

    @api.model
    def _open(self, picking, purpose):
        """Return a new draft; where somebody else just made one, that is enough."""
        carrier = picking.carrier_id
        try:
            with self.env.cr.savepoint():
                return self.create(
                    {
                        "company_id": picking.company_id.id,
                        "picking_id": picking.id,
                        "shipment_id": picking.logistics_shipment_id.id,
                        "carrier_id": carrier.id,
                        "integration_id": carrier.logistics_integration_id.id,
                        "purpose": purpose,
                        "label_format": carrier.logistics_label_format or "pdf",
                    }
                )
        except UniqueViolation:
            return self.browse()

    def _submit(self, offer=None, avoided=None):
        """Write down what is to be booked, under a new key, and put it in the queue.

        A key that failed is not used again: a partner that honours keys would repeat
        its refusal, whatever was corrected meanwhile.

        :param offer: ``logistics.quote.line`` to book by; None: what is known of it.
        :param avoided: integrations that could not take it.
        """
        for booking in self:
            carrier = booking.picking_id.carrier_id
            booking.picking_id._logistics_prepare_booking()
            booking.picking_id._logistics_hold_goods()
            booking._decide(
                {
                    "key": uuid.uuid4().hex,
                    "carrier_id": carrier.id,
                    "integration_id": carrier.logistics_integration_id.id,
                    "shipment_id": booking.picking_id.logistics_shipment_id.id,
                    "avoided_ids": [fields.Command.set(avoided.ids if avoided else [])],
                    "request": False,
                    "attempts": 0,
                    "settled": False,
                    "error_category": False,
                    "error_message": False,
                    "next_attempt_at": False,
                    "service_code": False,
                    **NOT_CHOSEN,
                    **NOT_ANSWERED,
                }
            )
            if problems := booking._prepare(offer):
                booking._set_invalid(problems)
            else:
                booking.state = "pending"

    def _prepare(self, offer=None):
        """Write the request down; whatever is wrong with it, the goods may move.

        :return: what keeps it from being sent, one text each.
        """
        try:
            with self.env.cr.savepoint():
                self._write_request()
                self._choose(offer or self._known_offer())
                return self._problems()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.exception("%s: the request cannot be made", self.name)
            return [str(error)]

    def _write_request(self):
        """Freeze what the carrier is asked, but for the service."""
        consignment = self.picking_id._logistics_consignment()
        if self.purpose == "return":
            consignment = self._turned_round(consignment)
        self.request = BookingRequest(
            key=self.key,
            service_code="",
            consignment=consignment,
            label_format=self.label_format,
        ).to_json()

    def _consignment(self):
        """Return the ``Consignment`` that is asked for, with a service or without."""
        return reader_of(Consignment)(self.request["consignment"])

    def _problems(self):
        """Return what keeps the request from being sent, one text each."""
        consignment = self._consignment()
        problems = self.picking_id._logistics_problems(consignment, self.integration_id)
        if self.integration_id and self.integration_id.state != "live":
            problems = [
                *problems,
                self.env._("%s is not live.", self.integration_id.name),
            ]
        return problems

    def _set_invalid(self, problems):
        """Keep it from being sent, and say why."""
        self.write(
            {
                "state": "failed",
                "error_category": "invalid",
                "error_message": _listed(problems),
            }
        )
        self._tell_trouble()

    def _standing(self):
        """Return where the booking stands, as the rules know it."""
        return course.Standing(
            state=self.state,
            unsure=self.unsure,
            asked=self.asked,
            unwanted=self.unwanted,
            external_id=self.external_id or None,
            attempts=self.attempts,
            called_at=self.called_at or None,
        )


def _listed(problems):
    """Return problems as people read them: several of them line by line."""
    if len(problems) == 1:
        return problems[0]
    return "\n".join(f"• {problem}" for problem in problems)
