# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ASC X12 interchanges: ISA … IEA, GS … GE, ST … SE (X12.5 and X12.6)."""

import re
from datetime import datetime

from ...mapping.errors import shown
from .assembly import assemble, by_functional_id
from .envelope import MAX_INTERCHANGES, EdiError, Interchange, Party, Segment
from .tokens import Delimiters, beginnings, segments_of, text_of

USUAL = Delimiters(component=">", element="*", terminator="~")
#: From version 5010 on ISA-11 is the repetition separator.
USUAL_REPETITION = "^"
_REPEATS_SINCE = 402
#: ISA is of fixed length: here are its element separators.
_ISA_SEPARATORS = (3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103)
_LONGEST_ISA = 400
_FIRST_TAGS = ("GS", "TA1", "TA3", "ISB", "ISE", "IEA")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")

#: GS-01 of the sets that are written.
FUNCTIONAL_IDS = {
    "110": "IA",
    "204": "SM",
    "210": "IM",
    "211": "BL",
    "214": "QM",
    "300": "RO",
    "301": "RO",
    "303": "RO",
    "310": "IO",
    "315": "QO",
    "824": "AG",
    "832": "SC",
    "846": "IB",
    "856": "SH",
    "940": "OW",
    "943": "AR",
    "944": "RE",
    "945": "SW",
    "947": "AW",
    "990": "GF",
    "997": "FA",
    "999": "FA",
}


def looks_like(data):
    """Tell whether bytes begin as X12 does."""
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:3] == b"ISA" or re.match(rb"ST[^A-Za-z0-9\s]\d{3}", head) is not None


def read(data, *, charset=None):
    """Return the :class:`Interchange` list of a file.

    Tolerant of what real files hold: any delimiters and line breaks, ISA elements that
    are not padded, several interchanges, transactions without an envelope, wrong counts
    (told in ``problems``). A file that was cut off is refused as a whole.

    :param bytes data: the file.
    :param charset: what the partner writes in, where it is neither UTF-8 nor Latin-1.
    :raise EdiError: nothing of it may be used.
    """
    text = _decoded(data, charset)
    interchanges = []
    for part in _split_interchanges(text):
        interchanges.append(_read_one(part))
    if not interchanges:
        raise EdiError("syntax", "the file is empty")
    return interchanges


def read_header(data):
    """Return the first interchange of a file without its content, None if it has none.

    For a file that was cut off: whom to tell so.
    """
    try:
        text = _decoded(data, None)
        return _opened(_delimiters(text)[1]) if text.startswith("ISA") else None
    except EdiError:
        return None


def _decoded(data, charset):
    for codec in (charset,) if charset else ("utf-8-sig", "latin-1"):
        try:
            return str(data, codec).strip("\x00\x1a \t\r\n")
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise EdiError("encoding", f"no charset {shown(charset)}") from None
    raise EdiError("encoding", f"the file is not written in {charset}")


def _split_interchanges(text):
    """Yield the text of each interchange: each one declares its own delimiters."""
    start, count = 0, 0
    while start < len(text):
        count += 1
        if count > MAX_INTERCHANGES:
            raise EdiError("limits", "the file has too many interchanges")
        if not text.startswith("ISA", start):
            yield text[start:]
            return
        delimiters, _head = _delimiters(text[start : start + _LONGEST_ISA])
        found = beginnings(text, "ISA[^A-Za-z0-9]", delimiters.terminator, start + 3)
        _end, stop = next(found, (None, len(text)))
        yield text[start:stop]
        start = stop


def _delimiters(text):
    """Return (the delimiters, the sixteen elements of ISA)."""
    for candidate in (text[:106], text[:240].replace("\r", "").replace("\n", "")):
        if len(candidate) >= 106 and _is_fixed(candidate):
            elements = candidate[4:103].split(candidate[3])
            return _declared(elements, candidate[104], candidate[105], candidate[3])
    return _loose_delimiters(text)


def _is_fixed(text):
    return all(text[place] == text[3] for place in _ISA_SEPARATORS)


