# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import uuid
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.transport.call_errors import CallError

from . import logistics_warehouse_advice as advices
from . import logistics_warehouse_order as orders
from .logistics_reconciliation import OVERLAP

_logger = logging.getLogger(__name__)


class LogisticsReconciliation(models.Model):
    """Asks the other side how things stand."""

    _inherit = "logistics.reconciliation"

    @api.model
    def _begin(self, integration):
        """Ask a partner about all that is open with it; return the pass."""
        run = self.sudo().create({"integration_id": integration.id})
        run._ask_all()
        return run

    def _ask_all(self):
        """Ask about all that is open; where nothing is answered, that was the pass."""
        self.ensure_one()
        integration = self.integration_id
        own = self.with_company(integration.company_id)
        try:
            own._ask()
        except (CallError, UserError) as error:
            _logger.info("%s could not be asked: %s", integration.code, error)
            own.write({"state": "failed", "problem": str(error)[:1000]})
            own._conclude_unreached()
            return
        if not own.message_ids:
            own._conclude()

    def _ask(self):
        """Ask about orders, advices and stock, as far as the partner can be asked."""
        integration = self.integration_id
        open_orders = self._open("logistics.warehouse.order", orders.OPEN_STATES)
        open_advices = self._open("logistics.warehouse.advice", advices.OPEN_STATES)
        self.write(
            {
                "asked": {"orders": open_orders.ids, "advices": open_advices.ids},
                "order_count": len(open_orders),
                "advice_count": len(open_advices),
                "not_asked": self._words_not_asked(integration),
            }
        )
        self._ask_about("orders_status", "orders", open_orders)
        self._ask_about("receipts", "advices", open_advices)
        if integration._can_ask("stock") and integration.reconcile_stock:
            for warehouse in self._warehouses():
                self._ask_for("stock", {"warehouse": warehouse._logistics_told()})

    def _open(self, model, states):
        return self.env[model].search(
            [
                ("integration_id", "=", self.integration_id.id),
                ("state", "in", states),
            ],
            order="id",
        )

    def _warehouses(self):
        return self.env["stock.warehouse"].search(
            [("logistics_integration_id", "=", self.integration_id.id)]
        )

    @api.model
    def _words_not_asked(self, integration):
        words = {
            "orders_status": self.env._("orders"),
            "receipts": self.env._("receipts"),
            "stock": self.env._("stock"),
        }
        missing = [
            word for kind, word in words.items() if not integration._can_ask(kind)
        ]
        return ", ".join(missing) or False

    def _ask_about(self, kind, name, records):
        """Ask about requests to the warehouses, so many in a call as it allows."""
        if not self.integration_id._can_ask(kind):
            return
        size = max(1, self.integration_id._ask_size(kind))
        for warehouse, own in records.grouped("warehouse_id").items():
            told = [
                {"number": one.name, "partner_reference": one.partner_reference or None}
                for one in own
            ]
            for start in range(0, len(told), size):
                request = {
                    "warehouse": warehouse._logistics_told(),
                    name: told[start : start + size],
                    "since": self._since(own),
                }
                self._ask_for(kind, request)

    def _since(self, records):
        """Return from when on news are wanted: before the oldest thing that is open."""
        oldest = min(record.create_date for record in records) - OVERLAP
        return oldest.replace(tzinfo=timezone.utc, microsecond=0).isoformat()

    def _ask_for(self, kind, request):
        asked = self.integration_id._ask(
            kind, request, correlation_id=f"reconciliation-{uuid.uuid4().hex}"
        )
        self.message_ids = [fields.Command.link(one) for one in asked.messages.ids]
