# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The id under which a caller follows its request through both systems."""

import re

CORRELATION_HEADER = "X-Correlation-Id"
#: W3C Trace Context, level 1: version, trace id, parent id, flags.
_TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*"
)
_NO_TRACE = "0" * 32
_OWN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def correlation_id_of(headers):
    """Return the caller's id for its request; None where it gives none that is one.

    :param headers: mapping of the request's headers, by any case.
    """
    own = headers.get(CORRELATION_HEADER) or ""
    if _OWN.fullmatch(own):
        return own
    trace = _TRACEPARENT.fullmatch(headers.get("traceparent") or "")
    return trace[1] if trace and trace[1] != _NO_TRACE else None
