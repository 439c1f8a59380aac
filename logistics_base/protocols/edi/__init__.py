# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EDI as it travels: ASC X12 and UN/EDIFACT, read tolerantly, written strictly."""

from .envelope import (
    EdiError,
    Envelope,
    EnvelopeProblem,
    Group,
    Interchange,
    Party,
    Repeated,
    Segment,
    Transaction,
)
from .registry import reads, writes

__all__ = [
    "EdiError",
    "Envelope",
    "EnvelopeProblem",
    "Group",
    "Interchange",
    "Party",
    "Repeated",
    "Segment",
    "Transaction",
    "reads",
    "writes",
]
