# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A partner described by one file: the format is told in readme/PRESETS.md.

Everything is compiled when a preset is loaded; keep the loaded preset and use it for
every message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from io import BytesIO

from ..canonical.vocabulary import CLASSIFIERS, CLOSED_DOMAINS, CODE_DOMAINS
from .csv_file import CsvFile
from .errors import DecodeError, PresetError
from .limits import DEFAULT_LIMITS
from .messages import compile_message
from .outbound.calls import Outbound, compile_outbound
from .parsing import FORMATS, parse
from .preset_header import (
    read_flows,
    read_format_options,
    read_locale,
    read_signature,
)
from .preset_spec import Spec, read_yaml
from .streamed_message import StreamedFile, StreamedMessage, first_row

_KEYS = {
    "code",
    "name",
    "kind",
    "adapter",
    "verified",
    "documentation",
    "format",
    "encoding",
    "json",
    "xml",
    "csv",
    "locale",
    "signature",
    "flows",
    "messages",
    "outbound",
    "codes",
}
_NO_HEADERS: dict = {}


@dataclass(frozen=True, slots=True)
class Preset:
    """A loaded preset.

    ``codes`` is ``{domain: {partner's code: canonical code}}``; ``flows`` a tuple of
    mappings as in the file; ``outbound`` tells how the partner is called, if it is.
    """

    code: str
    name: str
    kind: str
    adapter: str
    verified: bool
    documentation: str
    format: str
    signature_scheme: str | None
    signature_options: Mapping
    flows: tuple
    codes: Mapping
    outbound: Outbound | None
    _options: Mapping
    _messages: tuple

    @classmethod
    def load(cls, source):
        """Load a preset from YAML text or from the mapping it holds.

        :raise PresetError: naming every problem with its path.
        """
        spec = Spec(read_yaml(source) if isinstance(source, str) else source)
        if not spec.is_mapping(_KEYS, required=("code", "name", "kind")):
            raise PresetError(spec.problems)
        codes, classifiers = _read_codes(spec.at("codes"))
        spec.problems.locale = read_locale(spec.at("locale"))
        adapter = spec.at("adapter").text() or "preset"
        outbound = compile_outbound(spec.at("outbound"))
        messages = _read_messages(
            spec.at("messages"), adapter if outbound is None else None, classifiers
        )
        scheme, signature_options = read_signature(spec.at("signature"))
        form = spec.at("format").word(FORMATS) or "json"
        if form != "csv":
            _refuse_streams(spec.at("messages"), form)
        preset = cls(
            code=spec.at("code").text(),
            name=spec.at("name").text(),
            kind=spec.at("kind").text(),
            adapter=adapter,
            verified=spec.at("verified").flag(),
            documentation=spec.at("documentation").text() or "",
            format=form,
            signature_scheme=scheme,
            signature_options=signature_options,
            flows=read_flows(spec.at("flows")),
            codes=codes,
            outbound=outbound,
            _options=read_format_options(spec, form),
            _messages=messages,
        )
        if spec.problems:
            raise PresetError(spec.problems)
        return preset

    def parse(self, body, content_type=None, *, filename=None, limits=DEFAULT_LIMITS):
        """Return what the body holds, as expressions see it.

        :raise DecodeError: category ``syntax``, ``encoding`` or ``limits``.
        """
        parsed = parse(
            body, content_type, form=self.format, options=self._options, limits=limits
        )
        told = self._told_by_name(filename)
        return {**parsed, **told} if told else parsed

    def _told_by_name(self, filename):
        if self.format != "csv" or not filename:
            return {}
        read = self._options.get("file_names")
        return {"file": read(filename) if read else {"name": filename}}

    def decode(
        self,
        body,
        *,
        content_type=None,
        filename=None,
        headers=None,
        default_zone: tzinfo | None = None,
        limits=DEFAULT_LIMITS,
    ):
        """Return the canonical documents that a message means, in its own order.

        An ignored message gives none. Codes stay the partner's: the code map is looked
        up later.

        :param filename: where it came as a file.
        :param default_zone: what local times are read in when nothing tells their zone.
        :raise DecodeError: the message as a whole, or one document of it, is unfit.
        """
        if self.streams:
            streamed = self._streamed(
                lambda: BytesIO(body), content_type, filename, headers, default_zone
            )
            if streamed:
                return streamed.decode()
        parsed = self.parse(body, content_type, filename=filename, limits=limits)
        return self.decode_parsed(parsed, headers, default_zone, limits=limits)

    def decode_file(
        self,
        open_file,
        *,
        content_type=None,
        filename=None,
        headers=None,
        default_zone=None,
    ):
        """As `decode`, for a file of any size; None if it has to be read whole.

        :param open_file: callable that opens it as a binary stream. It is called again
            whenever the lines of the document are iterated over.
        """
        streamed = self._streamed(
            open_file, content_type, filename, headers, default_zone
        )
        return streamed and streamed.decode()

    def identify_file(
        self, open_file, *, content_type=None, filename=None, headers=None
    ):
        """As `identity`, for a file of any size; None if it has to be read whole.

        :raise DecodeError: category ``truncated`` where the file stops short.
        """
        streamed = self._streamed(open_file, content_type, filename, headers, None)
        return streamed and streamed.identity()

    def decode_parsed(
        self, parsed, headers=None, default_zone=None, *, limits=DEFAULT_LIMITS
    ):
        """As `decode`, for a body that has been parsed already."""
        names = _names(parsed, headers, default_zone)
        message = self._message(parsed, names)
        if message is None:
            raise DecodeError(
                "unmapped_message", "messages: no entry of the preset applies"
            )
        return message.decode(parsed, names, limits)

    def identity(self, parsed, headers=None, body=None):
        """Return (document type, the partner's id of this message).

        The id is None where the partner gives none: then the content has to be
        compared. The type is None for messages that are ignored or not mapped. Never
        fails: what cannot be decoded is worth storing all the same.
        """
        names = _names(parsed, headers, None)
        message = self._message(parsed, names)
        return message.identity(parsed, names) if message else (None, None)

    @property
    def streams(self):
        """Whether there are messages of which the rows are read one by one."""
        return any(isinstance(one, StreamedMessage) for one in self._messages)

    def _streamed(self, open_file, content_type, filename, headers, default_zone):
        """Return the streamed file that this is, None if it has to be read whole."""
        if not self.streams:
            return None
        file = CsvFile(open_file, self._options, content_type)
        parsed = {**first_row(file), **self._told_by_name(filename)}
        names = _names(parsed, headers, default_zone)
        message = self._message(parsed, names)
        if not isinstance(message, StreamedMessage):
            return None
        return StreamedFile(message, message.whole(file), parsed, names)

    def _message(self, parsed, names):
        for message in self._messages:
            if message.applies(parsed, names):
                return message
        return None


