# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import models


class HeldDelivery(NamedTuple):
    """A delivery that is not invoiced yet, as its customer may read it."""

    order: str
    reference: str
    shipment: str
    stage: str
    delivered: object
    waits_for: str
    since: object
    amount: float
    currency: object


class ResPartner(models.Model):
    """What of a customer's deliveries is not invoiced yet, and what it waits for."""

    _inherit = "res.partner"

    def _logistics_held_deliveries(self, company=None):
        """Return what is held, the oldest first: nothing that is only for us.

        Reasons that people wrote, who held it and what freight costs stay inside.

        :return: list of :class:`HeldDelivery`.
        """
        self.ensure_one()
        company = company or self.env.company
        self.env.flush_all()
        lines = (
            self.env["logistics.billing.overview"]
            .sudo()
            .search(
                [
                    ("invoicing_hold", "=", True),
                    ("company_id", "=", company.id),
                    ("order_id", "!=", False),
                    (
                        "order_id.partner_invoice_id.commercial_partner_id",
                        "=",
                        self.commercial_partner_id.id,
                    ),
                ],
                order="invoicing_held_at, id",
            )
        )
        return [self._logistics_held_delivery(line) for line in lines]

    def _logistics_held_delivery(self, line):
        stages = dict(line._fields["state"]._description_selection(self.env))
        return HeldDelivery(
            order=line.order_id.name,
            reference=line.client_order_ref or "",
            shipment=line.shipment_id.name,
            stage=stages.get(line.state, ""),
            delivered=line.delivered_date,
            waits_for=self._logistics_told_wait(line.invoicing_wait),
            since=line.invoicing_held_at,
            amount=line.amount_held,
            currency=line.currency_id,
        )

    def _logistics_told_wait(self, wait):
        return {
            "dispatch": self.env._("Dispatch"),
            "delivery": self.env._("Delivery"),
            "pod": self.env._("Proof of delivery"),
        }.get(wait, self.env._("Is being looked into"))
