# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Notes what warehouses say to an advice before anything came."""

    _inherit = "logistics.handler.warehouse.receipt"

    @api.model
    def _unheard(self, batch, items):
        answers = [item for item in items if item.document.answer]
        self._take_answers(batch.integration, answers)
        receipts = [item for item in items if not item.document.answer]
        return super()._unheard(batch, receipts)

    @api.model
    def _take_answers(self, integration, items):
        """Note answers, in the order in which they came; an unknown advice is refused."""
        if not items:
            return
        answers = [self._receiving(item) for item in items]
        known = self._advices_named(integration, answers)
        for one in answers:
            named = [known[name] for name in self._names_of(one.told) if name in known]
            advice = named[0] if named else self.env["logistics.warehouse.advice"]
            if len(advice) != 1:
                one.item.refuse(
                    "reference",
                    self.env._("%s is no advice of ours.", one.told.advice or ""),
                )
                continue
            one.item.correlation_id = advice.correlation_id
            advice._set_answered(
                one.told.answer, one.told.reason, one.told.partner_reference
            )
