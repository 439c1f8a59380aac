# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How one reference is recognised however it was typed."""

import unicodedata

#: Longer than any reference that a document may hold, in characters.
LONGEST = 480


def normalize(value):
    """Return the form in which references are compared.

    Case, spaces and punctuation do not distinguish references: ``"wh/out/00042"`` and
    ``"WH-OUT-00042"`` are the same. Letters lose their accents ("é" is "E"); every
    script is kept. Leading zeros do distinguish.

    :param value: anything a partner sends as a reference; None is the empty string.
    :return: the normalised text, empty where nothing identifies.
    """
    text = str(value or "").upper()
    if not text.isascii():
        # Some characters stand for a whole phrase: an index takes no endless key.
        text = unicodedata.normalize("NFKD", text)[:LONGEST]
    if text.isalnum():
        return text
    return "".join(filter(str.isalnum, text))
