# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

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

    def _connector_settings(self):
        """Return the settings of a connector, with the secrets valid now."""
        return ConnectorSettings(
            secrets=self._secrets(),
            options=dict(self.call_options or {}),
            is_test=self.environment == "test",
            language=(self.env.lang or "en")[:2],
        )
