# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A booking happens once, whatever crashes, hangs or gets lost on the way."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from logistics_base.transport.call_errors import CallError
from logistics_carrier_connector.canonical import booking_course as course
from logistics_carrier_connector.canonical.booking_answer import Verdict
from logistics_carrier_connector.canonical.booking_course import Partner, Standing

NOW = datetime(2026, 3, 2, 8)
LEASE = timedelta(seconds=90)
ASKED = Partner(can_be_asked=True)
KEYED = Partner(can_be_asked=True, honours_keys=True)
DUMB = Partner()
UNCERTAIN = CallError("uncertain", "The connection was cut.")
UNREACHABLE = CallError("unreachable", "No such host.")
DOWN = CallError("circuit_open", "The partner is down.")
REFUSED = CallError("refused", "No such postcode.")


def after(standing, changes):
    """Return the standing with what changes."""
    known = {name: changes[name] for name in changes if hasattr(standing, name)}
    return replace(standing, **known)


def test_what_was_never_sent_is_booked():
    assert course.step_of(Standing("pending"), DUMB) == "book"


def test_before_it_is_sent_it_is_written_down_as_unsure():
    begun = course.begun(Standing("pending"), "book", NOW)
    assert begun["unsure"] and begun["state"] == "calling"


@pytest.mark.parametrize(
    ("partner", "step"), [(ASKED, "find"), (KEYED, "find"), (DUMB, "wait")]
)
def test_who_takes_over_from_the_dead_asks_first(partner, step):
    assert course.step_of(Standing("calling", unsure=True), partner) == step


def test_a_partner_that_only_honours_keys_is_told_again():
    standing = Standing("calling", unsure=True)
    assert course.step_of(standing, Partner(honours_keys=True)) == "book"


def test_what_cannot_be_known_waits_for_a_person():
    assert course.stuck(Standing("calling", unsure=True))["state"] == "in_doubt"
    outcome = course.failed(Standing("pending"), "book", UNCERTAIN, DUMB, NOW, 0.5)
    assert outcome["state"] == "in_doubt"


def test_a_refusal_is_final_and_a_passing_trouble_is_not():
    pending = Standing("pending")
    refused = course.failed(pending, "book", REFUSED, KEYED, NOW, 0.5)
    passing = course.failed(pending, "book", UNREACHABLE, KEYED, NOW, 0.5)
    assert refused["state"] == "failed" and not refused["unsure"]
    assert passing["state"] == "pending" and not passing["unsure"]
    assert passing["next_attempt_at"] > NOW


def test_a_refusal_of_a_repeated_call_says_nothing_of_the_first():
    unsure = Standing("pending", unsure=True)
    only_keys = Partner(honours_keys=True)
    outcome = course.failed(unsure, "book", REFUSED, only_keys, NOW, 0.5)
    assert outcome["state"] == "in_doubt"


def test_passing_troubles_are_not_met_for_ever():
    tired = Standing("pending", attempts=course.MAX_ATTEMPTS - 1)
    outcome = course.failed(tired, "book", UNREACHABLE, KEYED, NOW, 0.5)
    assert outcome["state"] == "failed"


def test_none_is_the_last_word_only_when_the_partner_had_time():
    called = Standing("calling", unsure=True, called_at=NOW)
    settled = NOW + timedelta(seconds=course.SETTLING)
    early = course.not_found(called, ASKED, NOW, NOW + timedelta(seconds=500))
    late = course.not_found(called, ASKED, settled, settled)
    assert early["state"] == "pending" and "unsure" not in early
    assert late["state"] == "pending" and late["unsure"] is False


def test_a_partner_that_honours_keys_may_be_told_again_at_once():
    called = Standing("calling", unsure=True, called_at=NOW)
    asked = after(called, course.not_found(called, KEYED, NOW, NOW))
    assert asked.unsure and course.step_of(asked, KEYED) == "book"


def test_what_nobody_wants_is_called_off_as_soon_as_it_is_known():
    calling = after(
        Standing("calling", unsure=True),
        course.called_off(Standing("calling", unsure=True)),
    )
    assert calling.unwanted and calling.state == "calling"
    outcome = course.booked(calling, Verdict("ready"), NOW)
    assert outcome["state"] == "cancelling"


def test_what_was_never_sent_is_cancelled_without_a_word():
    assert course.called_off(Standing("pending"))["state"] == "cancelled"
    assert course.called_off(Standing("failed"))["state"] == "cancelled"


def test_a_label_that_does_not_come_is_looked_for_ever_more_seldom():
    requested = Standing("requested", external_id="B1", attempts=3)
    soon = course.booked(requested, Verdict("requested"), NOW)["next_attempt_at"]
    later = course.booked(replace(requested, attempts=6), Verdict("requested"), NOW)[
        "next_attempt_at"
    ]
    assert later > soon
    tired = replace(requested, attempts=course.MAX_ATTEMPTS)
    assert course.booked(tired, Verdict("requested"), NOW)["next_attempt_at"] is None


