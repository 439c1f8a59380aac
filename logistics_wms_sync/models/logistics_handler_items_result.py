# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsHandlerWarehouseItemsResult(models.AbstractModel):
    """Notes what partners took of our master data, and what they refused."""

    _name = "logistics.handler.warehouse.items.result"
    _inherit = "logistics.handler"
    _description = "Master Data Result Handler"

    @api.model
    def _apply(self, batch):
        items = batch.live()
        known = self._told(batch.integration, items)
        for item in items:
            strange = []
            for result in item.document.results:
                sync = known.get(_key(result))
                if not sync:
                    strange.append(result.sku or result.code or "?")
                elif item.document.number in (None, sync.number):
                    self._note(sync, result)
            if strange:
                item.refuse(
                    "reference",
                    self.env._(
                        "The partner was never told of %s.", ", ".join(strange[:5])
                    ),
                )

    @api.model
    def _compare(self, batch):
        known = self._told(batch.integration, batch.shadow())
        for item in batch.shadow():
            differing = [
                result.sku or result.code or "?"
                for result in item.document.results
                if (sync := known.get(_key(result))) and sync.state != result.result
            ]
            item.shadow = (
                ("differs", ", ".join(differing)) if differing else ("same", None)
            )

    @api.model
    def _told(self, integration, items):
        """Return {(kind, what it was told as): what the partner was told}."""
        results = [result for item in items for result in item.document.results]
        names = {result.sku or result.code for result in results} - {None}
        found = (
            self.env["logistics.item.sync"]
            .sudo()
            .search(
                [
                    ("integration_id", "=", integration.id),
                    ("told_as", "in", list(names)),
                ]
            )
        )
        return {(sync.kind, sync.told_as): sync for sync in found}

    @api.model
    def _note(self, sync, result):
        """Note one result; an answer to what was told before says nothing of now."""
        is_refused = result.result == "refused"
        reason = result.reason or self.env._("The partner gave no reason.")
        sync.write(
            {
                "state": result.result,
                "answered_at": fields.Datetime.now(),
                "refusal": reason if is_refused else False,
            }
        )
        if result.partner_id and not is_refused:
            self._bind(sync, result.partner_id)

    @api.model
    def _bind(self, sync, partner_id):
        """Remember what the partner calls it, where that is another name than ours."""
        record = sync.product_id or sync.partner_id
        if partner_id == sync.told_as:
            return
        bindings = self.env["logistics.binding"].sudo()
        own = [
            ("integration_id", "=", sync.integration_id.id),
            ("res_model", "=", record._name),
        ]
        known = bindings.search([*own, ("external_id", "=", partner_id)])
        vals = {"res_id": record.id, "state": "bound", "origin": "rule"}
        if not known:
            bindings.create(
                {
                    **vals,
                    "integration_id": sync.integration_id.id,
                    "res_model": record._name,
                    "external_id": partner_id,
                }
            )
        elif known.state != "bound":
            known.write(vals)


def _key(result):
    if result.sku:
        return "product", result.sku
    return "partner", result.code
