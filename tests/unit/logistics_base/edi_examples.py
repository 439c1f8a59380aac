# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Interchanges with invented values, and how to make any number more."""

from datetime import datetime

from hypothesis import strategies as st

from logistics_base.protocols.edi import (
    Envelope,
    Party,
    Repeated,
    Segment,
    Transaction,
)

#: A carrier's status message, one line break after each segment.
X12_214 = """\
ISA*00*          *00*          *ZZ*NORDWIND       *02*KONTOR         *260301*0815*U*00401*000000071*0*T*>~
GS*QM*NORDWIND*KONTOR*20260301*0815*71*X*004010~
ST*214*0001~
B10*PRO4711*LOAD-8*NRDW~
LX*1~
AT7*X3*NS***20260301*0745*LT~
MS1*KIEL*SH*DE~
SE*6*0001~
GE*1*71~
IEA*1*000000071~
"""  # noqa: E501
IFTSTA = """\
UNA:+.? '
UNB+UNOC:3+NORDWIND:14+KONTOR:14+260301:0815+88'
UNH+1+IFTSTA:D:01B:UN'
BGM+23+ST-1+9'
CNI+1+LOAD-8'
STS+1+21::9'
RFF+CU:O?'Brien ?+ Sons'
UNT+6+1'
UNZ+1+88'
"""

_NOT_TEXT = {"exclude_categories": ("Cs", "Cc")}


def envelope(**values):
    return Envelope(
        **{
            "sender": Party("KONTOR", "02"),
            "receiver": Party("NORDWIND", "ZZ"),
            "control_number": 9,
            "date": datetime(2026, 3, 1, 8, 15),
            **values,
        }
    )


def texts(**alphabet):
    return st.text(st.characters(**{**_NOT_TEXT, **alphabet}), max_size=12)


def elements(text, *, repeated=False):
    """Elements as they are read: no composite ends empty or has one part only."""
    filled = text.filter(bool)
    composite = st.tuples(st.lists(text, min_size=1, max_size=3), filled).map(
        lambda parts: (*parts[0], parts[1])
    )
    one = st.one_of(text, composite)
    if not repeated:
        return one
    return st.one_of(
        one, st.lists(one, min_size=2, max_size=3).map(lambda o: Repeated(tuple(o)))
    )


def segments(tags, element):
    body = st.lists(element, max_size=4)
    last = element.filter(lambda found: found != "")
    filled = st.tuples(body, last).map(lambda both: (*both[0], both[1]))
    return st.builds(Segment, st.sampled_from(tags), filled | st.just(()))


def transactions(set_ids, tags, element):
    return st.lists(
        st.builds(
            Transaction,
            set_id=st.sampled_from(set_ids),
            segments=st.lists(segments(tags, element), max_size=6).map(tuple),
        ),
        min_size=1,
        max_size=4,
    )


def said(interchange):
    """What matters of an interchange: its sets and their segments."""
    return [
        (transaction.set_id, transaction.segments)
        for _group, transaction in interchange.transactions()
    ]
