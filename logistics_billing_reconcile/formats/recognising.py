# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a file may be a carrier's bill, at a glance: nothing else is looked into."""

import re

#: So much of a file is looked at, in bytes.
GLANCE = 8192
_ENDINGS = (".csv", ".txt", ".json", ".edi", ".x12", ".edifact", ".edf", ".dat")
_EDIFACT = re.compile(rb"\A(UNA|UNB|UNH)", re.DOTALL)
_X12_BILL = re.compile(rb"ST([^A-Za-z0-9])(210|110)\1")
_EDIFACT_BILL = re.compile(rb"UNH.{1,40}INVOIC[^A-Za-z0-9]", re.DOTALL)


def looks_like_bill(name, content):
    """Tell whether a file is EDI with freight bills, or text as such bills are.

    Whether it is one, those who read it say.
    """
    start = (content or b"")[:GLANCE].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"ISA"):
        return bool(_X12_BILL.search(start))
    if _EDIFACT.match(start):
        return bool(_EDIFACT_BILL.search(start))
    if not (name or "").lower().endswith(_ENDINGS) or b"\0" in start:
        return False
    return start[:1] in (b"{", b"[") or _is_table(start)


def _is_table(start):
    """Tell whether the first line has columns."""
    line = start.partition(b"\n")[0]
    return max(line.count(mark) for mark in (b",", b";", b"\t", b"|")) >= 3
