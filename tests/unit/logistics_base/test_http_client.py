# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls to a real server that misbehaves in every way a partner can."""

import contextlib
import gzip
import json
import os
import resource
import socket
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from logistics_base.transport.call_errors import CallError
from logistics_base.transport.http import (
    BearerAuth,
    CallPolicy,
    GatePolicy,
    HeaderAuth,
    HttpClient,
    InternalHosts,
    MemoryGate,
    QueryAuth,
)
from tests.kit.local_partner import LocalPartner, Reply

LOCAL = InternalHosts.parse("127.0.0.1")
SECRET = "sk_live_51/secret+value"


@pytest.fixture
def partner():
    with LocalPartner() as partner:
        yield partner


def make_client(partner, *, url=None, gate=None, **policy):
    bounds = {"connect_timeout": 2, "read_timeout": 2, "deadline": 5} | policy
    options = {}
    for name in ("auth", "resolve", "sleep", "secrets"):
        if name in bounds:
            options[name] = bounds.pop(name)
    return HttpClient(
        url or partner.url,
        policy=CallPolicy(**{"allow_internal": LOCAL} | bounds),
        gate=gate or MemoryGate(GatePolicy(failures=1000)),
        random=lambda: 0.5,
        **{"sleep": lambda seconds: None} | options,
    )


def failure(client, method="GET", path="/x", **options):
    with pytest.raises(CallError) as caught:
        client.request(method, path, **options)
    return caught.value


# What is sent and what comes back


def test_json_goes_out_and_comes_back(partner):
    partner.replies = [Reply.json({"id": "B1"})]
    answer = make_client(partner, url=f"{partner.url}/v2/").request(
        "POST", "/bookings", json={"city": "Zürich"}, params={"q": "a b", "none": None}
    )
    assert answer.json() == {"id": "B1"}
    asked = partner.requests[0]
    assert (asked.method, asked.path) == ("POST", "/v2/bookings?q=a+b")
    assert asked.json() == {"city": "Zürich"}
    assert asked.headers["Content-Type"] == "application/json"


def test_form_and_content(partner):
    client = make_client(partner)
    client.request("POST", "/f", form={"a": "1 2"})
    client.request("POST", "/c", content=b"ISA*", content_type="application/edi-x12")
    assert partner.requests[0].body == b"a=1+2"
    assert partner.requests[1].headers["Content-Type"] == "application/edi-x12"


def test_a_standing_connection_is_used_for_what_may_be_repeated_only(partner):
    client = make_client(partner)
    client.request("GET", "/1")
    client.request("GET", "/2")
    assert partner.connections == 1
    client.request("POST", "/3", json={})
    assert partner.connections == 2


def test_a_standing_connection_that_the_partner_closes_is_made_anew(partner):
    partner.replies = [Reply.json({}), Reply(raw=b""), Reply.json({"y": 1})]
    client = make_client(partner, max_attempts=1)
    client.request("GET", "/x")
    assert client.request("GET", "/y").json() == {"y": 1}
    assert partner.connections == 2


def test_a_standing_connection_is_used_however_many_files_are_open(partner):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2048)), hard))
    client = make_client(partner)
    with contextlib.ExitStack() as held:
        for _number in range(1100):
            held.callback(os.close, os.dup(0))
        for path in ("/1", "/2"):
            client.request("GET", path)
    assert partner.connections == 1


def test_an_expected_status_is_no_error(partner):
    partner.replies = [Reply(404)]
    answer = make_client(partner).request("GET", "/x", expect=(200, 404))
    assert answer.status == 404


def test_gzip_is_unpacked(partner):
    packed = gzip.compress(b'{"ok": true}')
    partner.replies = [Reply(200, packed, {"Content-Encoding": "gzip"})]
    assert make_client(partner).request("GET", "/x").json() == {"ok": True}


def test_bare_deflate_is_unpacked(partner):
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"[1]") + packer.flush()
    partner.replies = [Reply(200, packed, {"Content-Encoding": "deflate"})]
    assert make_client(partner).request("GET", "/x").json() == [1]


# What errors mean


