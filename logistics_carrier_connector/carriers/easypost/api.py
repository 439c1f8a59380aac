# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking EasyPost: one way through which all its noes come out as CallErrors."""

from urllib.parse import quote

from odoo.addons.logistics_base.transport.call_errors import CallError

#: Statuses whose body says why not ("Errors").
_REFUSALS = (400, 402, 404, 405, 409, 422)
_EXPECTED = (*range(200, 300), *_REFUSALS)
_LONGEST = 300


class EasyPostApi:
    """The protected client, speaking EasyPost.

    :param client: returns the client, or raises CallError where there is none.
    :param secrets: texts that must never be shown.
    """

    def __init__(self, client, secrets=()):
        self._client = client
        self._secrets = tuple(secret for secret in secrets if secret)

    def get(self, *path, **params):
        """Return the object at this path. :raise CallError: see :meth:`ask`."""
        return self.ask("GET", path, params=params or None)

    def post(self, *path, json=None, repeatable=False):
        """Return what became of it. :raise CallError: see :meth:`ask`."""
        return self.ask("POST", path, json=json or {}, repeatable=repeatable)

    def ask(self, method, path, **arguments):
        """Return the object that is answered.

        :param path: its segments, each of which is escaped.
        :raise CallError: ``refused`` with one problem a field where EasyPost says no,
            and what the client raises.
        """
        answer = self._client().request(
            method,
            "/".join(_segment(one) for one in path),
            expect=_EXPECTED,
            **arguments,
        )
        found = self._object(answer)
        error = found.get("error")
        if answer.status >= 300 or error:
            raise self._refusal(answer.status, error)
        return found

    def _object(self, answer):
        try:
            found = answer.json()
        except CallError:
            if answer.status < 300:
                raise
            return {}
        if isinstance(found, dict):
            return found
        if answer.status < 300:
            raise answer.unusable("answered something else than an object")
        return {}

    def _refusal(self, status, error):
        error = error if isinstance(error, dict) else {"message": error}
        problems = tuple(filter(None, map(self.problem, _listed(error.get("errors")))))
        message = self._text(error.get("message"))
        said = "; ".join(dict.fromkeys(filter(None, [message, *problems[:3]])))
        return CallError(
            "refused",
            f"EasyPost refused the request: {said or f'HTTP {status}'}",
            status=status,
            problems=problems or ((message,) if message else ()),
        )

    def problem(self, error):
        """Errors are objects with a field, or plain texts."""
        if not isinstance(error, dict):
            return self._text(error)
        message, field = (
            self._text(error.get("message")),
            self._text(error.get("field")),
        )
        suggestion = self._text(error.get("suggestion"))
        if message and suggestion:
            message = f"{message} ({suggestion})"
        return f"{field}: {message}" if field and message else message or field

    def carrier_problems(self, found, carrier=None):
        """Return what carriers say against a request in its ``messages``.

        :param carrier: of this carrier alone.
        """
        problems = []
        for message in _listed(found.get("messages")):
            if not isinstance(message, dict):
                continue
            name, text = message.get("carrier"), self._text(message.get("message"))
            if text and carrier in (None, name):
                problems.append(f"{name}: {text}" if name else text)
        return tuple(problems)

    def _text(self, value):
        """Return what EasyPost wrote, fit to show; None if it is nothing."""
        if isinstance(value, (list, dict)):
            parts = value if isinstance(value, list) else value.values()
            value = ", ".join(str(part) for part in parts)
        text = " ".join(str(value).split())[:_LONGEST] if value else None
        for secret in self._secrets:
            text = text and text.replace(secret, "…")
        return text


def _listed(value):
    return value if isinstance(value, list) else [value] if value else []


def _segment(text):
    text = str(text)
    if not text or text in (".", ".."):
        raise CallError("refused", "The carrier's number for it is not known.")
    return quote(text, safe="")
