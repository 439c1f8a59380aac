# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers who are invoiced when goods left, arrived, or are proven to have."""

from odoo import fields

from odoo.addons.logistics_carrier_connector.tests.order_common import OrderCase


class InvoicingCase(OrderCase):
    """A carrier that tells what happens, and a company that drafts what is released."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.rule"].search([]).active = False
        cls.env["logistics.process.template"].search([]).active = False
        cls.company = cls.env.company
        cls.company.logistics_release_makes = "draft"
        cls.hand_on()

    @classmethod
    def sell(cls, policy=None, *lines, **vals):
        """Return a confirmed order of a customer with a policy."""
        if policy:
            cls.consignee.logistics_invoice_policy = policy
        return cls.make_order(*lines, **vals)

    @classmethod
    def shipment_of(cls, picking, number=None):
        """Return the shipment of a transfer, known to the carrier by its name."""
        shipment = picking.logistics_shipment_id
        if number:
            cls.env["logistics.reference"].create(
                {"shipment_id": shipment.id, "type": "tracking", "value": number}
            )
        return shipment

    @classmethod
    def news(cls, number, *codes, proof=None):
        """Have the carrier tell milestones, an hour apart, and follow them."""
        events = [
            cls.event(number, code, hours=hours, id=f"{number}-{code}")
            for hours, code in enumerate(codes)
        ]
        if proof is not None:
            events[-1]["data"]["proof"] = {"signatory": "Ada", **proof}
        messages = cls.tell(*events)
        cls.hand_on()
        return messages

    @classmethod
    def invoice_released(cls):
        """Run the background job as the cron does."""
        orders = cls.env["sale.order"].search([("logistics_invoice_due", "=", True)])
        for order in orders:
            order._logistics_invoice_alone()
        cls.env.invalidate_all()

    @classmethod
    def post_payment(cls, move):
        move.action_post()
        return (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"payment_date": fields.Date.today()})
            ._create_payments()
        )
