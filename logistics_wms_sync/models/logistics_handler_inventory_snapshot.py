# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta, timezone

from odoo import api, models

from .logistics_inventory_shadow import would_be

#: Clocks differ; what is further ahead than this is no moment of a count.
AHEAD = timedelta(hours=1)
#: So many partial snapshots are compared in one go.
TOGETHER = 200


class LogisticsHandlerInventorySnapshot(models.AbstractModel):
    """Compares what warehouses say that they have with what is here."""

    _name = "logistics.handler.inventory.snapshot"
    _inherit = "logistics.handler"
    _description = "Inventory Snapshot Handler"

    @api.model
    def _apply(self, batch):
        group = []
        for item in batch.live():
            warehouse = self._warehouse(batch, item)
            if not item.is_open:
                continue
            alone = item.document.scope == "complete" or item.document.count
            if group and (alone or group[0][1] != warehouse or len(group) == TOGETHER):
                self._take(batch, group)
                group = []
            group.append((item, warehouse))
            if alone:
                self._take(batch, group)
                group = []
        if group:
            self._take(batch, group)

    @api.model
    def _compare(self, batch):
        for item in batch.shadow():
            item.shadow = would_be(self, batch, item, self._shadow_result)

    @api.model
    def _shadow_result(self, item):
        snapshot = self.env["logistics.inventory.snapshot"].search(
            [("message_id", "=", item.message_id)], limit=1
        )
        if not snapshot or snapshot.state == "superseded":
            return "same", self.env._("A newer snapshot has been compared.")
        if snapshot.state == "held":
            return "differs", snapshot.held_reason
        note = self.env._(
            "%(lines)s lines, %(problems)s of them not compared; %(differing)s "
            "differences, %(value)s at cost.",
            lines=snapshot.line_count,
            problems=snapshot.problem_count,
            differing=snapshot.differing_count,
            value=snapshot.currency_id.format(snapshot.difference_value),
        )
        same = not (snapshot.differing_count or snapshot.problem_count)
        return "same" if same else "differs", note

    @api.model
    def _warehouse(self, batch, item):
        """Return the warehouse that is meant; where there is none, refuse the item."""
        document = item.document
        warehouse = self.env["stock.warehouse"]._logistics_meant(
            batch.integration, document.warehouse
        )
        if not warehouse:
            item.refuse(
                "mapping",
                self.env._(
                    "No warehouse that %(integration)s runs is called “%(code)s”.",
                    integration=batch.integration.name,
                    code=document.warehouse or "",
                ),
            )
        elif self._told_as_of(item) > item.received_at + AHEAD:
            item.refuse("time", self.env._("It tells of the future."))
        return warehouse

    @api.model
    def _as_of(self, item):
        """Return the moment that is told of, as Odoo keeps times.

        What has arrived is not of later, though the partner's clock may say so: else
        what leaves until then would count as gone when it was counted.
        """
        return min(self._told_as_of(item), item.received_at)

    @api.model
    def _told_as_of(self, item):
        told = item.document.as_of
        if told is None:
            return item.received_at
        if told.tzinfo:
            told = told.astimezone(timezone.utc)
        return told.replace(tzinfo=None)

    @api.model
    def _take(self, batch, group):
        """Keep and compare snapshots of one warehouse.

        :param group: [(item, warehouse)], several only where all are partial.
        """
        warehouse = group[0][1]
        staging = self.env["logistics.inventory.staging"]
        staging._begin()
        snapshots = self.env["logistics.inventory.snapshot"].create(
            [self._vals(batch, item, warehouse) for item, _warehouse in group]
        )
        again = snapshots.browse()
        for snapshot, (item, _warehouse) in zip(snapshots, group, strict=True):
            count, digest = staging._read_lines(snapshot.id, item.document.lines)
            snapshot.write({"digest": digest, "line_count": count})
            if snapshot._is_repeated():
                again |= snapshot
        if again:
            staging._forget(again)
            again.unlink()
        if snapshots := snapshots - again:
            staging._resolve(batch.integration, warehouse)
            self._compare_current(snapshots)

    @api.model
    def _compare_current(self, snapshots):
        """Compare those that no newer one has overtaken; the others are only kept."""
        old = snapshots.filtered(lambda snapshot: snapshot._newer_complete())
        old.write({"state": "superseded"})
        if current := snapshots - old:
            self.env["logistics.inventory.comparison"]._compare_snapshots(current)

    @api.model
    def _vals(self, batch, item, warehouse):
        document = item.document
        count = self.env["logistics.inventory.count"]._answered_by(
            warehouse, document.count
        )
        return {
            "name": self.env["ir.sequence"].next_by_code(
                "logistics.inventory.snapshot"
            ),
            "reference": document.id,
            "integration_id": batch.integration.id,
            "warehouse_id": warehouse.id,
            "company_id": warehouse.company_id.id,
            "message_id": item.message_id,
            "as_of": self._as_of(item),
            "scope": document.scope,
            "sequence": document.sequence or 0,
            "has_sequence": document.sequence is not None,
            "count_id": count.id,
        }
