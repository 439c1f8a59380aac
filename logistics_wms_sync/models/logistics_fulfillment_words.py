# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .logistics_goods import OWN_LAST


class LogisticsFulfillmentWords(models.AbstractModel):
    """What a warehouse's own words mean, by the code map."""

    _name = "logistics.fulfillment.words"
    _description = "Words of Warehouses"

    @api.model
    def _words(self, integration, domain):
        """Return {partner's code: our word}; the integration's own goes first."""
        goods = self.env["logistics.goods"]
        entries = goods._code_entries(integration, domain, OWN_LAST)
        return {entry.external_code: entry.canonical_code for entry in entries}

    @api.model
    def _carriers(self, integration, told):
        """Return {partner's word: the integration of that carrier} of known ones.

        By the code map, whose word is the carrier's code here; else by code or name.
        """
        told = {word for word in told if word}
        if not told:
            return {}
        words = self._words(integration, "carrier")
        carriers = (
            self.env["logistics.integration"]
            .sudo()
            .search(
                [
                    ("company_id", "=", integration.company_id.id),
                    ("kind", "in", ("carrier", "forwarder", "fleet")),
                    ("environment", "=", integration.environment),
                    ("state", "!=", "retired"),
                ]
            )
        )
        by_name = {}
        for carrier in carriers:
            by_name.setdefault(carrier.name.strip().upper(), carrier)
        by_name |= {carrier.code.upper(): carrier for carrier in carriers}
        found = {word: by_name.get(words.get(word, word).upper()) for word in told}
        return {word: carrier for word, carrier in found.items() if carrier}
