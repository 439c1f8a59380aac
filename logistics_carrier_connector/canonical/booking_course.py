# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The course of a booking: what is done next, and what follows from the outcome.

The rules that make a booking happen once, in plain Python. Whoever drives a booking
takes a lease on it, writes down that it is about to call, calls, and writes down what
came of it; it may die at any of these points. ``unsure`` is set before a booking is
sent and cleared only by knowledge, so whoever comes next asks before it repeats.

Every function returns the fields that change, by name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

STATES = {
    "draft": "Draft",
    "pending": "Waiting to be booked",
    "calling": "Being booked",
    "requested": "Requested",
    "ready": "Booked",
    "failed": "Failed",
    "in_doubt": "In doubt",
    "cancelling": "Being cancelled",
    "cancelled": "Cancelled",
}
#: States in which the next step waits for nobody but us.
DRIVEN = ("pending", "calling", "requested", "cancelling")
#: What is called off does not count as the goods' booking any more.
GONE = ("cancelling", "cancelled")
#: In these a person may have it tried anew: nothing was booked, for certain.
REPEATABLE = ("draft", "failed")

#: Passing troubles are met with so many tries, at growing pauses in seconds.
MAX_ATTEMPTS = 20
FIRST_PAUSE = 4
LONGEST_PAUSE = 900
#: A carrier in trouble gets so many tries before another one is taken, unless it is
#: known to be down.
PATIENCE = 3
#: Where these went wrong, another carrier is no way out: our own data lack something, a
#: part was booked, or a person took the request back.
STAYS = ("invalid", "partial", "discarded")
#: A partner that does not honour keys may still be working on a request whose answer
#: was not waited for: only after so many seconds "there is none" is the last word.
SETTLING = 120


