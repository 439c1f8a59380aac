# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What bookings and tenders prove of the steps of a process."""

from typing import NamedTuple

from odoo.addons.logistics_base.processes.steps import OPEN, Fact

from .booking_course import GONE
from .events import has_no_label

BOOKING, TENDER = "logistics.booking", "logistics.tender"
_ASKED = ("sent", "counter")
#: Which of several bookings of one shipment decides: the one that lacks most.
_WORST = ("failed", "open", "done", "stuck")


class Booked(NamedTuple):
    """A booking, as far as it proves steps. Times are seconds since the epoch."""

    id: int
    state: str
    unwanted: bool
    trouble: str | None
    message: str | None
    next_attempt_at: float | None
    external_id: str | None
    booked_at: float | None
    called_at: float | None
    created_at: float
    written_at: float
    kept_at: float | None

    @property
    def is_live(self):
        """Whether somebody wants it."""
        return self.state not in GONE and not self.unwanted


class Tendered(NamedTuple):
    """A load offered to a carrier. Times are seconds since the epoch."""

    id: int
    state: str
    carrier: str | None
    answered_at: float | None


def of_booking(booked):
    """Return the fact about the step ``book`` that one booking proves."""
    told = {"model": BOOKING, "res_id": booked.id}
    since = booked.booked_at or booked.called_at or booked.created_at
    if booked.state == "cancelled":
        was_booked = booked.booked_at is not None
        return Fact("undone", booked.written_at, **told) if was_booked else OPEN
    if booked.state == "failed":
        return Fact("failed", booked.written_at, booked.message, **told)
    if booked.state == "in_doubt":
        if booked.unwanted:
            return Fact("stuck", since, booked.message, **told)
        return Fact("open", None, booked.message)
    if booked.kept_at and booked.state == "ready":
        return Fact("stuck", since, booked.message, **told)
    if booked.state in ("ready", "requested", "cancelling"):
        return Fact("done", since, **told)
    # It may have been sent, and is called off as soon as that is known.
    return Fact("done", since, **told) if booked.unwanted else OPEN


def of_label(booked):
    """Return the fact about the step ``label`` that one booking proves."""
    told = {"model": BOOKING, "res_id": booked.id}
    if booked.state == "ready":
        return Fact("done", booked.booked_at or booked.written_at, **told)
    if has_no_label(booked.state, booked.trouble, booked.next_attempt_at):
        return Fact("failed", booked.written_at, booked.message, **told)
    return OPEN


def of_bookings(bookings, called_off):
    """Return the facts about ``book`` and ``label``, and when it was tried last.

    What nobody wants any more counts only where nothing else is there. The label of a
    shipment that was called off is void at once: nobody may print it.

    :param bookings: all of one shipment, one at least.
    """
    live = [booked for booked in bookings if booked.is_live]
    book = _one([of_booking(booked) for booked in live or bookings], bool(live))
    label = _one([of_label(booked) for booked in live], True) if live else OPEN
    if called_off:
        had_one = any(booked.booked_at for booked in bookings)
        label = Fact("undone", max(b.written_at for b in bookings)) if had_one else OPEN
    tried = [
        max(booked.called_at or 0, booked.created_at)
        for booked in live
        if booked.state not in ("draft", "failed")
    ]
    return book, label, max(tried, default=None)


def _one(facts, is_wanted):
    if is_wanted:
        return min(facts, key=lambda fact: (_WORST.index(fact.state), -(fact.at or 0)))
    # What is still in effect has to be taken back first.
    for state in ("stuck", "done", "undone"):
        for fact in facts:
            if fact.state == state:
                return fact
    return OPEN


def of_tenders(tenders):
    """Return the fact about the step ``tender`` of one shipment.

    :param tenders: all of the shipment's, one at least.
    """
    by_state = {}
    for tender in tenders:
        by_state.setdefault(tender.state, tender)
    if tender := by_state.get("accepted"):
        return Fact("done", tender.answered_at, tender.carrier, TENDER, tender.id)
    for state in (*_ASKED, "draft"):
        if tender := by_state.get(state):
            return Fact("open", None, tender.carrier)
    last = max(tenders, key=lambda tender: (tender.answered_at or 0, tender.id))
    state = "undone" if last.state == "cancelled" else "failed"
    return Fact(state, last.answered_at or 0.0, last.carrier, TENDER, last.id)