@pytest.mark.parametrize(
    ("status", "method", "category"),
    [
        (400, "POST", "refused"),
        (404, "GET", "refused"),
        (409, "POST", "refused"),
        (422, "POST", "refused"),
        (401, "POST", "unauthorized"),
        (403, "GET", "unauthorized"),
        (429, "POST", "throttled"),
        (408, "POST", "uncertain"),
        (500, "POST", "uncertain"),
        (500, "GET", "unreachable"),
        (502, "POST", "uncertain"),
        (503, "POST", "uncertain"),
        (501, "POST", "refused"),
    ],
)
def test_statuses(partner, status, method, category):
    partner.replies = [Reply(status)]
    error = failure(make_client(partner, max_attempts=1), method)
    assert (error.category, error.status) == (category, status)


def test_unavailable_with_a_time_to_come_back_is_throttled(partner):
    partner.replies = [Reply(503, headers={"Retry-After": "120"})]
    error = failure(make_client(partner), "POST")
    assert (error.category, error.retry_after) == ("throttled", 120)
    assert len(partner.requests) == 1  # 120 s are beyond the deadline


def test_a_date_to_come_back_is_read(partner):
    partner.replies = [
        Reply(429, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    ]
    assert failure(make_client(partner, max_attempts=1)).retry_after == 0


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"message": "No such city"}, ("No such city",)),
        ({"error": {"code": "ADDRESS", "message": "Bad"}}, ("ADDRESS: Bad",)),
        (
            {"errors": [{"field": "zip", "message": "missing"}, "also this"]},
            ("zip: missing", "also this"),
        ),
        ({"errors": {"postcode": ["is missing"]}}, ("postcode: is missing",)),
        (
            {"title": "Invalid", "detail": "Weight is zero", "status": 422},
            ("Weight is zero",),
        ),
        ("just text", ("just text",)),
        ({"errors": None}, ()),
    ],
)
def test_what_the_partner_complains_about(partner, body, problems):
    partner.replies = [Reply.json(body, 422)]
    assert failure(make_client(partner), "POST").problems == problems


@pytest.mark.parametrize("secrets", [(), (SECRET,)])
def test_what_no_database_holds_is_shown_by_stand_ins(partner, secrets):
    partner.replies = [
        Reply(500, b'{"message": "a\\u0000b \\ud800"}', {"X-Odd": "a\0b"})
    ]
    client = make_client(partner, secrets=secrets)
    error = failure(client, "POST")
    assert (error.category, error.problems) == ("uncertain", ("a␀b ?",))
    assert "a␀b ?" in str(error)
    [exchange] = client.exchanges
    assert exchange.response_headers["X-Odd"] == "a␀b"
    assert exchange.message == str(error)


def test_nobody_listens():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        error = failure(make_client(None, url=url), "POST")
    assert (error.category, error.nothing_happened) == ("unreachable", True)


def test_no_such_name():
    def resolve(*_arguments, **_options):
        raise socket.gaierror(-2, "Name or service not known")

    error = failure(make_client(None, url="https://carrier.test", resolve=resolve))
    assert error.category == "unreachable"
    assert "carrier.test has no address" in str(error)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"label": "JVBERi0',
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nJVB",
        b"complete nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: banana\r\nX: " + b"a" * 70_000,
    ],
)
@pytest.mark.parametrize(
    ("method", "category"), [("POST", "uncertain"), ("GET", "unreachable")]
)
def test_half_an_answer_is_none(partner, raw, method, category):
    partner.replies = [Reply(raw=raw)]
    error = failure(make_client(partner, max_attempts=1), method)
    assert error.category == category


def test_html_instead_of_json(partner):
    page = Reply(200, b"<!DOCTYPE html><h1>Sorry</h1>", {"Content-Type": "text/html"})
    partner.replies = [page]
    for method, category in (("POST", "uncertain"), ("GET", "unreachable")):
        answer = make_client(partner).request(method, "/x")
        with pytest.raises(CallError, match="HTML instead of JSON") as caught:
            answer.json()
        assert caught.value.category == category


@pytest.mark.parametrize("body", [b'["a\\u0000b"]', b'{"\\ud800": 1}'])
def test_json_that_no_database_holds(partner, body):
    partner.replies = [Reply(200, body)]
    with pytest.raises(CallError) as caught:
        make_client(partner).request("POST", "/x").json()
    assert caught.value.category == "uncertain"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"NaN"])
def test_junk_instead_of_json(partner, body):
    partner.replies = [Reply(200, body)]
    with pytest.raises(CallError, match="instead of JSON"):
        make_client(partner).request("POST", "/x").json()


# Size


def test_a_huge_answer_is_cut_short(partner):
    partner.replies = [Reply(200, b"x" * 200_000)]
    error = failure(make_client(partner, max_answer_size=100_000, max_attempts=1))
    assert "more than is allowed" in str(error)


