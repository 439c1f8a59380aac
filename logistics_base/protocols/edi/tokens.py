# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Text to segments, by the delimiters that the file itself declares."""

import re
from dataclasses import dataclass

from ...mapping.errors import shown
from .envelope import MAX_SEGMENTS, EdiError, Repeated, Segment, trimmed

_TAG = re.compile(r"[A-Z][A-Z0-9]{1,2}$")
_FILLING = " \t\r\n\x1a\x00"
# A released delimiter is set aside as a lone surrogate: no decoded text holds one.
_SET_ASIDE = 0xDC00


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The characters that separate; an empty one is not used."""

    component: str
    element: str
    terminator: str
    repetition: str = ""
    release: str = ""
    decimal: str = "."

    def all(self):
        """Return those that have to be released, or kept out, in data."""
        return "".join(
            (
                self.component,
                self.element,
                self.terminator,
                self.repetition,
                self.release,
            )
        )


def segments_of(text, delimiters):
    """Return (the segments, whether the last one was closed by its terminator).

    Line breaks between segments and within them (files in records of 80 characters)
    mean nothing, unless they are the terminator.

    :raise EdiError: ``syntax`` or ``limits``.
    """
    if text.count(delimiters.terminator) > MAX_SEGMENTS:
        raise EdiError("limits", f"the file has more than {MAX_SEGMENTS} segments")
    # First of all: a record may end between a release character and what it releases.
    for line_break in "\r\n":
        if line_break != delimiters.terminator:
            text = text.replace(line_break, "")
    text, restore = _set_released_aside(text, delimiters)
    *closed, rest = (
        part.lstrip(_FILLING) for part in text.split(delimiters.terminator)
    )
    raw = [part for part in (*closed, rest) if part]
    if "\x00" in text and any("\x00" in part for part in raw):
        raise EdiError("encoding", "the file holds NUL characters")
    return [_segment(part, delimiters, restore) for part in raw], not rest


def beginnings(text, opening, terminator, start=0):
    """Yield (where a segment ends, where one that opens an interchange follows).

    :param str opening: regular expression of the opening's first characters.
    """
    # From the opening backwards: looking ahead from each line break of many would take
    # for ever.
    for found in re.compile(opening, re.DOTALL).finditer(text, start):
        place = found.start() - 1
        while place > start and text[place] != terminator and text[place].isspace():
            place -= 1
        if place >= start and text[place] == terminator:
            yield place, found.start()


def _set_released_aside(text, delimiters):
    """Return the text with released delimiters replaced, and what puts them back."""
    release = delimiters.release
    if not release or release not in text:
        return text, None
    special = delimiters.all()
    aside = {char: chr(_SET_ASIDE + place) for place, char in enumerate(special)}
    back = {ord(put): char for char, put in aside.items()}
    pattern = re.compile(re.escape(release) + r"(.)", re.DOTALL)
    replaced = pattern.sub(lambda found: aside.get(found[1], found[1]), text)
    return replaced, lambda value: value if value.isascii() else value.translate(back)


def _segment(raw, delimiters, restore):
    tag, *elements = raw.split(delimiters.element)
    if restore is None and not _is_composed(raw, delimiters) and _TAG.match(tag):
        return Segment(tag, trimmed(elements))
    # EDIFACT may number a segment's repetition in its tag: FTX:1.
    if delimiters.component:
        tag = tag.split(delimiters.component)[0]
    tag = tag.strip()
    if not _TAG.match(tag):
        found = restore(raw) if restore else raw
        raise EdiError("syntax", f"{shown(found)} begins no segment")
    return Segment(tag, trimmed([_element(e, delimiters, restore) for e in elements]))


def _is_composed(raw, delimiters):
    component, repetition = delimiters.component, delimiters.repetition
    return component and component in raw or repetition and repetition in raw


def _element(raw, delimiters, restore):
    if delimiters.repetition and delimiters.repetition in raw:
        return Repeated(
            tuple(
                _composite(one, delimiters, restore)
                for one in raw.split(delimiters.repetition)
            )
        )
    return _composite(raw, delimiters, restore)


def _composite(raw, delimiters, restore):
    if not delimiters.component or delimiters.component not in raw:
        return restore(raw) if restore else raw
    parts = trimmed(raw.split(delimiters.component))
    if restore:
        parts = tuple(map(restore, parts))
    if len(parts) < 2:
        return parts[0] if parts else ""
    return parts


def text_of(segments, delimiters, released, *, line_breaks=False):
    """Return segments as text.

    :param released: function that makes one component's text fit to be written.
    """
    end = delimiters.terminator + ("\r\n" if line_breaks else "")
    return "".join(_line(one, delimiters, released) + end for one in segments)


def _line(segment, delimiters, released):
    elements = (_written(e, delimiters, released) for e in segment.elements)
    return delimiters.element.join((segment.tag, *trimmed(tuple(elements))))


def _written(element, delimiters, released):
    if isinstance(element, Repeated):
        if not delimiters.repetition:
            raise EdiError("value", "this version of the standard repeats no elements")
        written = [_written(one, delimiters, released) for one in element.occurrences]
        return delimiters.repetition.join(written)
    if isinstance(element, tuple):
        return delimiters.component.join(
            trimmed(tuple(released(one) for one in element))
        )
    return released(element)