def _names(parsed, headers, default_zone):
    return {
        "root": parsed,
        "parent": parsed,
        "headers": _lower(headers) if headers else _NO_HEADERS,
        "place": None,
        "default_zone": default_zone,
    }


def _lower(headers):
    return {name.lower(): value for name, value in headers.items()}


def _read_messages(spec, adapter, classifiers):
    # Other adapters know their messages themselves and use a preset's codes only;
    # a partner that is called need not send any.
    if not spec.value and adapter == "preset":
        spec.problem("at least one entry is expected here")
    return tuple(compile_message(one, classifiers) for one in spec.elements())


def _refuse_streams(spec, form):
    for one in spec.elements():
        if one.has("stream"):
            one.at("stream").problem(f"the format is {form}")


def _read_codes(spec):
    """Return ({domain: {external: canonical}}, {external milestone: classifier})."""
    codes, classifiers = {}, {}
    if spec.value is None or not spec.is_mapping(CODE_DOMAINS):
        return codes, classifiers
    for domain in spec.value:
        part = spec.at(domain)
        if not isinstance(part.value, dict):
            part.problem("a mapping is expected here")
            continue
        codes[domain] = {}
        for external in part.value:
            _read_code(part, external, domain, codes[domain], classifiers)
    return codes, classifiers


def _read_code(part, external, domain, codes, classifiers):
    spec = part.at(external)
    if not isinstance(external, str):
        spec.problem("put quotes around this code")
        return
    canonical = spec
    if isinstance(spec.value, dict):
        spec.is_mapping({"code", "classifier"}, required=("code",))
        canonical = spec.at("code")
        classifier = spec.at("classifier").word(CLASSIFIERS)
        if classifier:
            classifiers[external] = classifier
    if domain in CLOSED_DOMAINS:
        canonical.word(CLOSED_DOMAINS[domain])
    codes[external] = canonical.text()
