# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""strptime patterns compiled once.

``datetime.strptime`` depends on the server's locale and spends most of its time on
finding its way; partners write digits and English month names.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}

_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d\d)",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<I>\d{1,2})",
    "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,9})",
    "p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "b": r"(?P<b>[A-Za-z]{3})",
    "B": r"(?P<B>[A-Za-z]+)",
    "a": r"[A-Za-z]{3}",
    "A": r"[A-Za-z]+",
    "z": r"(?P<z>Z|[+-]\d\d:?\d\d)",
    "%": "%",
}
_TWO_DIGITS = frozenset("mdHIMS")


def compile_pattern(pattern: str) -> Callable[[str], datetime]:
    """Return a reader for one pattern; aware only if the pattern has ``%z``.

    Known: %Y %y %m %d %H %I %p %M %S %f %z %b %B %a %A %%. A digit group directly
    beside another has exactly two digits, otherwise one or two.

    :raise ValueError: an unknown directive, or a pattern without a date; and from
        the reader, the text does not fit.
    """
    regex = re.compile(_regex(pattern), re.ASCII)
    names = set(regex.groupindex)
    if not (names & {"Y", "y"} and names & {"m", "b", "B"} and "d" in names):
        raise ValueError(f"the time format “{pattern[:40]}” has no whole date")

    def read(text):
        match = regex.fullmatch(text)
        if not match:
            raise ValueError("the time does not fit its format")
        return _assemble(match.groupdict())

    return read


def _regex(pattern):
    if not isinstance(pattern, str):
        raise ValueError("a time format is a text")
    parts = re.split(r"%(.)", pattern)
    literals, directives = parts[::2], parts[1::2]
    built = [re.escape(literals[0])]
    for position, directive in enumerate(directives):
        if directive not in _DIRECTIVES:
            raise ValueError(f"unknown time format “{pattern[:40]}”")
        touches = not literals[position] and position > 0
        touched = not literals[position + 1] and position + 1 < len(directives)
        digits = _DIRECTIVES[directive]
        if directive in _TWO_DIGITS and (touches or touched):
            digits = digits.replace(r"\d{1,2}", r"\d\d")
        built += [digits, re.escape(literals[position + 1])]
    try:
        return "".join(built) if re.compile("".join(built)) else ""
    except re.error as error:
        raise ValueError(f"the time format “{pattern[:40]}” repeats itself") from error


def _assemble(found):
    return datetime(
        _year(found),
        _month(found),
        int(found["d"]),
        _hour(found),
        int(found.get("M") or 0),
        int(found.get("S") or 0),
        int((found.get("f") or "0").ljust(6, "0")[:6]),
        _offset(found.get("z")),
    )


def _year(found):
    if "Y" in found:
        return int(found["Y"])
    # POSIX: 69 to 99 are of the last century.
    short = int(found["y"])
    return short + (1900 if short >= 69 else 2000)


def _month(found):
    if "m" in found:
        return int(found["m"])
    name = (found.get("b") or found.get("B")).lower()
    if name not in _MONTHS:
        raise ValueError("not the name of a month")
    return _MONTHS[name]


def _hour(found):
    if "I" not in found:
        return int(found.get("H") or 0)
    hour = int(found["I"])
    if not 1 <= hour <= 12:
        raise ValueError("not an hour of a twelve-hour clock")
    return hour % 12 + (12 if (found.get("p") or "a") in "pP" else 0)


def _offset(text):
    if not text:
        return None
    if text == "Z":
        return timezone.utc
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
