# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a partner answers to a document: canonical documents in return, a yes or a no."""

from dataclasses import dataclass

from ...transport.call_errors import CallError
from ..errors import DecodeError
from ..limits import DEFAULT_LIMITS
from ..messages import compile_message
from .answer import REFUSALS, Verdict, names_of, parsed_body

_DOUBT = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an answer means.

    :ivar documents: canonical documents, to be taken in like any other.
    :ivar refusal: in the partner's words, where it said no and the preset knows what
        that means; None for a yes.
    """

    documents: tuple = ()
    refusal: str | None = None


class DocumentAnswer:
    """Reads the answer to one document."""

    def __init__(self, spec, section):
        self._verdict = Verdict(spec, section, _DOUBT)
        self._form = section.at("format").value or "json"
        self._options = dict(section.value.get("xml") or {})
        answer = spec.at("answer")
        self._by_messages = False
        self._entries = ()
        self.knows_request = _speaks_of(answer.value, "request")
        if isinstance(answer.value, dict) and "messages" in answer.value:
            answer.is_mapping({"messages"})
            self._by_messages = answer.at("messages").flag()
        elif answer.value is not None:
            self._entries = _compile_entries(answer)

    def expected(self):
        """The statuses whose answers are to be handed to `read`."""
        return (*range(200, 300), *REFUSALS)

    def read(self, answer, request, settings, decode):
        """Return what the answer means.

        :param answer: with ``status``, ``headers`` and ``content``.
        :param request: what was told, as JSON values.
        :param decode: ``(parsed, headers) -> documents`` of the preset's messages.
        :raise CallError: ``refused`` where the partner said no and no entry knows what
            that means; ``uncertain`` where nobody knows what it said.
        """
        parsed = self._parsed(answer)
        names = names_of(answer, parsed, request, settings)
        self._verdict.check_not_busy(answer.status, parsed, names)
        is_yes = self._verdict.is_yes(answer.status, parsed, names)
        try:
            documents = self._documents(parsed, names, is_yes, decode)
        except DecodeError as error:
            raise self._unread(answer, parsed, names, is_yes, error) from None
        if is_yes:
            return Answered(documents=tuple(documents or ()))
        refusal = self._verdict.refusal(answer.status, parsed, names)
        if documents is None:
            raise refusal
        return Answered(documents=tuple(documents), refusal=str(refusal))

    def _unread(self, answer, parsed, names, is_yes, error):
        """Return the CallError for an answer that lacks what its entry needs."""
        if not is_yes:
            return self._verdict.refusal(answer.status, parsed, names)
        return CallError(
            _DOUBT,
            f"The partner's answer cannot be read: {error}",
            status=answer.status,
        )

    def _documents(self, parsed, names, is_yes, decode):
        """Return the documents in an answer; None where no entry speaks of it."""
        if self._by_messages:
            return decode(parsed, names["headers"]) if parsed is not None else None
        for conditional, message in self._entries:
            # What has no condition is for a yes.
            if (conditional or is_yes) and message.applies(parsed, names):
                return message.decode(parsed, dict(names), DEFAULT_LIMITS)
        return None

    def _parsed(self, answer):
        """Return the body's values; None where they do not matter or cannot be read."""
        if not answer.content.strip():
            return None
        try:
            return parsed_body(answer, self._form, self._options)
        except DecodeError as error:
            if answer.status >= 300 or not self._matters():
                return None
            raise CallError(
                _DOUBT,
                f"The partner's answer is not {self._form.upper()}: {error}",
                status=answer.status,
            ) from None

    def _matters(self):
        return bool(self._entries or self._by_messages or self._verdict.has_condition)


def _compile_entries(spec):
    entries = spec.elements() if isinstance(spec.value, list) else [spec]
    return tuple(
        (entry.has("when"), compile_message(entry, {}))
        for entry in entries
        if isinstance(entry.value, dict) or entry.is_mapping({})
    )


def _speaks_of(value, name):
    """Tell whether any expression in a part of a preset may use a name."""
    if isinstance(value, dict):
        return any(_speaks_of(one, name) for one in value.values())
    if isinstance(value, list):
        return any(_speaks_of(one, name) for one in value)
    return isinstance(value, str) and name in value
