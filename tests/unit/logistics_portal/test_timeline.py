# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from logistics_portal.tracking import timeline
from logistics_portal.tracking.timeline import Scan

NOON = datetime(2026, 3, 2, 12)


def scan(number, code="arrived", minutes=0, packages=(), place="Lyon"):
    """Return a scan ``minutes`` before noon."""
    when = NOON - timedelta(minutes=minutes)
    return Scan(number, code, when, place=place, package_ids=list(packages))


def test_packages_scanned_one_after_the_other_are_one_event():
    merged = timeline.merge(
        [scan(1, packages=[7]), scan(2, minutes=3, packages=[5]), scan(3, minutes=40)]
    )
    assert [(s.id, s.package_ids) for s in merged] == [(1, [5, 7]), (3, [])]


def test_the_same_package_at_the_same_place_again_is_another_event():
    scans = [scan(1, packages=[7]), scan(2, minutes=3, packages=[7])]
    assert len(timeline.merge(scans)) == 2


def test_other_places_and_other_codes_are_other_events():
    scans = [
        scan(1, packages=[1]),
        scan(2, packages=[2], place="Lille"),
        scan(3, "departed", packages=[3]),
    ]
    assert len(timeline.merge(scans)) == 3


def test_an_event_told_twice_for_the_whole_shipment_is_one():
    assert len(timeline.merge([scan(1), scan(2)])) == 1
    assert len(timeline.merge([scan(1), scan(2, minutes=5)])) == 2


def test_hours_apart_is_not_together():
    scans = [scan(1, packages=[1]), scan(2, minutes=120, packages=[2])]
    assert len(timeline.merge(scans)) == 2


def test_a_long_history_is_folded_and_a_short_one_is_not():
    scans = [scan(number, minutes=number) for number in range(20)]
    shown, folded = timeline.fold(scans)
    assert (len(shown), len(folded)) == (12, 8)
    assert timeline.fold(scans[:14]) == (scans[:14], [])


def test_days_keep_the_order_of_events():
    scans = [scan(1), scan(2, minutes=60), scan(3, minutes=60 * 24)]
    days = timeline.by_day(scans, lambda s: s.occurred_at.date())
    assert [[s.id for s in group] for _day, group in days] == [[1, 2], [3]]
