# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models

from odoo.addons.logistics_base.mapping.errors import DecodeError


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Compares what a shadow tells of goods received with what was taken in."""

    _inherit = "logistics.handler.warehouse.receipt"

    @api.model
    def _compare(self, batch):
        told = [self._receiving(item) for item in batch.shadow()]
        known = self._advices_named(batch.integration, told)
        skus = {line.sku for one in told for line in one.told.lines if line.sku}
        products = self.env["logistics.goods"]._products(batch.integration, skus)
        for one in told:
            warehouse = self._warehouse_of(batch.integration, one)
            advice = one.item.is_open and self._choose_advice(one, warehouse, known)
            problem = one.item.problem
            one.item.problem, one.item.waits = None, []
            one.item.shadow = (
                self._comparison(batch.integration, one, advice, products)
                if advice
                else ("new", problem and problem[1] or self.env._("No advice of ours."))
            )

    @api.model
    def _domain_of(self, integration):
        if not self.env.context.get("logistics_shadow"):
            return super()._domain_of(integration)
        name = "warehouse_id.logistics_shadow_integration_id"
        return ["|", *super()._domain_of(integration), (name, "=", integration.id)]

    @api.model
    def _comparison(self, integration, one, advice, products):
        """Return (``same``, ``differs`` or ``new``, a note)."""
        if one.told.answer:
            is_same = advice.state not in ("draft", "sent")
            return "same" if is_same else "new", None
        try:
            told = self._told_amounts(integration, one, advice, products)
        except DecodeError as error:
            return "differs", str(error)
        receipts = advice.receipt_ids
        each = [self._taken_in(receipt) for receipt in receipts]
        if told in each or told == self._taken_in(receipts):
            return "same", None
        if not receipts:
            return "new", self.env._("Nothing of %s was taken in.", advice.name)
        taken = self._taken_in(receipts)
        return "differs", "; ".join(
            self.env._(
                "%(product)s %(condition)s: %(told)g told, %(taken)g taken in",
                product=product.display_name,
                condition=condition,
                told=told.get((product, condition), 0.0),
                taken=taken.get((product, condition), 0.0),
            )
            for product, condition in sorted(
                set(told) | set(taken), key=lambda key: (key[0].id, key[1])
            )
            if told.get((product, condition)) != taken.get((product, condition))
        )

    @api.model
    def _told_amounts(self, integration, one, advice, products):
        one.advice = advice
        told = Counter()
        for line in one.told.lines:
            part = self._part(integration, one, line, products)
            if part:
                told[part.product, part.condition] += part.quantity
        return dict(told)

    @api.model
    def _taken_in(self, receipts):
        taken = Counter()
        for line in receipts.line_ids:
            taken[line.product_id, line.condition] += line.quantity
        return dict(taken)
