# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From milestones to a timeline: several packages' scans merged, days grouped."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

#: How many events stay unfolded; the rest of a long history opens on demand.
LATEST = 12
#: Folding fewer than these away would cost more room than it saves.
_WORTH_FOLDING = 3


@dataclass(slots=True)
class Scan:
    """A milestone as far as the timeline goes.

    :param occurred_at: naive UTC, as Odoo keeps times.
    :param offset: minutes east of UTC at the place, or None where it is not known.
    :param package_ids: the packages it is about; empty for the whole shipment.
    """

    id: int
    code: str
    occurred_at: datetime
    offset: int | None = None
    place: str = ""
    reason: str | None = None
    package_ids: list[int] = field(default_factory=list)

    def same_event(self):
        """Return what two packages' scans of one event have in common."""
        return self.occurred_at, self.code, self.place, self.reason


def merge(scans):
    """Return the scans with those that differ by the package alone made one.

    :param scans: newest first; that order is kept.
    """
    merged = {}
    for scan in scans:
        first = merged.setdefault(scan.same_event(), scan)
        if first is not scan:
            both = (first.package_ids, scan.package_ids)
            first.package_ids = sorted({*both[0], *both[1]}) if all(both) else []
    return list(merged.values())


def fold(scans, latest=LATEST):
    """Return (scans to show, scans to fold away), both newest first."""
    if len(scans) < latest + _WORTH_FOLDING:
        return scans, []
    return scans[:latest], scans[latest:]


def by_day(scans, day_of):
    """Return ``[(day, [scan, ...]), ...]`` for scans in order of time."""
    return [(day, list(group)) for day, group in groupby(scans, key=day_of)]
