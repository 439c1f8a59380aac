# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.logistics_base.canonical.vocabulary import CLOSED_STATES

from .. import words

#: Stages in which a customer waits; a parcel at the pickup point waits for the customer.
LATE_STATES = (
    "released",
    "booked",
    "picked_up",
    "in_transit",
    "customs",
    "out_for_delivery",
)


class LogisticsShipment(models.Model):
    """Where a shipment is and when it comes, in one sentence."""

    _inherit = "logistics.shipment"

    def _headline(self, times, *, short=False):
        """Return (sentence, tone).

        :param short: with abbreviated days, for a list.
        """
        if self.state in ("delivered", "returned"):
            return self._headline_over(times, short), words.STAGES[self.state][1]
        if self.state in CLOSED_STATES or self.state in (
            "available_for_pickup",
            "returning",
        ):
            return self._headline_stage(), words.STAGES[self.state][1]
        return self._headline_arrival(times, short)

    def _headline_stage(self):
        if self.state == "cancelled":
            return self.env._("This shipment was cancelled")
        if self.state == "lost":
            return self.env._("This shipment cannot be found at the moment")
        if self.state == "returning":
            return self.env._("On its way back to the sender")
        return self._in_words(words.MILESTONES[self.state][0])

    def _headline_over(self, times, short):
        delivered = self.state == "delivered"
        moment = self.delivered_date if delivered else self.last_milestone_date
        if not moment:
            return self._in_words(words.STAGES[self.state][0])
        when = {"day": self._day(times, moment, short), "time": times.time(moment)}
        if delivered:
            return self.env._("Delivered %(day)s at %(time)s", **when)
        return self.env._("Returned to the sender %(day)s at %(time)s", **when)

    def _headline_arrival(self, times, short):
        expected = self._expected_arrival(times.now)
        if not expected:
            return self._in_words(words.STAGES[self.state][0]), "info"
        day = self._day(times, expected, short)
        if times.days_ahead(expected) < 0 or expected < times.now:
            return self.env._("Was due %(day)s and is late", day=day), "warning"
        tone = "warning" if self._is_put_off(expected) else "info"
        if not times.names_time(expected):
            return self.env._("Arriving %(day)s", day=day), tone
        clock = times.time(expected)
        return self.env._("Arriving %(day)s by %(time)s", day=day, time=clock), tone

    def _expected_arrival(self, now):
        """Return when the goods should come: the newest estimate, else the promise.

        An estimate that has run out says less than a promise that still stands.
        """
        estimate, promise = self.eta_date, self.shown_promise_date
        if estimate and estimate < now and promise and promise > now:
            return promise
        return estimate or promise

    def _is_put_off(self, expected):
        """Tell whether it comes later than was promised at first."""
        return bool(self.promised_date) and expected > self.promised_date

    def _day(self, times, moment, short=False):
        ahead = times.days_ahead(moment)
        if ahead == 0:
            return self.env._("today")
        if ahead == 1:
            return self.env._("tomorrow")
        if ahead == -1:
            return self.env._("yesterday")
        return times.short_day(moment) if short else times.day(moment)

    def _sublines(self, reader, proofs, scans):
        """Return what goes with the headline."""
        lines = []
        if self.state == "delivered" and (by := next(iter(proofs), None)):
            if by.signatory:
                lines.append(self.env._("Signed by %s", by.signatory))
        if self.state == "available_for_pickup":
            place = next((s.place for s in scans if s.code == self.state), "")
            if place:
                lines.append(self.env._("At %s", place))
        if self.package_count > 1 and self.state not in ("returned", "cancelled"):
            lines.append(
                self.env._(
                    "%(done)s of %(all)s packages delivered",
                    done=self.delivered_package_count,
                    all=self.package_count,
                )
            )
        if self._is_moving() and not self._expected_arrival(reader.times.now):
            lines.append(
                self.env._("The arrival date will show here as soon as it is known.")
            )
        return tuple(lines)

    def _notices(self, reader):
        """Return what changed about the promise, and why."""
        revised, promised = self.revised_promise_date, self.promised_date
        if self.state in CLOSED_STATES or not revised or revised == promised:
            return ()
        day = self._day(reader.times, revised)
        if promised:
            notice = self.env._(
                "The arrival date changed from %(old)s to %(new)s.",
                old=self._day(reader.times, promised),
                new=day,
            )
        else:
            notice = self.env._("The new arrival date is %(new)s.", new=day)
        # The reason is a person's free text, so it goes to the customer alone.
        reason = reader.full and self.revised_promise_reason
        return (notice, reason) if reason else (notice,)

    def _is_moving(self):
        return self.state not in CLOSED_STATES

    def _is_late_for_customer(self):
        """Tell whether the customer still waits for something that is overdue."""
        return self.is_late and self.state in LATE_STATES
