# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log tells which message and which business its lines are about."""

import io
import json
import logging
import threading

import pytest

from logistics_base import telemetry

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def log():
    """Return (logger, function that gives its lines so far, read as JSON)."""
    stream = io.StringIO()
    logger = logging.Logger("logistics.test")
    logger.addHandler(logging.StreamHandler(stream))
    telemetry.switch_on({"LOGISTICS_LOG_FORMAT": "json"}, logger)
    yield logger, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    telemetry.put()


def test_a_line_bears_what_the_work_is_about(log):
    logger, lines = log

    with telemetry.bound(correlation_id="abc12345", integration="swift"):
        logger.warning("refused: %s", "stale")
    logger.info("over")

    first, last = lines()
    assert first["message"] == "refused: stale"
    assert first["level"] == "WARNING"
    assert (first["correlation_id"], first["integration"]) == ("abc12345", "swift")
    assert first["time"].endswith("+00:00")
    assert "correlation_id" not in last


def test_what_is_around_holds_within_and_comes_back(log):
    logger, lines = log
    with telemetry.bound(integration="swift"):
        with telemetry.bound(message_id=7):
            logger.info("within")
        logger.info("after")

    within, after = lines()
    assert (within["integration"], within["message_id"]) == ("swift", 7)
    assert after["integration"] == "swift"
    assert "message_id" not in after


def test_it_comes_back_after_an_error_too():
    with pytest.raises(RuntimeError), telemetry.bound(message_id=7):
        raise RuntimeError

    assert telemetry.current() == {}


def test_threads_do_not_see_each_others_work():
    seen = []
    with telemetry.bound(message_id=7):
        thread = threading.Thread(target=lambda: seen.append(telemetry.current()))
        thread.start()
        thread.join()

    assert seen == [{}]


def test_a_new_request_forgets_the_one_before():
    telemetry.put(correlation_id="first-one")
    telemetry.put(integration="swift")

    assert telemetry.current() == {"integration": "swift"}
    telemetry.put()


def test_what_is_in_a_message_cannot_be_told():
    with pytest.raises(ValueError, match="payload"), telemetry.bound(payload="secret"):
        pass


def test_an_exception_and_a_line_break_stay_on_one_line(log):
    logger, lines = log
    try:
        raise ValueError("cut\noff")
    except ValueError:
        logger.exception("two\nlines")

    [line] = lines()
    assert line["message"] == "two\nlines"
    assert "ValueError: cut\noff" in line["exception"]


def test_colours_for_terminals_are_left_out(log):
    logger, lines = log
    logger.info("\x1b[1;32mgreen\x1b[0m")

    assert lines()[0]["message"] == "green"


def test_it_is_off_unless_it_is_asked_for():
    logger = logging.Logger("logistics.test")
    logger.addHandler(handler := logging.StreamHandler(io.StringIO()))
    before = handler.formatter

    assert not telemetry.switch_on({}, logger)
    assert handler.formatter is before


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Correlation-Id": "order-4711"}, "order-4711"),
        ({"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}, TRACE),
        (
            {
                "X-Correlation-Id": "order-4711",
                "traceparent": f"00-{TRACE}-b7ad6b7169203331-01",
            },
            "order-4711",
        ),
        ({"traceparent": f"ff-{TRACE}-b7ad6b7169203331-01"}, None),
        ({"traceparent": f"00-{'0' * 32}-b7ad6b7169203331-01"}, None),
        ({"traceparent": "00-abc"}, None),
        ({"X-Correlation-Id": "short"}, None),
        ({"X-Correlation-Id": "x" * 65}, None),
        ({"X-Correlation-Id": "with space and\r\nbreak"}, None),
        ({}, None),
    ],
)
def test_the_callers_id_is_taken_where_it_is_one(headers, expected):
    assert telemetry.correlation_id_of(headers) == expected
