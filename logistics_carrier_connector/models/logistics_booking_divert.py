# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical import booking_course as course


class LogisticsBooking(models.Model):
    """Another carrier takes over what the first one has not booked, for certain.

    The first booking is over, and the next one opened under a key of its own, in one
    transaction: at any time one of them counts. Whatever the first carrier should
    confirm yet is called off.
    """

    _inherit = "logistics.booking"

    avoided_ids = fields.Many2many(
        "logistics.integration",
        "logistics_booking_avoided_rel",
        string="Could Not Take It",
        readonly=True,
        copy=False,
        groups="logistics_base.group_user,logistics_base.group_integration_admin",
    )

    # A failed booking for which other carriers are still to be asked.
    _to_divert = models.Index(
        "(next_attempt_at) WHERE state = 'failed' AND next_attempt_at IS NOT NULL"
    )

    @api.model
    def _divert(self, booking_id):
        """Have another carrier take what this one has not booked, for certain.

        :return: the id of the booking that takes its place, None if nobody else offers.
        """
        claim = self._in_own_cursor(lambda b: b._claim_divert(booking_id))
        if not claim:
            return None
        quote_id, _problem = self._ask_apart(booking_id, is_other=True)
        return self._in_own_cursor(
            lambda b: b.browse(booking_id)._conclude_divert(claim, quote_id)
        )

    @api.model
    def _claim_divert(self, booking_id):
        """Take a lease on a booking in whose place another carrier may be taken."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM logistics_booking WHERE id = %s "
                "AND (state = 'pending' AND error_category IS NOT NULL "
                "     OR state = 'failed' AND next_attempt_at IS NOT NULL) "
                "AND (lease_until IS NULL OR lease_until <= %s) "
                "FOR UPDATE SKIP LOCKED",
                booking_id,
                fields.Datetime.now(),
            )
        )
        booking = self.browse(booking_id)
        if not rows:
            return None
        if booking._may_give_way():
            return booking._lease_asking()
        if booking.state == "failed":
            booking.next_attempt_at = False
        return None

    def _may_give_way(self):
        """Whether nothing is booked, for certain, and another carrier may be taken."""
        method = self.carrier_id
        return bool(
            self.integration_id
            and method._logistics_is_open()
            and self.picking_id.carrier_id == method
            and course.may_give_way(self._standing(), self.error_category)
        )

    def _conclude_divert(self, claim, quote_id):
        """Give way to whom the rules choose; return the id of that booking, if any."""
        self._lock()
        if not self._is_holder(claim):
            return None
        self.lease_until = False
        offer = self.env["logistics.quote"].browse(quote_id or ()).line_id
        if not offer or not self._may_give_way():
            # Nobody else takes it: what failed stays so, what waits is tried again.
            if self.state == "failed":
                self.next_attempt_at = False
            return None
        return self._give_way(offer)

    def _give_way(self, offer):
        """End this booking and open another one in its place; return that one's id."""
        avoided = self.avoided_ids | self.integration_id
        self._decide({**course.given_way(), "settled": True})
        self.activity_unlink(["mail.mail_activity_data_warning"])
        self.flush_recordset()
        other = self._open(self.picking_id, self.purpose)
        if not other:
            return None
        other._submit(offer, avoided)
        self._tell_given_way(other, offer.quote_id)
        return other.id

    def _tell_given_way(self, other, quote):
        """Tell why another carrier has the goods now."""
        text = self.env._(
            "%(first)s has not booked it: %(why)s\n%(other)s is taken instead. %(rule)s",
            first=self.integration_id.name,
            why=self.error_message or self.error_category,
            other=other.integration_id.name,
            rule=quote.reason,
        )
        for record in (self.picking_id, self, other):
            record.message_post(body=text)

    # What comes after a failure

    def _follow(self, standing, step, error, partner):
        super()._follow(standing, step, error, partner)
        self._note_to_divert()

    def _set_declined(self, document):
        super()._set_declined(document)
        self._note_to_divert()

    def _set_not_sent(self, message, unsure):
        super()._set_not_sent(message, unsure)
        self._note_to_divert()

    def _set_invalid(self, problems):
        super()._set_invalid(problems)
        if self._is_only_unfit():
            self.error_category = "unfit"
            self._note_to_divert()

    def _is_only_unfit(self):
        """Whether it is this carrier alone that does not take such goods."""
        if not (self.request and self.integration_id):
            return False
        consignment = self._consignment()
        anybody = self.env["logistics.integration"]
        return self.carrier_id._logistics_is_open() and not (
            self.picking_id._logistics_problems(consignment, anybody)
        )

    def _note_to_divert(self):
        """Have the queue ask others, should this server not get to it."""
        if self.state == "failed" and self._may_give_way():
            self.next_attempt_at = fields.Datetime.now()
            self._call_after_commit()
