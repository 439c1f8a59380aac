# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsRoutingGuide(models.Model):
    """Whom a load is offered to, in which order."""

    _inherit = "logistics.routing.guide"

    @api.model
    def _guide_for(self, shipments):
        """Return the first guide whose conditions hold and that names carriers."""
        shipment = shipments[:1].sudo()
        record = shipment.picking_ids.filtered(lambda p: p.state != "cancel")[:1]
        record = record or shipment.sale_id
        if not record:
            return self.browse()
        consignment = record._logistics_consignment()
        situation = self.env["logistics.quote"].sudo()._situation(record, consignment)
        guides = self.sudo()._matching(situation).filtered("line_ids")
        return self.browse(guides[:1].id)

    def _carriers_for(self, shipments):
        """Return [(integration, service code or None)] in the order to ask them.

        Lines that name no carrier ask nobody; each carrier is asked once.
        """
        world = shipments.integration_id[:1].environment or None
        found = {}
        for line in self.sudo().line_ids:
            integration = line.integration_id or line.service_id.integration_id
            is_fit = integration.state == "live" and line.mode in (
                False,
                shipments[:1].mode,
            )
            if is_fit and world in (None, integration.environment):
                found.setdefault(integration.id, line.service_id.code or None)
        integrations = self.env["logistics.integration"]
        return [(integrations.browse(id_), code) for id_, code in found.items()]
