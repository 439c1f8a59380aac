# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT interchanges: UNB … UNZ, UNG … UNE, UNH … UNT (ISO 9735)."""

import re
from datetime import datetime

from ...mapping.errors import shown
from .assembly import assemble
from .envelope import MAX_INTERCHANGES, EdiError, Interchange, Party, Segment
from .tokens import Delimiters, beginnings, segments_of, text_of

USUAL = Delimiters(":", "+", "'", "", "?")
#: Syntax version 4 repeats elements.
USUAL_4 = Delimiters(":", "+", "'", "*", "?")
#: Codecs by UNB 0001. UNOA and UNOB are parts of ASCII; their senders send Latin-1, too.
CHARSETS = {
    "UNOA": "latin-1",
    "UNOB": "latin-1",
    "UNOC": "iso8859-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
    "UNOL": "iso8859-15",
    "UNOW": "utf-8",
    "UNOX": "iso2022_jp_2",
    "UNOY": "utf-8",
}
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN_QUOTES = str.maketrans("“”‘’…", "\"\"''.")
_UNB = re.compile(rb"UNB.\s*(UNO[A-Z]).?([1-4])?", re.DOTALL)
_OPENS = re.compile(r"(UNA|UN[BH])(.)", re.DOTALL)


def looks_like(data):
    """Tell whether bytes begin as EDIFACT does."""
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return re.match(rb"UN(A......|[BH][^A-Za-z0-9])", head, re.DOTALL) is not None


def read(data, *, charset=None):
    """Return the :class:`Interchange` list of a file.

    Tolerant of what real files hold: with or without UNA, groups and line breaks,
    several interchanges, messages without an envelope, wrong counts (told in
    ``problems``), UTF-8 under the name of another charset. A file that was cut off is
    refused as a whole.

    :param bytes data: the file.
    :param charset: codec the partner really writes in, whatever the file declares.
    :raise EdiError: nothing of it may be used.
    """
    text = _decoded(data, charset).strip("\ufeff\x00\x1a \t\r\n")
    interchanges = [_read_one(part) for part in _split_interchanges(text)]
    if not interchanges:
        raise EdiError("syntax", "the file is empty")
    return interchanges


def read_header(data):
    """Return the first interchange of a file without its content, None if it has none.

    For a file that was cut off: whom to tell so.
    """
    try:
        delimiters, body = _delimiters(_decoded(data, None).strip("\ufeff \t\r\n"))
        complete = body[: body[:2000].rfind(delimiters.terminator) + 1]
        segments, _closed = segments_of(complete, delimiters)
    except EdiError:
        return None
    if not segments or segments[0].tag != "UNB":
        return None
    return _interchange(segments[0], delimiters)


def _decoded(data, charset):
    declared = _UNB.search(data[:200])
    syntax = declared[1].decode() if declared else "UNOA"
    codec = charset or CHARSETS.get(syntax, "latin-1")
    if not charset and codec != "iso2022_jp_2":
        # Text that is valid UTF-8 beyond ASCII is UTF-8, whatever its header says.
        try:
            return str(data, "utf-8")
        except UnicodeDecodeError:
            pass
    try:
        return str(data, codec)
    except UnicodeDecodeError as error:
        raise EdiError(
            "encoding",
            f"the file is not written in {charset or syntax}: byte "
            f"0x{data[error.start]:02x} at {error.start}",
        ) from None
    except LookupError:
        raise EdiError("encoding", f"no charset {shown(charset)}") from None


def _read_one(text):
    delimiters, body = _delimiters(text)
    segments, closed = segments_of(body, delimiters)
    opening = segments[0] if segments else Segment("")
    if opening.tag == "UNB":
        interchange = _interchange(opening, delimiters)
        return assemble(interchange, segments[1:], closed, EdifactTags)
    if opening.tag != "UNH":
        raise EdiError("syntax", f"{shown(text[:20])} begins no EDIFACT interchange")
    interchange = Interchange("edifact", bare=True, decimal_mark=delimiters.decimal)
    return assemble(interchange, segments, closed, EdifactTags)


def _delimiters(text):
    """Return (the delimiters, the text behind their declaration)."""
    opens = _OPENS.match(text)
    if not opens:
        raise EdiError("syntax", f"{shown(text[:20])} begins no EDIFACT interchange")
    if opens[1] != "UNA":
        # Nothing is declared: the usual ones, by the syntax version that UNB tells.
        version = re.match(r"UNB\+UNO[A-Z]:4", text)
        return (USUAL_4 if version else USUAL), text
    if len(text) < 9:
        raise EdiError("truncated", "the UNA segment is not complete")
    component, element, decimal, release, repetition, terminator = text[3:9]
    used = [char for char in (component, element, terminator) if not char.isalnum()]
    if len(set(used)) < 3:
        raise EdiError("syntax", "the UNA segment declares no usable delimiters")
    delimiters = Delimiters(
        component,
        element,
        terminator,
        "" if repetition.isspace() or repetition in used else repetition,
        "" if release.isspace() or release in used else release,
        decimal,
    )
    return delimiters, text[9:].lstrip()


def _split_interchanges(text):
    """Yield the text of each interchange: each one may declare its own delimiters."""
    start, count = 0, 0
    while start < len(text):
        count += 1
        if count > MAX_INTERCHANGES:
            raise EdiError("limits", "the file has too many interchanges")
        delimiters, _body = _delimiters(text[start : start + 40])
        stop = _end_of_interchange(text, start, delimiters)
        yield text[start:stop]
        start = stop


