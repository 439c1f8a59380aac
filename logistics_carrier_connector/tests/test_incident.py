# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .booking_common import BookingCase

WATCH = "odoo.addons.logistics_base.models.logistics_incident_watch"


@tagged("-at_install", "post_install")
class TestIncident(BookingCase):
    """A carrier that books nothing any more is one incident."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(mute_logger(WATCH))
        others = cls.env["logistics.integration"].search(
            [("id", "!=", cls.integration.id)]
        )
        others.write({"state": "draft"})
        cls.env["logistics.incident"].search([]).unlink()

    def bookings(self, count, state, category="unavailable", minutes=60):
        """Return bookings of orders that the carrier made nothing of."""
        orders = [self.make_sale() for _ in range(count)]
        pickings = self.env["stock.picking"].union(*(o.picking_ids for o in orders))
        self.validate(*pickings)
        bookings = pickings.booking_ids
        bookings.write(
            {
                "state": state,
                "error_category": category,
                "called_at": fields.Datetime.now() - timedelta(minutes=minutes),
            }
        )
        return bookings

    def incident(self):
        self.env["logistics.watchdog"]._check()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["logistics.incident"].search(
            [("kind", "=", "booking"), ("state", "!=", "resolved")]
        )

    def test_bookings_that_fail_at_a_carrier_are_one_incident(self):
        bookings = self.bookings(3, "failed")
        orders = bookings.picking_id.sale_id
        invoice = orders[0]._create_invoices()

        incident = self.incident()

        self.assertEqual(incident.integration_id, self.integration)
        self.assertEqual((incident.occurrences, incident.severity), (3, "3"))
        self.assertEqual(incident.shipment_ids, bookings.shipment_id)
        self.assertEqual((incident.order_count, incident.invoice_count), (3, 1))
        self.assertEqual(incident.booking_count, 3)
        for action, records in (
            (incident.action_view_orders(), orders),
            (incident.action_view_invoices(), invoice),
            (incident.action_view_bookings(), bookings),
        ):
            found = records.search(action["domain"])
            self.assertEqual(found, records)
        # When they are booked after all
        bookings.state = "ready"
        self.assertFalse(self.incident())

    def test_wrong_data_of_our_own_are_no_incident_of_the_carrier(self):
        self.bookings(3, "failed", category="invalid")
        self.assertFalse(self.incident())

    def test_one_that_nobody_knows_of_is_enough_after_a_while(self):
        booking = self.bookings(1, "in_doubt", minutes=1)
        self.assertFalse(self.incident())
        booking.called_at = fields.Datetime.now() - timedelta(minutes=30)
        self.assertIn("nobody knows", self.incident().summary)