def test_the_partner_is_waited_for_as_long_as_it_asks():
    assert course.pause(1, 30, 0.5) == timedelta(seconds=30)


@dataclass
class Worker:
    """Who holds, or held, a lease."""

    step: str
    standing: Standing
    claim: int
    claimed_at: datetime
    key: str
    outcome: object = None
    is_past: bool = False


class World:
    """Any number of workers drive one booking; they die, hang and get lost at will.

    The rules are those the models follow: a lease is taken before anything is done,
    what is about to happen is committed first, and only who holds the lease may say
    that nothing is known.
    """

    fates = ("done", "lost", "late", "unreachable", "refused")

    def __init__(self, partner, seed):
        self.partner = partner
        self.random = random.Random(seed)
        self.now = NOW
        self.row, self.trouble = Standing("pending"), None
        self.key, self.keys = "k0", 0
        self.claims, self.lease, self.due = 0, None, None
        self.workers = []
        self.ledger, self.delayed, self.cancelled = [], [], set()
        self.trace = []

    def walk(self, steps):
        """Do what may be done, in any order, and look after each step."""
        for _step in range(steps):
            action = self.random.choice(self.enabled())
            self.trace.append(action.__name__)
            action()
            self.check()

    def enabled(self):
        idle = [w for w in self.workers if w.outcome is None]
        return [
            self.time_passes,
            *([self.claim] * 3 if self.may_claim() else []),
            *([self.call] * 3 if idle else []),
            *([self.conclude] * 3 if len(idle) < len(self.workers) else []),
            *([self.crash] if self.workers else []),
            *([self.partner_gets_round_to_it] if self.delayed else []),
            *([self.person_tries_again] if self.row.state == "failed" else []),
            *([self.person_calls_off] if self.random.random() < 0.1 else []),
        ]

    # Time

    def time_passes(self):
        """What a partner got, it does or drops within its settling time."""
        end = self.now + timedelta(seconds=self.random.choice([5, 50, 100, 1000]))
        while self.delayed and self.delayed[0][0] < end:
            self.partner_gets_round_to_it()
        self.now = end

    # Workers

    def may_claim(self):
        if self.row.state not in course.DRIVEN or (
            self.lease and self.now < self.lease
        ):
            return False
        return not self.due or self.now >= self.due or self.row.state == "calling"

    def claim(self):
        step = course.step_of(self.row, self.partner)
        if step == "wait":
            self.apply(course.stuck(self.row))
            return
        self.claims += 1
        self.workers.append(Worker(step, self.row, self.claims, self.now, self.key))
        self.apply(course.begun(self.row, step, self.now))
        self.lease = self.now + LEASE

    def call(self):
        worker = self.random.choice([w for w in self.workers if w.outcome is None])
        fate = self.random.choice(self.fates)
        self.trace.append(f"{worker.step} {fate}")
        if self.now >= worker.claimed_at + LEASE / 2:
            # The client keeps to its deadline.
            worker.outcome = CallError("deadline", "Time ran out.")
        elif worker.step == "book":
            worker.outcome = self.book(worker, fate)
        elif worker.step == "find":
            worker.outcome = UNREACHABLE if fate == "lost" else self.find(worker.key)
        elif worker.step == "cancel":
            self.cancelled.add(worker.standing.external_id)
            worker.outcome = "cancelled"

    def book(self, worker, fate):
        if fate == "unreachable":
            return UNREACHABLE
        if fate == "down":
            return DOWN
        if fate == "refused":
            return REFUSED
        if fate == "late":
            last = worker.claimed_at + timedelta(seconds=course.SETTLING)
            self.delayed.append((last, worker.key))
            return UNCERTAIN
        booked = self.execute(worker.key)
        return booked if fate == "done" else UNCERTAIN

    def partner_gets_round_to_it(self):
        _last, key = self.delayed.pop(0)
        self.execute(key)

    def execute(self, key):
        if self.partner.honours_keys and key in dict(self.ledger):
            return dict(self.ledger)[key]
        self.ledger.append((key, f"B{len(self.ledger)}"))
        return self.ledger[-1][1]

    def find(self, key):
        return dict(self.ledger).get(key, "none")

    def conclude(self):
        worker = self.random.choice([w for w in self.workers if w.outcome is not None])
        self.workers.remove(worker)
        if worker.is_past:
            return
        is_holder = worker.claim == self.claims
        if is_holder:
            self.lease = None
        if isinstance(worker.outcome, str) and worker.outcome.startswith("B"):
            self.confirm(worker.outcome)
        elif is_holder:
            self.apply(self.follows(worker))

    def follows(self, worker):
        if worker.outcome == "cancelled":
            return course.cancelled()
        if worker.outcome == "none":
            return course.not_found(self.row, self.partner, worker.claimed_at, self.now)
        standing = replace(worker.standing, unwanted=self.row.unwanted)
        self.trouble = worker.outcome.category
        return course.failed(
            standing, worker.step, worker.outcome, self.partner, self.now, 1.0
        )

    def confirm(self, external_id):
        if not self.row.external_id:
            self.row = replace(self.row, external_id=external_id)
            self.end_leases()
            self.apply(course.booked(self.row, Verdict("ready"), self.now))

    def end_leases(self):
        """What is known now, nobody's earlier failure makes unknown again."""
        self.claims, self.lease = self.claims + 1, None

    def crash(self):
        self.workers.remove(self.random.choice(self.workers))

    # People

    def person_tries_again(self):
        self.keys += 1
        self.key = f"k{self.keys}"
        self.row, self.due, self.trouble = Standing("pending"), None, None

    def person_calls_off(self):
        changes = course.called_off(self.row)
        if "state" in changes:
            self.end_leases()
        self.apply(changes)

    def apply(self, changes):
        if "next_attempt_at" in changes:
            self.due = changes["next_attempt_at"]
        self.row = after(self.row, changes)

    # What must hold

    def check(self):
        story = f"{self.row} {self.ledger} {self.trace[-24:]}"
        assert len(self.ledger) <= 1, story
        live = [id_ for _key, id_ in self.ledger if id_ not in self.cancelled]
        if self.row.state in ("failed", "cancelled"):
            assert not live and not self.delayed, story
        if self.row.state == "ready":
            assert self.row.external_id in live and not self.row.unwanted, story


