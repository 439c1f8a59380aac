# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads the fields of a request to the control API."""


class FieldError(ValueError):
    """A field is missing or wrong; the text names it."""


class Fields:
    """The fields of one request, read by name."""

    def __init__(self, values):
        if not isinstance(values, dict):
            raise FieldError("A JSON object is expected.")
        self.values = values

    def text(self, name, default=None):
        """Return a text; without a default it is required."""
        value = self.values.get(name, default)
        if not isinstance(value, str) or not value:
            raise FieldError(f"“{name}” must be a text.")
        return value

    def optional(self, *names):
        """Return the texts that are given, by name."""
        return {name: self.text(name) for name in names if name in self.values}

    def word(self, name, vocabulary, default=None):
        """Return one of the vocabulary's words."""
        value = self.text(name, default)
        if value not in vocabulary:
            raise FieldError(f"“{name}” must be one of {', '.join(vocabulary)}.")
        return value

    def number(self, name, low, high, default=None, kind=float):
        """Return a number within the bounds; without a default it is required."""
        value = self.values.get(name, default)
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not fits or not low <= value <= high or kind(value) != value:
            raise FieldError(f"“{name}” must be a number from {low} to {high}.")
        return kind(value)

    def flag(self, name):
        """Return True or False; it is False when absent."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise FieldError(f"“{name}” must be true or false.")
        return value

    def texts(self, name):
        """Return a list of texts; None when absent."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise FieldError(f"“{name}” must be a list of texts.")
        return value
