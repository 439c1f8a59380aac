# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import models
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical import vocabulary

from .. import words
from ..tracking import page, stepper, timeline

#: Events of one shipment that are shown at all. Beyond it nobody reads.
_MOST_EVENTS = 400
_MOST_EXPECTED = 5
_COLUMNS = SQL(
    """id, code, occurred_at, utc_offset_minutes, time_assumed, location_name,
       location_city, location_state, location_country, reason_code, package_id"""
)
#: Where a place's name is a carrier's facility and never a person's door.
_FACILITY_CODES = {
    "arrived",
    "departed",
    "loaded",
    "unloaded",
    "gate_in",
    "gate_out",
    "handed_over",
    "customs_hold",
    "customs_inspection",
    "customs_released",
    "available_for_pickup",
}


class LogisticsShipment(models.Model):
    """The story of a shipment: steps, timeline and what comes next."""

    _inherit = "logistics.shipment"

    # Steps

    def _steps(self, reader):
        reached = self._reached()
        first = {}
        for stage, moment in reached.items():
            key = stepper.step_of(stage)
            first[key] = min(first.get(key, moment), moment)
        if self.state == "delivered" and self.delivered_date:
            first["delivered"] = self.delivered_date
        return tuple(
            replace(
                step,
                label=self._in_words(words.STEPS[step.key]),
                time=self._step_time(step, first, reader.times),
            )
            for step in stepper.steps(self.state, reached)
        )

    def _step_time(self, step, first, times):
        moment = first.get(step.key)
        return times.short_day(moment) if moment and step.status != "upcoming" else ""

    def _reached(self):
        """Return {stage: when it was first reached}, from the milestones."""
        self.env["logistics.milestone"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT code, min(occurred_at) FROM logistics_milestone
                 WHERE shipment_id = %s AND retracted IS NOT TRUE
                   AND classifier = 'actual'
                 GROUP BY code
                """,
                self.id,
            )
        )
        reached = {}
        for code, moment in rows:
            stage = vocabulary.MILESTONES[code].stage
            if stage:
                reached[stage] = min(reached.get(stage, moment), moment)
        return reached

    # Timeline

    def _scans(self, reader):
        """Return the actual milestones that customers have words for, newest first."""
        return self._read_scans(
            reader,
            words.MILESTONES,
            SQL("classifier = 'actual'"),
            SQL("occurred_at DESC, id DESC"),
            _MOST_EVENTS + 1,
        )

    def _expected_scans(self, reader):
        """Return what is planned or estimated and still ahead, soonest first.

        Of several words on one thing the last one counts.
        """
        scans = self._read_scans(
            reader,
            words.EXPECTED,
            SQL("classifier != 'actual' AND occurred_at > %s", reader.times.now),
            SQL("received_at DESC, id DESC"),
            _MOST_EVENTS,
        )
        latest = {}
        for scan in scans:
            latest.setdefault((scan.code, scan.place), scan)
        return sorted(latest.values(), key=lambda s: s.occurred_at)[:_MOST_EXPECTED]

    def _read_scans(self, reader, codes, condition, order, limit):
        # Straight from the table: the ORM reads an offset that is not known as zero.
        self.env["logistics.milestone"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %s FROM logistics_milestone
                 WHERE shipment_id = %s AND retracted IS NOT TRUE
                   AND code = ANY(%s) AND %s
                 ORDER BY %s LIMIT %s
                """,
                _COLUMNS,
                self.id,
                list(codes),
                condition,
                order,
                limit,
            )
        )
        return [self._scan(reader, *row) for row in rows]

    def _scan(self, reader, id_, code, occurred_at, offset, assumed, *rest):
        *place, reason, package_id = rest
        return timeline.Scan(
            id=id_,
            code=code,
            occurred_at=occurred_at,
            offset=None if assumed else offset,
            place=self._place(reader, code, *place),
            reason=reason,
            package_ids=[package_id] if package_id else [],
        )

    def _place(self, reader, code, name, city, state, country):
        if not reader.full and code not in _FACILITY_CODES:
            name = None
        parts = (name, city, state, reader.times.country(country))
        return ", ".join(dict.fromkeys(filter(None, parts)))

    def _timeline(self, reader, scans, package_names):
        shown = timeline.merge(scans[:_MOST_EVENTS])
        latest, earlier = timeline.fold(shown)
        return page.Timeline(
            latest=self._days(reader, latest, package_names),
            earlier=self._days(reader, earlier, package_names),
            hidden=len(earlier),
            more=self.env._("%s earlier events", len(earlier)) if earlier else "",
            note=self.env._("Times are those of %s.", reader.times.zone_label()),
            truncated=len(scans) > _MOST_EVENTS,
        )

    def _days(self, reader, scans, package_names):
        times = reader.times
        return tuple(
            page.Day(
                label=_capitalized(self._day(times, group[0].occurred_at)),
                events=tuple(self._event(reader, s, package_names) for s in group),
            )
            for _day, group in timeline.by_day(
                scans, lambda scan: times.local(scan.occurred_at).date()
            )
        )

    def _event(self, reader, scan, package_names):
        title, tone = words.MILESTONES[scan.code]
        reason = words.REASONS.get(scan.reason)
        return page.TimelineEvent(
            key=f"m{scan.id}",
            title=self._in_words(title),
            tone=tone,
            time=reader.times.time(scan.occurred_at),
            place=scan.place,
            place_time=self._place_time(reader.times, scan),
            note=self._in_words(reason),
            packages=self._packages_named(scan.package_ids, package_names),
        )

    def _place_time(self, times, scan):
        clock = times.place_time(scan.occurred_at, scan.offset)
        return self.env._("%s local time", clock) if clock else ""

    def _packages_named(self, ids, package_names):
        """Return "Package 1, Package 3", or "" where it is about all of them."""
        if not ids or len(ids) == len(package_names):
            return ""
        return ", ".join(package_names[i] for i in ids if i in package_names)

    def _expected(self, reader):
        if not self._is_moving():
            return ()
        times = reader.times
        return tuple(
            page.Expected(
                title=self._in_words(words.EXPECTED[scan.code]),
                time=self._day_and_time(times, scan.occurred_at),
                place=scan.place,
            )
            for scan in self._expected_scans(reader)
        )

    def _day_and_time(self, times, moment):
        if not moment:
            return ""
        day = _capitalized(self._day(times, moment))
        if not times.names_time(moment):
            return day
        return self.env._("%(day)s at %(time)s", day=day, time=times.time(moment))


def _capitalized(text):
    return text[:1].upper() + text[1:]
