# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.tools import split_every

from odoo.addons.logistics_base.canonical.vocabulary import CLOSED_STATES

from .stock_picking_adoption import _numbers

_logger = logging.getLogger(__name__)
BATCH = 200


class StockPicking(models.Model):
    """Transfers that were under way before this addon was there."""

    _inherit = "stock.picking"

    @api.model
    def _logistics_take_over(self):
        """Give every open transfer that is shipped its shipment; return how many have.

        In batches, so that memory does not grow with their number. One that cannot be
        taken over stops nobody: it is logged, and its next step tries again.
        """
        waiting = self.sudo().search(
            [
                ("state", "in", ("waiting", "confirmed", "assigned")),
                ("logistics_shipment_id", "=", False),
            ],
            order="id",
        )
        for ids in split_every(BATCH, waiting.ids):
            self.env.invalidate_all()
            self.sudo().browse(ids)._logistics_take_over_batch()
        taken = waiting.filtered("logistics_shipment_id")
        _logger.info("%s of %s open transfers are shipments", len(taken), len(waiting))
        return len(taken)

    def _logistics_take_over_batch(self):
        """Take over these transfers, one by one where they fail together."""
        try:
            with self.env.cr.savepoint():
                self._logistics_take_known()
                self._logistics_sync()
                self.env.flush_all()
        except Exception:
            self.env.invalidate_all()
            if len(self) > 1:
                for picking in self:
                    picking._logistics_take_over_batch()
            else:
                _logger.exception("Transfer %s has no shipment yet", self.id)

    def _logistics_take_known(self):
        """Take the shipments that somebody made by hand for the same parcels."""
        numbered = self.filtered(
            lambda p: p.carrier_tracking_ref and p._logistics_is_shipped()
        )
        if not numbered:
            return
        none = self.env["logistics.shipment"]
        bearers = numbered._logistics_numbers_elsewhere()
        for picking in numbered:
            numbers = _numbers(picking.carrier_tracking_ref)
            known = none.union(*(bearers.get(n, none) for n in numbers)).filtered(
                lambda s, p=picking: (
                    s.company_id == p.company_id
                    and s.state not in CLOSED_STATES
                    and not s.picking_ids
                )
            )
            if len(known) == 1:
                picking.logistics_shipment_id = known