def test_a_bomb_is_not_unpacked(partner):
    bomb = gzip.compress(bytes(50_000_000))
    partner.replies = [Reply(200, bomb, {"Content-Encoding": "gzip"})]
    error = failure(make_client(partner, max_answer_size=1_000_000, max_attempts=1))
    assert "more than is allowed" in str(error)


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip"])
def test_packing_that_cannot_be_undone(partner, encoding):
    partner.replies = [
        Reply(200, gzip.compress(b"{}")[:-9], {"Content-Encoding": encoding})
    ]
    error = failure(make_client(partner, max_attempts=1), "POST")
    assert error.category == "uncertain"


def test_what_follows_the_end_of_the_packing_is_not_lost_in_silence(partner):
    twice = gzip.compress(b'{"a":') + gzip.compress(b"1}")
    partner.replies = [Reply(200, twice, {"Content-Encoding": "gzip"})]
    error = failure(make_client(partner, max_attempts=1), "POST")
    assert error.category == "uncertain"


# Time


def test_a_hanging_partner_is_left_at_the_read_timeout(partner):
    partner.replies = [Reply(hang=threading.Event())]
    started = time.monotonic()
    error = failure(make_client(partner, read_timeout=0.2), "POST")
    assert error.category == "uncertain"
    assert time.monotonic() - started < 1
    assert len(partner.requests) == 1


def test_a_dripping_partner_is_left_at_the_deadline(partner):
    slow = b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000
    partner.replies = [Reply(raw=slow, drip=0.05)]
    started = time.monotonic()
    error = failure(make_client(partner, deadline=0.4), "POST")
    assert error.category == "uncertain"
    assert 0.3 < time.monotonic() - started < 1.2


def test_all_attempts_share_one_deadline(partner):
    partner.replies = [Reply(hang=threading.Event())]
    started = time.monotonic()
    failure(make_client(partner, deadline=0.5, read_timeout=0.2, max_attempts=50))
    assert time.monotonic() - started < 1.2


def test_calls_of_a_client_with_a_deadline_share_it(partner):
    partner.replies = [Reply(hang=threading.Event())]
    client = make_client(partner, read_timeout=0.2, max_attempts=1)
    hurried = client.with_deadline(0.3)
    started = time.monotonic()
    failure(hurried)
    failure(hurried)
    assert failure(hurried, "POST").category == "deadline"
    assert time.monotonic() - started < 1.2
    assert len(client.exchanges) == 2


def test_a_resolver_that_hangs_is_not_waited_for():
    def resolve(*_arguments, **_options):
        time.sleep(3)

    client = make_client(
        None, url="https://carrier.test", resolve=resolve, connect_timeout=0.2
    )
    started = time.monotonic()
    assert failure(client, "POST").category == "unreachable"
    assert time.monotonic() - started < 2


def test_short_of_time_is_not_the_partners_fault(partner):
    partner.replies = [Reply(hang=threading.Event())]
    gate = MemoryGate(GatePolicy(failures=1))
    failure(make_client(partner, gate=gate, deadline=0.1))
    assert gate.state.circuit == "closed"


# Repeating


def test_a_get_is_repeated(partner):
    over = Reply(500, headers={"Connection": "close"})
    partner.replies = [over, Reply(raw=b""), Reply.json({"ok": 1})]
    pauses = []
    client = make_client(partner, sleep=pauses.append)
    assert client.request("GET", "/x").json() == {"ok": 1}
    assert pauses == [0.375, 0.75]
    assert [e.error for e in client.exchanges] == ["unreachable", "unreachable", None]
    assert [e.attempt for e in client.exchanges] == [1, 2, 3]


def test_a_post_is_never_repeated_in_doubt(partner):
    partner.replies = [Reply(500)]
    assert failure(make_client(partner), "POST").category == "uncertain"
    assert len(partner.requests) == 1


def test_a_post_that_had_no_effect_is_repeated(partner):
    partner.replies = [Reply(429, headers={"Retry-After": "2"}), Reply.json({})]
    pauses = []
    make_client(partner, sleep=pauses.append).request("POST", "/x", json={})
    assert pauses == [2.0]


def test_a_post_that_is_said_to_be_repeatable_is_repeated(partner):
    partner.replies = [Reply(502), Reply.json({})]
    make_client(partner).request("POST", "/x", json={}, repeatable=True)
    assert len(partner.requests) == 2


