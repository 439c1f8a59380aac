# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections import defaultdict
from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical.progress import (
    PackageStanding,
    Standing,
    Told,
    follow,
    follows,
    reconstruct,
)
from ..canonical.vocabulary import EXCEPTION_TYPES

_DERIVED = (
    "state",
    "package_count",
    "delivered_package_count",
    "picked_up_date",
    "delivered_date",
    "eta_date",
    "last_milestone_date",
    "last_milestone_code",
)
_SELECT_STANDINGS = """
    SELECT id, office_state, COALESCE(has_exception, FALSE), state,
           COALESCE(package_count, 0), COALESCE(delivered_package_count, 0),
           extract(epoch FROM picked_up_date)::float8,
           extract(epoch FROM delivered_date)::float8,
           extract(epoch FROM eta_date)::float8,
           extract(epoch FROM last_milestone_date)::float8, last_milestone_code
      FROM logistics_shipment
     WHERE id = ANY(%s)
"""
_SELECT_PACKAGES = """
    SELECT shipment_id, id, state, extract(epoch FROM delivered_date)::float8
      FROM logistics_package
     WHERE shipment_id = ANY(%s)
"""
_SELECT_TOLD = """
    SELECT shipment_id, package_id, extract(epoch FROM occurred_at)::float8, code, id,
           classifier, extract(epoch FROM received_at)::float8,
           extract(epoch FROM estimated_delivery)::float8
      FROM logistics_milestone
     WHERE shipment_id = ANY(%s) AND retracted IS NOT TRUE
"""
_UPDATE_SHIPMENTS = """
    UPDATE logistics_shipment s
       SET state = v.state, package_count = v.packages,
           delivered_package_count = v.delivered_packages,
           picked_up_date = to_timestamp(v.picked_up) AT TIME ZONE 'UTC',
           delivered_date = to_timestamp(v.delivered) AT TIME ZONE 'UTC',
           eta_date = to_timestamp(v.eta) AT TIME ZONE 'UTC',
           last_milestone_date = to_timestamp(v.last_time) AT TIME ZONE 'UTC',
           last_milestone_code = v.last_code,
           write_date = %(now)s, write_uid = %(uid)s
      FROM json_to_recordset(%(rows)s)
        AS v(id int4, state varchar, packages int4, delivered_packages int4,
             picked_up float8, delivered float8, eta float8, last_time float8,
             last_code varchar)
     WHERE s.id = v.id
"""
_UPDATE_PACKAGES = """
    UPDATE logistics_package p
       SET state = v.state, stage_date = %(now)s,
           delivered_date = to_timestamp(v.delivered) AT TIME ZONE 'UTC',
           write_date = %(now)s, write_uid = %(uid)s
      FROM json_to_recordset(%(rows)s) AS v(id int4, state varchar, delivered float8)
     WHERE p.id = v.id
"""


