# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The gate before a partner: how many calls it gets, and when it is left alone.

What a gate knows is a :class:`GateState`; what happens to it are plain functions of
state, policy and time. Where the state is kept is another matter: :class:`MemoryGate`
keeps it in one process, others in a place that several processes share.
"""

import threading
import time
from dataclasses import dataclass, replace

from ..call_errors import CallError


@dataclass(slots=True, frozen=True, kw_only=True)
class GatePolicy:
    """The bounds a gate keeps.

    :ivar rate: calls per second in the long run; 0: as many as wanted.
    :ivar burst: calls at once, where none was made for a while.
    :ivar failures: so many failed calls in a row leave the partner alone.
    :ivar pause: for so many seconds at first, twice as long after each failed probe.
    :ivar longest_pause: seconds.
    :ivar probe_seconds: a probe that nobody heard of for so long counts as lost.
    """

    rate: float = 0.0
    burst: int = 1
    failures: int = 5
    pause: float = 30.0
    longest_pause: float = 900.0
    probe_seconds: float = 120.0


@dataclass(slots=True, frozen=True, kw_only=True)
class GateState:
    """What is known of a partner's readiness; times in seconds of one clock.

    :ivar level: permits left in the bucket at ``level_at``; below zero where callers
        wait for a permit already. None: full.
    :ivar closed_until: the partner asked for no call before.
    :ivar circuit: ``closed`` (calls pass), ``open`` (none does), ``half_open`` (one
        probe is under way).
    :ivar failures: failed calls in a row.
    :ivar trips: how often the circuit opened since the last success.
    :ivar retry_at: when an open circuit lets a probe through, and a lost probe is
        followed by another one.
    """

    level: float | None = None
    level_at: float = 0.0
    closed_until: float = 0.0
    circuit: str = "closed"
    failures: int = 0
    trips: int = 0
    retry_at: float = 0.0

    def admit(self, policy, now, patience):
        """Take a permit; return (state, seconds to wait before the call).

        :param patience: the longest wait that is of use, in seconds.
        :raise CallError: ``circuit_open`` or ``throttled``; no permit is taken.
        """
        state = self._pass_circuit(policy, now)
        wait = max(0.0, self.closed_until - now)
        if policy.rate > 0:
            full = max(1.0, float(policy.burst))
            level = full if state.level is None else state.level
            grown = level + max(0.0, now - state.level_at) * policy.rate
            level = min(full, grown) - 1
            wait = max(wait, -level / policy.rate)
            state = replace(state, level=level, level_at=now)
        if wait > patience:
            raise CallError(
                "throttled",
                f"So many calls wait for the partner that this one would take "
                f"{wait:.1f} s to begin.",
                retry_after=wait,
            )
        return state, wait

    def _pass_circuit(self, policy, now):
        if self.circuit == "closed":
            return self
        if now < self.retry_at:
            raise circuit_open(self.retry_at - now)
        return replace(self, circuit="half_open", retry_at=now + policy.probe_seconds)

    def after_success(self):
        """Return the state after the partner answered, whatever it answered."""
        if self.circuit == "closed" and not self.failures:
            return self
        return replace(self, circuit="closed", failures=0, trips=0, retry_at=0.0)

    def after_failure(self, policy, now, random):
        """Return the state after a call that the partner did not answer properly."""
        failures = self.failures + 1
        if self.circuit == "open" or (
            self.circuit == "closed" and failures < policy.failures
        ):
            return replace(self, failures=failures)
        pause = min(policy.longest_pause, policy.pause * 2 ** min(self.trips, 10))
        return replace(
            self,
            circuit="open",
            failures=failures,
            trips=self.trips + 1,
            retry_at=now + pause * (0.9 + 0.2 * random),
        )

    def after_withdrawal(self, policy, now):
        """Return the state after a permit that came to no call."""
        state = self
        if policy.rate > 0 and state.level is not None:
            state = replace(state, level=state.level + 1)
        if state.circuit == "half_open":
            state = replace(state, circuit="open", retry_at=now)
        return state

    def after_request_to_wait(self, now, seconds):
        """Return the state after the partner asked for no call for so long."""
        return replace(self, closed_until=max(self.closed_until, now + seconds))


def circuit_open(retry_after):
    """Return the error of a call that is not made; ``retry_after`` in seconds."""
    return CallError(
        "circuit_open",
        "The partner does not answer: no call is made until it has had time to recover.",
        retry_after=retry_after,
    )


class Gate:
    """Stands before one partner; every attempt asks it and tells it what became of it.

    Subclasses say where the state is: :meth:`_change` applies a function to it, one
    caller at a time.
    """

    def __init__(self, policy, *, sleep=time.sleep, random=lambda: 0.5):
        self.policy = policy
        self._sleep = sleep
        self._random = random

    def _change(self, function):
        """Replace the state by the first of what ``function(state, now)`` returns.

        :return: the second.
        """
        raise NotImplementedError

    def acquire(self, patience):
        """Wait for a permit, at most ``patience`` seconds.

        :raise CallError: ``throttled`` or ``circuit_open``.
        """
        wait = self._change(lambda state, now: state.admit(self.policy, now, patience))
        if wait > 0:
            self._sleep(wait)

    def succeeded(self):
        """The partner answered, be it with a no."""
        self._change(lambda state, _now: (state.after_success(), None))

    def failed(self):
        """The partner did not answer, or not as itself."""
        self._change(
            lambda state, now: (
                state.after_failure(self.policy, now, self._random()),
                None,
            )
        )

    def withdraw(self):
        """The permit came to nothing, for a reason that is not the partner's."""
        self._change(
            lambda state, now: (state.after_withdrawal(self.policy, now), None)
        )

    def slow_down(self, seconds):
        """The partner asked for no call for so many seconds."""
        self._change(
            lambda state, now: (state.after_request_to_wait(now, seconds), None)
        )


class MemoryGate(Gate):
    """A gate for the threads of one process."""

    def __init__(self, policy=None, *, clock=time.monotonic, **options):
        super().__init__(policy or GatePolicy(), **options)
        self.state = GateState()
        self._clock = clock
        self._lock = threading.Lock()

    def _change(self, function):
        with self._lock:
            self.state, result = function(self.state, self._clock())
            return result
