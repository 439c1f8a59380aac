# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, models

from ..canonical.service_level import HOUR
from .logistics_sla_clock import naive

#: What is told when a measure ends in it.
TOLD_STATES = ("met", "breached")
_COLUMNS = """
    v(id int4, shipment_id int4, exception_id int4, policy_id int4, kind varchar,
      state varchar, started_at timestamp, at_risk_at timestamp, due_at timestamp,
      stopped_at timestamp, paused_hours numeric, exclusion_reason varchar)
"""
_UPDATE = f"""
    UPDATE logistics_sla_measure m
       SET policy_id = v.policy_id, state = v.state, started_at = v.started_at,
           at_risk_at = v.at_risk_at, due_at = v.due_at, stopped_at = v.stopped_at,
           paused_hours = v.paused_hours, exclusion_reason = v.exclusion_reason,
           breach_count = COALESCE(m.breach_count, 0)
                          + (v.state = 'breached' AND m.state != 'breached')::int
      FROM json_to_recordset(%(rows)s) AS {_COLUMNS}
     WHERE m.id = v.id
"""
_INSERT = f"""
    INSERT INTO logistics_sla_measure
           (shipment_id, exception_id, policy_id, company_id, kind, state, started_at,
            at_risk_at, due_at, stopped_at, paused_hours, exclusion_reason,
            breach_count)
    SELECT shipment_id, exception_id, policy_id, %(company)s, kind, state, started_at,
           at_risk_at, due_at, stopped_at, paused_hours, exclusion_reason,
           (state = 'breached')::int
      FROM json_to_recordset(%(rows)s) AS {_COLUMNS}
        ON CONFLICT DO NOTHING
    RETURNING id, kind, state
"""


class LogisticsSlaMeasure(models.Model):
    """Writing measures, however many, in two statements, and telling what ended."""

    _inherit = "logistics.sla.measure"

    @api.model
    def _store(self, at_hand, found):
        """Write what is new or changed, and tell what ended."""
        changed = [m for m in found if m.id and m != at_hand.known[m.key]]
        added = [measured for measured in found if not measured.id]
        told = {state: {} for state in TOLD_STATES}
        for measured in changed:
            before = at_hand.known[measured.key].state
            if measured.state in told and measured.state != before:
                told[measured.state][measured.id] = measured.kind
        if changed:
            self.env.cr.execute(_UPDATE, {"rows": _json(changed)})
            self.browse(m.id for m in changed).invalidate_recordset(flush=False)
        if added:
            self.env.cr.execute(
                _INSERT, {"rows": _json(added), "company": at_hand.company.id}
            )
            for id_, kind, state in self.env.cr.fetchall():
                if state in told:
                    told[state][id_] = kind
        for state, kinds in told.items():
            self._tell(state, kinds)


def _json(found):
    return json.dumps(
        [
            {
                "id": m.id,
                "shipment_id": m.shipment_id,
                "exception_id": m.exception_id,
                "policy_id": m.policy_id,
                "kind": m.kind,
                "state": m.state,
                "started_at": _text(m.started),
                "at_risk_at": _text(m.risk),
                "due_at": _text(m.due),
                "stopped_at": _text(m.stopped),
                "paused_hours": m.paused / HOUR,
                "exclusion_reason": m.exclusion,
            }
            for m in found
        ]
    )


def _text(moment):
    return None if moment is None else str(naive(moment))
