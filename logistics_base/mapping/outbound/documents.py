# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``outbound.documents``: how a partner is told each canonical document."""

import json
from dataclasses import dataclass
from datetime import datetime, timezone

from ...canonical.documents import DOCUMENTS, to_json
from ..errors import DecodeError
from ..field_lists import as_list
from ..values import compile_text, compile_when
from .document_answer import DocumentAnswer
from .request import MAX_DOCUMENT, PreparedRequest, RequestTemplate
from .spec import answer_spec, request_spec

#: Stands for every document type that has no entry of its own.
ANY = "any"
_KEYS = {
    "when",
    "each",
    "canonical",
    "signed",
    "name",
    "method",
    "path",
    "query",
    "headers",
    "body",
    "sent_as",
    "namespace",
    "csv",
    "idempotency",
    "repeatable",
    "timeout",
    "success",
    "busy",
    "error",
    "answer",
}
_OF_A_BODY = ("each", "body", "sent_as", "namespace", "csv")
EXTENSIONS = {"json": "json", "form": "txt", "xml": "xml", "csv": "csv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message that tells a partner a document, or a part of it.

    :ivar request: the PreparedRequest.
    :ivar content: its body as bytes.
    :ivar name: what it is called in lists and files; None where the preset says nothing.
    :ivar subject: what it tells, as JSON values: what its answer's expressions know as
        ``request``. None where they know nothing of it.
    """

    request: PreparedRequest
    content: bytes
    name: str | None
    subject: object

    @property
    def extension(self):
        """How a file of it ends."""
        return EXTENSIONS[self.request.sent_as]


class DocumentEntry:
    """One way to tell a document: what is sent, and what the answer to it means.

    :ivar signed: each attempt bears a fresh signature of ours.
    """

    def __init__(self, spec, section):
        request = request_spec(spec)
        self._when = compile_when(request.at("when"))
        self._each = request.at("each").expression()
        self._name = compile_text(request.at("name")) if spec.has("name") else None
        self._canonical = spec.at("canonical").flag()
        self.signed = spec.at("signed").flag()
        self._request = RequestTemplate(
            request,
            request_spec(section),
            changes=True,
            method="POST",
            most=MAX_DOCUMENT,
        )
        self.answer = DocumentAnswer(answer_spec(spec), answer_spec(section))
        self._check_body(spec)

    def _check_body(self, spec):
        if self._canonical:
            for key in _OF_A_BODY:
                if spec.has(key):
                    spec.at(key).problem("not beside canonical")

    def applies(self, values, settings):
        """Tell whether this entry is for the document."""
        return self._when is None or self._when(values, _names(values, settings))

    def told(self, document, values, settings):
        """Return the messages that tell the document: one, or one for each part.

        :param values: the document as JSON values.
        :raise DecodeError: something that has to be told is not there, or is unfit.
        """
        if self._each is None:
            return [self._one(document, values, values, settings)]
        parts = as_list(self._each(values, _names(values, settings)))
        if not parts:
            raise DecodeError("missing", "each: there is nothing to tell")
        return [self._one(document, part, values, settings) for part in parts]

    def _one(self, document, part, values, settings):
        names = {**_names(values, settings), "parent": values}
        request = self._request.prepare(part, settings, names)
        content = request.encoded()
        if self._canonical:
            content = _envelope(document)
        subject = part if self.answer.knows_request else None
        name = self._name and self._name(part, names)
        return Told(request=request, content=content, name=name, subject=subject)

    def shown(self, document, values, settings):
        """Return the requests as JSON values, for people and for samples."""
        found = []
        for one in self.told(document, values, settings):
            shown = one.request.shown()
            if self._canonical:
                told = json.loads(one.content)
                del told["timestamp"]
                shown |= {"content_type": "application/json", "body": told}
            found.append(shown)
        return found


def _names(values, settings):
    return {"root": values, "parent": values, "settings": settings}


def _envelope(document):
    """Return our own JSON as it goes over the wire."""
    now = datetime.now(timezone.utc)
    return json.dumps(
        {
            "type": document.document_type,
            "timestamp": to_json(now),
            "data": to_json(document, whole=True),
        },
        ensure_ascii=False,
    ).encode()


def compile_documents(spec, section):
    """Compile ``{document type: entry or list of entries}``.

    :return: {document type: tuple of DocumentEntry}.
    """
    found = {}
    if spec.value is None or not spec.is_mapping({*DOCUMENTS, ANY}):
        return found
    for name in spec.value:
        part = spec.at(name)
        entries = part.elements() if isinstance(part.value, list) else [part]
        found[name] = tuple(
            DocumentEntry(entry, section)
            for entry in entries
            if entry.is_mapping(_KEYS)
        )
    return found


def entry_of(documents, document_type, values, settings):
    """Return (where it stands, the entry) for a document.

    :param documents: as `compile_documents` gives them.
    :return: (None, None) where the partner is told no such thing.
    """
    name = document_type if document_type in documents else ANY
    for position, entry in enumerate(documents.get(name, ())):
        if entry.applies(values, settings):
            return f"{name}/{position}", entry
    return None, None


def entry_at(documents, place):
    """Return the entry that stands there; None where there is none any more."""
    name, _slash, position = (place or "").rpartition("/")
    entries = documents.get(name, ())
    return entries[int(position)] if int(position or 0) < len(entries) else None
