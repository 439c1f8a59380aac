# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.tools import SQL

from .loose_fields import LooseMany2one


class LogisticsEvent(models.Model):
    """The outbox: one row per business change, written in its transaction.

    Subscribers and rules are expanded from it afterwards; a row tells what changed and
    where to read it, not who wants to know.
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

    _by_shipment = models.Index("(shipment_id)")

    @api.model
    def _publish(self, event_type, records, summaries=None):
        """Write one event for each record, in the current transaction.

        :param str event_type: what happened, e.g. ``shipment.milestone``.
        :param records: what it happened to; shipments, or records of a shipment.
        :param dict summaries: {record id: a few words}.
        """
        if not records:
            return
        records.flush_recordset()
        is_shipment = records._name == "logistics.shipment"
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_event
                    (type, company_id, shipment_id, res_model, res_id,
                     summary, correlation_id, create_date)
                SELECT %(type)s, s.company_id, s.id, %(model)s, r.id,
                       %(summaries)s::jsonb ->> r.id::text, s.correlation_id, %(now)s
                  FROM %(table)s r
                  JOIN logistics_shipment s ON s.id = %(link)s
                 WHERE r.id = ANY(%(ids)s)
                """,
                type=event_type,
                model=records._name,
                summaries=json.dumps(summaries or {}),
                now=fields.Datetime.now(),
                table=SQL.identifier(records._table),
                link=SQL("r.id") if is_shipment else SQL("r.shipment_id"),
                ids=list(records.ids),
            )
        )
