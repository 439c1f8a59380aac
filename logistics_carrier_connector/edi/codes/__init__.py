# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the standards' own codes mean in our words: data, a file for each standard."""

from functools import cache
from pathlib import Path

import yaml


@cache
def codes_of(standard):
    """Return {domain: {their code: our word}} of ``x12`` or ``edifact``."""
    text = (Path(__file__).parent / f"{standard}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def code_for(standard, domain, word, prefix=""):
    """Return the standard's code for a word of ours, the first listed; None if none.

    :param prefix: which list is meant, where a standard has several: ``315:``.
    """
    for code, meaning in codes_of(standard)[domain].items():
        if meaning == word and (code.startswith(prefix) if prefix else ":" not in code):
            return code.removeprefix(prefix)
    return None
