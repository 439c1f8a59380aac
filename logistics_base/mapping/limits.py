# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a message may measure, checked before anything is built from it."""

import re
from dataclasses import dataclass

from .errors import DecodeError

# Never fails on an open string, so it never starts over: linear whatever the text.
_STRING = re.compile(r'"(?:[^"\\]+|\\.)*"?', re.DOTALL)
_NO_STRUCTURE = re.compile(r"[^\[\]{}]+")
_OPENING = "[{"


@dataclass(frozen=True, slots=True)
class Limits:
    """``bytes`` is the door's business and unlimited here unless given."""

    bytes: int | None = None
    depth: int = 64
    nodes: int = 200_000
    documents: int = 10_000

    def check_size(self, body):
        """:raise DecodeError: more bytes than allowed."""
        if self.bytes is not None and len(body) > self.bytes:
            raise DecodeError("limits", f"the message has more than {self.bytes} bytes")

    def check_json(self, text):
        """Measure JSON by its text alone. Does not judge whether it is JSON.

        :raise DecodeError: nested too deeply, or too many values.
        """
        brackets = text.count("{") + text.count("[")
        # Every value takes two characters or more, counting what parts it from others.
        if brackets <= self.depth and len(text) <= 2 * self.nodes:
            return
        skeleton = _STRING.sub("", text)
        if skeleton.count(",") + brackets > self.nodes:
            self.refuse_nodes()
        self._check_nesting(_NO_STRUCTURE.sub("", skeleton))

    def _check_nesting(self, brackets):
        depth = 0
        for bracket in brackets:
            depth += 1 if bracket in _OPENING else -1
            if depth > self.depth:
                self.refuse_depth()

    def refuse_depth(self):
        raise DecodeError("limits", f"nested more than {self.depth} levels deep")

    def refuse_nodes(self):
        raise DecodeError("limits", f"more than {self.nodes} values")


DEFAULT_LIMITS = Limits()
