# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical import booking_course as course
from ..canonical.bookings import BookingRequest
from ..carriers.connector import Connector, NotSupported
from .logistics_carrier_work import LEASE

_logger = logging.getLogger(__name__)

#: A booking that is asked about and not found is booked in the same go, and the like.
MAX_STEPS = 4


@dataclass(frozen=True, slots=True)
class Task:
    """What one holder of a lease does, with all it needs: no record, no cursor."""

    booking_id: int
    claim: int
    step: str
    standing: course.Standing
    partner: course.Partner
    request: BookingRequest
    connector: Connector
    purpose: str
    tracking_numbers: tuple
    begun_at: datetime

    def call(self):
        """Do it at the carrier; return what it answers.

        :raise CallError: if the call failed.
        """
        connector, standing = self.connector, self.standing
        if self.step == "book":
            book = connector.book if self.purpose == "ship" else connector.return_label
            return book(self.request)
        if self.step == "find":
            return connector.find_booking(self.request)
        if self.step == "reprint":
            return connector.reprint(standing.external_id, self.request.label_format)
        return connector.cancel_booking(standing.external_id, self.tracking_numbers)


class LogisticsBooking(models.Model):
    """How one booking is carried out: by a lease, a call, and its outcome.

    The caller's transaction is never held open over a call: claiming, calling and
    writing down the outcome are three steps, each with a cursor of its own or none.
    """

    _inherit = "logistics.booking"

    # One booking

    @api.model
    def _advance(self, booking_id):
        """Take the booking as far as it goes now, in cursors of its own.

        :return: whether anything was done.
        """
        self = self.with_context(work_in_hand=booking_id)
        did = self._choose_apart(booking_id)
        for _step in range(MAX_STEPS):
            task = self._in_own_cursor(lambda bookings: bookings._claim(booking_id))
            if task is None:
                break
            self._carry_out(task)
            did = True
        if other_id := self._divert(booking_id):
            return self._advance(other_id) or True
        settled = self._in_own_cursor(lambda b: b.browse(booking_id)._settle_one())
        return bool(did or settled)

    @api.model
    def _claim(self, booking_id):
        """Take a lease on the booking if it is due and nobody has it.

        :return: a :class:`Task`, or None.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM logistics_booking WHERE id = %s AND %s "
                "FOR UPDATE SKIP LOCKED",
                booking_id,
                self._due_clause(),
            )
        )
        booking = self.browse(booking_id)
        if not rows or booking._lacks_choice():
            return None
        return booking._take_up()

    def _take_up(self):
        """Return the Task of what comes next; None where nothing can be done now."""
        standing = self._standing()
        lease = self._seconds("booking_lease", LEASE)
        try:
            connector = self.integration_id._connector(deadline=lease / 2)
        except UserError as error:
            # Nobody was called: what is missing may be set right in the meantime.
            self._postpone(standing, CallError("unreachable", str(error)))
            return None
        partner = course.Partner.of(connector)
        step = course.step_of(standing, partner)
        if step == "wait":
            self.write({**course.stuck(standing), "lease_until": False})
            self._tell_trouble()
            return None
        return self._lease(step, standing, partner, connector, lease)

    def _postpone(self, standing, error):
        step = "find" if standing.unsure else "book"
        if standing.state == "cancelling":
            step = "cancel"
        self._follow(standing, step, error, course.Partner())
        self.attempts += 1

    def _lease(self, step, standing, partner, connector, seconds):
        now = fields.Datetime.now()
        self.write(
            {
                **course.begun(standing, step, now),
                "claims": self.claims + 1,
                "lease_until": now + timedelta(seconds=seconds),
            }
        )
        return Task(
            booking_id=self.id,
            claim=self.claims,
            step=step,
            standing=standing,
            partner=partner,
            request=BookingRequest.from_json(self.request),
            connector=connector,
            purpose=self.purpose,
            tracking_numbers=tuple(self._numbers()),
            begun_at=now,
        )

    @api.model
    def _carry_out(self, task):
        """Call the carrier and write down what came of it."""
        answer = error = None
        try:
            answer = task.call()
            if answer is None and task.step != "find":
                raise CallError("uncertain", self.env._("The carrier said nothing."))
        except CallError as failure:
            error = failure
        except NotSupported:
            error = CallError(
                "refused", self.env._("The carrier's interface has no such thing.")
            )
        except Exception:
            # Whatever broke, it broke after the intent to call: nobody knows.
            _logger.exception("Booking %s: the connector failed", task.booking_id)
            error = CallError(
                "uncertain", self.env._("The answer could not be understood.")
            )
        self._log(task)
        self._in_own_cursor(lambda b: b._conclude(task, answer, error))

    @api.model
    def _log(self, task):
        """Keep every call as a message, whatever becomes of the rest."""
        if task.connector.client is None:
            return

        def log(bookings):
            booking = bookings.browse(task.booking_id)
            booking.integration_id._log_calls(
                task.connector.client,
                "booking.request",
                correlation_id=booking.shipment_id.correlation_id,
                shipment_ids=booking.shipment_id.ids,
            )

        try:
            self._in_own_cursor(log)
        except Exception:
            # The outcome of the call counts for more than its record.
            _logger.exception("Booking %s: the calls were not logged", task.booking_id)

    @api.model
    def _conclude(self, task, answer, error):
        """Apply the outcome to the booking, which others may have moved meanwhile.

        What the carrier says it did is taken from anybody; that nothing is known counts
        only from who holds the lease.
        """
        booking = self.browse(task.booking_id)
        booking._lock()
        is_holder = booking.claims == task.claim
        if is_holder:
            booking.lease_until = False
        if task.step == "cancel":
            if is_holder:
                booking._conclude_cancel(task, answer, error)
        elif answer is not None:
            booking._confirm(answer)
        elif is_holder and error is None:
            booking._set_not_found(task)
        elif is_holder:
            booking._fail(error, task)
