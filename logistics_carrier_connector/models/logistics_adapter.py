# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..carriers.connector import Connector


class LogisticsAdapter(models.AbstractModel):
    """Says which connector talks to a carrier that is called.

    An adapter for a carrier's API names a subclass of ``Connector``, plain Python, and
    nothing else::

        class LogisticsAdapterAcme(models.AbstractModel):
            _name = "logistics.adapter.acme"
            _inherit = "logistics.adapter"
            _description = "ACME Adapter"

            def _connector_class(self, integration):
                return AcmeConnector
    """

    _inherit = "logistics.adapter"

    @api.model
    def _connector_class(self, integration):
        """Return the class that talks to the carrier; the base one can do nothing."""
        return Connector
