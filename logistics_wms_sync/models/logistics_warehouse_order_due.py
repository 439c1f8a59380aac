# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.logistics_base.models.database_errors import gave_up

from .logistics_warehouse_order import OPEN_STATES, UNSENT_STATES
from .stock_picking_release import BATCH_SIZE

#: What is blocked is looked at again after that time, or when something changes.
PATIENCE = timedelta(minutes=4)
_logger = logging.getLogger(__name__)


class LogisticsWarehouseOrder(models.Model):
    """What is done without being asked: new deliveries, blocked ones, changed ones."""

    _inherit = "logistics.warehouse.order"

    @api.model
    def _drain_releases(self):
        """Do what is due, committing batch by batch. Runs as a cron."""
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=0)
        for _batch in self._due_batches(PATIENCE):
            if commit(1) <= 0:
                return

    @api.model
    def _release_due(self):
        """Release what is due, look again at what is blocked, tell of changes."""
        for _batch in self._due_batches():
            self.env.flush_all()

    @api.model
    def _due_batches(self, patience=timedelta()):
        """Do what is due, batch by batch.

        :param patience: what is blocked and did not change is not looked at again so
            soon: every sale that is confirmed wakes the job.
        """
        works = self.sudo().with_context(logistics_cron=True, tracking_disable=True)
        looked_at = fields.Datetime.now() - patience
        for work in (
            works._release_new,
            partial(works._release_blocked, looked_at),
            works._review_changes,
        ):
            last = 0
            while last is not None:
                last = work(last)
                yield last

    @api.model
    def _release_new(self, after):
        """Release the next deliveries that have no order; return where to go on."""
        pickings = self.env["stock.picking"]
        domain = pickings._logistics_releasable_domain() & Domain(
            [
                ("id", ">", after),
                ("logistics_order_id", "=", False),
            ]
        )
        found = pickings.search(domain, order="id", limit=BATCH_SIZE)
        due = found.filtered(lambda p: p._logistics_is_first_step())
        self._in_batches(due, lambda some: some._release())
        return found[-1].id if found else None

    @api.model
    def _release_blocked(self, looked_at, after):
        """Look at the next blocked orders again; return where to go on.

        :param looked_at: those that were looked at later are left alone.
        """
        found = self.search(
            [
                ("id", ">", after),
                ("state", "in", ("draft", "waiting")),
                "|",
                ("needs_review", "=", True),
                ("checked_at", "<=", looked_at),
            ],
            order="id",
            limit=BATCH_SIZE,
        )
        found._close_unsent()
        due = found.filtered(lambda order: order._can_release())
        self._in_batches(due, lambda some: some._release())
        return found[-1].id if found else None

    def _close_unsent(self):
        """Close orders whose delivery is over before the warehouse was told."""
        unsent = self.filtered(lambda order: order.state in UNSENT_STATES)
        over = unsent.filtered(lambda order: order.picking_id.state == "cancel")
        over._set_state("cancelled")
        done = unsent.filtered(lambda order: order.picking_id.state == "done")
        done._set_state("shipped")

    def _close_by_hand(self):
        """Close orders of which people entered all that there is to ship."""
        for order in self.filtered(lambda order: order.state in OPEN_STATES):
            pickings = order.picking_id | order.picking_ids
            if any(p.state not in ("done", "cancel") for p in pickings):
                continue
            for line in order.line_ids:
                moves = line.move_ids & order._moves_to_send()
                done = moves.filtered(lambda move: move.state == "done")
                shipped = sum(move._logistics_reserved() for move in done)
                line.write(
                    {"shipped": shipped, "short": max(0.0, line.ordered - shipped)}
                )
            order._set_state(
                "short" if any(order.line_ids.mapped("short")) else "shipped"
            )

    @api.model
    def _in_batches(self, records, work):
        """Do a work for all records at once; where it fails, for each one alone."""
        if not records:
            return
        try:
            with self.env.cr.savepoint():
                work(records)
                self.env.flush_all()
            return
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            _logger.info("One by one: %s", records, exc_info=True)
        for record in records:
            try:
                with self.env.cr.savepoint():
                    work(record)
                    self.env.flush_all()
            except Exception as error:
                if gave_up(error):
                    raise
                self.env.invalidate_all(flush=False)
                _logger.exception("%s could not be released", record)

    @api.model
    def _review_changes(self, after):
        """Tell warehouses of the next changes; return where to go on."""
        found = self.search(
            [
                ("id", ">", after),
                ("needs_review", "=", True),
                ("state", "in", OPEN_STATES),
            ],
            order="id",
            limit=BATCH_SIZE,
        )
        self._in_batches(found, lambda some: some._review())
        return found[-1].id if found else None
