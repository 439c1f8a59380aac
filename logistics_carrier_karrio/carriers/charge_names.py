# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carriers name their charges in words; Karrio passes the words on."""

import re

# The first that matches counts.
_PATTERNS = (
    (re.compile(r"fuel", re.I), "fuel"),
    (re.compile(r"discount|rebate|incentive", re.I), "discount"),
    (re.compile(r"residential", re.I), "residential"),
    (
        re.compile(r"remote|extended|rural|delivery area|out of area", re.I),
        "remote_area",
    ),
    (re.compile(r"address correction", re.I), "address_correction"),
    (
        re.compile(r"additional handling|oversize|large package", re.I),
        "additional_handling",
    ),
    (re.compile(r"peak|demand|surge|holiday", re.I), "peak"),
    (re.compile(r"signature", re.I), "signature"),
    (re.compile(r"saturday", re.I), "saturday"),
    (re.compile(r"lift ?gate", re.I), "liftgate"),
    (re.compile(r"declared|insur", re.I), "declared_value"),
    (re.compile(r"return", re.I), "return"),
    (re.compile(r"broker|clearance|disbursement", re.I), "brokerage"),
    (re.compile(r"dut(y|ies)", re.I), "duty"),
    (re.compile(r"\b(vat|gst|hst|pst|tax)\b", re.I), "vat"),
    (re.compile(r"base|freight|transport|shipping|service charge", re.I), "base"),
)


def charge_type(name):
    """Return the canonical type of a charge by its name, ``other`` if none is meant."""
    return next((kind for pattern, kind in _PATTERNS if pattern.search(name)), "other")
