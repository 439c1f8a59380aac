# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the name of a file tells, by patterns such as ``stock_{warehouse}.csv``."""

import re

_PART = re.compile(r"\{([a-z][a-z_0-9]*)\}", re.ASCII)


def compile_file_names(spec):
    """Compile a list of patterns to ``name -> {"name": name, part: text}``."""
    patterns = tuple(_pattern(one) for one in spec.elements())

    def read(name):
        told = {"name": name}
        for pattern in patterns:
            if pattern and (match := pattern.fullmatch(name)):
                return {**told, **match.groupdict()}
        return told

    return read


def _pattern(spec):
    text = spec.text()
    if not text:
        spec.problem("a file name is expected here, as stock_{warehouse}.csv")
        return None
    pieces = _PART.split(text)
    parts = pieces[1::2]
    if len(set(parts)) < len(parts) or "name" in parts:
        spec.problem("each part needs a name of its own, and none may be “name”")
        return None
    # Every second piece is the name of a part, which takes as little as it can.
    return re.compile(
        "".join(
            f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        ),
        re.IGNORECASE,
    )