@dataclass(frozen=True, slots=True)
class Partner:
    """What a partner can do about a booking that may have been made already."""

    can_be_asked: bool = False
    honours_keys: bool = False
    can_reprint: bool = False

    @classmethod
    def of(cls, connector):
        """Return what a connector, or its class, is able to do."""
        return cls(
            can_be_asked="find_booking" in connector.capabilities,
            honours_keys=connector.honours_keys,
            can_reprint="reprint" in connector.capabilities,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a booking stands.

    :ivar unsure: it was sent, and nobody knows whether it arrived.
    :ivar asked: since then the partner was asked, and knew of none.
    :ivar unwanted: nobody wants it any more; it is called off once it is known.
    :ivar external_id: the partner's id, so it is known to be booked.
    :ivar attempts: tries in a row that brought no answer.
    :ivar called_at: when it was sent the last time.
    """

    state: str
    unsure: bool = False
    asked: bool = False
    unwanted: bool = False
    external_id: str | None = None
    attempts: int = 0
    called_at: datetime | None = None


def step_of(standing, partner):
    """Return what is done next: ``book``, ``find``, ``reprint``, ``cancel``, ``wait``.

    ``wait``: nothing can be done from here but to wait for a person or a message.
    """
    if standing.state == "cancelling":
        return "cancel"
    if standing.state == "requested":
        return _step_of_requested(standing, partner)
    if standing.state not in ("pending", "calling"):
        return "wait"
    if standing.state == "pending" and not standing.unsure:
        return "book"
    may_repeat = partner.honours_keys and not standing.unwanted
    if partner.can_be_asked and not (may_repeat and standing.asked):
        return "find"
    return "book" if may_repeat else "wait"


def _step_of_requested(standing, partner):
    if standing.external_id and partner.can_reprint:
        return "reprint"
    return "find" if partner.can_be_asked else "wait"


def begun(standing, step, now):
    """Return what is written, and committed, before the step is taken."""
    changes = {"attempts": standing.attempts + 1}
    if step in ("book", "find") and standing.state == "pending":
        changes["state"] = "calling"
    if step == "book":
        changes |= {"unsure": True, "asked": False, "called_at": now}
    return changes


def stuck(standing):
    """Return what follows where no step can be taken: a person has to tell."""
    if standing.state == "requested":
        return {"next_attempt_at": None}
    return {"state": "in_doubt", "next_attempt_at": None}


def failed(standing, step, error, partner, now, chance):
    """Return what follows from a CallError.

    :param standing: as it was before the step was begun.
    :param chance: between 0 and 1, to spread the tries.
    """
    tries = standing.attempts + 1
    again = {"next_attempt_at": now + pause(tries, error.retry_after, chance)}
    may_pass = error.may_pass and tries < MAX_ATTEMPTS
    if step == "cancel":
        return again if may_pass else refused_to_cancel(standing)
    if step == "reprint" or standing.state == "requested":
        return again if may_pass else {"next_attempt_at": None}
    if step == "find":
        return {"state": "pending", **again} if may_pass else stuck(standing)
    if error.nothing_happened and not standing.unsure:
        return _not_sent(standing, may_pass, again)
    if error.nothing_happened and not error.may_pass and partner.can_be_asked:
        # This call was refused; the one before may still be on its way.
        again = {"next_attempt_at": now + timedelta(seconds=SETTLING)}
        may_pass = tries < MAX_ATTEMPTS
    return _sent(standing, partner, may_pass, again)


def _not_sent(standing, may_pass, again):
    """Nothing has been booked, for certain."""
    if standing.unwanted:
        return {"state": "cancelled", "unsure": False, "next_attempt_at": None}
    if may_pass:
        return {"state": "pending", "unsure": False, **again}
    return {"state": "failed", "unsure": False, "next_attempt_at": None}


def _sent(standing, partner, may_pass, again):
    """An earlier call, or this one, may have been a booking."""
    if may_pass and (partner.can_be_asked or partner.honours_keys):
        return {"state": "pending", "unsure": True, **again}
    return {"state": "in_doubt", "unsure": True, "next_attempt_at": None}


def not_found(standing, partner, asked_at, now):
    """Return what follows when the partner knows of no such booking.

    :param asked_at: when it was asked, at the earliest: what it has learnt since, its
        answer does not tell.
    """
    if standing.state == "requested":
        # It had said that it took it; its lists may be behind.
        return _look_again(standing, now)
    known_at = (standing.called_at or now) + timedelta(seconds=SETTLING)
    if asked_at >= known_at:
        if standing.unwanted:
            return {"state": "cancelled", "unsure": False, "next_attempt_at": None}
        return {"state": "pending", "unsure": False, "next_attempt_at": now}
    if partner.honours_keys and not standing.unwanted:
        # Telling it again does no harm: the key makes both one booking.
        return {"state": "pending", "asked": True, "next_attempt_at": now}
    return {"state": "pending", "next_attempt_at": known_at}


def booked(standing, verdict, now):
    """Return what follows from the carrier's word that it has booked.

    :param verdict: a :class:`~.booking_answer.Verdict` on what it said.
    """
    known = {"unsure": False, "attempts": 0, "next_attempt_at": None}
    if standing.unwanted or standing.state in ("cancelling", "cancelled"):
        return {**known, "state": "cancelling", "unwanted": True}
    if verdict.state == "requested":
        if standing.state == "requested":
            return {"unsure": False, **_look_again(standing, now)}
        soon = now + timedelta(seconds=FIRST_PAUSE)
        return {**known, "state": "requested", "next_attempt_at": soon}
    return {**known, "state": verdict.state, "unsure": verdict.state == "in_doubt"}


def _look_again(standing, now):
    """Look after a request ever more seldom, and not for ever: a message may come."""
    tries = standing.attempts + 1
    if tries >= MAX_ATTEMPTS:
        return {"next_attempt_at": None}
    return {"next_attempt_at": now + pause(tries, None, 1.0)}


def declined(standing):
    """Return what follows when the carrier says it will not carry this."""
    state = "cancelled" if standing.unwanted else "failed"
    return {"state": state, "unsure": False, "next_attempt_at": None}


def cancelled():
    """Return what follows when the carrier has called it off."""
    return {"state": "cancelled", "unsure": False, "next_attempt_at": None}


def refused_to_cancel(standing):
    """Return what follows when the carrier does not call it off: it stays booked."""
    return {"state": "ready", "next_attempt_at": None}


def called_off(standing):
    """Return what follows when nobody wants the booking any more."""
    if standing.state in ("cancelling", "cancelled"):
        return {}
    if standing.state in REPEATABLE or (
        standing.state == "pending" and not standing.unsure
    ):
        return {"state": "cancelled", "unwanted": True, "next_attempt_at": None}
    if standing.external_id:
        return {"state": "cancelling", "unwanted": True, "next_attempt_at": None}
    return {"unwanted": True}


def may_give_way(standing, trouble):
    """Tell whether another carrier may be taken: this one booked nothing, for certain.

    :param trouble: the category of what went wrong last, None if nothing did.
    """
    if not trouble or standing.unwanted or standing.unsure or standing.external_id:
        return False
    if standing.state == "failed":
        return trouble not in STAYS
    is_down = trouble == "circuit_open"
    return standing.state == "pending" and (is_down or standing.attempts >= PATIENCE)


def given_way():
    """Return what follows when another carrier is taken.

    Whatever this one should confirm yet is called off.
    """
    return {"state": "cancelled", "unwanted": True, "next_attempt_at": None}


def pause(tries, retry_after, chance):
    """Return how long to wait after so many tries, or as long as the partner asks."""
    if retry_after:
        return timedelta(seconds=retry_after)
    seconds = min(FIRST_PAUSE * 2 ** min(tries - 1, 16), LONGEST_PAUSE)
    return timedelta(seconds=seconds * (0.5 + chance / 2))
