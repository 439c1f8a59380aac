# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking many carriers side by side, each for no longer than there is time."""

import logging
import queue
import threading
import time
from dataclasses import dataclass

from odoo.addons.logistics_base.transport.call_errors import CallError

_logger = logging.getLogger(__name__)

#: So many are asked at the same time at most; more wait for one of these.
MAX_THREADS = 24


@dataclass(slots=True, frozen=True)
class Answer:
    """What became of one question.

    :ivar value: what was returned, None where nothing came.
    :ivar error: the exception raised instead.
    :ivar is_late: no answer within the time; what comes later is dropped.
    """

    key: object
    value: object = None
    error: Exception | None = None
    is_late: bool = False
    seconds: float = 0.0


def ask_all(questions, seconds, *, on_late=None, clock=time.monotonic):
    """Ask all questions at once; return {key: Answer} when all have answered or never.

    The questions may touch no Odoo environment: each runs in a thread of its own, which
    outlives this call where it is late (its own deadline ends it).

    :param questions: {key: callable without arguments}.
    :param seconds: the time there is for all of them together.
    :param on_late: called as ``on_late(key)`` in the thread, once a late one has ended.
    """
    round_ = _Round(questions, on_late, clock)
    round_.start(min(len(questions), MAX_THREADS))
    return round_.collect(clock() + seconds)


class _Round:
    """One round of questions, and the threads that ask them."""

    def __init__(self, questions, on_late, clock):
        self._keys = list(questions)
        self._open = queue.SimpleQueue()
        for item in questions.items():
            self._open.put(item)
        self._answers = queue.SimpleQueue()
        self._on_late, self._clock = on_late, clock
        self._lock, self._is_over = threading.Lock(), False
        self._started = clock()

    def start(self, count):
        for _number in range(count):
            threading.Thread(target=self._work, daemon=True).start()

    def collect(self, until):
        """Return {key: Answer} once all are in or the time is up."""
        found = {}
        while len(found) < len(self._keys):
            try:
                answer = self._answers.get(timeout=max(until - self._clock(), 0))
            except queue.Empty:
                break
            found[answer.key] = answer
        with self._lock:
            self._is_over = True
            while not self._answers.empty():
                answer = self._answers.get()
                found[answer.key] = answer
        waited = self._clock() - self._started
        return {
            key: found.get(key) or Answer(key, is_late=True, seconds=waited)
            for key in self._keys
        }

    def _work(self):
        while not self._is_over:
            try:
                key, ask = self._open.get_nowait()
            except queue.Empty:
                return
            answer = self._ask(key, ask)
            with self._lock:
                is_late = self._is_over
                if not is_late:
                    self._answers.put(answer)
            if is_late and self._on_late:
                self._on_late(key)

    def _ask(self, key, ask):
        started = self._clock()
        try:
            value, error = ask(), None
        except CallError as caught:
            value, error = None, caught
        except Exception as caught:  # noqa: BLE001  one carrier stops nobody else
            _logger.exception("a connector failed while it was asked for rates")
            value, error = None, caught
        return Answer(key, value, error, seconds=self._clock() - started)