class LogisticsShipment(models.Model):
    """Everything about a shipment that its milestones tell, derived set by set."""

    _inherit = "logistics.shipment"

    def write(self, vals):
        if not self.env.su and not vals.keys().isdisjoint(_DERIVED):
            raise UserError(
                self.env._("Stage and dates follow from milestones: record one.")
            )
        return super().write(vals)

    def _lock(self):
        """Lock the shipments, in one order everywhere, before milestones are written.

        Two drains that touch the same shipments then wait for each other instead of
        failing, and each sees what the other has committed.
        """
        if self:
            self.env.cr.execute(
                "SELECT id FROM logistics_shipment WHERE id = ANY(%s) "
                "ORDER BY id FOR NO KEY UPDATE",
                (list(self.ids),),
            )

    def _derive(self):
        """Bring stage, dates, counts and exceptions in line with the milestones."""
        if not self:
            return
        for model in (
            "logistics.package",
            "logistics.milestone",
            "logistics.exception",
        ):
            self.env[model].flush_model()
        self.flush_model()
        self._lock()
        self._derive_locked()

    def _derive_locked(self, news=None):
        """Derive shipments that this transaction has locked, with nothing to flush.

        :param dict news: {shipment id: [Told]} where all that changed is known; where
            they come in order, the past need not be read again.
        """
        before = self._standings()
        packages = self._package_standings()
        outcomes = {
            shipment_id: follow(standing, packages[shipment_id], told)
            for shipment_id, standing in before.items()
            if follows(standing, told := (news or {}).get(shipment_id))
        }
        told = self._told([id_ for id_ in before if id_ not in outcomes])
        for shipment_id, items in told.items():
            outcomes[shipment_id] = reconstruct(
                before[shipment_id], packages[shipment_id], items
            )
        self._write_packages(outcomes)
        self._write_shipments(before, outcomes)
        self._sync_conditions(before, outcomes)

    # Reading

    def _standings(self):
        """Return {shipment id: Standing}."""
        self.env.cr.execute(_SELECT_STANDINGS, (list(self.ids),))
        return {row[0]: Standing(*row[1:]) for row in self.env.cr.fetchall()}

    def _package_standings(self):
        """Return {shipment id: [PackageStanding]}."""
        self.env.cr.execute(_SELECT_PACKAGES, (list(self.ids),))
        found = defaultdict(list)
        for row in self.env.cr.fetchall():
            found[row[0]].append(PackageStanding(*row[1:]))
        return found

    @api.model
    def _told(self, shipment_ids):
        """Return {shipment id: [Told]}, in no order, of each of the shipments."""
        if not shipment_ids:
            return {}
        self.env.cr.execute(_SELECT_TOLD, (shipment_ids,))
        told = {shipment_id: [] for shipment_id in shipment_ids}
        for row in self.env.cr.fetchall():
            told[row[0]].append(Told(*row[1:]))
        return told

    # Writing

    @api.model
    def _write_packages(self, outcomes):
        rows = [
            package._asdict()
            for outcome in outcomes.values()
            for package in outcome.packages
        ]
        packages = self.env["logistics.package"]
        self._update(packages, _UPDATE_PACKAGES, rows, ("state", "delivered_date"))

    @api.model
    def _write_shipments(self, before, outcomes):
        # What stays as it was is written too: a person's transaction that began before,
        # and does not see the news, then fails and starts again instead of deriving
        # from half of what is known.
        rows = [
            {
                "id": shipment_id,
                "state": now.state,
                "packages": now.package_count,
                "delivered_packages": now.delivered_package_count,
                "picked_up": now.picked_up,
                "delivered": now.delivered,
                "eta": now.eta,
                "last_time": now.last_time,
                "last_code": now.last_code,
            }
            for shipment_id, (now, _packages, _conditions) in outcomes.items()
        ]
        self._update(self, _UPDATE_SHIPMENTS, rows, _DERIVED)
        moved = {
            shipment_id: outcome.standing.state
            for shipment_id, outcome in outcomes.items()
            if outcome.standing.state != before[shipment_id].state
        }
        self.env["logistics.event"]._publish(
            "shipment.stage", self.browse(moved), moved
        )

    @api.model
    def _update(self, model, query, rows, names):
        """Write all rows in one statement, and let the ORM know.

        Stored computed fields of other addons that depend on what changed follow.
        """
        if not rows:
            return
        self.env.cr.execute(
            query,
            {
                "rows": json.dumps(rows),
                "now": fields.Datetime.now(),
                "uid": self.env.uid,
            },
        )
        records = model.browse(row["id"] for row in rows)
        records.invalidate_recordset(flush=False)
        records.modified(names)

    # Exceptions

    @api.model
    def _sync_conditions(self, before, outcomes):
        """Open the exceptions that milestones call for, close those they prove over."""
        affected = self.browse(
            shipment_id
            for shipment_id, outcome in outcomes.items()
            if outcome.conditions or before[shipment_id].has_exception
        )
        if not affected:
            return
        known = self.env["logistics.exception"].search(
            [("shipment_id", "in", affected.ids), ("automatic", "=", True)]
        )
        by_key = known.grouped(lambda e: (e.shipment_id.id, e.package_id.id, e.type))
        wanted = {
            (shipment.id, package_id or False, kind): condition
            for shipment in affected
            for (package_id, kind), condition in outcomes[
                shipment.id
            ].conditions.items()
        }
        over = known.filtered(
            lambda e: (
                e.state != "resolved"
                and (e.shipment_id.id, e.package_id.id, e.type) not in wanted
            )
        )
        over._set_resolved(self.env._("A later milestone proves it over."), proven=True)
        self.env["logistics.exception"].create(
            [
                self._exception_vals(key, condition)
                for key, condition in wanted.items()
                if not self._is_known(by_key.get(key), condition)
            ]
        )

    @api.model
    def _is_known(self, exceptions, condition):
        """An exception is open for it, or a person settled it after it had come up.

        What a milestone proved over and is wanted again (that milestone was retracted)
        is a case again.
        """
        return exceptions and any(
            exception.state != "resolved"
            or exception.resolved_by_id
            and exception.resolved_at >= _datetime(condition.last)
            and (
                exception.milestone_id.id == condition.milestone_id
                or exception.opened_at >= _datetime(condition.time)
            )
            for exception in exceptions
        )

    @api.model
    def _exception_vals(self, key, condition):
        shipment_id, package_id, kind = key
        milestone = self.env["logistics.milestone"].browse(condition.milestone_id)
        told = milestone.description or milestone.raw_description
        return {
            "shipment_id": shipment_id,
            "package_id": package_id,
            "type": kind,
            "severity": condition.severity,
            "milestone_id": condition.milestone_id,
            "reason_code": milestone.reason_code,
            "summary": told or EXCEPTION_TYPES[kind],
            "opened_at": _datetime(condition.time),
            "automatic": True,
        }

    def _refresh_has_exception(self):
        """Set the flag of the shipments by whether a case is open."""
        exceptions = self.env["logistics.exception"]
        exceptions.flush_model()
        open_for = exceptions._read_group(
            [("shipment_id", "in", self.ids), ("state", "!=", "resolved")],
            ["shipment_id"],
        )
        with_case = self.browse().union(*(row[0] for row in open_for))
        for flag, shipments in ((True, with_case), (False, self - with_case)):
            changed = shipments.filtered(lambda s, flag=flag: s.has_exception != flag)
            if changed:
                changed.has_exception = flag


def _datetime(seconds):
    """Return seconds since the epoch as Odoo keeps times: naive, UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)
