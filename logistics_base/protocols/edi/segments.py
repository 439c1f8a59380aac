# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finding one's way among segments, in either standard."""

from .envelope import Segment


def loops(segments, tag):
    """Return (what stands before the first such segment, [each with what follows])."""
    head, found = [], []
    for segment in segments:
        if segment.tag == tag:
            found.append([segment])
        else:
            (found[-1] if found else head).append(segment)
    return head, found


def first(segments, tag):
    """Return the first segment of that tag; an empty one if there is none."""
    return next((one for one in segments if one.tag == tag), Segment(tag))


def unique(references):
    """Return the references as a tuple, each once, without what is None."""
    return tuple(dict.fromkeys(one for one in references if one))
