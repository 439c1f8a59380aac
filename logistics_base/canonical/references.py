# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How one reference is recognised however it was typed."""

import re
import unicodedata

# What people and machines put between the characters that matter.
_NOISE = re.compile(r"[^0-9A-Z]+")
_PLAIN = re.compile(r"[0-9A-Z]+\Z")


def normalize(value):
    """Return the form in which references are compared.

    Case, spaces and punctuation do not distinguish references: ``"wh/out/00042"`` and
    ``"WH-OUT-00042"`` are the same. Letters keep their accents off ("é" is "E"); text in
    other scripts is kept as it is. Leading zeros do distinguish.

    :param value: anything a partner sends as a reference; None is the empty string.
    :return: the normalised text, empty where nothing identifies.
    """
    text = str(value or "").upper()
    if _PLAIN.match(text):
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    stripped = _NOISE.sub("", decomposed)
    if stripped or decomposed.isascii():
        return stripped
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
