# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from .logistics_exception_owner_rule import Trouble

_logger = logging.getLogger(__name__)

ACTIVITY_TYPE = "logistics_base.mail_activity_type_incident"
#: What a person has settled is left alone for so long, though it may still be seen.
SETTLED = timedelta(hours=1)
#: The course tells of an incident that has grown by this factor.
GROWTH = 10


class Cause(NamedTuple):
    """What trouble comes from: there is one open incident for each.

    :ivar integration_id: None where no partner is to blame.
    :ivar key: tells apart causes of one kind at the same partner.
    """

    company_id: int
    integration_id: int | None
    key: str | None = None


class Sighting(NamedTuple):
    """What the watchdog sees of a cause right now.

    :ivar summary: what is wrong, for people.
    :ivar count: so many things fail of it.
    :ivar since: naive UTC time since when it has been wrong, where that is known.
    """

    summary: str
    count: int = 1
    since: datetime | None = None


class LogisticsIncident(models.Model):
    """What the watchdog sees: one incident for each cause, a few statements for all."""

    _inherit = "logistics.incident"

    @api.model
    def _observe(self, kind, found, patience):
        """Open, alert and close incidents of a kind after what is found right now.

        :param dict found: {integration or :class:`Cause`: what is wrong, for people, or
            a :class:`Sighting`}.
        :param timedelta patience: how long it must last before anybody is told.
        """
        seen = dict(_normalized(item) for item in found.items())
        known = self.search([("kind", "=", kind), ("state", "!=", "resolved")])
        by_cause = {incident._cause(): incident for incident in known}
        known.filtered(lambda i: i._cause() not in seen)._set_closed()
        fresh = [cause for cause in seen if cause not in by_cause]
        for incident in self._open_seen(kind, self._unsettled(kind, fresh), seen):
            by_cause[incident._cause()] = incident
        still = {by_cause[cause]: seen[cause] for cause in seen if cause in by_cause}
        self._note_seen(still)
        for incident in still:
            if fields.Datetime.now() - incident.opened_at >= patience:
                incident._alert()
        self.browse().union(*still)._touch_due()

    def _cause(self):
        return Cause(
            self.company_id.id, self.integration_id.id or None, self.cause_key or None
        )

    @api.model
    def _unsettled(self, kind, causes):
        """Return the causes but those that a person has settled just now."""
        if not causes:
            return []
        recent = self.search(
            [
                ("kind", "=", kind),
                ("closed_by_id", "!=", False),
                ("closed_at", ">", fields.Datetime.now() - SETTLED),
            ]
        )
        settled = {incident._cause() for incident in recent}
        return [cause for cause in causes if cause not in settled]

    @api.model
    def _open_seen(self, kind, causes, seen):
        severity = self.env["logistics.runbook"]._severity_of(kind)
        return self.create(
            [
                {
                    "kind": kind,
                    "company_id": cause.company_id,
                    "integration_id": cause.integration_id,
                    "cause_key": cause.key,
                    "summary": seen[cause].summary,
                    "severity": severity,
                    "first_seen_at": seen[cause].since or fields.Datetime.now(),
                    "occurrences": seen[cause].count,
                    "told_occurrences": seen[cause].count,
                }
                for cause in causes
            ]
        )

    @api.model
    def _note_seen(self, sightings):
        """Note what is seen of the incidents now, in one statement."""
        if not sightings:
            return
        self.flush_model()
        incidents = self.browse().union(*sightings)
        grown = self.env.execute_query(
            SQL(
                """
                UPDATE logistics_incident i
                   SET last_seen_at = %s, summary = v.summary,
                       occurrences = GREATEST(i.occurrences, v.count),
                       told_occurrences = CASE
                           WHEN v.count >= %s * GREATEST(i.told_occurrences, 1)
                           THEN v.count ELSE i.told_occurrences END
                  FROM unnest(%s, %s, %s) AS v(id, summary, count)
                 WHERE i.id = v.id
                RETURNING i.id, i.told_occurrences
                """,
                fields.Datetime.now(),
                GROWTH,
                incidents.ids,
                [sighting.summary for sighting in sightings.values()],
                [sighting.count for sighting in sightings.values()],
            )
        )
        before = {incident.id: incident.told_occurrences for incident in incidents}
        incidents.invalidate_recordset(flush=False)
        self.browse(id_ for id_, told in grown if told != before[id_])._add_entries(
            "grew"
        )

    # Owners

    def _own(self):
        """Name an owner for those that have none."""
        orphans = self.filtered(lambda i: not i.user_id).sudo()
        if not orphans:
            return
        rules = self.env["logistics.exception.owner.rule"]
        owners = rules._choose("incident", [i._trouble() for i in orphans])
        for incident, owner in zip(orphans, owners, strict=True):
            incident.user_id = owner or self.env.ref("base.user_admin")

    def _give_to_others(self):
        """Find other owners for those whose owner cannot work on them any more."""
        self.user_id = False
        self._own()

    def _trouble(self):
        administrators = self.env.ref("logistics_base.group_integration_admin")
        return Trouble(
            self.kind,
            self.severity,
            self.company_id,
            self.integration_id,
            None,
            self.integration_id.owner_id | administrators.sudo().all_user_ids,
        )

    # Telling

    def _alert(self):
        """Tell the owner, once."""
        self.ensure_one()
        if self.alerted_at:
            return
        _logger.error("Integration %s: %s", self._whose(), self.summary)
        self.activity_id = self._activity()
        self._set_told()

    def _activity(self):
        """Schedule it where whoever answers looks first: on the partner."""
        told = self.integration_id or self
        return told.activity_schedule(
            ACTIVITY_TYPE if self.integration_id else "mail.mail_activity_data_todo",
            summary=self.summary,
            note=self._get_html_link(title=self.env._("Open the incident")),
            user_id=self.user_id.id,
        )

    def _set_told(self):
        if self:
            self.sudo().alerted_at = fields.Datetime.now()
            self._add_entries("told")
            self._publish("incident.opened")

    def _whose(self):
        return self.integration_id.code or self.company_id.name

    def _set_closed(self):
        """The trouble is over: so is the activity, with a word in the chatter."""
        for incident in self:
            _logger.info("Integration %s: over: %s", self[0]._whose(), incident.summary)
        if self:
            self._close(self.env._("Over by itself, seen by the watchdog."))


def _normalized(item):
    """Return (cause, sighting) of what a look has found."""
    cause, told = item
    if not isinstance(cause, Cause):
        cause = Cause(cause.company_id.id, cause.id)
    return cause, told if isinstance(told, Sighting) else Sighting(told)
