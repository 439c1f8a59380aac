# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Holds what was found against the answer key: precision and recall by type of error."""

from collections import Counter
from dataclasses import dataclass, field

from .model import Planted


@dataclass
class Score:
    """Of one type of error: found rightly, found wrongly, missed."""

    right: int = 0
    wrong: list = field(default_factory=list)
    missed: list = field(default_factory=list)

    @property
    def precision(self):
        """What share of what was found is an error; None where nothing was found."""
        found = self.right + len(self.wrong)
        return self.right / found if found else None

    @property
    def recall(self):
        """What share of the errors was found; None where there are none."""
        planted = self.right + len(self.missed)
        return self.right / planted if planted else None

    @property
    def is_perfect(self):
        return not self.wrong and not self.missed


def compare(planted, found):
    """Return {type: Score}.

    An error found twice was found wrongly once; found on another charge than it is of, it
    was missed and something else was found wrongly.

    :param found: ``Planted`` with all that is known, so with its charge.
    """
    scores = {}
    left = Counter(found)
    for error in sorted(planted):
        score = scores.setdefault(error.type, Score())
        hits = [each for each in left if left[each] and _is_of(each, error)]
        if hits:
            left[hits[0]] -= 1
            score.right += 1
        else:
            score.missed.append(error)
    for each in sorted(left.elements()):
        scores.setdefault(each.type, Score()).wrong.append(each)
    return scores


def _is_of(found, error):
    charge = error.charge or found.charge
    number = error.tracking_number or found.tracking_number
    return found == Planted(error.bill, error.type, number, charge)


def mistakes(scores):
    """Return a line for each error that was missed, and for each thing found wrongly."""
    missed = [f"missed: {each}" for score in scores.values() for each in score.missed]
    wrong = [f"is none: {each}" for score in scores.values() for each in score.wrong]
    return missed + wrong


def table(carriers):
    """Return lines that show {name: {type: Score}}, a column for each name."""
    types = sorted({kind for scores in carriers.values() for kind in scores})
    head = f"{'precision / recall':26}" + "".join(
        f"{name[:20]:>22}" for name in carriers
    )
    return [head, *(_line(kind, carriers.values()) for kind in types)]


def _line(kind, columns):
    cells = []
    for scores in columns:
        score = scores.get(kind)
        words = f"{_share(score.precision)} / {_share(score.recall)}" if score else "–"
        planted = f" ({score.right + len(score.missed)})" if score else ""
        cells.append(f"{words + planted:>22}")
    return f"{kind:26}" + "".join(cells)


def _share(value):
    return "n/a" if value is None else f"{value:.2f}"
