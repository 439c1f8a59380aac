# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a document that a preset has filled says what it must."""

from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache

from .errors import DecodeError


def check_complete(built, path=""):
    """Check that nothing lacks that cannot be left out, here and in all parts.

    :param path: what the names of fields are told behind.
    :raise DecodeError: naming what is missing.
    """
    for name, is_needed in _fields_of(type(built)):
        found = getattr(built, name)
        if found is None:
            if is_needed:
                raise DecodeError("missing", f"{path}{name}: missing")
        elif isinstance(found, tuple):
            for one in found:
                if is_dataclass(one):
                    check_complete(one, f"{path}{name}.")
        elif is_dataclass(found):
            check_complete(found, f"{path}{name}.")


@lru_cache(maxsize=256)
def _fields_of(cls):
    """Return ((name, whether it cannot be left out), ...)."""
    return tuple(
        (field.name, field.default is MISSING and field.default_factory is MISSING)
        for field in fields(cls)
    )
