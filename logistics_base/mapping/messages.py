# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The entries of a preset's ``messages``: which it is, its identity, its documents."""

from ..canonical.documents import ALSO_CALLED, DOCUMENTS, DocumentError
from .document_builder import compile_document, document_class
from .errors import DecodeError, shown
from .field_lists import as_list
from .fields import field_types
from .grouping import compile_group
from .preset_spec import nothing
from .streamed_message import StreamedMessage
from .values import compile_text, compile_when, forgiving

_DOCUMENT_KEYS = {"document_type", "each", "group", "when", "fields"}
_MAPPED_KEYS = _DOCUMENT_KEYS | {"identity", "documents"}


def compile_message(spec, classifiers):
    """Compile one entry of ``messages`` to the kind of message it describes."""
    if spec.has("canonical"):
        spec.is_mapping({"when", "canonical", "each"})
        spec.at("canonical").flag()
        return CanonicalMessage(spec)
    if spec.has("ignore"):
        spec.is_mapping({"when", "ignore", "document_type"})
        spec.at("ignore").flag()
        return IgnoredMessage(spec)
    if spec.has("stream"):
        return StreamedMessage(spec, classifiers)
    return MappedMessage(spec, classifiers)


class Message:
    """One entry: ``applies`` is asked before anything else."""

    def __init__(self, spec):
        self._when = compile_when(spec.at("when"))

    def applies(self, parsed, names):
        return self._when is None or self._when(parsed, names)

    def identity(self, parsed, names):
        """Return (document type or None, partner's id or None); never fails."""
        raise NotImplementedError

    def decode(self, parsed, names, limits):
        """Return the documents. :raise DecodeError: if one cannot be made."""
        raise NotImplementedError


class IgnoredMessage(Message):
    """Understood, and means nothing."""

    def identity(self, parsed, names):
        return None, None

    def decode(self, parsed, names, limits):
        return []


class CanonicalMessage(Message):
    """Our own JSON, ``{"type", "timestamp", "data"}``, of any registered type.

    With ``each`` a message holds several of them.
    """

    def __init__(self, spec):
        super().__init__(spec)
        self._each = spec.at("each").expression()

    def identity(self, parsed, names):
        if self._each is not None:
            return None, self._sent_as(names)
        try:
            document_type, values = self._parts(parsed)
        except DecodeError:
            return None, self._sent_as(names)
        return document_type, self._sent_as(names) or self._id_of(values)

    def decode(self, parsed, names, limits):
        if self._each is None:
            return [self._document(parsed, self._sent_as(names))]
        found = as_list(self._each(parsed, names))
        if len(found) > limits.documents:
            raise DecodeError(
                "limits", f"the message gives more than {limits.documents} documents"
            )
        return [self._document(one, None) for one in found]

    def _document(self, told, message_id):
        document_type, values = self._parts(told)
        cls = DOCUMENTS.get(document_type)
        if cls is None:
            raise DecodeError(
                "unmapped_message", f"type: no document type {shown(document_type)}"
            )
        may_lack_id = cls.takes_message_id and "id" in field_types(cls)
        if may_lack_id and values.get("id") is None:
            values = {**values, "id": message_id}
        try:
            return cls.from_json(values)
        except DocumentError as error:
            raise DecodeError("value", f"data.{error}") from None

    def _parts(self, parsed):
        if not isinstance(parsed, dict):
            raise DecodeError("value", "an object is expected")
        document_type, values = parsed.get("type"), parsed.get("data")
        if not isinstance(document_type, str):
            raise DecodeError("missing", "type: the document type is missing")
        if not isinstance(values, dict):
            raise DecodeError("missing", "data: an object is expected")
        return ALSO_CALLED.get(document_type, document_type), values

    def _sent_as(self, names):
        return names["headers"].get("webhook-id") or None

    def _id_of(self, values):
        found = values.get("id")
        return found if isinstance(found, str) and found else None


class MappedMessage(Message):
    """Decoded by ``each`` and ``fields``."""

    def __init__(self, spec, classifiers):
        super().__init__(spec)
        spec.is_mapping(_MAPPED_KEYS)
        self._identity = nothing
        if spec.has("identity"):
            # What is no fit id is none: the message is still worth storing.
            self._identity = forgiving(compile_text(spec.at("identity")))
        self._documents = self._compile_documents(spec, classifiers)
        self._type = spec.at("document_type").value or self._documents[0].type

    def _compile_documents(self, spec, classifiers):
        if not spec.has("documents"):
            return (DocumentEntry(spec, classifiers, when=None),)
        for key in ("each", "group", "fields"):
            if spec.has(key):
                spec.at(key).problem("not beside documents")
        entries = spec.at("documents").elements()
        if not entries:
            spec.at("documents").problem("at least one entry is expected here")
            entries = [spec]
        for entry in entries:
            entry.is_mapping(_DOCUMENT_KEYS)
        return tuple(
            DocumentEntry(one, classifiers, compile_when(one.at("when")))
            for one in entries
        )

    def identity(self, parsed, names):
        names["parent"] = parsed
        return self._type, self._identity(parsed, names)

    def decode(self, parsed, names, limits):
        documents = []
        for entry in self._documents:
            documents += entry.decode(parsed, names)
            if len(documents) > limits.documents:
                raise DecodeError(
                    "limits",
                    f"the message gives more than {limits.documents} documents",
                )
        return documents


class DocumentEntry:
    """From a message to the documents of one kind that it holds."""

    def __init__(self, spec, classifiers, when):
        cls = document_class(spec.at("document_type"))
        self.type = cls and cls.document_type
        self._when = when
        self._levels = _compile_levels(spec.at("each"))
        self._gather = compile_group(spec.at("group"))
        if self._gather and not self._levels:
            spec.at("group").problem("only beside each")
        self._build = nothing
        if not spec.has("fields"):
            spec.at("fields").problem("missing")
        elif cls:
            self._build = compile_document(spec.at("fields"), cls, classifiers)

    def decode(self, parsed, names):
        if not self._levels and self._when is None:
            names["parent"] = parsed
            return [self._build(parsed, names)]
        documents = []
        for element, parent in self._elements(parsed, names):
            names["parent"] = parent
            if self._when is None or self._when(element, names):
                documents.append(self._build(element, names))
        return documents

    def _elements(self, parsed, names):
        found = self._found(parsed, names)
        return self._gather(found, names) if self._gather else found

    def _found(self, parsed, names):
        if len(self._levels) == 1:
            below = as_list(self._levels[0](parsed, names))
            return [(one, parsed) for one in below if one is not None]
        found = [(parsed, parsed)]
        for level in self._levels:
            found = list(_below(found, level, names))
        return found


def _below(found, level, names):
    for element, parent in found:
        # An expression for a level speaks of its element's parent as fields do.
        names["parent"] = parent
        for below in as_list(level(element, names)):
            if below is not None:
                yield below, element


def _compile_levels(spec):
    if spec.value is None:
        return ()
    levels = spec.elements() if isinstance(spec.value, list) else [spec]
    return tuple(level.expression() or nothing for level in levels)