def test_a_lost_answer_to_what_changes_something_is_in_doubt_though_repeated(partner):
    partner.replies = [Reply(raw=b"")]
    error = failure(
        make_client(partner), "POST", json={}, repeatable=True, changes=True
    )
    assert (error.category, error.nothing_happened) == ("uncertain", False)
    assert len(partner.requests) == 3


def test_a_refusal_is_not_repeated(partner):
    partner.replies = [Reply(422)]
    failure(make_client(partner))
    assert len(partner.requests) == 1


# Whom we call


def test_a_redirect_to_another_host_is_refused(partner):
    with LocalPartner() as other:
        partner.replies = [Reply(302, headers={"Location": f"{other.url}/steal"})]
        for method in ("GET", "POST"):
            client = make_client(partner, auth=BearerAuth(SECRET))
            assert failure(client, method).category == "forbidden_address"
        assert other.requests == []


def test_a_redirect_on_the_same_host_is_followed_for_a_get(partner):
    partner.replies = [Reply(307, headers={"Location": "/y"}), Reply.json({"y": 1})]
    assert make_client(partner).request("GET", "/x").json() == {"y": 1}


@pytest.mark.parametrize(("place", "asked"), [("/ü", "/%C3%BC"), ("/a b", "/a%20b")])
def test_a_redirect_to_a_path_that_is_not_escaped_is_followed(partner, place, asked):
    place = place.encode().decode("latin-1")
    raw = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
    partner.replies = [Reply(raw=raw.encode("latin-1")), Reply.json({})]
    make_client(partner).request("GET", "/x")
    assert partner.requests[1].path == asked


@pytest.mark.parametrize("place", ["http://[::1", "http://u:p@127.0.0.1/x", "ftp://x"])
def test_a_redirect_to_what_is_no_address_is_refused(partner, place):
    partner.replies = [Reply(302, headers={"Location": place})]
    error = failure(make_client(partner, max_attempts=1))
    assert error.category == "forbidden_address"


@pytest.mark.parametrize("url", ["https://h.test/a b", "label.pdf", "http://[::1"])
def test_fetching_what_is_no_address_is_refused(partner, url):
    with pytest.raises(CallError) as caught:
        make_client(partner).fetch(url)
    assert caught.value.category == "forbidden_address"


@pytest.mark.parametrize(("status", "category"), [(303, "uncertain"), (308, "refused")])
def test_a_redirect_is_not_followed_for_a_post(partner, status, category):
    partner.replies = [Reply(status, headers={"Location": "/y"})]
    assert failure(make_client(partner), "POST").category == category
    assert len(partner.requests) == 1


def test_a_circle_of_redirects_ends(partner):
    partner.replies = [Reply(302, headers={"Location": "/x"})]
    assert failure(make_client(partner)).category == "refused"
    assert len(partner.requests) == 4


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
def test_an_internal_address_is_refused(partner, host):
    client = make_client(
        None, url=f"http://{host}:{partner.port}", allow_internal=InternalHosts()
    )
    assert failure(client, "POST").category == "forbidden_address"
    assert partner.requests == []


def test_a_name_of_an_internal_address_is_refused_and_connected_to_what_was_judged(
    partner,
):
    answers = ["93.184.216.34", "127.0.0.1"]

    def rebinding(_host, port, **_options):
        address = answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    client = make_client(
        None,
        url=f"http://carrier.test:{partner.port}",
        resolve=rebinding,
        connect_timeout=0.1,
        allow_internal=InternalHosts(),
        max_attempts=1,
    )
    # The public address was judged, so it is the one that is (vainly) called ...
    assert failure(client).category in ("unreachable", "deadline")
    # ... and the next call judges anew.
    assert failure(client).category == "forbidden_address"
    assert partner.requests == []


def test_one_internal_address_condemns_the_name():
    def resolve(_host, port, **_options):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("93.184.216.34", "10.0.0.1")
        ]

    client = make_client(None, url="https://carrier.test", resolve=resolve)
    assert failure(client).category == "forbidden_address"


def test_paths_cannot_lead_elsewhere(partner):
    for path in ("http://elsewhere.test/x", "//elsewhere.test/x"):
        assert failure(make_client(partner), path=path).category == "forbidden_address"


