# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can go wrong between bytes and documents, in words safe to show."""

CATEGORIES = (
    "syntax",
    "encoding",
    "limits",
    "truncated",
    "missing",
    "value",
    "unmapped_message",
)
_SHOWN = 40


class DecodeError(ValueError):
    """A message cannot be decoded.

    :ivar category: one of ``CATEGORIES``.
    :ivar message: what is wrong and where; at most 40 characters of the payload.
    """

    def __init__(self, category, message):
        super().__init__(message)
        self.category = category
        self.message = message


class PresetError(ValueError):
    """A preset cannot be used.

    :ivar problems: every problem found, each beginning with its path.
    """

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def shown(value):
    """A piece of payload fit for an error message: short, on one line."""
    text = value if isinstance(value, str) else type(value).__name__
    text = text.encode("unicode_escape").decode("ascii")
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
