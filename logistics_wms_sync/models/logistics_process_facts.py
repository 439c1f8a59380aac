# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.processes.steps import OPEN, Fact

from .logistics_warehouse_order import UNSENT_STATES

#: The orders by which the goods of shipments are released, and the first one's time.
_SELECT_ORDERS = """
    SELECT DISTINCT ON (shipment_id) shipment_id, id, state, reason,
           extract(epoch FROM released_at)::float8,
           floor(extract(epoch FROM write_date))::float8
      FROM logistics_warehouse_order
     WHERE shipment_id = ANY(%s)
     ORDER BY shipment_id, id DESC
"""


class LogisticsProcess(models.Model):
    _inherit = "logistics.process"

    @api.model
    def _heard(self):
        return super()._heard() | {"warehouse.order"}


class LogisticsProcessFacts(models.AbstractModel):
    """A warehouse that was told proves that the goods are released."""

    _inherit = "logistics.process.facts"

    @api.model
    def _of(self, shipment_ids):
        found = super()._of(shipment_ids)
        self.env["logistics.warehouse.order"].flush_model()
        self.env.cr.execute(_SELECT_ORDERS, (list(found),))
        for shipment_id, *row in self.env.cr.fetchall():
            steps = found[shipment_id].steps
            steps["release"] = _release(steps["release"], *row)
        return found


def _release(known, order_id, state, reason, released, changed):
    """Return the fact of the release, by the order rather than by the shipment."""
    model = "logistics.warehouse.order"
    if state == "rejected":
        return Fact("failed", changed, reason or None, model, order_id)
    if state in UNSENT_STATES:
        return OPEN
    if state == "cancelled":
        return known
    at = min(filter(None, (known.at, released)), default=changed)
    return Fact("done", at, None, model, order_id, known.again)
