# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What changed between two versions of a policy, in lines."""

import difflib
import json


def lines_of(snapshot):
    """Return a snapshot (plain JSON values) as lines to compare and to read."""
    return json.dumps(snapshot, indent=1, sort_keys=True, ensure_ascii=False).split(
        "\n"
    )


def differences(before, after):
    """Return [(sign, line)] of what was taken out (``-``) and put in (``+``)."""
    found = difflib.ndiff(
        lines_of(before) if before else [], lines_of(after) if after else []
    )
    return [
        (line[0], line[2:].strip().rstrip(","))
        for line in found
        if line[0] in "+-" and line[2:].strip(" {}[],")
    ]
