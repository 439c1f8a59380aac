# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import time

from odoo import api, fields, models

from ..transport.call_errors import CallError
from ..transport.http import Gate, GatePolicy, GateState
from ..transport.http.gate import circuit_open

_FIELDS = "level, level_at, closed_until, circuit, failures, trips, retry_at"
_NOW = "extract(epoch FROM clock_timestamp())::float8"
_SELECT_NOW = f"SELECT {_NOW}"
_SELECT = f"SELECT {_FIELDS}, {_NOW} FROM logistics_gate WHERE integration_id = %s"
_SELECT_LOCKED = f"{_SELECT} FOR NO KEY UPDATE"
#: A process that found a circuit open asks the database no more for so many seconds:
#: a partner that is down shall cost the others next to nothing.
OPEN_REMEMBERED = 1.0
_open_until = {}


class LogisticsGate(models.Model):
    """What all workers together know of a partner's readiness to be called.

    One row for each partner, changed in short transactions only. Times are seconds since
    the epoch by the database's clock, which all workers share.
    """

    _name = "logistics.gate"
    _description = "Gate before a Partner"
    _log_access = False
    _rec_name = "integration_id"

    integration_id = fields.Many2one(
        "logistics.integration", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    level = fields.Float(string="Permits Left", readonly=True)
    level_at = fields.Float(default=0.0, required=True, readonly=True)
    closed_until = fields.Float(default=0.0, required=True, readonly=True)
    circuit = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half Open")],
        default="closed",
        required=True,
        readonly=True,
    )
    failures = fields.Integer(
        string="Failed Calls in a Row", default=0, required=True, readonly=True
    )
    trips = fields.Integer(default=0, required=True, readonly=True)
    retry_at = fields.Float(default=0.0, required=True, readonly=True)

    _one_per_integration = models.UniqueIndex("(integration_id)")

    @api.model
    def _states_of(self, integrations):
        """Return {integration id: GateState} of those that were ever called."""
        self.env.cr.execute(
            f"SELECT {_FIELDS}, integration_id FROM logistics_gate "
            "WHERE integration_id = ANY(%s)",
            (integrations.ids,),
        )
        return {row[-1]: _state(row[:-1]) for row in self.env.cr.fetchall()}

    @api.model
    def _reopen(self, integrations):
        """Let calls pass again: what they failed on was changed."""
        self.env.cr.execute(
            "UPDATE logistics_gate SET circuit = 'closed', failures = 0, trips = 0, "
            "retry_at = 0, closed_until = 0 WHERE integration_id = ANY(%s)",
            (integrations.ids,),
        )
        self.invalidate_model()
        integrations.invalidate_recordset(
            ["circuit_state", "call_circuit_state", "call_retry_at"]
        )


class SharedGate(Gate):
    """The gate that all workers share; usable from any thread.

    :param OwnCursor cursors: of the database.
    """

    def __init__(
        self, cursors, integration_id, policy, *, sleep=time.sleep, clock=None
    ):
        super().__init__(policy, sleep=sleep, random=random.random)
        self._cursors = cursors
        self._integration_id = integration_id
        self._clock = clock
        self._key = cursors.dbname, integration_id

    def acquire(self, patience):
        """Wait for a permit, at most ``patience`` seconds.

        :raise CallError: ``throttled`` or ``circuit_open``.
        """
        left = _open_until.get(self._key, 0.0) - time.monotonic()
        if left > 0:
            raise circuit_open(left)
        try:
            super().acquire(patience)
        except CallError as error:
            if error.category == "circuit_open" and self._cursors.is_shared:
                pause = min(OPEN_REMEMBERED, error.retry_after)
                _open_until[self._key] = time.monotonic() + pause
            raise

    def _change(self, function):
        with self._cursors.open() as cr:
            # Most calls find nothing to change: no lock, no dead row.
            before, now = self._read(cr)
            after, result = function(before, now)
            if after == before:
                return result
            before, now = self._read(cr, lock=True)
            after, result = function(before, now)
            if after != before:
                self._write(cr, after)
            return result

    def _read(self, cr, *, lock=False):
        cr.execute(_SELECT_LOCKED if lock else _SELECT, (self._integration_id,))
        row = cr.fetchone()
        if row is None and lock:
            cr.execute(
                "INSERT INTO logistics_gate "
                "(integration_id, level_at, closed_until, circuit, failures, trips, "
                "retry_at) VALUES (%s, 0, 0, 'closed', 0, 0, 0) ON CONFLICT DO NOTHING",
                (self._integration_id,),
            )
            return self._read(cr, lock=True)
        if row is None:
            cr.execute(_SELECT_NOW)
            return GateState(), self._time(cr.fetchone()[0])
        return _state(row[:-1]), self._time(row[-1])

    def _time(self, database_time):
        return self._clock() if self._clock else database_time

    def _write(self, cr, state):
        # Were it lost in a crash of PostgreSQL, the gate would learn it anew.
        cr.execute("SET LOCAL synchronous_commit TO OFF")
        cr.execute(
            """
            UPDATE logistics_gate
               SET level = %s, level_at = %s, closed_until = %s, circuit = %s,
                   failures = %s, trips = %s, retry_at = %s
             WHERE integration_id = %s
            """,
            (
                state.level,
                state.level_at,
                state.closed_until,
                state.circuit,
                state.failures,
                state.trips,
                state.retry_at,
                self._integration_id,
            ),
        )


def _state(row):
    level, level_at, closed_until, circuit, failures, trips, retry_at = row
    return GateState(
        level=level,
        level_at=level_at,
        closed_until=closed_until,
        circuit=circuit,
        failures=failures,
        trips=trips,
        retry_at=retry_at,
    )


def policy_of(integration):
    """Return the bounds that an integration's form sets for calls."""
    return GatePolicy(rate=integration.call_rate, burst=integration.call_burst or 1)
