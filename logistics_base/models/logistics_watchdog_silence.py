# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..canonical.vocabulary import CLOSED_STATES
from .logistics_incident_watch import Sighting

#: These have nothing to tell where nothing is on its way with them.
CARRYING_KINDS = ("carrier", "forwarder")


class LogisticsWatchdog(models.AbstractModel):
    """Notices that a partner has fallen silent before a customer calls."""

    _inherit = "logistics.watchdog"

    @api.model
    def _looks(self):
        return [*super()._looks(), ("silence", self._silent_partners, timedelta(0))]

    @api.model
    def _silent_partners(self):
        """Return {integration: since when nothing was heard of it}."""
        integrations = self.env["logistics.integration"]
        silent = integrations._watch_silence()
        if integrations._learn_rhythms():
            silent = integrations._watch_silence()
        under_way = self._under_way(silent)
        return {
            integration: Sighting(
                self._silence_summary(integration, under_way.get(integration.id, 0)),
                max(under_way.get(integration.id, 0), 1),
                integration.silent_since,
            )
            for integration in silent
            if integration.silence_watch == "hand"
            or integration.kind not in CARRYING_KINDS
            or integration.id in under_way
        }

    @api.model
    def _under_way(self, integrations):
        """Return {integration id: how many shipments it has under way}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT integration_id, count(*) FROM logistics_shipment
                 WHERE integration_id = ANY(%s) AND state NOT IN %s
                 GROUP BY integration_id
                """,
                list(integrations.ids),
                ("draft", *CLOSED_STATES),
            )
        )
        return dict(rows)

    @api.model
    def _silence_summary(self, integration, under_way):
        since = integration.silent_since.replace(microsecond=0)
        if not under_way:
            return self.env._(
                "Nothing was heard of %(partner)s since %(since)s UTC.",
                partner=integration.name,
                since=since,
            )
        return self.env._(
            "Nothing was heard of %(partner)s since %(since)s UTC; %(count)s shipments "
            "are under way with it.",
            partner=integration.name,
            since=since,
            count=under_way,
        )