class WorldOfTwo(World):
    """Two carriers: the other one takes over, at any time at which it may.

    Who still works for the first one works for a booking that is over: whatever it
    hears is called off, and if it is heard of after all, that was one too many.
    """

    fates = (*World.fates, "unreachable", "refused", "down", "down")

    def __init__(self, partner, seed):
        super().__init__(partner, seed)
        self.given_way = 0

    def enabled(self):
        return [
            *super().enabled(),
            *([self.another_takes_over] * 3 if self.may_be_taken_over() else []),
        ]

    def may_be_taken_over(self):
        is_free = not self.lease or self.now >= self.lease
        return is_free and course.may_give_way(self.row, self.trouble)

    def another_takes_over(self):
        self.given_way += 1
        self.end_leases()
        for worker in self.workers:
            worker.is_past = True
        assert after(self.row, course.given_way()).state == "cancelled"
        self.person_tries_again()


@pytest.mark.parametrize("partner", [KEYED, ASKED, Partner(honours_keys=True), DUMB])
def test_any_interleaving_of_two_carriers_books_at_most_once(partner):
    # given every kind of partner, and courses that nobody planned
    taken_over, ends = 0, set()
    for seed in range(2000):
        world = WorldOfTwo(partner, seed)
        # when another carrier may take over whenever the rules allow it
        world.walk(60)
        taken_over += world.given_way
        ends.add((world.row.state, bool(world.given_way)))
    # then never more than one of them has booked, and it did come to that
    assert taken_over > 300
    assert {("ready", True), ("ready", False)} <= ends


@pytest.mark.parametrize(
    ("standing", "trouble", "expected"),
    [
        (Standing("failed"), "refused", True),
        (Standing("failed"), "declined", True),
        (Standing("failed"), "invalid", False),
        (Standing("failed"), "partial", False),
        (Standing("failed"), "discarded", False),
        (Standing("failed", external_id="B1"), "refused", False),
        (Standing("failed", unwanted=True), "refused", False),
        (Standing("pending"), "circuit_open", True),
        (Standing("pending"), "unreachable", False),
        (Standing("pending", attempts=course.PATIENCE), "unreachable", True),
        (Standing("pending", attempts=course.PATIENCE), None, False),
        (Standing("pending", attempts=9, unsure=True), "circuit_open", False),
        (Standing("calling", attempts=9, unsure=True), "uncertain", False),
        (Standing("requested", attempts=9), "unreachable", False),
        (Standing("in_doubt", attempts=9, unsure=True), "uncertain", False),
        (Standing("in_doubt", attempts=9), "duplicate_number", False),
        (Standing("ready"), "refused", False),
    ],
)
def test_who_gives_way(standing, trouble, expected):
    assert course.may_give_way(standing, trouble) is expected


@pytest.mark.parametrize("partner", [KEYED, ASKED, Partner(honours_keys=True), DUMB])
def test_any_interleaving_books_at_most_once(partner):
    # given every kind of partner, and two thousand courses that nobody planned
    ends = set()
    for seed in range(2000):
        world = World(partner, seed)
        # when anybody may do anything at any time
        world.walk(60)
        # then each of them keeps to what must hold
        ends.add(world.row.state)
    assert {"ready", "cancelled"} < ends
