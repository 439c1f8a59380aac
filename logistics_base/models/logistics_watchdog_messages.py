# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .logistics_incident_watch import Cause, Sighting
from .logistics_watchdog import NEGLECT

#: So many messages of one integration must have failed alike before it is an incident.
MANY_DEAD = 10
#: So often a code or id must have come before that it is missing is an incident.
MANY_UNKNOWN = 20
#: What has not come for so long is no trouble of today.
UNKNOWN_FRESH = timedelta(days=1)
#: So many codes are named in a sentence.
NAMED = 3


class LogisticsWatchdog(models.AbstractModel):
    """Looks for messages that fail of one cause: each look is one statement."""

    _inherit = "logistics.watchdog"

    @api.model
    def _looks(self):
        return [
            *super()._looks(),
            ("dead_letter", self._dead_letters, timedelta(0)),
            ("in_doubt", self._doubtful_messages, timedelta(0)),
            ("mapping", self._unmapped_codes, timedelta(0)),
            ("binding", self._unbound_ids, timedelta(0)),
        ]

    @api.model
    def _dead_letters(self):
        """Return the categories of which dead letters pile up at a partner."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.company_id, i.id, m.error_category, count(*),
                       min(m.received_at)
                  FROM logistics_message m
                  JOIN logistics_integration i ON i.id = m.integration_id
                 WHERE m.state IN ('dead', 'quarantined') AND i.state = 'live'
                 GROUP BY i.company_id, i.id, m.error_category
                HAVING count(*) >= %s
                """,
                MANY_DEAD,
            )
        )
        categories = self._labels("logistics.message", "error_category")
        return {
            Cause(company, partner, category): Sighting(
                self.env._(
                    "%(count)s messages wait for a person: %(why)s",
                    count=count,
                    why=categories.get(category, category or "?"),
                ),
                count,
                since,
            )
            for company, partner, category, count, since in rows
        }

    @api.model
    def _doubtful_messages(self):
        """Return partners that may or may not have got what we sent."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.company_id, i.id, count(*), min(m.received_at)
                  FROM logistics_message m
                  JOIN logistics_integration i ON i.id = m.integration_id
                 WHERE m.state = 'in_doubt' AND i.state = 'live'
                   AND m.received_at < %s
                 GROUP BY i.company_id, i.id
                """,
                fields.Datetime.now() - NEGLECT,
            )
        )
        return {
            Cause(company, partner): Sighting(
                self.env._(
                    "%s messages were sent, or not: the partner never answered.", count
                ),
                count,
                since,
            )
            for company, partner, count, since in rows
        }

    @api.model
    def _unmapped_codes(self):
        """Return the vocabularies in which a partner's map has holes."""
        return self._unknown_words(
            SQL(
                """
                SELECT i.company_id, i.id AS partner, c.domain AS key,
                       c.external_code AS word, c.occurrences, c.last_seen,
                       c.create_date
                  FROM logistics_code_map c
                  JOIN logistics_integration i ON i.id = c.integration_id
                 WHERE c.is_mapped IS NOT TRUE AND i.state = 'live'
                """
            ),
            self._labels("logistics.code.map", "domain"),
        )

    @api.model
    def _unbound_ids(self):
        """Return the kinds of record of which a partner's ids are not known."""
        return self._unknown_words(
            SQL(
                """
                SELECT i.company_id, i.id AS partner, b.res_model AS key,
                       b.external_id AS word, b.occurrences, b.last_seen, b.create_date
                  FROM logistics_binding b
                  JOIN logistics_integration i ON i.id = b.integration_id
                 WHERE b.state != 'bound' AND i.state = 'live'
                """
            ),
            dict(self.env["logistics.binding"]._selection_res_model()),
        )

    @api.model
    def _unknown_words(self, words, labels):
        """Return a sighting for each partner and kind of word that is not known.

        :param words: query of company_id, partner, key, word, occurrences, last_seen and
            create_date.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, partner, key, sum(occurrences), min(create_date),
                       (array_agg(word ORDER BY occurrences DESC, word))[1:%s],
                       count(*)
                  FROM (%s) AS words
                 WHERE last_seen >= %s
                 GROUP BY company_id, partner, key
                HAVING sum(occurrences) >= %s
                """,
                NAMED,
                words,
                fields.Datetime.now() - UNKNOWN_FRESH,
                MANY_UNKNOWN,
            )
        )
        return {
            Cause(company, partner, key): Sighting(
                self.env._(
                    "%(kind)s: %(words)s words of the partner mean nothing here "
                    "(%(names)s); they came %(count)s times.",
                    kind=labels.get(key, key),
                    words=total,
                    count=count,
                    names=", ".join(names) + (", …" if total > NAMED else ""),
                ),
                count,
                since,
            )
            for company, partner, key, count, since, names, total in rows
        }

    @api.model
    def _labels(self, model, name):
        field = self.env[model]._fields[name]
        return dict(field._description_selection(self.env))
