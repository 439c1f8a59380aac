# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The formats of carriers' billing files, by the presets that name them."""

FORMATS = {}


def bills(code):
    """Class decorator: the format that the preset ``code`` reads.

    It has ``options``, as CSV presets have them, and reads a file by
    ``heads(file, style)`` and ``lines(file, style)``.
    """

    def register(cls):
        FORMATS[code] = cls()
        return cls

    return register
