# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from .database_errors import gave_up
from .loose_fields import LooseMany2one

_logger = logging.getLogger(__name__)

#: So many events are handed on at a time, in one transaction.
EXPAND_SIZE = 1000
#: Events that follow from one another: a chain longer than this is going in circles.
LONGEST_CHAIN = 5


class EventRow(NamedTuple):
    """An event as it is handed on: plain values, for there may be thousands.

    :ivar chain: ids of the rules that led to it, the first cause first.
    """

    id: int
    position: int
    type: str
    company_id: int
    shipment_id: int | None
    res_model: str
    res_id: int
    summary: str | None
    chain: tuple
    time: float


class LogisticsEvent(models.Model):
    """The outbox: one row per business change, written in its transaction.

    Rules, service levels, processes and subscribers are served from it afterwards; a row
    tells what changed and where to read it, not who wants to know.
    """

    _name = "logistics.event"
    _description = "Business Event"
    _order = "id desc"
    _rec_name = "type"
    _log_access = False

    type = fields.Char(required=True, readonly=True)
    company_id = LooseMany2one("res.company", readonly=True)
    shipment_id = LooseMany2one("logistics.shipment", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    summary = fields.Char(readonly=True)
    correlation_id = fields.Char(readonly=True)
    create_date = fields.Datetime(
        readonly=True, required=True, default=fields.Datetime.now
    )
    position = fields.Integer(
        readonly=True,
        help="Its place in the order in which changes were committed; empty until it is "
        "handed on. Whoever has read up to a position misses nothing.",
    )
    chain = fields.Char(
        readonly=True, help="The rules that led to it, the first cause first."
    )
    error_message = fields.Char(
        readonly=True, help="Why nothing could be made of it when it was handed on."
    )

    _by_shipment = models.Index("(shipment_id)")
    _by_position = models.Index("(position) WHERE position IS NOT NULL")
    _pending = models.Index("(id) WHERE position IS NULL")
    _failed = models.Index("(create_date) WHERE error_message IS NOT NULL")

    def init(self):
        super().init()
        self.env.cr.execute("CREATE SEQUENCE IF NOT EXISTS logistics_event_position")

    # Publishing

    @api.model
    def _publish(self, event_type, records, summaries=None):
        """Write one event for each record, in the current transaction.

        What a rule does bears the rule's mark: see :meth:`_caused_by`.

        :param str event_type: what happened, e.g. ``shipment.milestone``.
        :param records: what it happened to; shipments, records of a shipment, or, where
            they have no shipment, records of a company.
        :param dict summaries: {record id: a few words}.
        """
        if not records:
            return
        records.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_event
                    (type, company_id, shipment_id, res_model, res_id,
                     summary, correlation_id, create_date, chain)
                SELECT %(type)s, %(company)s, %(shipment)s, %(model)s, r.id,
                       %(summaries)s::jsonb ->> r.id::text, %(correlation)s, %(now)s,
                       %(chain)s
                  FROM %(table)s r %(join)s
                 WHERE r.id = ANY(%(ids)s)
                """,
                type=event_type,
                model=records._name,
                summaries=json.dumps(summaries or {}),
                now=fields.Datetime.now(),
                chain=self.env.context.get("logistics_chain"),
                table=SQL.identifier(records._table),
                ids=list(records.ids),
                **self._belonging(records),
            )
        )
        self._wake()

    @api.model
    def _belonging(self, records):
        """Return the parts of the query that tell whose the records are."""
        if records._name == "logistics.shipment":
            return {
                "company": SQL("r.company_id"),
                "shipment": SQL("r.id"),
                "correlation": SQL("r.correlation_id"),
                "join": SQL(),
            }
        if (
            "shipment_id" in records._fields
            and not records._fields["shipment_id"].required
        ):
            return self._belonging_perhaps(records)
        if "shipment_id" in records._fields:
            return {
                "company": SQL("s.company_id"),
                "shipment": SQL("s.id"),
                "correlation": SQL("s.correlation_id"),
                "join": SQL("JOIN logistics_shipment s ON s.id = r.shipment_id"),
            }
        return {
            "company": SQL(
                "COALESCE(%s, %s)", self._company_of(records), self.env.company.id
            ),
            "shipment": SQL("NULL"),
            "correlation": SQL("NULL"),
            "join": SQL(),
        }

    @api.model
    def _belonging_perhaps(self, records):
        """Return them for records that may be known before their shipment is."""
        own = records._fields
        correlation = SQL("NULL")
        if "correlation_id" in own:
            correlation = SQL("r.correlation_id")
        return {
            "company": SQL("COALESCE(s.company_id, %s)", self._company_of(records)),
            "shipment": SQL("s.id"),
            "correlation": SQL("COALESCE(s.correlation_id, %s)", correlation),
            "join": SQL("LEFT JOIN logistics_shipment s ON s.id = r.shipment_id"),
        }

    @api.model
    def _company_of(self, records):
        """Return the company of each; there may be too many records to read them."""
        if "company_id" in records._fields and records._fields["company_id"].store:
            return SQL("r.company_id")
        return SQL("%s", records[:1].company_id.id or self.env.company.id)

    @api.model
    def _caused_by(self, chain):
        """Return the model such that what is published bears a chain of rules.

        :param tuple chain: ids of rules.
        """
        return self.with_context(logistics_chain=",".join(map(str, chain)) or None)

    @api.model
    def _wake(self):
        """Have events handed on as soon as this transaction is committed."""
        if not self.env.context.get("logistics_draining"):
            self.env["logistics.message"]._wake_drain()

    # Handing on

    @api.model
    def _consumers(self):
        """Return the names of the models that are told of events, in that order.

        Each has a method ``_on_events(rows)`` that takes a list of :class:`EventRow`, all
        of one company, and acts in the company's name. It may publish further events.
        """
        return [
            "logistics.process",
            "logistics.sla.measure",
            "logistics.exception",
            "logistics.tally",
            "logistics.rule",
            "logistics.subscription",
            "logistics.kpi",
        ]

    @api.model
    def _expand(self, limit=EXPAND_SIZE):
        """Hand on events, in the order of their commits; nothing is committed here.

        One process at a time does, so a position that was given is never overtaken by a
        lower one: that is what readers' cursors rest on.

        :return: how many were handed on; 0 when there are none, or another process is
            at it.
        """
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_xact_lock(hashtext('logistics.event'))")
        if not cr.fetchone()[0]:
            return 0
        rows = self._take_up(limit)
        by_company = {}
        for row in rows:
            by_company.setdefault(row.company_id, []).append(row)
        handing = self.sudo().with_context(logistics_draining=True)
        for company_id, group in by_company.items():
            company = self.env["res.company"].browse(company_id or self.env.company.id)
            handing.with_company(company)._hand_on(group)
        return len(rows)

    @api.model
    def _take_up(self, limit):
        """Give the next events their positions; return them as rows, in that order."""
        self.flush_model()
        self.env.cr.execute(
            """
            WITH due AS (
                SELECT id FROM logistics_event WHERE position IS NULL
                 ORDER BY id LIMIT %s
            ), numbered AS (
                SELECT id, nextval('logistics_event_position') AS position
                  FROM (SELECT id FROM due ORDER BY id) AS ordered
            )
            UPDATE logistics_event e SET position = n.position
              FROM numbered n WHERE e.id = n.id
            RETURNING e.id, e.position, e.type, e.company_id, e.shipment_id,
                      e.res_model, e.res_id, e.summary, e.chain,
                      extract(epoch FROM e.create_date)::float8
            """,
            (limit,),
        )
        rows = [
            EventRow(*row[:8], chain_of(row[8]), row[9])
            for row in self.env.cr.fetchall()
        ]
        self.browse(row.id for row in rows).invalidate_recordset(
            ["position"], flush=False
        )
        return sorted(rows, key=lambda row: row.position)

    @api.model
    def _hand_on(self, rows):
        """Tell all consumers of events of one company."""
        for consumer in self._consumers():
            self._tell(self.env[consumer], rows)

    @api.model
    def _tell(self, consumer, rows):
        """Tell a consumer; where it fails, half by half, down to the event it fails at.

        What it fails at is marked and goes no further: one bad event stops nobody.
        """
        try:
            with self.env.cr.savepoint():
                consumer._on_events(rows)
                self.env.flush_all()
            return
        except Exception as error:
            if gave_up(error):
                raise
            failure = error
        self.env.invalidate_all(flush=False)
        if len(rows) == 1:
            self._note_failure(consumer, rows[0], failure)
            return
        half = len(rows) // 2
        self._tell(consumer, rows[:half])
        self._tell(consumer, rows[half:])

    @api.model
    def _note_failure(self, consumer, row, error):
        _logger.error("%s failed at event %s", consumer._name, row.id, exc_info=error)
        text = f"{consumer._description}: {type(error).__name__}: {error}"
        self.browse(row.id).error_message = text[:500]


def chain_of(text):
    """Return a chain of rules as it is written, as a tuple of their ids."""
    return tuple(int(rule_id) for rule_id in text.split(",")) if text else ()
