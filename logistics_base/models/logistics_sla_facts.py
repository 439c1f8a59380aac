# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is known of shipments, cases and their service levels: plain values.

All times are whole seconds since the epoch, None where there is none.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

from ..canonical.service_level import Told

_SELECT_SHIPMENTS = """
    SELECT s.id, s.state, %(ordered)s, extract(epoch FROM s.released_date)::int8,
           extract(epoch FROM s.picked_up_date)::int8,
           extract(epoch FROM s.delivered_date)::int8,
           extract(epoch FROM s.last_milestone_date)::int8,
           extract(epoch FROM s.promised_date)::int8
      FROM logistics_shipment s %(join)s
     WHERE s.id = ANY(%(ids)s)
"""
_SELECT_CASES = """
    SELECT id, shipment_id, type, severity, extract(epoch FROM opened_at)::int8,
           extract(epoch FROM acknowledged_at)::int8,
           extract(epoch FROM resolved_at)::int8, merged_into_id IS NOT NULL
      FROM logistics_exception
     WHERE shipment_id = ANY(%s)
"""
_SELECT_MEASURES = """
    SELECT id, shipment_id, exception_id, kind, policy_id, state,
           extract(epoch FROM started_at)::int8, extract(epoch FROM at_risk_at)::int8,
           extract(epoch FROM due_at)::int8, extract(epoch FROM stopped_at)::int8,
           round(COALESCE(paused_hours, 0) * 3600)::int8, exclusion_reason,
           excluded_by_id IS NOT NULL
      FROM logistics_sla_measure
     WHERE shipment_id = ANY(%s)
     ORDER BY id
       FOR NO KEY UPDATE
"""
_SELECT_TOLD = """
    SELECT shipment_id, package_id, extract(epoch FROM occurred_at)::int8, code, id
      FROM logistics_milestone
     WHERE shipment_id = ANY(%s) AND classifier = 'actual' AND retracted IS NOT TRUE
"""


class ShipmentFacts(NamedTuple):
    """What of a shipment bears on its service levels."""

    id: int
    state: str
    ordered: int
    released: int | None
    picked_up: int | None
    delivered: int | None
    last_news: int | None
    promised: int | None


class CaseFacts(NamedTuple):
    """What of a case bears on its service levels.

    :ivar is_merged: it was the same as another one, which is worked on instead.
    """

    id: int
    shipment_id: int
    type: str
    severity: str
    opened: int
    acknowledged: int | None
    resolved: int | None
    is_merged: bool = False


class Measured(NamedTuple):
    """A measure, as it is stored or is to be."""

    id: int | None
    shipment_id: int
    exception_id: int | None
    kind: str
    policy_id: int | None
    state: str
    started: int
    risk: int | None
    due: int | None
    stopped: int | None
    paused: int
    exclusion: str | None
    is_settled: bool = False

    @property
    def key(self):
        """What there is one measure of."""
        return self.shipment_id, self.exception_id, self.kind


def read_shipments(cr, ids, ordered, join):
    """Return {shipment id: ShipmentFacts}.

    :param SQL ordered: when the order of shipment ``s`` came, in seconds.
    :param SQL join: what that needs.
    """
    cr.execute(SQL(_SELECT_SHIPMENTS, ids=list(ids), ordered=ordered, join=join))
    return {row[0]: ShipmentFacts(*row) for row in cr.fetchall()}


def read_cases(cr, shipment_ids):
    """Return {case id: CaseFacts} of the cases of shipments."""
    cr.execute(_SELECT_CASES, (list(shipment_ids),))
    return {row[0]: CaseFacts(*row) for row in cr.fetchall()}


def read_measures(cr, shipment_ids):
    """Lock the measures of shipments and return them: {key: Measured}.

    What the clock or a person makes of them meanwhile is not written over.
    """
    cr.execute(_SELECT_MEASURES, (list(shipment_ids),))
    return {found.key: found for found in (Measured(*row) for row in cr.fetchall())}


def read_told(cr, shipment_ids):
    """Return {shipment id: [Told]}: what actually happened."""
    told = defaultdict(list)
    if shipment_ids:
        cr.execute(_SELECT_TOLD, (list(shipment_ids),))
        for row in cr.fetchall():
            told[row[0]].append(Told(*row[1:]))
    return told
