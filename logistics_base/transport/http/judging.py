# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a partner's answer means: success, somewhere else to go, or an error."""

import http.client
from urllib.parse import urljoin, urlsplit

from ..call_errors import CallError
from . import complaints
from .failures import category_of, retry_after
from .urls import check_url, escaped, origin

MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)


def judge(call, answer, redactor, now):
    """Raise the error that an answer means, unless it is what was expected.

    A redirect passes: :func:`redirected` tells where it leads.

    :param Redactor redactor: takes secrets out of what the partner says.
    :param now: aware datetime.
    :raise CallError: with what the partner says is wrong.
    """
    status = answer.status
    if status in call.expect or status in REDIRECTS:
        return
    host = urlsplit(call.url).hostname
    wait = retry_after(answer.headers, now)
    problems = [redactor.text(text) for text in complaints.read(answer.content)]
    text = f"{host} answered {status} {http.client.responses.get(status, '')}"
    if problems:
        text = f"{text.rstrip()}: {'; '.join(problems[:3])}"
    raise CallError(
        category_of(status, call.changes, wait),
        f"{text.rstrip('. ')}.",
        status=status,
        retry_after=wait,
        problems=problems,
    )


def redirected(call, url, answer, redirects):
    """Return where to go on to.

    :param redirects: how many this is of one attempt.
    :raise CallError: where that is another host, or a way that is not followed.
    """
    target = _target(url, answer)
    if origin(target) != origin(url):
        host = (origin(target) or ("", ""))[1] or "somewhere else"
        category, complaint = (
            "forbidden_address",
            f"to another host ({host[:100]}), which is refused. If it has moved, "
            "change the integration's address.",
        )
    elif call.method not in ("GET", "HEAD"):
        # 302 and 303 may say: done, look there for the result.
        done = answer.status in (302, 303) and call.changes
        category = "uncertain" if done else "refused"
        complaint = "a request that changes something, which is not followed."
    elif redirects > MOST_REDIRECTS:
        category, complaint = "refused", "in a circle."
    else:
        return target
    raise CallError(
        category, f"The partner redirects {complaint}", status=answer.status
    )


def _target(url, answer):
    """Return where the partner redirects to; empty where that cannot be called."""
    # Headers are read byte by byte.
    place = str(answer.headers.get("Location") or "").encode("latin-1", "replace")
    try:
        return check_url(urljoin(url, escaped(place)))
    except ValueError:
        return ""
