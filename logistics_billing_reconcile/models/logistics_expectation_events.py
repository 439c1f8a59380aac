# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

#: So many shipments are worked out in one go, and committed.
BATCH = 1000
#: Shipments released longer ago are not looked for any more.
CATCH_UP_DAYS = 30


class LogisticsEvent(models.Model):
    _inherit = "logistics.event"

    @api.model
    def _consumers(self):
        return [*super()._consumers(), "logistics.expectation"]


class LogisticsExpectation(models.Model):
    """Expected costs are made when a shipment is booked and when it leaves."""

    _inherit = "logistics.expectation"

    @api.model
    def _on_events(self, rows):
        """Follow from what happened to shipments; see ``logistics.event``."""
        self._follow({row.shipment_id for row in rows if self._concerns(row)} - {None})

    @api.model
    def _concerns(self, row):
        """Whether an event may change what a carrier may bill."""
        return row.type == "shipment.stage"

    @api.model
    def _follow(self, shipment_ids):
        """Work out what is expected for shipments as they stand now.

        A shipment whose booking was called off is only released again.
        """
        shipments = self.env["logistics.shipment"].browse(shipment_ids).exists()
        unbooked = shipments.filtered(lambda s: s.state in ("draft", "released"))
        if unbooked:
            self.sudo()._void(unbooked)
        if shipments - unbooked:
            self._expect(shipments - unbooked)

    # What was missed

    @api.model
    def _expect_missing(self, limit=BATCH):
        """Work out what is expected for booked shipments that have nothing yet.

        Each run goes through those of the last weeks once, in the order of their ids;
        what is done is committed as it goes.
        """
        last = 0
        while shipments := self._missing(last, limit):
            self._expect(shipments)
            last = max(shipments.ids)
            self.env["ir.cron"]._commit_progress(len(shipments))
            self.env.invalidate_all()

    @api.model
    def _missing(self, after, limit):
        """Return the next shipments on their way without an expectation."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=CATCH_UP_DAYS)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id FROM logistics_shipment s
                 WHERE s.id > %s AND s.released_date >= %s
                   AND s.state NOT IN ('draft', 'released', 'cancelled')
                   AND NOT EXISTS (SELECT FROM logistics_expectation e
                                    WHERE e.shipment_id = s.id)
                 ORDER BY s.id LIMIT %s
                """,
                after,
                since,
                limit,
            )
        )
        return self.env["logistics.shipment"].browse(row[0] for row in rows)