def _end_of_interchange(text, start, delimiters):
    plus = re.escape(delimiters.element)
    # Behind its own UNA, whose last character ends it.
    inside = start + 9 if text.startswith("UNA", start) else start
    begins = rf"U(?=NA......\s*UNB{plus}|NB{plus})"
    for end, found in beginnings(text, begins, delimiters.terminator, inside):
        if not _is_released(text, end, delimiters.release):
            return found
    return len(text)


def _is_released(text, place, release):
    count = 0
    while release and place > count and text[place - count - 1] == release:
        count += 1
    return count % 2 == 1


def _interchange(unb, delimiters):
    return Interchange(
        "edifact",
        sender=Party(unb.text(2).strip(), unb.text(2, 2).strip()),
        receiver=Party(unb.text(3).strip(), unb.text(3, 2).strip()),
        control_number=unb.text(5).strip(),
        date=_moment(unb.text(4), unb.text(4, 2)),
        version=":".join(unb.parts(1)),
        ack_requested=unb.text(9) == "1",
        test=unb.text(11) == "1",
        decimal_mark=delimiters.decimal,
    )


def _moment(date, time):
    form = "%Y%m%d%H%M" if len(date) == 8 else "%y%m%d%H%M"
    try:
        return datetime.strptime(date + time[:4], form)
    except ValueError:
        return None


class EdifactTags:
    """How EDIFACT opens and closes what is in an interchange."""

    opens_group, closes_group = "UNG", "UNE"
    opens, closes = "UNH", "UNT"
    closes_interchange = "UNZ"

    @staticmethod
    def group(segment):
        return {
            "functional_id": segment.text(1),
            "sender": segment.text(2).strip(),
            "receiver": segment.text(3).strip(),
            "control": segment.text(5).strip(),
            "version": ":".join(segment.parts(7)),
        }

    @staticmethod
    def transaction(segment, group):
        kind = segment.parts(2)
        return {
            "set_id": kind[0].strip() if kind else "",
            "control": segment.text(1).strip(),
            "version": ":".join(kind[1:]),
        }


def write(envelope, transactions):
    """Return an interchange as bytes.

    Delimiters in texts are released; line breaks become spaces, and small letters
    capitals where the charset, UNOA, has no others. Control numbers of the
    messages count from 1 unless set; their version is the envelope's unless set.

    :param Envelope envelope: around them; ``charset`` is a syntax identifier, UNOC if
        not told.
    :param transactions: :class:`Transaction` list.
    :raise EdiError: ``value`` or ``encoding``, if something cannot be written.
    """
    syntax = envelope.charset or "UNOC"
    if syntax not in CHARSETS:
        raise EdiError("value", f"no syntax identifier {shown(syntax)}")
    delimiters = envelope.delimiters or _usual(syntax)
    control = str(envelope.control_number)
    segments = [_unb(envelope, syntax, delimiters, control)]
    for number, transaction in enumerate(transactions, 1):
        segments += _message(envelope, transaction, number)
    segments.append(Segment("UNZ", (str(len(transactions)), control)))
    text = _una(delimiters, envelope.line_breaks) + text_of(
        segments, delimiters, _releaser(delimiters), line_breaks=envelope.line_breaks
    )
    return _encoded(text, syntax)


def _usual(syntax):
    return USUAL_4 if syntax in ("UNOW", "UNOX", "UNOY") else USUAL


def _una(delimiters, line_breaks):
    declared = (
        delimiters.component,
        delimiters.element,
        delimiters.decimal,
        delimiters.release or " ",
        delimiters.repetition or " ",
        delimiters.terminator,
    )
    return "UNA" + "".join(declared) + ("\r\n" if line_breaks else "")


def _unb(envelope, syntax, delimiters, control):
    if envelope.control_number < 1 or len(control) > 14:
        raise EdiError("value", "an interchange reference has up to 14 characters")
    for party in (envelope.sender, envelope.receiver):
        if not 0 < len(party.id) <= 35:
            raise EdiError("value", f"{shown(party.id)}: an id has up to 35 characters")
    version = "4" if delimiters.repetition else "3"
    year = "%Y%m%d" if version == "4" else "%y%m%d"
    return Segment(
        "UNB",
        (
            (syntax, version),
            tuple(envelope.sender),
            tuple(envelope.receiver),
            (envelope.date.strftime(year), envelope.date.strftime("%H%M")),
            control,
            "",
            "",
            "",
            "1" if envelope.ack_requested else "",
            "",
            "1" if envelope.test else "",
        ),
    )


def _message(envelope, transaction, number):
    control = transaction.control or str(number)
    version = transaction.version or envelope.version or "D:01B:UN"
    yield Segment("UNH", (control, (transaction.set_id, *version.split(":"))))
    yield from transaction.segments
    yield Segment("UNT", (str(len(transaction.segments) + 2), control))


def _releaser(delimiters):
    special = delimiters.all()
    release = delimiters.release
    table = str.maketrans(
        {char: release + char if release else " " for char in special}
    )

    def released(text):
        return _CONTROL_CHARACTERS.sub(" ", text).translate(table)

    return released


def fitted(text, syntax=None):
    """Return a text for people with what the charset lacks replaced, never refused."""
    codec = _writing_codec(syntax or "UNOC")
    return text.translate(_PLAIN_QUOTES).encode(codec, "replace").decode(codec)


def _writing_codec(syntax):
    return "ascii" if syntax in ("UNOA", "UNOB") else CHARSETS[syntax]


def _encoded(text, syntax):
    try:
        encoded = text.encode(_writing_codec(syntax))
    except UnicodeEncodeError as error:
        found = shown(text[error.start : error.start + 1])
        raise EdiError("encoding", f"{syntax} has no {found}") from None
    # Level A has no small letters (ISO 9735, 5.1).
    return encoded.upper() if syntax == "UNOA" else encoded
