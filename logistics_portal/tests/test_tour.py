# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import PortalHttpCase


@tagged("post_install", "-at_install")
class TestTour(PortalHttpCase):
    """A customer's way through the portal, in a real browser."""

    def test_from_the_home_page_to_the_timeline(self):
        shipment = self.make_shipment("TOUR-77-01")
        self.happen(
            shipment,
            "in_transit",
            "2026-01-05 10:00:00",
            location_name="<script>document.title = 'owned'</script>",
            location_city="Liège",
        )
        self.start_tour("/my", "logistics_portal_shipment", login="ada")
        shipment.invalidate_recordset()
        self.assertTrue(shipment.access_token)
