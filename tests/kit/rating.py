# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about carriers that are asked for their prices."""

import itertools
import time
from datetime import datetime, timezone


class RatingCommands:
    """Asks carriers for rates, as an order in Odoo does."""

    _weights = itertools.count(1)

    def prepare_raters(self, urls, api_key):
        """Make a live carrier with one service for each address."""
        env = self._env()
        for number, url in enumerate(urls):
            integration = env["logistics.integration"].create(
                {
                    "name": f"Rater {number}",
                    "code": f"rater-{number}",
                    "preset": "sandbox",
                    "base_url": url,
                    "auth_scheme": "header",
                    "auth_header": "X-Api-Key",
                    "allow_internal_address": True,
                    "state": "live",
                }
            )
            env["logistics.credential"].create(
                {"integration_id": integration.id, "name": "api_key", "value": api_key}
            )
            env["logistics.service"].create(
                {
                    "name": "Parcel",
                    "code": "express",
                    "integration_id": integration.id,
                    "rate_source": "live",
                }
            )
        env.cr.commit()
        env.cr.close()

    def shop(self, services, is_repeated=False):
        """Ask the first so many services; return the seconds and what was answered.

        :param is_repeated: about the goods that were asked about last.
        """
        env = self._env()
        candidates = env["logistics.service"].search([("code", "=", "express")])
        if not is_repeated:
            self._weight = next(self._weights)
        consignment = self._parcel(self._weight / 1000)
        company = env.company
        env["logistics.quote"].search([], limit=1)  # the registry is warm
        started = time.perf_counter()
        quote = env["logistics.quote"]._shop(
            consignment, company=company, candidates=candidates[:services]
        )
        env.flush_all()
        env.cr.commit()
        seconds = time.perf_counter() - started
        states = quote.line_ids.mapped(lambda line: f"{line.state}/{line.source}")
        reasons = sorted({line.reason for line in quote.line_ids if line.reason})
        env.cr.close()
        return {
            "seconds": seconds,
            "states": {state: states.count(state) for state in set(states)},
            "reasons": reasons,
        }

    def _parcel(self, weight):
        # By their long names, as Odoo's models import them: the very same classes.
        from odoo.addons.logistics_base.canonical.parties import Party
        from odoo.addons.logistics_carrier_connector.canonical.consignments import (
            Consignment,
            Piece,
        )

        return Consignment(
            ship_from=Party(country="DE", postcode="20457", city="Hamburg"),
            ship_to=Party(country="DE", postcode="10115", city="Berlin"),
            pieces=(Piece(key="1", weight=weight, length=30, width=20, height=10),),
            ship_at=datetime.now(timezone.utc),
        )
