# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsProof(models.Model):
    """A proof of delivery is a business event."""

    _inherit = "logistics.proof"

    @api.model_create_multi
    def create(self, vals_list):
        proofs = super().create(vals_list)
        self.env["logistics.event"]._publish(
            "shipment.proof", proofs, dict.fromkeys(proofs.ids, "proof")
        )
        return proofs


class LogisticsMessage(models.Model):
    """A document that was applied is a business event where a policy waits for it."""

    _inherit = "logistics.message"

    def _finish(self, integration, items):
        super()._finish(integration, items)
        wanted = self.env["logistics.rule"]._documents_waited_for()
        if not wanted:
            return
        shipments = {}
        for group in items.values():
            for item in group:
                kind = item.document.document_type
                if kind in wanted and not item.problem:
                    shipments.setdefault(kind, set()).update(item.shipment_ids)
        for kind, ids in shipments.items():
            self.env["logistics.event"]._publish(
                "shipment.document",
                self.env["logistics.shipment"].browse(ids),
                dict.fromkeys(ids, kind),
            )
