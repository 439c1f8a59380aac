# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for what warehouses are paid for."""

from datetime import date, timedelta

from odoo.fields import Command

from odoo.addons.logistics_wms_sync.tests.fulfillment_common import FulfillmentCase
from odoo.addons.logistics_wms_sync.tests.inbound_common import InboundCase

FIRST = date(2026, 3, 1)
LAST = date(2026, 3, 31)


class WarehousingCase(FulfillmentCase, InboundCase):
    """A customer whose goods lie in a warehouse, and a rate card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.depositor = cls.env["res.partner"].create(
            {"name": "Lamps Ltd", "is_company": True}
        )
        cls.warehouse.logistics_depositor_id = cls.depositor
        cls.service = cls.env.ref("logistics_billing_wms.product_warehousing")
        cls.service.taxes_id = False
        cls.activities = cls.env["logistics.billable.activity"]

    @classmethod
    def make_card(cls, *rates, tiers=(), **vals):
        """Return the customer's rate card; rates are (activity, measure, price, more).

        :param tiers: (above, price) of the first rate.
        """
        lines = []
        for activity, measure, price, *more in rates:
            extra = more[0] if more else {}
            line = {"activity": activity, "measure": measure, "price": price}
            lines.append({"name": activity.title(), **line, **extra})
        if tiers:
            lines[0]["tier_ids"] = [
                Command.create({"above": above, "price": price})
                for above, price in tiers
            ]
        return cls.env["logistics.rate.card"].create(
            {
                "name": "Lamps 2026",
                "partner_id": cls.depositor.id,
                "date_from": "2026-01-01",
                "line_ids": [Command.create(line) for line in lines],
                **vals,
            }
        )

    @classmethod
    def make_run(cls, first=FIRST, last=LAST, partner=None, **vals):
        return cls.env["logistics.billing.run"].create(
            {
                "partner_id": (partner or cls.depositor).id,
                "date_from": first,
                "date_to": last,
                **vals,
            }
        )

    @classmethod
    def done(cls, activity="value_added", day=date(2026, 3, 10), **vals):
        """Return something that the warehouse did."""
        return cls.activities.sudo().create(
            {
                "warehouse_id": cls.warehouse.id,
                "partner_id": cls.depositor.id,
                "activity": activity,
                "day": day,
                **vals,
            }
        )

    @classmethod
    def lay(cls, product, quantity, first, days, **vals):
        """Have so much of a product lie there on each of these days."""
        for number in range(days):
            cls.done(
                "storage",
                first + timedelta(days=number),
                product_id=product.id,
                units=quantity,
                volume=quantity * 0.5,
                **vals,
            )

    def assertCharges(self, run, *expected):
        """See that exactly this stands in the run: (activity, quantity, amount)."""
        found = [
            (line.activity, line.quantity, line.amount)
            for line in run.line_ids
            if not line.problem
        ]
        self.assertEqual(sorted(map(str, found)), sorted(map(str, expected)))
