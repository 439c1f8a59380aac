# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Delivery as partners do it: keep-alive, repeated for a while, counted."""

import threading
import time

import pytest

from tests.simulators.delivery import Delivery
from tests.simulators.tally import Tally

from .common import make_carrier
from .receiver import receiving


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


def deliver(url, count=1, **options):
    carrier, tally = make_carrier(), Tally()
    delivery = Delivery(url, backoff=0.01, **options)
    answers = []
    for _ in range(count):
        message = carrier.next_message()
        answers.append(delivery.deliver(lambda m=message: carrier.request(m), tally))
    delivery.close()
    return answers, tally.as_json()


def test_messages_share_one_connection(receiver):
    answers, tally = deliver(receiver.url, count=5)
    assert {answer.outcome for answer in answers} == {"accepted"}
    assert receiver.connections == 1
    assert tally["sent"] == tally["accepted"] == 5


def test_what_was_there_first_counts_as_a_duplicate(receiver):
    receiver.answers = [(200, {}, {"id": 3, "status": "duplicate"})]
    [answer], tally = deliver(receiver.url)
    assert answer.outcome == "duplicate"
    assert tally["duplicate"] == 1


@pytest.mark.parametrize("status", [401, 404, 413, 415, 422])
def test_a_refusal_is_final_and_counted_by_its_status(receiver, status):
    receiver.answers = [(status, {}, {"type": "about:blank"})]
    [answer], tally = deliver(receiver.url)
    assert (answer.outcome, answer.attempts) == ("refused", 1)
    assert tally["refused"] == {str(status): 1}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_overloaded_server_is_asked_again(receiver, status):
    receiver.answers = [(status, {}, {}), (status, {}, {})]
    [answer], tally = deliver(receiver.url)
    assert (answer.outcome, answer.attempts) == ("accepted", 3)
    assert (tally["sent"], tally["retried"], tally["accepted"]) == (3, 2, 1)


def test_the_same_message_keeps_its_body_when_repeated(receiver):
    receiver.answers = [(500, {}, {})]
    deliver(receiver.url)
    first, second = receiver.received
    assert first.body == second.body


def test_retry_after_is_honoured(receiver):
    receiver.answers = [(429, {"Retry-After": "0.3"}, {})]
    began = time.monotonic()
    deliver(receiver.url)
    assert time.monotonic() - began >= 0.3


def test_it_gives_up_in_the_end(receiver):
    receiver.answers = [(500, {}, {})] * 3
    [answer], tally = deliver(receiver.url, attempts=3)
    assert (answer.outcome, answer.status, answer.attempts) == ("failed", 500, 3)
    assert (tally["failed"], tally["retried"]) == (1, 2)


def test_it_waits_for_a_server_that_is_not_up_yet():
    with receiving() as gone:
        port = gone.server_port
    done = []
    waiting = threading.Thread(
        target=lambda: done.extend(deliver(f"http://127.0.0.1:{port}", attempts=12)[0])
    )
    waiting.start()
    time.sleep(0.05)
    with receiving(port):
        waiting.join(10)
    assert [answer.outcome for answer in done] == ["accepted"]
    assert done[0].attempts > 1


def test_stopping_ends_the_waiting_at_once(receiver):
    receiver.answers = [(503, {"Retry-After": "30"}, {})]
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    began = time.monotonic()
    [answer], _tally = deliver(receiver.url, stop=stop)
    assert answer.outcome == "failed"
    assert time.monotonic() - began < 2


def test_a_path_in_front_of_odoo_is_kept():
    assert Delivery("http://127.0.0.1:8069/shop/").prefix == "/shop"


@pytest.mark.parametrize("url", ["127.0.0.1:8069", "ftp://example.com", ""])
def test_only_addresses_of_web_servers(url):
    with pytest.raises(ValueError, match="not the address"):
        Delivery(url)
