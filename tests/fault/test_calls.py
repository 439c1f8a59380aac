# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What several processes share of a partner, with transactions that really commit."""

import time

import pytest

from tests.kit.local_partner import LocalPartner, Reply
from tests.kit.odoo_process import Worker, drop, fresh


@pytest.fixture(scope="module")
def database():
    name = fresh("logistics_fault_calls", "logistics_base")
    yield name
    drop(name)


@pytest.fixture(scope="module")
def partner(database):
    """A partner that gives tokens and answers who has one."""

    def answer(request):
        if request.path == "/token":
            time.sleep(0.3)
            return Reply.json({"access_token": "the-token", "expires_in": 3600})
        known = request.headers["Authorization"] == "Bearer the-token"
        return Reply.json({}, 200 if known else 401)

    with LocalPartner(answer) as partner:
        worker = Worker(database)
        worker.call(
            "prepare_partners",
            urls=[partner.url],
            auth_scheme="oauth2",
            token_url=f"{partner.url}/token",
            call_rate=20,
            call_burst=5,
            call_attempts=1,
        )
        worker.call("prepare_login", client_id="us", client_secret="our-secret")
        worker.close()
        yield partner


@pytest.fixture
def workers(database, partner):
    workers = [Worker(database), Worker(database)]
    yield workers
    for worker in workers:
        worker.close()


def both(workers, count, threads):
    """Have both workers call at once; return all outcomes and the seconds."""
    for worker in workers:
        worker.call("states")  # it is up
    started = time.monotonic()
    for worker in workers:
        worker.start("call_partners", partners=[0], count=count, threads=threads)
    outcomes = [worker.answer()["outcomes"] for worker in workers]
    return outcomes, time.monotonic() - started


def test_two_processes_fetch_one_token_and_keep_to_one_rate(workers, partner):
    # Given a limit of 20 calls a second, 5 at once, and nobody with a token yet
    # When two processes call 40 times each, eight threads in all
    outcomes, seconds = both(workers, 40, 4)
    # Then every call is answered, by one token, and none too early
    assert outcomes == [{"answered": 40}] * 2
    paths = [request.path for request in partner.requests]
    assert paths.count("/token") == 1
    assert paths.count("/work") == 80
    assert seconds >= (81 - 5) / 20 - 0.5


def test_the_record_of_a_call_survives_the_callers_rollback(workers):
    kept = workers[0].call("call_and_roll_back")
    assert kept == {"name": "Partner 0", "states": ["done"]}


def test_two_processes_share_one_circuit(workers, partner):
    # Given a partner that has broken down
    partner.replies = [Reply(500)]
    before = len(partner.requests)
    # When two processes call it again and again
    outcomes, _seconds = both(workers, 30, 2)
    # Then those under way when the circuit opened have failed, and no other one called
    failed = sum(outcome.get("uncertain", 0) for outcome in outcomes)
    assert sum(outcome["circuit_open"] for outcome in outcomes) == 60 - failed
    assert 5 <= failed <= 8
    assert len(partner.requests) - before == failed
