# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One call's ``method``, ``path``, ``query``, ``headers`` and ``body`` compiled."""

import json
from dataclasses import dataclass, field

from ...transport.http.request import encode
from ..errors import DecodeError
from ..preset_spec import nothing
from .csv_body import compile_csv, write_csv
from .outgoing import compile_outgoing_text
from .parts import (
    check_header_name,
    compile_headers,
    compile_path,
    compile_query,
    header_text,
)
from .template import compile_template
from .xml_body import write_xml

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SENT_AS = ("json", "form", "xml", "csv")
_MAX_BODY = 1024 * 1024
#: What a whole document may come to: master data and stock are larger than calls.
MAX_DOCUMENT = 32 * 1024 * 1024
#: The key is one of the body's fields: the customer's own reference.
_IN_BODY = "body"
_CONTENT_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "xml": "application/xml",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRequest:
    """What is to be sent, complete but for the login.

    :ivar path: below the base address, escaped; None where nothing tells it.
    :ivar repeatable: sending it twice does no harm.
    :ivar changes: something happens at the partner; a lost answer leaves it in doubt.
    :ivar body: as JSON values; ``content`` as bytes, where it is XML or CSV.
    """

    method: str
    path: str | None
    query: tuple = ()
    headers: dict = field(default_factory=dict)
    sent_as: str = "json"
    body: object = None
    content: bytes | None = None
    repeatable: bool = False
    changes: bool = True
    timeout: float | None = None

    @property
    def content_type(self):
        """What the body is declared as; None without one."""
        return _CONTENT_TYPES[self.sent_as] if self.has_body else None

    @property
    def has_body(self):
        return self.body is not None or self.content is not None

    def arguments(self):
        """Return the keyword arguments for ``HttpClient.request``."""
        given = {
            "headers": self.headers or None,
            "params": list(self.query) or None,
            "repeatable": self.repeatable,
            "changes": self.changes,
            "timeout": self.timeout,
        }
        if self.content is not None:
            given |= {"content": self.content, "content_type": self.content_type}
        elif self.body is not None:
            given[self.sent_as] = self.body
        return {name: one for name, one in given.items() if one is not None}

    def encoded(self):
        """Return the body as bytes, empty where there is none."""
        found = {"json": None, "form": None, "content": self.content}
        if self.content is None:
            found[self.sent_as] = self.body
        return encode(**found, content_type=self.content_type)[0] or b""

    def shown(self):
        """Return the request as JSON values, for people and for samples."""
        content = self.content and self.content.decode("utf-8")
        found = {
            "method": self.method,
            "path": self.path,
            "query": [list(pair) for pair in self.query],
            "headers": self.headers,
            "content_type": self.content_type,
            "body": self.body if content is None else content,
        }
        return {name: one for name, one in found.items() if one not in (None, [], {})}


class RequestTemplate:
    """Makes the request of one call.

    :param method: the one that is meant where the preset names none.
    :param most: bytes that the body may come to.
    """

    def __init__(self, spec, defaults, *, changes, method="GET", most=_MAX_BODY):
        self._method = spec.at("method").word(METHODS) or method
        self._most = most
        self._path = compile_path(spec.at("path")) if spec.has("path") else _no_path
        self._query = compile_query(spec.at("query"))
        self._headers = (
            compile_headers(defaults.at("headers")),
            compile_headers(spec.at("headers")),
        )
        self._sent_as = _sent_as(spec, defaults)
        self._namespace = (spec.at("namespace").text()) or None
        self._csv = compile_csv(spec.at("csv"), spec.at("body"), self._sent_as)
        self._body = _body(spec, self._method)
        self._key_header, self._key = _idempotency(spec.at("idempotency"))
        #: Whether the partner answers a repeated request by the first answer.
        self.honours_keys = spec.has("idempotency")
        self._timeout = _timeout(spec.at("timeout"))
        told = spec.at("repeatable")
        told = told.flag() if spec.has("repeatable") else not changes
        self._changes = changes
        #: Whether sending it twice does no harm.
        self.repeatable = told or self.honours_keys

    def prepare(self, request, settings, names=None):
        """Return the PreparedRequest.

        :param request: the canonical request as JSON values.
        :param settings: the integration's own options.
        :param names: what expressions know beside, where the request is a part of more.
        :raise DecodeError: something that has to be sent is not there, or is unfit.
        """
        if names is None:
            names = {"root": request, "parent": request, "settings": settings}
        body = self._body and (self._body(request, names) or {})
        content = None if body is None else self._written(body)
        _check_size(body, self._most)
        return PreparedRequest(
            method=self._method,
            path=self._path(request, names),
            query=tuple(self._query(request, names)),
            headers=self._all_headers(request, names),
            sent_as=self._sent_as,
            body=_flat(body, self._sent_as) if content is None else None,
            content=content,
            repeatable=self.repeatable,
            changes=self._changes,
            timeout=self._timeout,
        )

    def _written(self, body):
        """Return the body as bytes, None where it is sent as JSON values are."""
        if self._sent_as == "xml":
            return write_xml(body, self._namespace)
        return write_csv(body, self._csv) if self._sent_as == "csv" else None

    def _all_headers(self, request, names):
        found = {}
        for build in self._headers:
            found |= build(request, names)
        if self._key_header:
            key = self._key(request, names)
            if not key:
                raise DecodeError("missing", "idempotency: there is no key")
            found[self._key_header] = header_text(key, self._key_header)
        return found


def _sent_as(spec, defaults):
    told = spec.at("sent_as").word(SENT_AS)
    return told or defaults.at("format").word(("json", "xml", "csv")) or "json"


def _body(spec, method):
    if not spec.has("body"):
        return None
    if method == "GET":
        spec.at("body").problem("a GET has none")
    return compile_template(spec.at("body"))


def _idempotency(spec):
    if spec.value == _IN_BODY:
        return None, nothing
    if spec.value is None or not spec.is_mapping({"header", "value"}, ("header",)):
        return None, nothing
    name = spec.at("header").text() or ""
    check_header_name(spec.at("header"), name)
    key = spec.at("value")
    if key.value is None:
        return name, lambda value, _names: value.get("key")
    return name, compile_outgoing_text(key)


def _timeout(spec):
    seconds = spec.value
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        spec.problem("a number of seconds is expected here")
        return None
    if not 0 < seconds <= 120:
        spec.problem("more than 0 and at most 120 seconds are expected here")
    return float(seconds)


def _no_path(_value, _names):
    return None


def _check_size(body, most):
    if body is not None and len(json.dumps(body)) > most:
        raise DecodeError("limits", f"body: more than {most} bytes")


def _flat(body, sent_as):
    """A form has texts alone; JSON is as it is."""
    if sent_as != "form" or body is None:
        return body
    if not isinstance(body, dict):
        raise DecodeError("value", "body: a form is a mapping")
    return {name: _form_text(name, value) for name, value in body.items()}


def _form_text(name, value):
    if isinstance(value, (dict, list)):
        raise DecodeError("value", f"body.{name}: a form holds texts alone")
    return str(value).lower() if isinstance(value, bool) else str(value)
