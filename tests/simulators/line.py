# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One partner at work: a thread that tells what is due, in order, unless silenced."""

import logging
import threading
import time

from .tally import Tally

_logger = logging.getLogger(__name__)

LONGEST_SLEEP = 1.0


class Line(threading.Thread):
    """Sends a carrier's journeys as they fall due.

    A partner that has to retry keeps only its own later events waiting.

    :param drain: end as soon as all is told, instead of waiting for more.
    """

    def __init__(self, carrier, delivery, stop, *, drain=False):
        super().__init__(name=carrier.partner.integration, daemon=True)
        self.carrier = carrier
        self.delivery = delivery
        self.tally = Tally()
        #: False for a partner that tells nothing unless asked.
        self.tells = True
        self._stop_event = stop
        self._drain = drain
        self._wake = threading.Event()
        self._silent_until = 0.0
        self._lose = False

    def run(self):
        """Tell what is due until stopped."""
        while not self._stop_event.is_set():
            wait = self._seconds_to_wait()
            if wait is None:
                break
            if wait:
                self._wake.wait(min(wait, LONGEST_SLEEP))
                self._wake.clear()
            else:
                self._tell_next()
        self.delivery.close()

    def _seconds_to_wait(self):
        due = self.carrier.next_due()
        if due is None:
            return None if self._drain else LONGEST_SLEEP
        if self.silent_for and not self._lose:
            return self.silent_for
        return self.carrier.clock.seconds_until(due)

    def _tell_next(self):
        message = self.carrier.next_message()
        if self.silent_for or not self.tells:
            _logger.info("%s keeps silent about %s", self.name, message.event.number)
        else:
            self.send(message)

    def send(self, message, proof="valid"):
        """Deliver a message now, in the caller's thread, and return the answer."""
        answer = self.delivery.deliver(
            lambda: self.carrier.request(message, proof), self.tally
        )
        event = message.event
        _logger.info(
            "%s %s %s: %s (%s)",
            self.name,
            event.number,
            event.raw_code or event.code,
            answer.outcome,
            answer.status or "no answer",
        )
        return answer

    @property
    def silent_for(self):
        """Seconds for which this partner still sends nothing."""
        return max(0.0, self._silent_until - time.monotonic())

    def silence(self, seconds, lose=False):
        """Send nothing for a while; then catch up, or with ``lose`` carry on."""
        self._silent_until = time.monotonic() + seconds
        self._lose = lose
        self.wake()

    def wake(self):
        """Look again what is due."""
        self._wake.set()