def _loose_delimiters(text):
    """The same for an ISA whose elements are not padded to their length."""
    separator = text[3:4]
    parts = text[:_LONGEST_ISA].split(separator, 16) if separator else []
    if len(parts) < 17 or separator.isalnum():
        raise EdiError("truncated", "the ISA segment is not complete")
    elements, rest = parts[1:16], parts[16]
    if rest[1:].lstrip().startswith(_FIRST_TAGS) and not rest[2:].startswith(separator):
        # Nothing between ISA-16 and the next segment: ISA-16 was left out.
        return _declared(elements, "", rest[0], separator)
    if len(rest) < 2:
        raise EdiError("truncated", "the ISA segment is not complete")
    return _declared(elements, rest[0], rest[1], separator)


def _declared(elements, component, terminator, separator):
    found = (component, terminator, separator)
    if any(char.isalnum() for char in found) or len(set(found)) < 3:
        raise EdiError("syntax", "the ISA segment declares no usable delimiters")
    if any("\x00" in element for element in elements):
        raise EdiError("encoding", "the ISA segment holds NUL characters")
    repetition = elements[10]
    version = elements[11].strip()
    if (
        not version.isdigit()
        or int(version) < _REPEATS_SINCE
        or len(repetition) != 1
        or repetition.isalnum()
        or repetition in found
    ):
        repetition = ""
    return Delimiters(component, separator, terminator, repetition), elements


def _read_one(text):
    if not text.startswith("ISA"):
        return _read_bare(text)
    delimiters, isa = _delimiters(text)
    body = text[text.find(delimiters.terminator, len("".join(isa)) + 15) + 1 :]
    segments, closed = segments_of(body, delimiters)
    return assemble(_opened(isa), segments, closed, X12Tags)


def _opened(isa):
    return Interchange(
        "x12",
        sender=Party(isa[5].strip(), isa[4].strip()),
        receiver=Party(isa[7].strip(), isa[6].strip()),
        control_number=isa[12].strip(),
        date=_moment(isa[8], isa[9]),
        version=isa[11].strip(),
        ack_requested=isa[13].strip() == "1",
        test=isa[14].strip().upper() == "T",
    )


def _read_bare(text):
    if not re.match(r"(ST|GS)[^A-Za-z0-9\s]", text):
        raise EdiError("syntax", f"{shown(text[:20])} begins no X12 interchange")
    terminator = "~" if "~" in text else "\n"
    delimiters = Delimiters(USUAL.component, text[2], terminator)
    segments, closed = segments_of(text, delimiters)
    return assemble(Interchange("x12", bare=True), segments, closed, X12Tags)


def _moment(date, time):
    try:
        return datetime.strptime(date.strip() + time.strip()[:4], "%y%m%d%H%M")
    except ValueError:
        return None


class X12Tags:
    """How X12 opens and closes what is in an interchange."""

    opens_group, closes_group = "GS", "GE"
    opens, closes = "ST", "SE"
    closes_interchange = "IEA"

    @staticmethod
    def group(segment):
        return {
            "functional_id": segment.text(1),
            "sender": segment.text(2).strip(),
            "receiver": segment.text(3).strip(),
            "control": segment.text(6),
            "version": segment.text(8),
        }

    @staticmethod
    def transaction(segment, group):
        return {
            "set_id": segment.text(1).strip(),
            "control": segment.text(2).strip(),
            "version": segment.text(3) or group.version,
        }


