# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many plain paths read at once.

Most fields of most presets are plain paths, and many of them share all but their last
key (``location.city``, ``location.country``). Reading those together, without a call
for each, halves the cost of a message.
"""

from . import coercion
from .values import coerced


class PathReader:
    """Collects fields that are plain paths, and compiles them grouped."""

    def __init__(self):
        self._groups = {}

    def takes(self, spec, name, coerce_for):
        """Take the field over if its value is a plain path; return whether it is."""
        read = spec.expression() if isinstance(spec.value, str) else None
        keys = getattr(read, "keys", None)
        if not keys:
            return False
        group = self._groups.setdefault(keys[:-1], [])
        group.append((name, keys[-1], coerce_for(spec), spec.path))
        return True

    def fills(self):
        """Return ``[(found, element, names) -> None]``."""
        return [_fill(above, tuple(group)) for above, group in self._groups.items()]


def _fill(above, group):
    text = coercion.text

    def fill(found, value, names):
        try:
            for key in above:
                value = value.get(key)
            get = value.get
        except AttributeError:
            return
        for name, key, coerce, path in group:
            one = get(key)
            if one.__class__ is str and coerce is text:
                one = one.strip()
                if one:
                    found[name] = one
            elif one is not None:
                one = coerced(one, coerce, path)
                if one is not None:
                    found[name] = one

    return fill
