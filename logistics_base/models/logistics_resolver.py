# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from typing import NamedTuple

from odoo import api, models

from ..canonical.references import normalize
from ..canonical.vocabulary import CLOSED_STATES, REFERENCE_RANK


class Found(NamedTuple):
    """A reference of ours that a document names."""

    normalized: str
    type: str
    shipment_id: int
    package_id: int | None
    state: str
    integration_id: int | None
    environment: str | None
    correlation_id: str


class Target(NamedTuple):
    """What a document is about; ``package_ids`` is [None] for the whole shipment."""

    shipment_id: int
    package_ids: list
    correlation_id: str


class LogisticsResolver(models.AbstractModel):
    """Finds the shipments that documents are about, for a whole batch at once.

    References are matched in their normalised form across the company, whatever type
    the partner gives them: an event may name the order instead of the parcel.
    """

    _name = "logistics.resolver"
    _description = "Reference Resolver"

    @api.model
    def _resolve(self, batch, items):
        """Return {item position: Target}; what is not found is parked.

        :param batch: the ``Batch``; its company and environment bound the search.
        :param items: its items that are still open.
        """
        named = [self._named(item.document) for item in items]
        wanted = {text for numbers in named for _type, text in numbers}
        wanted |= {normalize(getattr(i.document, "package", None)) for i in items}
        found = self._look_up(batch.integration, wanted - {""})
        targets = {}
        for position, item in enumerate(items):
            target = self._choose(batch.integration, item, named[position], found)
            if target:
                item.shipment_ids.append(target.shipment_id)
                item.correlation_id = target.correlation_id
                targets[position] = target
        return targets

    @api.model
    def _named(self, document):
        """Return [(type, normalised)], what is trusted most first."""
        references = document.references
        if len(references) > 1:
            references = sorted(
                references, key=lambda r: REFERENCE_RANK.get(r.type, 99)
            )
        return [(r.type, n) for r in references if (n := normalize(r.value))]

    @api.model
    def _look_up(self, integration, wanted):
        """Return {normalised: [Found]} within the integration's company and world."""
        found = defaultdict(list)
        if not wanted:
            return found
        self.env.cr.execute(
            """
            SELECT r.normalized, r.type, r.shipment_id, r.package_id, s.state,
                   s.integration_id, i.environment, s.correlation_id
              FROM logistics_reference r
              JOIN logistics_shipment s ON s.id = r.shipment_id
              LEFT JOIN logistics_integration i ON i.id = s.integration_id
             WHERE r.normalized = ANY(%s) AND r.company_id = %s
            """,
            (list(wanted), integration.company_id.id),
        )
        world = integration.environment
        for row in self.env.cr.fetchall():
            if row[6] is None or row[6] == world:
                found[row[0]].append(Found._make(row))
        return found

    def _choose(self, integration, item, named, found):
        """Return the Target of one item, or park it and return None."""
        common, candidates = None, set()
        for kind, text in named:
            rows = self._narrow(integration, kind, found.get(text, ()))
            shipments = {row.shipment_id for row in rows}
            if len(shipments) == 1:
                return self._target(item, rows, found)
            if shipments:
                candidates |= shipments
                common = shipments if common is None else common & shipments
                if len(common) == 1:
                    rows = [row for row in rows if row.shipment_id in common]
                    return self._target(item, rows, found)
        self._park_unresolved(item, named, ambiguous=candidates)
        return None

    def _narrow(self, integration, kind, rows):
        """Leave the rows that are meant most likely, step by step."""
        if len(rows) < 2:
            return rows
        for preferred in (
            lambda row: row.type == kind,
            lambda row: row.integration_id == integration.id,
            lambda row: row.state not in CLOSED_STATES,
        ):
            rows = [row for row in rows if preferred(row)] or rows
        if all(row.state in CLOSED_STATES for row in rows):
            # Carriers use their numbers again: the newest shipment is meant.
            newest = max(row.shipment_id for row in rows)
            rows = [row for row in rows if row.shipment_id == newest]
        return rows

    def _target(self, item, rows, found):
        shipment_id, correlation_id = rows[0].shipment_id, rows[0].correlation_id
        package_ids = sorted({row.package_id for row in rows if row.package_id})
        if any(row.package_id is None for row in rows):
            package_ids = []
        if package := normalize(getattr(item.document, "package", None)):
            named = [
                row.package_id
                for row in found.get(package, ())
                if row.shipment_id == shipment_id
            ]
            if not named:
                item.park(
                    "reference",
                    self.env._("Package %s is not known.", item.document.package),
                    [("reference", package)],
                )
                return None
            # A number of the whole shipment may stand for its only package.
            package_ids = sorted(set(filter(None, named)))
        return Target(shipment_id, package_ids or [None], correlation_id)

    def _park_unresolved(self, item, named, ambiguous):
        numbers = ", ".join(r.value[:80] for r in item.document.references[:5])
        if ambiguous:
            item.park(
                "ambiguous",
                self.env._(
                    "%(numbers)s is on %(count)s shipments.",
                    numbers=numbers,
                    count=len(ambiguous),
                ),
                [("reference", text) for _type, text in named],
            )
        else:
            item.park(
                "reference",
                self.env._("No shipment is known by %s yet.", numbers),
                [("reference", text) for _type, text in named],
            )