def write(envelope, transactions, own_segments=()):
    """Return an interchange as bytes.

    X12 has no way to release a delimiter: where one occurs in a text it becomes a space,
    as line breaks do. Control numbers of the transactions count from 0001 unless set.

    :param Envelope envelope: around them.
    :param transactions: :class:`Transaction` list; neighbours of one functional id share
        a group.
    :param own_segments: of the interchange itself, before its groups: TA1.
    :raise EdiError: ``value`` or ``encoding``, if something cannot be written.
    """
    delimiters = envelope.delimiters or _usual(envelope)
    segments = [_isa(envelope, delimiters), *own_segments]
    groups = by_functional_id(transactions, _functional_id(envelope))
    for number, (functional_id, group) in enumerate(groups):
        segments += _group(envelope, functional_id, group, number)
    control = f"{envelope.control_number:09d}"
    segments.append(Segment("IEA", (str(len(groups)), control)))
    text = _isa_text(segments.pop(0), delimiters, envelope.line_breaks)
    text += text_of(
        segments,
        delimiters,
        _releaser(delimiters),
        line_breaks=envelope.line_breaks,
    )
    return _encoded(text, envelope.charset or "utf-8")


def _usual(envelope):
    if _isa_version(envelope) < f"{_REPEATS_SINCE:05d}":
        return USUAL
    return Delimiters(">", "*", "~", USUAL_REPETITION)


def _isa_version(envelope):
    return (envelope.version or "004010")[:5]


def _functional_id(envelope):
    def of(transaction):
        found = envelope.functional_id or FUNCTIONAL_IDS.get(transaction.set_id)
        if not found:
            raise EdiError("value", f"no functional id for set {transaction.set_id}")
        return found

    return of


def _isa(envelope, delimiters):
    if not 0 < envelope.control_number < 10**9:
        raise EdiError("value", "an interchange control number has up to nine digits")
    if not re.fullmatch(r"\d{5}", _isa_version(envelope)):
        raise EdiError("value", f"{shown(envelope.version)} is no version like 004010")
    for party in (envelope.sender, envelope.receiver):
        if not 0 < len(party.id) <= 15:
            raise EdiError("value", f"{shown(party.id)}: an id has up to 15 characters")
    elements = (
        "00",
        " " * 10,
        "00",
        " " * 10,
        f"{envelope.sender.qualifier or 'ZZ':2.2}",
        f"{envelope.sender.id:15}",
        f"{envelope.receiver.qualifier or 'ZZ':2.2}",
        f"{envelope.receiver.id:15}",
        envelope.date.strftime("%y%m%d"),
        envelope.date.strftime("%H%M"),
        delimiters.repetition or "U",
        _isa_version(envelope),
        f"{envelope.control_number:09d}",
        "1" if envelope.ack_requested else "0",
        "T" if envelope.test else "P",
    )
    return Segment("ISA", elements)


def _isa_text(isa, delimiters, line_breaks):
    for element in isa.elements[:10]:
        if any(char in element for char in delimiters.all()):
            raise EdiError("value", "an id of the envelope holds a delimiter")
    line = delimiters.element.join(("ISA", *isa.elements, delimiters.component))
    return line + delimiters.terminator + ("\r\n" if line_breaks else "")


def _group(envelope, functional_id, transactions, number):
    control = str(envelope.group_control + number)
    yield Segment(
        "GS",
        (
            functional_id,
            envelope.group_sender or envelope.sender.id,
            envelope.group_receiver or envelope.receiver.id,
            envelope.date.strftime("%Y%m%d"),
            envelope.date.strftime("%H%M"),
            control,
            "X",
            envelope.version or "004010",
        ),
    )
    for place, transaction in enumerate(transactions, 1):
        set_control = transaction.control or f"{place:04d}"
        yield Segment("ST", (transaction.set_id, set_control))
        yield from transaction.segments
        count = str(len(transaction.segments) + 2)
        yield Segment("SE", (count, set_control))
    yield Segment("GE", (str(len(transactions)), control))


def _releaser(delimiters):
    special = str.maketrans(dict.fromkeys(delimiters.all(), " "))

    def released(text):
        return _CONTROL_CHARACTERS.sub(" ", text).translate(special)

    return released


def _encoded(text, charset):
    try:
        return text.encode(charset)
    except UnicodeEncodeError as error:
        found = shown(text[error.start : error.start + 1])
        raise EdiError("encoding", f"{charset} has no {found}") from None
    except LookupError:
        raise EdiError("encoding", f"no charset {shown(charset)}") from None
