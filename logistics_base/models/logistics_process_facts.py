# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..canonical.vocabulary import CLOSED_STATES
from ..processes.steps import OPEN, Fact, Facts

#: Stages that prove that the carrier was told.
_UNBOOKED = ("draft", "released", "cancelled")
_SELECT = """
    SELECT s.id, s.state, s.direction,
           floor(extract(epoch FROM s.create_date))::float8,
           extract(epoch FROM s.released_date)::float8,
           extract(epoch FROM s.picked_up_date)::float8,
           extract(epoch FROM s.delivered_date)::float8,
           extract(epoch FROM s.last_milestone_date)::float8,
           extract(epoch FROM s.shown_promise_date)::float8,
           proof.id, floor(extract(epoch FROM proof.time))::float8,
           told.id, extract(epoch FROM told.occurred_at)::float8
      FROM logistics_shipment s
      LEFT JOIN LATERAL (
            SELECT p.id, COALESCE(m.occurred_at, p.signed_at, p.create_date) AS time
              FROM logistics_proof p
              LEFT JOIN logistics_milestone m ON m.id = p.milestone_id
             WHERE p.shipment_id = s.id AND m.retracted IS NOT TRUE
             ORDER BY time, p.id LIMIT 1) AS proof ON TRUE
      LEFT JOIN LATERAL (
            SELECT m.id, m.occurred_at
              FROM logistics_milestone m
             WHERE m.shipment_id = s.id AND m.code = 'pod_received'
               AND m.classifier = 'actual' AND m.retracted IS NOT TRUE
               AND s.delivered_date IS NOT NULL
             ORDER BY m.occurred_at, m.id LIMIT 1) AS told ON TRUE
     WHERE s.id = ANY(%s)
"""
_SELECT_EVIDENCE = """
    SELECT DISTINCT ON (w.shipment_id, w.time) w.shipment_id, w.time, m.id
      FROM unnest(%s, %s) AS w(shipment_id, time)
      JOIN logistics_milestone m
        ON m.shipment_id = w.shipment_id
       AND m.occurred_at = to_timestamp(w.time) AT TIME ZONE 'UTC'
       AND m.classifier = 'actual' AND m.retracted IS NOT TRUE
     ORDER BY w.shipment_id, w.time, m.id
"""


class LogisticsProcessFacts(models.AbstractModel):
    """What is known of shipments, as far as it proves steps.

    An addon that proves further steps extends :meth:`_of` and adds its facts, by one
    statement for all the shipments.
    """

    _name = "logistics.process.facts"
    _description = "Facts that Prove Steps"

    @api.model
    def _of(self, shipment_ids):
        """Return {shipment id: Facts}. The dict of steps of each may be added to."""
        self.env.cr.execute(_SELECT, (list(shipment_ids),))
        return {row[0]: self._facts(*row[1:]) for row in self.env.cr.fetchall()}

    @api.model
    def _facts(
        self,
        state,
        direction,
        created,
        released,
        picked_up,
        delivered,
        last_news,
        promised,
        proof_id,
        proof_time,
        told_id,
        told_time,
    ):
        latest = last_news or created
        arrived = ("delivered", "returned") if direction == "return" else ("delivered",)
        has_arrived = state in arrived
        delivered = (delivered or latest) if has_arrived else None
        # What is taken in later than it happened was ordered before.
        known = min(filter(None, (created, released, picked_up, delivered)))
        steps = {
            "order": Fact("done", known),
            "release": self._release(state, released, known, latest),
            "book": self._booking(state, picked_up or delivered or latest),
            "dispatch": self._dispatch(picked_up, delivered),
            "deliver": self._delivery(state, delivered, latest),
            "proof": OPEN,
        }
        # Until then it is the proof of one of several packages.
        if has_arrived:
            steps["proof"] = self._proof(proof_id, proof_time, told_id, told_time)
        return Facts(state == "cancelled", promised, steps)

    @api.model
    def _release(self, state, released, known, latest):
        if state == "cancelled":
            return Fact("undone", latest) if released else OPEN
        if state == "draft" and not released:
            return OPEN
        return Fact("done", released or known)

    @api.model
    def _booking(self, state, at_latest):
        return OPEN if state in _UNBOOKED else Fact("done", at_latest)

    @api.model
    def _dispatch(self, picked_up, delivered):
        """What was delivered had left."""
        moved = picked_up or delivered
        return Fact("done", moved, None, "logistics.milestone") if moved else OPEN

    @api.model
    def _delivery(self, state, delivered, latest):
        if delivered:
            return Fact("done", delivered, None, "logistics.milestone")
        if state in CLOSED_STATES - {"cancelled"}:
            labels = dict(
                self.env["logistics.shipment"]
                ._fields["state"]
                ._description_selection(self.env)
            )
            return Fact("failed", latest, labels[state], "logistics.milestone")
        return OPEN

    @api.model
    def _proof(self, proof_id, proof_time, told_id, told_time):
        if proof_id:
            return Fact("done", proof_time, None, "logistics.proof", proof_id)
        if told_id:
            return Fact("done", told_time, None, "logistics.milestone", told_id)
        return OPEN

    @api.model
    def _milestones_at(self, wanted):
        """Return {(shipment id, time): milestone id} of what happened at these times.

        :param wanted: set of (shipment id, seconds since the epoch).
        """
        if not wanted:
            return {}
        ids, times = zip(*wanted, strict=True)
        self.env.cr.execute(_SELECT_EVIDENCE, (list(ids), list(times)))
        return {tuple(row[:2]): row[2] for row in self.env.cr.fetchall()}
