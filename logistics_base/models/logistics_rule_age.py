# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

#: Of what tells when it happened, that field.
_HAPPENED = {
    "logistics.milestone": "occurred_at",
    "logistics.exception": "opened_at",
    "logistics.proof": "signed_at",
}


class LogisticsRule(models.Model):
    """What happened long ago is history, however late it is told.

    A partner that catches up after an outage is still news; an import of last year's
    shipments must not write to anybody.
    """

    _inherit = "logistics.rule"

    news_hours = fields.Integer(
        string="Only News Of",
        default=72,
        help="What had happened longer ago when it was told is history, such as an "
        "import: the policy leaves it alone. 0: it acts however old it is.",
    )

    _news_hours_positive = models.Constraint(
        "CHECK(news_hours >= 0)", "News cannot come before it happened."
    )

    @api.model
    def _leave_history(self, matched):
        """Return [(row, ids of policies)] without the policies to which it is history."""
        limits = {
            rule.id: rule.news_hours * 3600
            for rule in self.browse(set().union(*(ids for _row, ids in matched)))
        }
        shortest = min(filter(None, limits.values()), default=None)
        if shortest is None:
            return matched
        happened = self._happened({row for row, _ids in matched})
        kept = []
        for row, ids in matched:
            age = row.time - happened.get((row.res_model, row.res_id), row.time)
            if age > shortest:
                ids = tuple(id_ for id_ in ids if not limits[id_] or age <= limits[id_])
            if ids:
                kept.append((row, ids))
        return kept

    @api.model
    def _happened(self, rows):
        """Return {(model, record id): seconds since the epoch}, where that is known."""
        wanted = {}
        for row in rows:
            if row.res_model in _HAPPENED:
                wanted.setdefault(row.res_model, set()).add(row.res_id)
        found = {}
        for name, ids in wanted.items():
            model = self.env[name]
            model.flush_model([_HAPPENED[name]])
            for record_id, seconds in self.env.execute_query(
                SQL(
                    "SELECT id, extract(epoch FROM %(when)s)::float8 FROM %(table)s "
                    "WHERE id = ANY(%(ids)s) AND %(when)s IS NOT NULL",
                    when=SQL.identifier(_HAPPENED[name]),
                    table=SQL.identifier(model._table),
                    ids=list(ids),
                )
            ):
                found[name, record_id] = seconds
        return found
