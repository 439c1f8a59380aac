# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A preset's ``outbound`` section: how the partner is reached, and each of its calls."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...transport.call_errors import CallError
from ..errors import DecodeError
from .answer import REFUSALS, AnswerTemplate, names_of, parsed_body
from .documents import compile_documents
from .kinds import CALL_KINDS
from .pages import compile_pages
from .request import RequestTemplate
from .spec import answer_spec, request_spec

AUTH_SCHEMES = ("none", "bearer", "basic", "header", "oauth2")
_KEYS = {
    "base_url",
    "auth",
    "connector",
    "format",
    "xml",
    "headers",
    "success",
    "busy",
    "error",
    "file_hosts",
    "calls",
    "documents",
}
_AUTH_KEYS = {"scheme", "header", "token_url", "scope"}
_CALL_KEYS = {
    "method",
    "path",
    "query",
    "headers",
    "body",
    "sent_as",
    "namespace",
    "csv",
    "idempotency",
    "timeout",
    "repeatable",
    "batch_size",
    "pages",
    "success",
    "busy",
    "error",
    "none_at",
    "answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """How a partner is called.

    :ivar base_url: what its integrations begin with; people may change it there.
    :ivar auth: ``scheme`` and its details, likewise.
    :ivar connector: the name of the Python that calls it, where a preset is not enough.
    :ivar file_hosts: hosts beside its own that labels may be fetched from; ``*.name``
        stands for all below it.
    :ivar calls: {name: OutboundCall}.
    :ivar documents: {document type: tuple of DocumentEntry}: how it is told them.
    """

    base_url: str | None
    auth: Mapping
    connector: str | None
    file_hosts: tuple
    calls: Mapping
    documents: Mapping


class OutboundCall:
    """One call: from the canonical request to what is sent, and back."""

    def __init__(self, spec, section, kind):
        self.kind = kind
        self._request = RequestTemplate(
            request_spec(spec), request_spec(section), changes=kind.changes
        )
        self._doubt = "uncertain" if kind.changes else "unreachable"
        self._answer = AnswerTemplate(
            answer_spec(spec), answer_spec(section), kind, self._doubt
        )
        self._form = section.at("format").value or "json"
        self._options = dict(section.value.get("xml") or {})
        self.batch_size = _batch_size(spec.at("batch_size"), kind)
        self.pages = compile_pages(answer_spec(spec).at("pages"), kind)

    @property
    def honours_keys(self):
        """Whether a repeated request is answered by the first answer."""
        return self._request.honours_keys

    @property
    def reads_messages(self):
        """Whether the answer is read as one of the preset's messages is."""
        return self._answer.reads_messages

    def prepare(self, request, settings):
        """Return the PreparedRequest for a canonical request given as JSON values.

        :raise CallError: ``refused``: nothing was sent, as something is missing.
        """
        try:
            return self._request.prepare(request, settings)
        except DecodeError as error:
            raise CallError(
                "refused",
                f"The request cannot be made: {error}",
                problems=(str(error),),
            ) from None

    def expected(self):
        """The statuses whose answers are to be handed to `read`."""
        return (*range(200, 300), *REFUSALS)

    def read(self, answer, request, settings, decode=None):
        """Return what the answer means.

        :param answer: with ``status``, ``headers`` and ``content``.
        :param decode: ``(parsed, headers) -> documents`` for calls that read messages.
        :raise CallError: as `AnswerTemplate` says.
        """
        return self._read(answer, request, settings, decode)[0]

    def ask(self, client, request, settings, decode=None):
        """Ask the partner, page by page; yield what each answer means.

        :param client: an ``HttpClient``.
        :return: iterator of (answer, what it means).
        :raise CallError: as `AnswerTemplate` says, at whichever page.
        """
        page, number = self.pages.first, 0
        while number == 0 or page is not None:
            number += 1
            self.pages.check(number)
            asked = request if page is None else {**request, "page": page}
            prepared = self.prepare(asked, settings)
            answer = client.request(
                prepared.method,
                prepared.path,
                expect=self.expected(),
                **prepared.arguments(),
            )
            found, page = self._read(answer, asked, settings, decode)
            yield answer, found

    def _read(self, answer, request, settings, decode):
        """Return (what the answer means, what the next page is or None)."""
        if self._answer.says_none(answer.status):
            return [] if self.kind.many else None, None
        parsed = self._parsed(answer)
        names = names_of(answer, parsed, request, settings)
        self._answer.check(answer.status, parsed, names)
        found = self._meaning(parsed, names, decode)
        return found, self.pages.after(request.get("page"), parsed, dict(names))

    def _meaning(self, parsed, names, decode):
        if not self.reads_messages:
            return self._answer.read(parsed, names)
        try:
            return decode(parsed, names["headers"])
        except DecodeError as error:
            raise CallError(
                self._doubt, f"The partner's answer cannot be read: {error}"
            ) from None

    def _parsed(self, answer):
        """Return the body's values; a refusal's that cannot be read are none."""
        if not answer.content.strip():
            return None
        try:
            return parsed_body(answer, self._form, self._options)
        except DecodeError as error:
            if answer.status >= 300:
                return None
            raise CallError(
                self._doubt,
                f"The partner's answer is not {self._form.upper()}: {error}",
                status=answer.status,
            ) from None


def compile_outbound(spec):
    """Compile the section; None if there is none."""
    if spec.value is None or not spec.is_mapping(_KEYS):
        return None
    connector = spec.at("connector").text()
    has_own = spec.has("calls") or spec.has("documents")
    if bool(connector) == has_own:
        spec.problem("either connector or calls is expected here")
    return Outbound(
        base_url=_base_url(spec.at("base_url")),
        auth=_auth(spec.at("auth")),
        connector=connector,
        file_hosts=tuple(one.text() for one in spec.at("file_hosts").elements()),
        calls=_calls(spec),
        documents=compile_documents(spec.at("documents"), spec),
    )


def _calls(section):
    spec, calls = section.at("calls"), {}
    section.at("format").word(("json", "xml"))
    if section.has("xml"):
        section.at("xml").is_mapping({"lists"})
    if spec.value is None or not spec.is_mapping(CALL_KINDS):
        return calls
    for name in spec.value:
        one = spec.at(name)
        if name in CALL_KINDS and one.is_mapping(_CALL_KEYS, ("path", "answer")):
            calls[name] = OutboundCall(one, section, CALL_KINDS[name])
    return calls


def _base_url(spec):
    text = spec.text()
    if text and not text.startswith(("https://", "http://")):
        spec.problem("an address with https:// is expected here")
    return text and text.rstrip("/")


def _auth(spec):
    if spec.value is None or not spec.is_mapping(_AUTH_KEYS, ("scheme",)):
        return {"scheme": "none"}
    spec.at("scheme").word(AUTH_SCHEMES)
    return {key: spec.at(key).text() for key in _AUTH_KEYS if spec.has(key)}


def _batch_size(spec, kind):
    size = spec.value
    if size is None:
        return 1
    if not kind.batch or type(size) is not int or not 1 <= size <= 1000:
        spec.problem("a whole number from 1 to 1000, for calls that ask several")
        return 1
    return size
