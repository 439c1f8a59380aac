# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers to interchanges, in both standards; importing this lets them be read, too."""

from .edifact_acknowledgements import (
    application_error,
    read_application_acknowledgement,
    read_syntax_acknowledgement,
    syntax_acknowledgement,
)
from .verdict import ACCEPTED, Verdict, verdict_on
from .x12_acknowledgements import (
    functional_acknowledgements,
    interchange_acknowledgement,
    read_functional_acknowledgement,
    read_interchange_acknowledgements,
)
from .x12_application_advice import read_application_advice

__all__ = [
    "ACCEPTED",
    "Verdict",
    "application_error",
    "functional_acknowledgements",
    "interchange_acknowledgement",
    "read_application_acknowledgement",
    "read_application_advice",
    "read_functional_acknowledgement",
    "read_interchange_acknowledgements",
    "read_syntax_acknowledgement",
    "syntax_acknowledgement",
    "verdict_on",
    "wants_answer",
]


def wants_answer(interchange):
    """Tell whether an interchange holds anything but answers; those are not answered."""
    answers = {"997", "999", "CONTRL", "APERAK"}
    sets = {transaction.set_id for _group, transaction in interchange.transactions()}
    return not interchange.bare and bool(sets - answers)
