# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.protocols.edi import registry

from ..canonical.bookings import BookingRequest
from ..carriers.connector import ConnectorSettings


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    def _connector(self, deadline=None):
        """Return the connector that talks to this carrier, for one piece of work.

        It may be used in a thread of its own: it holds no record.

        :param float deadline: seconds that all its calls may take together.
        :raise UserError: if the carrier cannot be called as it is set up.
        """
        self.ensure_one()
        integration = self.sudo()
        connector_class = integration._connector_type()
        client = None
        if connector_class.capabilities:
            client = integration._http_client(deadline)
        return connector_class(client, integration._connector_settings())

    def _connector_type(self):
        """Return the connector's class, to see what the carrier can be asked."""
        self.ensure_one()
        integration = self.sudo()
        adapter = self.env[f"logistics.adapter.{integration.adapter}"]
        return adapter._connector_class(integration)

    def _is_able(self, capability):
        """Tell whether the carrier can be asked for it, by a call or by message."""
        self.ensure_one()
        if capability in self._connector_type().capabilities:
            return True
        return capability == "book" and self._is_booked_by_message()

    def _down(self):
        """Return those that are left alone for now, as their calls fail."""
        now = fields.Datetime.now()
        return self.filtered(
            lambda i: i.call_circuit_state == "open" and i.call_retry_at > now
        )

    def _is_booked_by_message(self):
        """Whether the carrier's adapter writes bookings."""
        adapter = self.sudo().adapter
        return bool(registry.writer_of(adapter, BookingRequest.document_type))

    def _connector_settings(self):
        """Return the settings of a connector, with the secrets valid now."""
        return ConnectorSettings(
            secrets=self._secrets(),
            options=dict(self.call_options or {}),
            is_test=self.environment == "test",
            language=(self.env.lang or "en")[:2],
        )
