# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What it means that one of several requests of an operation failed."""

import base64

import pytest

from logistics_base.transport.call_errors import CallError
from logistics_carrier_karrio.carriers.sender import Sender
from logistics_carrier_karrio.carriers.worker_pool import WorkerPool

BOOKED = {"url": "https://carrier.example/shipments", "method": "POST"}
LABEL = {"url": "https://carrier.example/labels/7", "method": "GET"}


class Answer:
    headers = {}
    content = b"{}"

    def __init__(self, status):
        self.status = status


class Client:
    """Answers by turns; an exception is raised."""

    def __init__(self, *answers):
        self._answers = list(answers)

    def at(self, _host):
        return self

    def request(self, *_arguments, **_options):
        answer = self._answers.pop(0)
        if isinstance(answer, CallError):
            raise answer
        return Answer(answer)


def sent(*answers, requests=(BOOKED, LABEL)):
    """Return the sender after so many requests."""
    sender = Sender(Client(*answers))
    for request in requests:
        body = base64.b64encode(b"{}").decode() if request is BOOKED else None
        sender.send({"headers": {}, "body": body, **request})
    return sender


@pytest.mark.parametrize("category", ["unreachable", "throttled", "circuit_open"])
def test_a_label_that_cannot_be_fetched_leaves_the_booking_in_doubt(category):
    sender = sent(200, CallError(category, "Gone."))

    assert sender.error.category == "uncertain"
    assert str(sender.error) == "Gone."


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_label_that_is_refused_leaves_the_booking_in_doubt(status):
    assert sent(201, status).failure_of(["no label"]).category == "uncertain"


def test_where_the_first_request_never_left_nothing_was_booked():
    sender = sent(CallError("unreachable", "Gone."), requests=(BOOKED,))

    assert sender.error.category == "unreachable"


@pytest.mark.parametrize(
    "status, category", [(400, "refused"), (401, "unauthorized"), (429, "throttled")]
)
def test_what_the_carrier_turns_down_was_not_booked(status, category):
    assert sent(status, requests=(BOOKED,)).failure_of(["no"]).category == category


class Worker:
    is_running = True
    pid = 1

    def __init__(self, _python):
        self.killed = False

    def kill(self):
        self.killed = True


def test_a_worker_in_the_middle_of_something_is_ended():
    """Whatever broke here, its process would wait for ever for the answer."""
    pool = WorkerPool(limit=1, start=Worker)
    with pytest.raises(KeyError), pool.worker("python", 1) as worker:
        raise KeyError

    assert worker.killed
    # and there is room for the next one
    with pool.worker("python", 0.1) as another:
        assert another is not worker
