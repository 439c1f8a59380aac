# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts that explain a figure, kept apart from their values so they can be translated."""

from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class Phrase:
    """A text and the values in it; ``str()`` is English."""

    template: str
    values: dict = field(default_factory=dict, hash=False)

    def __str__(self):
        return self.template % self.values


def _(template, **values):
    """Return a phrase; so called that translators' tools find the text."""
    return Phrase(template, values)


def number(value):
    """Return a Decimal as people write it: ``12.5``, not ``12.500`` or ``1.25E+1``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
