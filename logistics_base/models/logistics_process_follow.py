# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections import defaultdict
from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.tools import SQL

from ..processes import course
from ..processes.steps import Facts, Standing, Step
from .logistics_process_due import Timer

#: What of a shipment decides about steps: while it stays the same, news of the way cost
#: a process nothing but the look at this.
_SEEN = SQL(
    "ROW(CASE WHEN s.state IN ('draft', 'released', 'cancelled', 'delivered', "
    "'returned', 'lost') THEN s.state END, s.released_date, s.picked_up_date, "
    "s.delivered_date, s.shown_promise_date)::text"
)
#: These scans may be a proof of delivery, which the above does not tell.
_PROVING = frozenset({"delivered", "pod_received"})
#: What these tell of is in the above.
_SEEN_BY = frozenset({"shipment.milestone", "shipment.stage", "shipment.promise"})
_HEARD = frozenset(
    {
        "shipment.milestone",
        "shipment.milestone.retracted",
        "shipment.milestone.mapped",
        "shipment.stage",
        "shipment.proof",
        "shipment.promise",
    }
)
_SELECT_STEPS = """
    SELECT process_id, shipment_id, due_by, expected_hours, calendar_id,
           extract(epoch FROM due_at)::float8,
           id, code, state, required, automatic, reverts, by_hand,
           extract(epoch FROM started_at)::float8, extract(epoch FROM done_at)::float8,
           extract(epoch FROM undone_at)::float8, reason, evidence_model, evidence_id,
           gave_up, wish
      FROM logistics_process_step
     WHERE process_id = ANY(%s)
     ORDER BY process_id, sequence, id
"""
_UPDATE_STEPS = """
    UPDATE logistics_process_step t
       SET state = v.state, by_hand = v.by_hand,
           started_at = to_timestamp(v.started) AT TIME ZONE 'UTC',
           done_at = to_timestamp(v.ended) AT TIME ZONE 'UTC',
           due_at = to_timestamp(v.due) AT TIME ZONE 'UTC',
           undone_at = to_timestamp(v.undone) AT TIME ZONE 'UTC',
           reason = v.reason, evidence_model = v.model, evidence_id = v.res_id,
           is_late = COALESCE(t.is_late, FALSE) AND v.state = 'running'
                 AND t.due_at = to_timestamp(v.due) AT TIME ZONE 'UTC',
           gave_up = v.gave_up,
           asked_at = CASE WHEN v.wish = t.wish THEN t.asked_at END,
           attempts = CASE WHEN v.wish = t.wish THEN t.attempts ELSE 0 END,
           next_attempt_at = CASE WHEN v.wish = t.wish THEN t.next_attempt_at END,
           error_message = CASE WHEN v.wish = t.wish THEN t.error_message END,
           wish = v.wish
      FROM json_to_recordset(%s)
        AS v(id int4, state varchar, by_hand varchar, started float8, ended float8,
             due float8, undone float8, reason varchar, model varchar, res_id int4,
             gave_up varchar, wish varchar)
     WHERE t.id = v.id
"""


