# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers to machines: JSON, and problems after RFC 9457."""

import json

from werkzeug.exceptions import HTTPException

from odoo.http import Response

_TYPE = "urn:odoo-logistics:problem:"
_TITLES = {
    "invalid-request": (400, "The request is not understood"),
    "unauthorized": (401, "The sender could not be verified"),
    "forbidden": (403, "Not allowed from here"),
    "insufficient-scope": (403, "The key is not for this"),
    "not-found": (404, "There is nothing here"),
    "gone": (410, "This is not kept any more"),
    "method-not-allowed": (405, "This method is not supported here"),
    "too-large": (413, "The message is too large"),
    "unsupported-content-type": (415, "This content type is not accepted"),
    "unreadable": (422, "The message cannot be read"),
    "too-many-requests": (429, "Too many requests"),
    "internal": (500, "Something failed here"),
}


class Refusal(HTTPException):
    """A problem that is raised where no answer can be returned.

    :param str name: a key of ``_TITLES``.
    :param str detail: what is wrong and how to mend it.
    """

    def __init__(self, name, detail, headers=None):
        super().__init__(detail)
        self.name_of_problem = name
        self.code = _TITLES[name][0]
        self.headers = headers


def answer(values, status=200, headers=None):
    """Return a JSON response; ``headers`` is a mapping of further ones."""
    return Response(
        json.dumps(values),
        status=status,
        content_type="application/json",
        headers=list((headers or {}).items()),
    )


def problem(name, detail, headers=None):
    """Return a problem: a stable ``type``, and words that give nothing away.

    :param str name: a key of ``_TITLES``; it makes the type and the status.
    :param str detail: what is wrong and how to mend it; no secret, no payload.
    """
    status, title = _TITLES[name]
    return Response(
        json.dumps(
            {
                "type": _TYPE + name,
                "title": title,
                "status": status,
                "detail": str(detail),
            }
        ),
        status=status,
        content_type="application/problem+json",
        headers=list((headers or {}).items()),
    )
