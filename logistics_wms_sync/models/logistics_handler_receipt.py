# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical.receipt_parts import Receiving, content_digest, identity


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Brings what warehouses received into stock, once for each receipt."""

    _name = "logistics.handler.warehouse.receipt"
    _inherit = "logistics.handler"
    _description = "Warehouse Receipt Handler"

    @api.model
    def _apply(self, batch):
        own = self.with_context(logistics_applying=True, tracking_disable=True)
        receivings = own._unheard(batch, batch.live())
        own._find_advices(batch, receivings)
        own._lock([one for one in receivings if one.item.is_open])
        skus = {line.sku for one in receivings for line in one.told.lines if line.sku}
        goods = self.env["logistics.goods"]
        products = goods._products(batch.integration, skus)
        for turn in own._turns([one for one in receivings if one.item.is_open]):
            # Each sees what the one before it left.
            for one in turn:
                own._read(batch.integration, one, products)
            ready = [one for one in turn if one.item.is_open]
            own._enter(ready)
            own._record(batch.integration, ready)
            own._follow_up(batch.integration, ready)

    # What was told before

    @api.model
    def _unheard(self, batch, items):
        """Return what tells something new; the others are done, or refused."""
        told = [self._receiving(item) for item in items]
        known = self.env["logistics.warehouse.receipt"].search(
            [
                ("integration_id", "=", batch.integration.id),
                ("identity", "in", [one.identity for one in told]),
            ]
        )
        seen = {receipt.identity: receipt.digest for receipt in known}
        fresh = []
        for one in told:
            if one.identity not in seen:
                fresh.append(one)
            elif seen[one.identity] != one.digest:
                self._refuse_contradiction(one)
            seen.setdefault(one.identity, one.digest)
        return fresh

    @api.model
    def _receiving(self, item):
        digest = content_digest(item.document)
        return Receiving(item, identity(item.document, digest), digest)

    @api.model
    def _refuse_contradiction(self, one):
        one.item.refuse(
            "value",
            self.env._(
                "Receipt %s was told before with other goods; nothing was changed. "
                "Have the warehouse tell what is missing as a receipt of its own, or "
                "correct the stock.",
                one.identity,
            ),
        )

    # In which order

    @api.model
    def _lock(self, receivings):
        """Have whoever works on the same advices wait; see what they did until now."""
        ids = sorted({one.advice.id for one in receivings})
        if not ids:
            return
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM logistics_warehouse_advice WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (ids,),
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM logistics_warehouse_advice_line "
                "WHERE advice_id = ANY(%s)",
                ids,
            )
        )
        moves = self.env["stock.move"]
        moves._logistics_lock(
            "logistics_advice_line_id", [line_id for (line_id,) in rows]
        )
        for one in receivings:
            self._check_open(one)

    @api.model
    def _turns(self, receivings):
        """Yield lists in which each advice is there once, its receipts in order."""
        waiting = receivings
        while waiting:
            turn, later, taken = [], [], set()
            for one in waiting:
                (later if one.advice.id in taken else turn).append(one)
                taken.add(one.advice.id)
            yield turn
            waiting = later

    # What was received is kept

    @api.model
    def _record(self, integration, receivings):
        """Write down what was received, for ever."""
        receipts = self.env["logistics.warehouse.receipt"].create(
            [self._receipt_vals(integration, one) for one in receivings]
        )
        for one, receipt in zip(receivings, receipts, strict=True):
            one.receipt = receipt
            self._settle(one)

    @api.model
    def _receipt_vals(self, integration, one):
        told = one.told
        return {
            "name": (told.partner_reference or told.id or one.advice.name)[:64],
            "identity": one.identity,
            "digest": one.digest,
            "integration_id": integration.id,
            "advice_id": one.advice.id,
            "picking_id": bool(one.entered) and one.entered[0].move.picking_id.id,
            "message_id": one.item.message_id,
            "received_at": self._received_time(one),
            "is_final": told.is_final,
            "reason": told.reason,
            "line_ids": [
                fields.Command.create(self._line_vals(entry)) for entry in one.entered
            ],
        }

    @api.model
    def _received_at(self, one):
        told = one.told.received_at
        return told and told.replace(tzinfo=None)

    @api.model
    def _line_vals(self, entry):
        part = entry.part
        return {
            "advice_line_id": part.line.id,
            "quantity": entry.quantity,
            "condition": part.condition,
            "disposition": part.disposition,
            "lots": ", ".join(name for name, *_rest in part.lots)[:1000],
            "reason": part.reason,
            "is_over": entry.is_over,
        }

    @api.model
    def _settle(self, one):
        """Set how far the advice is."""
        advice = one.advice
        if one.told.partner_reference and not advice.partner_reference:
            advice.partner_reference = one.told.partner_reference
        if one.told.is_final:
            advice.is_final = True
            advice._drop_rest()
        if one.told.is_final or not advice._open_moves():
            advice._close()
        else:
            advice._set_receiving()
