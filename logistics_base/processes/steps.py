# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is known of a process: facts about the business, and where its steps stand."""

from typing import NamedTuple

STATES = {
    "waiting": "Waiting",
    "running": "Running",
    "done": "Done",
    "skipped": "Skipped",
    "failed": "Failed",
    "compensating": "Being undone",
    "compensated": "Undone",
    "manual": "Waits for a person",
}
PROCESS_STATES = {
    "running": "Running",
    "failed": "Failed",
    "compensating": "Being undone",
    "stuck": "Waits for a person",
    "manual": "Taken over",
    "done": "Done",
    "cancelled": "Called off",
}
#: Nothing more is expected of these steps.
ENDED = frozenset({"done", "skipped", "compensated"})
#: A step of these states is where a process stands.
CURRENT = ("manual", "compensating", "failed", "running")
#: Why a step is skipped; texts for people are the models' affair.
NOT_PROVEN_HERE, NOT_NEEDED, PASSED_OVER, CALLED_OFF = (
    "unproven",
    "moot",
    "passed",
    "called_off",
)


class Fact(NamedTuple):
    """What is known of one step of one shipment.

    :ivar state: ``open``; ``done``; ``failed``, for good; ``moot`` where the step does
        not apply; ``undone`` where it was done and is taken back; ``stuck`` where it is
        done and cannot be taken back.
    :ivar at: seconds since the epoch.
    :ivar reason: a few words.
    :ivar model: of the record that proves it.
    :ivar res_id: its id.
    :ivar again: when it happened anew, which counts where the first time does no more.
    """

    state: str = "open"
    at: float | None = None
    reason: str | None = None
    model: str | None = None
    res_id: int | None = None
    again: float | None = None


OPEN = Fact()


class Facts(NamedTuple):
    """What is known of a shipment.

    :ivar called_off: whether nobody wants it to go any more.
    :ivar promised: seconds since the epoch until which it is to be delivered, or None.
    :ivar steps: {code: Fact}; a code that is missing is proven by nothing here.
    """

    called_off: bool = False
    promised: float | None = None
    steps: dict = {}  # noqa: RUF012  never changed in place


class Step(NamedTuple):
    """A step as it stands.

    :ivar required: it must be proven; the process does not pass it over.
    :ivar automatic: what it takes is done by the system.
    :ivar reverts: where it fails for good, what was done before is taken back.
    :ivar by_hand: ``done``, ``skipped`` or ``compensated``, said by a person.
    :ivar undone: when it was taken back; what happened before counts no more.
    :ivar gave_up: why the system tries no more to do, or to undo, what it takes.
    :ivar wish: what the system is to do: ``do``, ``undo`` or None.
    """

    id: int
    code: str
    state: str = "waiting"
    required: bool = True
    automatic: bool = False
    reverts: bool = False
    by_hand: str | None = None
    started: float | None = None
    ended: float | None = None
    undone: float | None = None
    reason: str | None = None
    model: str | None = None
    res_id: int | None = None
    gave_up: str | None = None
    wish: str | None = None


class Standing(NamedTuple):
    """A process as it stands.

    :ivar begun: seconds since the epoch; no step started before.
    :ivar taken_over: a person steers it; the system does nothing.
    :ivar undoing: code of the step whose failure has what was done before taken back.
    """

    begun: float
    steps: tuple
    state: str = "running"
    taken_over: bool = False
    undoing: str | None = None
