# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

#: So many kinds of cases and so many incidents are named.
ROWS = 6


class LogisticsDashboard(models.AbstractModel):
    """What is wrong right now, the worst first: read from what is open alone."""

    _inherit = "logistics.dashboard"

    @api.model
    def _troubles(self, filters):
        """Return the kinds of open exceptions: {label, count, oldest, domain}."""
        cases = self.env["logistics.exception"]
        domain = Domain(
            self._narrow(cases._name, [("state", "!=", "resolved")], filters)
        )
        labels = dict(cases._fields["type"]._description_selection(self.env))
        rows = cases._read_group(
            domain,
            ["type"],
            ["__count", "opened_at:min"],
            order="__count DESC, type",
            limit=ROWS,
        )
        return [
            {
                "key": kind,
                "label": labels.get(kind, kind),
                "count": count,
                "oldest": fields.Datetime.to_string(oldest),
                "opens": {
                    "name": labels.get(kind, kind),
                    "model": cases._name,
                    "domain": list(domain & Domain("type", "=", kind)),
                },
            }
            for kind, count, oldest in rows
        ]

    @api.model
    def _incidents(self, filters):
        """Return incidents that are not over, for who may see them."""
        incidents = self.env["logistics.incident"]
        if not incidents.has_access("read"):
            return []
        open_ones = [("state", "!=", "resolved")]
        named = {
            name: filters[name]
            for name in ("company_id", "integration_id")
            if name in filters
        }
        domain = self._narrow(incidents._name, open_ones, named)
        kinds = dict(incidents._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": incident.id,
                "title": incident.integration_id.name or kinds[incident.kind],
                "subtitle": incident.summary,
                "since": fields.Datetime.to_string(incident.opened_at),
            }
            for incident in incidents.search(domain, limit=ROWS)
        ]
