# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsHandler(models.AbstractModel):
    """Brings canonical documents of one type into Odoo; one model per type.

    A handler knows no partner. It gets whole batches and works on them set by set,
    because messages come by the thousand. For documents of type ``acme.report``::

        class LogisticsHandlerAcmeReport(models.AbstractModel):
            _name = "logistics.handler.acme.report"
            _inherit = "logistics.handler"
            _description = "ACME Report Handler"

            def _apply(self, batch):
                numbers = {item.document.number for item in batch.live()}
                known = self.env["acme.report"].search([("number", "in", numbers)])
                ...

    with the document registered by ``canonical.documents.register``.
    """

    _name = "logistics.handler"
    _description = "Document Handler"

    @api.model
    def _apply(self, batch):
        """Apply the documents of a :class:`~..canonical.batch.Batch`.

        Applying the same document again must change nothing. What raises undoes the
        batch, which is then tried in halves, so that one bad document stops nobody.
        """
        raise NotImplementedError

    @api.model
    def _compare(self, batch):
        """Compare the batch's shadow documents with what is here; change nothing.

        Sets ``item.shadow`` to (``same``, ``differs`` or ``new``, a note). Whatever it
        asks knows from the context key ``logistics_shadow`` what it is asked for.
        """
        for item in batch.shadow():
            item.shadow = ("new", self.env._("This document type is not compared."))
