# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.logistics_base.models.logistics_incident_watch import Cause, Sighting

from ..canonical.booking_course import PATIENCE, STAYS

#: So many bookings of a carrier must have failed of late before it is an incident.
MANY_FAILED = 3
#: Of late.
FRESH = timedelta(days=1)
#: Of one that is in doubt nobody is told before this: it may be known in a moment.
DOUBT_PATIENCE = timedelta(minutes=15)
_SHIPMENTS = SQL.identifier("logistics_incident_shipment_rel")


class LogisticsIncident(models.Model):
    """Bookings that fail at one carrier, and the orders and invoices it touches."""

    _inherit = "logistics.incident"

    kind = fields.Selection(
        selection_add=[("booking", "Bookings Fail")], ondelete={"booking": "cascade"}
    )
    order_count = fields.Integer(
        compute="_compute_documents", groups="sales_team.group_sale_salesman"
    )
    invoice_count = fields.Integer(
        compute="_compute_documents",
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    booking_count = fields.Integer(compute="_compute_booking_count")

    def _touching(self):
        queries = super()._touching()
        if self.kind == "booking":
            bookings = self.env["logistics.booking"].sudo()
            found = bookings._search(self._booking_domain())
            queries.append(found.select("shipment_id"))
        return queries

    def _booking_domain(self):
        """Return the bookings that fail of it now."""
        return [
            ("integration_id", "=", self.integration_id.id),
            *self._failing_domain(),
        ]

    @api.model
    def _failing_domain(self):
        """Return bookings that a carrier has made nothing of; wrong data are our own."""
        since = fields.Datetime.now() - FRESH
        return [
            "|",
            ("state", "=", "in_doubt"),
            "&",
            "&",
            ("error_category", "not in", list(STAYS)),
            ("called_at", ">=", since),
            "|",
            ("state", "=", "failed"),
            "&",
            ("state", "=", "pending"),
            ("attempts", ">=", PATIENCE),
        ]

    # What it touches

    def _compute_documents(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.incident_id, count(DISTINCT s.sale_id),
                       count(DISTINCT m.move_id)
                  FROM %s t
                  JOIN logistics_shipment s ON s.id = t.shipment_id
                  LEFT JOIN sale_order_line l ON l.order_id = s.sale_id
                  LEFT JOIN sale_order_line_invoice_rel r ON r.order_line_id = l.id
                  LEFT JOIN account_move_line m ON m.id = r.invoice_line_id
                 WHERE t.incident_id = ANY(%s)
                 GROUP BY t.incident_id
                """,
                _SHIPMENTS,
                list(self.ids),
            )
        )
        counts = {row[0]: row[1:] for row in rows}
        for incident in self:
            orders, invoices = counts.get(incident.id, (0, 0))
            incident.order_count, incident.invoice_count = orders, invoices

    def _compute_booking_count(self):
        bookings = self.env["logistics.booking"].sudo()
        for incident in self:
            incident.booking_count = incident.kind == "booking" and (
                bookings.search_count(incident._booking_domain())
            )

    def action_view_orders(self):
        """Open the sales orders of the shipments that it touches."""
        return self._documents_action(
            "sale.order", self.env._("Sales Orders"), self._order_ids()
        )

    def action_view_invoices(self):
        """Open the invoices of those orders."""
        orders = self.env["sale.order"].browse(self._order_ids())
        return self._documents_action(
            "account.move", self.env._("Invoices"), orders.invoice_ids.ids
        )

    def action_view_bookings(self):
        """Open the bookings that fail of it."""
        return self._action(
            "logistics_carrier_connector.logistics_booking_action",
            self._booking_domain(),
        )

    def _order_ids(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT s.sale_id FROM %s t JOIN logistics_shipment s "
                "ON s.id = t.shipment_id WHERE t.incident_id = ANY(%s) "
                "AND s.sale_id IS NOT NULL",
                _SHIPMENTS,
                list(self.ids),
            )
        )
        return [row[0] for row in rows]

    def _documents_action(self, model, name, record_ids):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", record_ids)],
        }


class LogisticsWatchdog(models.AbstractModel):
    """Looks for carriers at which bookings fail."""

    _inherit = "logistics.watchdog"

    @api.model
    def _looks(self):
        return [*super()._looks(), ("booking", self._failing_bookings, timedelta(0))]

    @api.model
    def _failing_bookings(self):
        """Return carriers at which bookings fail, or that never said what became of one."""
        bookings = self.env["logistics.booking"].sudo()
        groups = bookings._read_group(
            [
                *self.env["logistics.incident"]._failing_domain(),
                ("integration_id.state", "=", "live"),
            ],
            ["company_id", "integration_id", "state"],
            ["__count", "called_at:min"],
        )
        late = fields.Datetime.now() - DOUBT_PATIENCE
        failed, doubtful, since = {}, {}, {}
        for company, carrier, state, count, first in groups:
            cause = Cause(company.id, carrier.id)
            if state != "in_doubt":
                failed[cause] = failed.get(cause, 0) + count
            elif first and first < late:
                doubtful[cause] = count
            since[cause] = min(filter(None, (since.get(cause), first)), default=None)
        return {
            cause: self._booking_sighting(
                failed.get(cause, 0), doubtful.get(cause, 0), begun
            )
            for cause, begun in since.items()
            if failed.get(cause, 0) >= MANY_FAILED or cause in doubtful
        }

    @api.model
    def _booking_sighting(self, failed, doubtful, since):
        told = []
        if failed:
            told.append(
                self.env._("%s bookings failed or are tried over and over", failed)
            )
        if doubtful:
            told.append(
                self.env._("of %s nobody knows whether they were made", doubtful)
            )
        return Sighting("; ".join(told) + ".", failed + doubtful, since)
