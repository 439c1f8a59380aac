# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a failed exchange means for who made it."""

import contextlib
import http.client
import socket
import ssl
from email.utils import parsedate_to_datetime

from . import body

#: A partner that asks for more has to wait for another run.
LONGEST_WAIT_ASKED = 3600.0


def retry_after(headers, now):
    """Return the seconds that ``Retry-After`` asks for (RFC 9110, 10.2.3), or None.

    :param now: aware datetime.
    """
    text = (headers.get("Retry-After") or "").strip()
    seconds = None
    if text.isdigit():
        seconds = float(text[:9])
    elif text:
        with contextlib.suppress(ValueError, TypeError):
            seconds = (parsedate_to_datetime(text) - now).total_seconds()
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_WAIT_ASKED)


def category_of(status, changes, wait):
    """Return the category of the error that an HTTP status is.

    :param changes: whether something may have happened at the partner.
    :param wait: seconds the partner asks us to wait, or None.
    """
    if status in (401, 403):
        return "unauthorized"
    if status in (425, 429) or (status == 503 and wait is not None):
        return "throttled"
    if 400 <= status < 500 and status != 408 or status == 501:
        return "refused"
    return "uncertain" if changes else "unreachable"


def in_words(error):
    """Return what an exception says happened to a host, quoting nothing from outside."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"cannot prove who it is ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return "cannot be talked to safely (TLS failed)"
    if isinstance(error, socket.gaierror):
        return "has no address (the name was not found)"
    if isinstance(error, TimeoutError):
        return "did not answer in time"
    if isinstance(error, body.AnswerTooLarge):
        return "answered more than is allowed"
    if isinstance(error, body.AnswerUnreadable):
        return f"answered what cannot be read: {error}"
    if isinstance(error, ConnectionRefusedError):
        return "refuses connections"
    if isinstance(error, (http.client.HTTPException, ConnectionError)):
        return "broke off its answer"
    return "could not be reached"
