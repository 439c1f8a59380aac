# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the standards' own codes mean in our words: data files of the addons.

A folder holds a file for each standard, ``x12.yaml`` and ``edifact.yaml``, with
``domain: {their code: our word}``. Of several codes with one meaning the first is the
one that is written.
"""

from functools import cache
from pathlib import Path

import yaml


@cache
def codes_in(folder, standard):
    """Return {domain: {their code: our word}} of a folder and a standard."""
    file = Path(folder) / f"{standard}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def code_among(codes, word, prefix=""):
    """Return the first code that means a word of ours; None if there is none.

    :param codes: {their code: our word} of one domain.
    :param prefix: which list is meant, where a standard has several: ``315:``.
    """
    for code, meaning in codes.items():
        if meaning == word and (code.startswith(prefix) if prefix else ":" not in code):
            return code.removeprefix(prefix)
    return None
