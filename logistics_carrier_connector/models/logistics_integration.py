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
        """
        self.ensure_one()
        integration = self.sudo()
        client = integration._http_client(deadline) if integration.base_url else None
        return integration._connector_type()(client, integration._connector_settings())

    def _connector_type(self):
        """Return the connector's class, to see what the carrier can be asked."""
        self.ensure_one()
        adapter = self.env[f"logistics.adapter.{self.sudo().adapter}"]
        return adapter._connector_class(self.sudo())

    def _connector_settings(self):
        """Return the settings of a connector, with the secrets valid now."""
        # Oldest first: of several secrets of one name, the newest is used.
        credentials = self.credential_ids.filtered("is_valid").sorted(
            lambda credential: credential.valid_from or credential.create_date
        )
        return ConnectorSettings(
            secrets={
                credential.name: credential._secret() for credential in credentials
            },
            options=dict(self.call_options or {}),
            is_test=self.environment == "test",
            language=(self.env.lang or "en")[:2],
        )
