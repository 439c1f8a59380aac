# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an unknown partner's code may mean, for a person to accept or not."""

import re
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ..canonical.vocabulary import CLOSED_DOMAINS
from .synonyms import SYNONYMS

_BOUNDARIES = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\W_]+")
# Words that say nothing of what happened.
_FILLERS = frozenset(
    "a an and at by for has in is of on shipment the to was your".split()
)
_LEAST = 60
# The same code at another partner says more than a likeness of words: but short codes
# are the same by chance.
_SAME_CODE = {True: 97, False: 75}
_CHANCE_LENGTH = 3
_LONGEST = 200


class Suggestion(NamedTuple):
    """``score`` is of 100; ``why`` is a short English text for the person."""

    code: str
    score: int
    why: str


def suggest(raw_code, description=None, *, domain="milestone", maps=None, limit=5):
    """Return what the code may mean, the likeliest first, each canonical code once.

    :param description: the partner's own words beside the code.
    :param maps: ``{preset or integration: {external code: canonical code}}`` of the
        domain; what other partners mean by their codes.
    :param limit: how many at most.
    """
    labels = _labels(domain)
    asked = _asked(raw_code, description)
    found = _from_words(asked, labels)
    found += _from_maps(raw_code, asked, maps or {}, labels)
    return _best(found, limit)


def _labels(domain):
    """``[(words, canonical code, what they are)]`` of a vocabulary."""
    labels = []
    for code, entry in CLOSED_DOMAINS.get(domain, {}).items():
        if code == "unknown":
            continue
        label = getattr(entry, "label", entry)
        labels += [(words(code), code, label), (words(label), code, label)]
        labels += [
            (words(synonym), code, synonym)
            for synonym in SYNONYMS.get(domain, {}).get(code, ())
        ]
    return labels


def _asked(raw_code, description):
    """What to look for: the words of the code, of its parts, of the description."""
    raw_code = str(raw_code or "")[:_LONGEST]
    parts = [raw_code, *raw_code.split(":"), str(description or "")[:_LONGEST]]
    asked = dict.fromkeys(words(part) for part in parts)
    return [text for text in asked if len(text) >= _CHANCE_LENGTH]


def words(text):
    """Words in lower case: ``outForDelivery``, ``OUT_FOR_DELIVERY`` alike."""
    parts = [part.lower() for part in _BOUNDARIES.split(text) if part]
    telling = [part for part in parts if part not in _FILLERS]
    return " ".join(telling or parts)


def _from_words(asked, labels):
    found = []
    choices = [text for text, _code, _what in labels]
    for text in asked:
        for _choice, score, position in process.extract(
            text, choices, scorer=_likeness, limit=10, score_cutoff=_LEAST
        ):
            _words, code, what = labels[position]
            found.append(Suggestion(code, round(score), f"reads like “{what}”"))
    return found


def _likeness(asked, label, **_options):
    """Likeness of words in any order; words missing on one side cost something."""
    ordered = fuzz.token_sort_ratio(asked, label)
    # A long description may hold the label whole.
    contained = 0.92 * fuzz.token_set_ratio(asked, label) if " " in asked else 0
    share = min(1, len(label) / len(asked) + 0.4)
    return max(ordered, contained * share)


def _from_maps(raw_code, asked, maps, labels):
    known = {code for _text, code, _what in labels}
    found = []
    for partner, codes in maps.items():
        for external, canonical in codes.items():
            if canonical not in known:
                continue
            score = _code_likeness(raw_code, external, asked)
            if score >= _LEAST:
                why = f"“{external[:40]}” at {partner}"
                found.append(Suggestion(canonical, round(score), why))
    return found


def _code_likeness(raw_code, external, asked):
    if str(raw_code).strip().lower() == external.strip().lower():
        return _SAME_CODE[len(external) > _CHANCE_LENGTH]
    text = words(external)
    if len(text) <= _CHANCE_LENGTH or not asked:
        return 0
    return 0.93 * max(fuzz.token_sort_ratio(one, text) for one in asked)


def _best(found, limit):
    best = {}
    for one in sorted(found, key=lambda one: (-one.score, one.code, one.why)):
        best.setdefault(one.code, one)
    return list(best.values())[:limit]
