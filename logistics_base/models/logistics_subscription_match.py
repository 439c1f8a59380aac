# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

import psycopg2

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..canonical.subscribing import Fact


class LogisticsSubscription(models.Model):
    """Finds who is told of what: for all events and all subscriptions at once."""

    _inherit = "logistics.subscription"

    @api.model
    def _matches(self, rows, places):
        """Return {subscription id: its events in order}.

        :param dict places: {id: position} of those that are asked.
        """
        index, filters = self._index()
        facts = self._facts(rows)
        matches = defaultdict(list)
        for row in rows:
            for subscription_id in index.find(facts[row.id]):
                place = places.get(subscription_id)
                if place is not None and row.position > place:
                    matches[subscription_id].append(row)
        self._keep_filtered(matches, filters)
        return matches

    @api.model
    def _facts(self, rows):
        """Return {event id: Fact}, read in two queries."""
        shipments = self._shipment_facts({row.shipment_id for row in rows})
        codes = self._codes_of([row for row in rows if "milestone" in row.type])
        nothing = (None,) * 6
        return {
            row.id: Fact(
                row.type,
                row.company_id,
                *shipments.get(row.shipment_id, nothing)[:4],
                codes.get(row.res_id)
                if row.res_model == "logistics.milestone"
                else None,
                *shipments.get(row.shipment_id, nothing)[4:],
            )
            for row in rows
        }

    @api.model
    def _shipment_facts(self, shipment_ids):
        self.env["logistics.shipment"].flush_model()
        return {
            row[0]: row[1:]
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT s.id, COALESCE(p.commercial_partner_id, p.id),
                           s.integration_id, i.environment, s.direction, f.code, t.code
                      FROM logistics_shipment s
                      LEFT JOIN res_partner p ON p.id = s.partner_id
                      LEFT JOIN logistics_integration i ON i.id = s.integration_id
                      LEFT JOIN res_partner pf ON pf.id = s.ship_from_id
                      LEFT JOIN res_country f ON f.id = pf.country_id
                      LEFT JOIN res_partner pt ON pt.id = s.ship_to_id
                      LEFT JOIN res_country t ON t.id = pt.country_id
                     WHERE s.id = ANY(%s)
                    """,
                    list(filter(None, shipment_ids)),
                )
            )
        }

    @api.model
    def _codes_of(self, rows):
        """Return {milestone id: code}."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, code FROM logistics_milestone WHERE id = ANY(%s)",
                    [row.res_id for row in rows],
                )
            )
        )

    @api.model
    def _keep_filtered(self, matches, filters):
        """Take out events of shipments that do not meet the further filters.

        All filters are one query. One that cannot be used any more switches its
        subscription off: it must not be told of what it was not to see.
        """
        asked = {id_: matches[id_] for id_ in filters if matches.get(id_)}
        if not asked:
            return
        queries = {}
        for subscription_id, rows in asked.items():
            subscription = self.browse(subscription_id)
            try:
                queries[subscription_id] = subscription._filter_query(rows)
            except Exception as error:  # noqa: BLE001  whatever a domain can be
                subscription._disable_for_filter(error)
        met = self._met(queries)
        for subscription_id, rows in asked.items():
            wanted = met.get(subscription_id, ())
            matches[subscription_id] = [r for r in rows if r.shipment_id in wanted]

    def _filter_query(self, rows):
        shipments = self.env["logistics.shipment"].sudo()
        shipments = shipments.with_context(active_test=False)
        told = Domain("id", "in", [row.shipment_id for row in rows if row.shipment_id])
        return shipments._search(self._filter() & told).select(
            SQL("%s::int4", self.id), SQL.identifier("logistics_shipment", "id")
        )

    @api.model
    def _met(self, queries):
        """Return {subscription id: {shipment ids}}."""
        if not queries:
            return {}
        try:
            with self.env.cr.savepoint(flush=False):
                pairs = self.env.execute_query(
                    SQL(" UNION ALL ").join(SQL("(%s)", q) for q in queries.values())
                )
        except psycopg2.Error as error:
            if len(queries) == 1:
                self.browse(next(iter(queries)))._disable_for_filter(error)
                return {}
            found = {}
            for subscription_id, query in queries.items():
                found |= self._met({subscription_id: query})
            return found
        met = defaultdict(set)
        for subscription_id, shipment_id in pairs:
            met[subscription_id].add(shipment_id)
        return met