def test_fetching_from_another_host_shows_no_login(partner):
    with LocalPartner(Reply(200, b"%PDF-1.4")) as other:
        client = make_client(partner, auth=BearerAuth(SECRET))
        assert client.fetch(f"{other.url}/label.pdf").content == b"%PDF-1.4"
        assert "Authorization" not in other.requests[0].headers


def test_headers_cannot_be_smuggled_in(partner):
    gate = MemoryGate()
    client = make_client(partner, gate=gate)
    for value in ("a\r\nEvil: 1", "a\n Evil: 1", "a\rb"):
        with pytest.raises(ValueError):
            client.request("GET", "/x", headers={"X": value})
    assert partner.requests == [] and gate.state.circuit == "closed"


@pytest.mark.parametrize(
    "url",
    ["", "carrier.test", "ftp://c.test", "https://u:p@c.test", "https://c.test/a b"],
)
def test_addresses_that_are_none(url):
    with pytest.raises(ValueError):
        HttpClient(url)


# Secrets


@pytest.mark.parametrize(
    "auth",
    [
        BearerAuth(f"{SECRET}\nX: 1"),
        HeaderAuth("X-Api-Key", f"{SECRET}’"),
        HeaderAuth("X Key", SECRET),
    ],
)
def test_a_login_that_cannot_be_sent_is_not_quoted(partner, auth):
    error = failure(make_client(partner, auth=auth))
    assert error.category == "unauthorized"
    assert SECRET not in str(error)
    assert partner.requests == []


@pytest.mark.parametrize(
    "auth",
    [
        BearerAuth(SECRET),
        HeaderAuth("X-Account", SECRET),
        QueryAuth("k", SECRET),
    ],
)
def test_no_secret_is_kept_or_shown(partner, auth):
    def echo(request):
        told = json.dumps({"message": f"bad {SECRET} {request.path}", "s": SECRET})
        return Reply(422, told.encode(), {"X-Echo": SECRET, "Set-Cookie": "a=b"})

    partner.replies = [echo]
    client = make_client(partner, auth=auth)
    error = failure(client, "POST", json={"account": SECRET, "password": "pw-1234"})

    shown = repr((str(error), error.problems, client.exchanges))
    for secret in (SECRET, "sk_live_51%2Fsecret%2Bvalue", "pw-1234", "a=b"):
        assert secret not in shown


def test_a_record_tells_what_happened(partner):
    partner.replies = [Reply.json({"id": 1}, 201, X_Request_Id="r-9")]
    client = make_client(partner)
    client.request("POST", "/b?token=abcdef&q=1", json={"a": 1})
    (exchange,) = client.exchanges
    assert exchange.url == f"{partner.url}/b?token=***&q=1"
    assert exchange.request_body == b'{"a": 1}'
    assert exchange.response_body == b'{"id": 1}'
    assert exchange.status == 201
    assert exchange.response_headers["X-Request-Id"] == "r-9"
    assert exchange.response_content_type == "application/json"
    assert exchange.error is None
    assert 0 < exchange.connect_seconds < exchange.total_seconds < 5
    assert exchange.started_at.utcoffset().total_seconds() == 0


# Gate and threads


def test_an_open_circuit_makes_no_call(partner):
    partner.replies = [Reply(500)]
    client = make_client(
        partner, gate=MemoryGate(GatePolicy(failures=3)), max_attempts=1
    )
    for _attempt in range(3):
        failure(client)
    assert failure(client).category == "circuit_open"
    assert len(partner.requests) == 3
    assert len(client.exchanges) == 3


def test_a_refusal_shows_that_the_partner_lives(partner):
    partner.replies = [Reply(422)]
    client = make_client(partner, gate=MemoryGate(GatePolicy(failures=1)))
    failure(client)
    assert failure(client).category == "refused"


def test_a_partner_that_asks_for_a_pause_gets_it_from_everybody(partner):
    partner.replies = [Reply(429, headers={"Retry-After": "100"})]
    gate = MemoryGate()
    failure(make_client(partner, gate=gate))
    error = failure(make_client(partner, gate=gate))
    assert (error.category, error.status) == ("throttled", None)
    assert len(partner.requests) == 1


def test_clients_in_many_threads(partner):
    def call(number):
        with make_client(partner) as client:
            return client.request("POST", f"/{number}", json={"n": number}).status

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(call, range(64))) == {200}
    asked = sorted((r.path, r.json()["n"]) for r in partner.requests)
    assert asked == sorted((f"/{n}", n) for n in range(64))