class LogisticsProcess(models.Model):
    """How steps follow from what happens: for many shipments by few statements."""

    _inherit = "logistics.process"

    # Being told

    @api.model
    def _heard(self):
        """Return the types of events that may change steps; addons add theirs."""
        return _HEARD

    @api.model
    def _on_events(self, rows):
        """Begin and follow the processes of the shipments that something happened to."""
        heard = self._heard()
        certain, possible = set(), set()
        for row in rows:
            if not row.shipment_id or row.type not in heard:
                continue
            is_proof = row.type == "shipment.milestone" and row.summary in _PROVING
            is_seen = row.type in _SEEN_BY and not is_proof
            (possible if is_seen else certain).add(row.shipment_id)
        if not (certain or possible):
            return
        self.env.flush_all()
        concerned = self._concerned(certain, possible - certain)
        (concerned | self._begin(certain | possible))._follow_locked()

    @api.model
    def _concerned(self, certain, possible):
        """Lock and return the processes of shipments that something new is known of."""
        self.env.cr.execute(
            SQL(
                """
                SELECT p.id
                  FROM logistics_process p
                  JOIN logistics_shipment s ON s.id = p.shipment_id
                 WHERE p.shipment_id = ANY(%(all)s)
                   AND (p.shipment_id = ANY(%(certain)s)
                        OR p.seen IS DISTINCT FROM %(seen)s)
                 ORDER BY p.id
                   FOR NO KEY UPDATE OF p
                """,
                all=[*certain, *possible],
                certain=list(certain),
                seen=_SEEN,
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    def _follow_again(self):
        """Bring the steps in line with what is known, after a person decided."""
        if not self:
            return
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM logistics_process WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (list(self.ids),),
        )
        self._follow_locked()

    def _follow_locked(self):
        """Derive the steps of processes that this transaction has locked."""
        if not self:
            return
        now = float(int(datetime.now(timezone.utc).timestamp()))
        # Before the facts: what others commit from now on is news when it is told.
        seen = self._look()
        standings, timers, shipments = self._standings()
        known = self.env["logistics.process.facts"]._of(shipments.values())
        outcomes = {
            process_id: course.follow(
                standing, known.get(shipments[process_id], Facts()), now
            )
            for process_id, standing in standings.items()
        }
        outcomes = self._with_evidence(standings, outcomes, shipments)
        promises = {
            process_id: known[shipment_id].promised
            for process_id, shipment_id in shipments.items()
            if shipment_id in known
        }
        dues = self._dues(outcomes, timers, promises)
        self._write_steps(standings, outcomes, timers, dues)
        self._write_processes(outcomes, dues, seen)
        self._tell(standings, outcomes)

    # Reading

    def _look(self):
        """Return {id: what decides about the steps of its shipment now}."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT p.id, %s
                      FROM logistics_process p
                      JOIN logistics_shipment s ON s.id = p.shipment_id
                     WHERE p.id = ANY(%s)
                    """,
                    _SEEN,
                    list(self.ids),
                )
            )
        )

    def _standings(self):
        """Return {id: Standing}, {step id: Timer} and {id: shipment id}."""
        steps, timers, shipments = defaultdict(list), {}, {}
        self.env.cr.execute(_SELECT_STEPS, (list(self.ids),))
        for process_id, shipment_id, *rest in self.env.cr.fetchall():
            shipments[process_id] = shipment_id
            steps[process_id].append(Step(*rest[4:]))
            timers[rest[4]] = Timer(*rest[:4])
        self.env.cr.execute(
            """
            SELECT id, COALESCE(extract(epoch FROM started_at), 0)::float8, state,
                   taken_over_at IS NOT NULL, undoing
              FROM logistics_process WHERE id = ANY(%s)
            """,
            (list(shipments),),
        )
        standings = {
            process_id: Standing(begun, tuple(steps[process_id]), *rest)
            for process_id, begun, *rest in self.env.cr.fetchall()
        }
        return standings, timers, shipments

    def _with_evidence(self, standings, outcomes, shipments):
        """Name the milestones that prove what was not proven before."""
        wanted = set()
        kept = {}
        for process_id, outcome in outcomes.items():
            before = {step.id: step for step in standings[process_id].steps}
            for step in outcome.steps:
                if step.model != "logistics.milestone" or step.res_id:
                    continue
                old, when = before[step.id], step.ended
                if old.model == step.model and old.res_id and old.ended == when:
                    kept[step.id] = old.res_id
                elif when:
                    wanted.add((shipments[process_id], when))
        found = self.env["logistics.process.facts"]._milestones_at(wanted)

        def named(process_id, step):
            if step.model != "logistics.milestone" or step.res_id:
                return step
            res_id = kept.get(step.id) or found.get((shipments[process_id], step.ended))
            return step._replace(res_id=res_id, model=step.model if res_id else None)

        return {
            process_id: outcome._replace(
                steps=tuple(named(process_id, step) for step in outcome.steps)
            )
            for process_id, outcome in outcomes.items()
        }

    # Writing

    @api.model
    def _write_steps(self, standings, outcomes, timers, dues):
        rows = []
        for process_id, outcome in outcomes.items():
            before = {step.id: step for step in standings[process_id].steps}
            for step in outcome.steps:
                due = dues.get(step.id)
                if step.state != "running":
                    due = timers[step.id].due
                if step != before[step.id] or due != timers[step.id].due:
                    rows.append(
                        {
                            name: value
                            for name, value in step._asdict().items()
                            if name not in ("code", "required", "automatic", "reverts")
                        }
                        | {"due": due}
                    )
        if not rows:
            return
        self.env.cr.execute(_UPDATE_STEPS, (json.dumps(rows),))
        steps = self.env["logistics.process.step"].browse(row["id"] for row in rows)
        steps.invalidate_recordset(flush=False)
        if any(row["wish"] for row in rows):
            steps._wake_work()

    @api.model
    def _write_processes(self, outcomes, dues, seen):
        rows = []
        for process_id, outcome in outcomes.items():
            step = course.current(outcome.steps)
            rows.append(
                {
                    "id": process_id,
                    "state": outcome.state,
                    "undoing": outcome.undoing,
                    "code": step and step.code,
                    "due": step and dues.get(step.id),
                    "is_over": outcome.state in ("done", "cancelled"),
                    "seen": seen.get(process_id),
                }
            )
        self.env.cr.execute(
            SQL(
                """
                UPDATE logistics_process p
                   SET state = v.state, undoing = v.undoing, current_code = v.code,
                       due_at = to_timestamp(v.due) AT TIME ZONE 'UTC',
                       ended_at = CASE WHEN v.is_over
                                       THEN COALESCE(p.ended_at, %(now)s) END,
                       is_late = EXISTS (
                            SELECT 1 FROM logistics_process_step t
                             WHERE t.process_id = p.id AND t.is_late),
                       seen = v.seen, write_date = %(now)s, write_uid = %(uid)s
                  FROM json_to_recordset(%(rows)s)
                        AS v(id int4, state varchar, undoing varchar, code varchar,
                             due float8, is_over bool, seen varchar)
                 WHERE p.id = v.id
                """,
                rows=json.dumps(rows),
                now=fields.Datetime.now(),
                uid=self.env.uid,
            )
        )
        self.browse(outcomes).invalidate_recordset(flush=False)
