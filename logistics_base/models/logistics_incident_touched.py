# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..canonical.vocabulary import CLOSED_STATES
from .loose_fields import LooseMany2many

_RELATION = "logistics_incident_shipment_rel"
#: What it touches is looked up this often while it lasts.
LOOK_AGAIN = timedelta(minutes=15)
#: So many shipments of an incident are kept.
MOST_SHIPMENTS = 50_000
#: So many customers are named on the form.
SHOWN_CUSTOMERS = 100
#: These hold up all that a partner has under way.
PARTNER_KINDS = {"circuit", "silence", "drain", "outbox", "credential"}


class LogisticsIncident(models.Model):
    """Whom and what an incident touches, worked out set by set."""

    _inherit = "logistics.incident"

    shipment_ids = LooseMany2many(
        "logistics.shipment",
        relation=_RELATION,
        column1="incident_id",
        column2="shipment_id",
        string="Shipments It Touches",
        copy=False,
    )
    touched_at = fields.Datetime(readonly=True, copy=False)
    shipment_count = fields.Integer(compute="_compute_touched")
    customer_count = fields.Integer(compute="_compute_touched")
    customer_ids = fields.Many2many(
        "res.partner", compute="_compute_customer_ids", string="Customers It Touches"
    )

    # Looking up

    def _touch_due(self):
        """Look up again what they touch, where that was a while ago."""
        again = fields.Datetime.now() - LOOK_AGAIN
        self.filtered(lambda i: not i.touched_at or i.touched_at <= again)._touch()

    def _touch(self):
        """Add the shipments that they touch now to those that they have touched."""
        self.env.flush_all()
        for incident in self:
            for shipments in incident._touching():
                self.env.cr.execute(
                    SQL(
                        "INSERT INTO %s (incident_id, shipment_id) "
                        "SELECT %s, t.id FROM (%s) AS t(id) "
                        "WHERE t.id IS NOT NULL LIMIT %s ON CONFLICT DO NOTHING",
                        SQL.identifier(_RELATION),
                        incident.id,
                        shipments,
                        MOST_SHIPMENTS,
                    )
                )
        self.sudo().touched_at = fields.Datetime.now()
        self.invalidate_recordset(["shipment_ids"])

    def _touching(self):
        """Return queries for the ids of shipments that it touches; addons add theirs."""
        self.ensure_one()
        queries = [
            SQL(
                "SELECT shipment_id FROM logistics_exception WHERE incident_id = %s",
                self.id,
            )
        ]
        if not self.integration_id:
            return queries
        if self.kind in PARTNER_KINDS:
            queries.append(self._shipments_under_way())
        if self.kind == "mapping":
            queries.append(self._shipments_not_understood())
        if domain := self._message_domain():
            queries += self._shipments_of_messages(domain)
        return queries

    def _shipments_under_way(self):
        return SQL(
            "SELECT id FROM logistics_shipment WHERE integration_id = %s "
            "AND state NOT IN %s",
            self.integration_id.id,
            ("draft", *CLOSED_STATES),
        )

    def _shipments_not_understood(self):
        unmapped = SQL(
            "code = 'unknown'"
            if self.cause_key == "milestone"
            else "raw_reason IS NOT NULL AND reason_code IS NULL"
        )
        return SQL(
            "SELECT DISTINCT shipment_id FROM logistics_milestone "
            "WHERE integration_id = %s AND %s",
            self.integration_id.id,
            unmapped,
        )

    def _shipments_of_messages(self, domain):
        """Return queries for shipments that messages name, or share their trace with."""
        messages = self.env["logistics.message"].sudo()._search(domain)
        return [
            SQL(
                "SELECT DISTINCT shipment_id FROM logistics_message_shipment_rel "
                "WHERE message_id IN %s",
                messages.subselect(),
            ),
            SQL(
                "SELECT id FROM logistics_shipment WHERE correlation_id IN %s",
                messages.subselect("correlation_id"),
            ),
        ]

    # Counting

    def _compute_touched(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT t.incident_id, count(*), count(DISTINCT s.partner_id) "
                "FROM %s t JOIN logistics_shipment s ON s.id = t.shipment_id "
                "WHERE t.incident_id = ANY(%s) GROUP BY t.incident_id",
                SQL.identifier(_RELATION),
                list(self.ids),
            )
        )
        counts = {row[0]: row[1:] for row in rows}
        for incident in self:
            shipments, customers = counts.get(incident.id, (0, 0))
            incident.shipment_count = shipments
            incident.customer_count = customers

    def _compute_customer_ids(self):
        for incident in self:
            incident.customer_ids = incident._customers(SHOWN_CUSTOMERS)

    def _customers(self, limit=None):
        rows = self.env.execute_query(
            SQL(
                "SELECT s.partner_id FROM %s t JOIN logistics_shipment s "
                "ON s.id = t.shipment_id WHERE t.incident_id = %s "
                "AND s.partner_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 "
                "LIMIT %s",
                SQL.identifier(_RELATION),
                self.id,
                limit,
            )
        )
        return self.env["res.partner"].browse(row[0] for row in rows)

    # Opening

    def action_view_shipments(self):
        """Open the shipments that it touches."""
        return self._action(
            "logistics_base.logistics_shipment_action",
            [("incident_ids", "in", self.ids)],
        )

    def action_view_customers(self):
        """Open the customers that it touches."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers"),
            "res_model": "res.partner",
            "view_mode": "kanban,list,form",
            "domain": [("id", "in", self._customers().ids)],
        }

    def _action(self, xml_id, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["domain"] = domain
        action["context"] = {}
        return action


class LogisticsShipment(models.Model):
    _inherit = "logistics.shipment"

    incident_ids = LooseMany2many(
        "logistics.incident",
        relation=_RELATION,
        column1="shipment_id",
        column2="incident_id",
        string="Incidents",
        readonly=True,
        copy=False,
    )
