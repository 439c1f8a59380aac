# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From milestones to a timeline: several packages' scans merged, days grouped."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

#: How many events stay unfolded; the rest of a long history opens on demand.
LATEST = 12
#: Folding fewer than these away would cost more room than it saves.
_WORTH_FOLDING = 3
#: Packages that travel together are scanned one after the other.
_TOGETHER = timedelta(minutes=30)


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

    def takes(self, other):
        """Tell whether an earlier scan is the same event, for other packages."""
        return (
            self.occurred_at - other.occurred_at <= _TOGETHER
            and not set(self.package_ids) & set(other.package_ids)
            and bool(self.package_ids) == bool(other.package_ids)
            and (self.package_ids or self.occurred_at == other.occurred_at)
        )


def merge(scans):
    """Return the scans with those of several packages at one event made one.

    :param scans: newest first; that order is kept.
    """
    merged, newest = [], {}
    for scan in scans:
        event = scan.code, scan.place, scan.reason
        known = newest.get(event)
        if known and known.takes(scan):
            known.package_ids = sorted(known.package_ids + scan.package_ids)
        else:
            newest[event] = scan
            merged.append(scan)
    return merged


def fold(scans, latest=LATEST):
    """Return (scans to show, scans to fold away), both newest first."""
    if len(scans) < latest + _WORTH_FOLDING:
        return scans, []
    return scans[:latest], scans[latest:]


def by_day(scans, day_of):
    """Return ``[(day, [scan, ...]), ...]`` for scans in order of time."""
    return [(day, list(group)) for day, group in groupby(scans, key=day_of)]
