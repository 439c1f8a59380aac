# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.controllers.shipment_resource import utc

from ..canonical.inventories import AvailableLine, InventoryAvailability

_logger = logging.getLogger(__name__)

#: They carry or keep goods and sell none: a flow that their preset brings tells nothing.
NO_SELLERS = ("carrier", "forwarder", "fleet", "customs", "billing", "wms")
#: So many products are told in one document.
LINES = 500
DOCUMENT = InventoryAvailability.document_type


class LogisticsAvailability(models.Model):
    """Sends what may be sold to the integrations that have a flow for it."""

    _inherit = "logistics.availability"

    def _send(self, warehouse):
        """Tell those who follow the stock of a warehouse, in their own names for it."""
        if not self:
            return
        for integration in self._followers(warehouse):
            try:
                with self.env.cr.savepoint():
                    self._send_to(integration)
            except UserError as error:
                # Whoever cannot be told keeps no other from it.
                _logger.warning("%s: %s", integration.code, error)

    def _send_to(self, integration):
        for at in range(0, len(self), LINES):
            self.env["logistics.message"]._send(
                integration, self[at : at + LINES]._document(integration)
            )

    @api.model
    def _followers(self, warehouse):
        """Return the live integrations of the company that sell and have such a flow."""
        flows = (
            self.env["logistics.flow"]
            .sudo()
            .search(
                [
                    ("document_type", "=", DOCUMENT),
                    ("direction", "=", "outbound"),
                    ("mode", "!=", "off"),
                    ("integration_id.state", "=", "live"),
                    ("integration_id.kind", "not in", NO_SELLERS),
                    ("integration_id.company_id", "=", warehouse.company_id.id),
                ]
            )
        )
        return flows.integration_id

    def _document(self, integration=None):
        """Return the canonical document of one warehouse's rows.

        :param integration: whose names for products are used; ours where none is given.
        """
        goods = self.env["logistics.goods"]
        skus = goods._told_skus(
            integration or self.env["logistics.integration"], self.product_id
        )
        return InventoryAvailability(
            warehouse=self.warehouse_id._logistics_told(),
            as_of=utc(max(self.mapped("published_at"))),
            lines=tuple(
                AvailableLine(
                    sku=skus[one.product_id],
                    available=one.available,
                    on_hand=one.on_hand,
                    unit=one.product_id.uom_id.with_context(lang="en_US").name,
                    barcode=one.product_id.barcode or None,
                )
                for one in self
            ),
        )
