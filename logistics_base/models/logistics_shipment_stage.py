# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections import defaultdict
from datetime import datetime, timezone
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical.stage import MEANINGFUL_CODES, combine, derive
from ..canonical.vocabulary import EXCEPTION_TYPES, PROGRESS

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
_PACKAGE_DERIVED = ("state", "delivered_date")


class Told(NamedTuple):
    """A milestone as far as stage and dates go: an ``Event``, and more."""

    shipment_id: int
    package_id: int | None
    time: float
    code: str
    id: int
    classifier: str
    received: float
    estimate: float | None


class LogisticsShipment(models.Model):
    """Everything about a shipment that its milestones tell, derived set by set."""

    _inherit = "logistics.shipment"

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
        self._flush_for_derivation()
        self._lock()
        self._derive_locked()

    def _derive_locked(self):
        """Derive shipments that this transaction has locked, with nothing to flush."""
        told = self._told()
        packages = self._package_rows()
        current = self._current_rows()
        results = {
            shipment_id: self._result(
                row, told.get(shipment_id, ()), packages.get(shipment_id, ())
            )
            for shipment_id, row in current.items()
        }
        self._write_packages(results)
        self._write_shipments(current, results)
        self._sync_conditions(current, results)

    def _flush_for_derivation(self):
        for model in ("logistics.package", "logistics.milestone", "logistics.exception"):
            self.env[model].flush_model()
        self.flush_model()

    # Reading

    def _told(self):
        """Return {shipment id: [Told]}, in no order."""
        self.env.cr.execute(
            """
            SELECT shipment_id, package_id, extract(epoch FROM occurred_at)::float8,
                   code, id, classifier, extract(epoch FROM received_at)::float8,
                   extract(epoch FROM estimated_delivery)::float8
              FROM logistics_milestone
             WHERE shipment_id = ANY(%s) AND retracted IS NOT TRUE
            """,
            (list(self.ids),),
        )
        told = defaultdict(list)
        for row in self.env.cr.fetchall():
            told[row[0]].append(Told._make(row))
        return told

    def _package_rows(self):
        """Return {shipment id: [(package id, state, delivered date)]}."""
        self.env.cr.execute(
            "SELECT shipment_id, id, state, delivered_date FROM logistics_package "
            "WHERE shipment_id = ANY(%s)",
            (list(self.ids),),
        )
        rows = defaultdict(list)
        for shipment_id, *row in self.env.cr.fetchall():
            rows[shipment_id].append(row)
        return rows

    def _current_rows(self):
        """Return {shipment id: (office state, has exception, *derived columns)}."""
        self.env.cr.execute(
            SQL(
                "SELECT id, office_state, has_exception, %s FROM logistics_shipment "
                "WHERE id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, _DERIVED)),
                list(self.ids),
            )
        )
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}

    # Deriving one shipment

    @api.model
    def _result(self, row, told, packages):
        """Return (derived columns, {package id: columns}, conditions) of a shipment."""
        office_state = row[0]
        shared, by_package, last = [], defaultdict(list), None
        for item in told:
            if item.classifier != "actual":
                continue
            if last is None or (item.time, item.id) > (last.time, last.id):
                last = item
            if item.code in _MEANINGFUL:
                (by_package[item.package_id] if item.package_id else shared).append(item)
        if packages:
            derived = {p[0]: derive(shared + by_package[p[0]]) for p in packages}
        else:
            derived = {None: derive(shared)}
        stages = {key: d.stage or office_state for key, d in derived.items()}
        picked_up = [d.picked_up for d in derived.values() if d.picked_up is not None]
        delivered = [d.delivered for d in derived.values() if d.delivered is not None]
        complete = len(delivered) == len(derived)
        columns = (
            combine(list(stages.values())),
            len(packages),
            sum(stages[p[0]] == "delivered" for p in packages),
            _datetime(min(picked_up, default=None)),
            _datetime(max(delivered) if complete else None),
            _datetime(_eta(told)),
            _datetime(last and last.time),
            last and last.code,
        )
        changed = {
            p[0]: (stages[p[0]], _datetime(derived[p[0]].delivered))
            for p in packages
            if (stages[p[0]], _datetime(derived[p[0]].delivered)) != tuple(p[1:])
        }
        conditions = {
            (key, kind): condition
            for key, d in derived.items()
            for kind, condition in d.conditions.items()
        }
        return columns, changed, conditions

    # Writing

    @api.model
    def _write_packages(self, results):
        rows = [
            (package_id, *columns)
            for _columns, changed, _conditions in results.values()
            for package_id, columns in changed.items()
        ]
        if rows:
            self._update("logistics.package", _PACKAGE_DERIVED, rows, "stage_date")

    @api.model
    def _write_shipments(self, current, results):
        rows = [
            (shipment_id, *columns)
            for shipment_id, (columns, _changed, _conditions) in results.items()
            if columns != current[shipment_id][2:]
        ]
        if not rows:
            return
        self._update(self._name, _DERIVED, rows)
        before = {row[0]: current[row[0]][2] for row in rows}
        moved = [row[0] for row in rows if row[1] != before[row[0]]]
        self.env["logistics.event"]._publish(
            "shipment.stage",
            self.browse(moved),
            {row[0]: row[1] for row in rows if row[0] in set(moved)},
        )

    @api.model
    def _update(self, model_name, names, rows, since=None):
        """Write the rows, (id, *values), in one statement, and let the ORM know.

        Stored computed fields of other addons that depend on what changed follow.
        """
        model = self.env[model_name]
        columns = {name: model._fields[name].column_type[1] for name in names}
        typed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        assignments = [f'"{name}" = v."{name}"' for name in names]
        if since:
            assignments.append(f'"{since}" = %(now)s')
        self.env.cr.execute(
            f"""
            UPDATE {model._table} t
               SET {", ".join(assignments)}, write_date = %(now)s, write_uid = %(uid)s
              FROM json_to_recordset(%(rows)s) AS v(id int4, {typed})
             WHERE t.id = v.id
            """,  # noqa: S608  names of our own fields
            {
                "rows": json.dumps(
                    [dict(zip(("id", *names), row, strict=True)) for row in rows],
                    default=str,
                ),
                "now": fields.Datetime.now(),
                "uid": self.env.uid,
            },
        )
        records = model.browse(row[0] for row in rows)
        records.invalidate_recordset(flush=False)
        records.modified(names)

    # Exceptions

    @api.model
    def _sync_conditions(self, current, results):
        """Open the exceptions that milestones call for, close those they prove over."""
        affected = self.browse(
            shipment_id
            for shipment_id, (_columns, _changed, conditions) in results.items()
            if conditions or current[shipment_id][1]
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
            for (package_id, kind), condition in results[shipment.id][2].items()
        }
        over = known.filtered(
            lambda e: e.state != "resolved"
            and (e.shipment_id.id, e.package_id.id, e.type) not in wanted
        )
        over._set_resolved(self.env._("A later milestone proves it over."))
        missing = {
            key: condition
            for key, condition in wanted.items()
            if not self._is_known(by_key.get(key), condition)
        }
        self.env["logistics.exception"].create(
            [self._exception_vals(key, condition) for key, condition in missing.items()]
        )

    @api.model
    def _is_known(self, exceptions, condition):
        """An exception is open for it, or was resolved after it had come up."""
        return exceptions and any(
            e.state != "resolved"
            or e.milestone_id.id == condition.milestone_id
            or e.opened_at >= _datetime(condition.time)
            for e in exceptions
        )

    @api.model
    def _exception_vals(self, key, condition):
        shipment_id, package_id, kind = key
        shipment = self.browse(shipment_id)
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
            "user_id": (shipment.user_id or shipment.integration_id.owner_id).id,
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


_MEANINGFUL = frozenset(MEANINGFUL_CODES)


def _eta(told):
    """Return the latest word on when it arrives.

    A partner tells it with an event, or as an estimated delivery of its own.
    """
    words = [
        (t.time if t.classifier == "actual" else t.received, t.id, estimate)
        for t in told
        if (
            estimate := t.estimate
            if t.estimate is not None
            else t.time
            if t.classifier == "estimated" and t.code == "delivered"
            else None
        )
        is not None
    ]
    return max(words)[2] if words else None


def _datetime(seconds):
    """Return seconds since the epoch as Odoo keeps times: naive, UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)
