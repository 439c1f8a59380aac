# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the current piece of work is about, for whatever is logged in it."""

from contextlib import contextmanager
from contextvars import ContextVar

#: What may be told. Nothing of a message's content is: logs are read by many.
NAMES = ("correlation_id", "integration", "message_id", "shipment_id")
_about = ContextVar("logistics_about", default=None)


def current():
    """Return what the current work is about: {name: value}."""
    return dict(_about.get() or {})


def put(**about):
    """Say what the work is about from here on, instead of what was said before.

    For a thread that takes up one request after the other.

    :raise ValueError: for what may not be told.
    """
    _about.set(_told(about))


@contextmanager
def bound(**about):
    """Say what the work in the block is about, beside what was said around it.

    :raise ValueError: for what may not be told.
    """
    token = _about.set({**current(), **_told(about)})
    try:
        yield
    finally:
        _about.reset(token)


def _told(about):
    if unknown := set(about) - set(NAMES):
        raise ValueError(f"not for the log: {', '.join(sorted(unknown))}")
    return {name: value for name, value in about.items() if value}
