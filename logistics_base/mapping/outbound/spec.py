# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts of a preset whose expressions see more than a message."""

from ..preset_spec import Spec


class RequestSpec(Spec):
    """Expressions see the canonical request and the integration's settings."""

    __slots__ = ()
    names = frozenset({"root", "parent", "settings"})


class AnswerSpec(Spec):
    """Expressions see the answer, what it answers, and the integration's settings."""

    __slots__ = ()
    names = frozenset({"root", "parent", "headers", "request", "settings", "status"})


def request_spec(spec):
    """Return the same part, read as one of a request."""
    return RequestSpec(spec.value, spec.path, spec.problems)


def answer_spec(spec):
    """Return the same part, read as one of an answer."""
    return AnswerSpec(spec.value, spec.path, spec.problems)
