# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical.references import normalize
from odoo.addons.logistics_base.models.logistics_message_wait import FIRST_LOOK

#: Transactions that did not see each other are over by then.
RECENT = timedelta(hours=1)


class LogisticsMessageWait(models.Model):
    """What warehouses told, and what it waits for came in the same moment."""

    _inherit = "logistics.message.wait"

    @api.model
    def _look_again(self):
        super()._look_again()
        self._queue(self._decided() + self._announced())

    @api.model
    def _parked_for(self, kind):
        """Return (message id, integration id, key) of what waits for a kind of thing.

        What was taken up in vain is taken up ever more seldom.
        """
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT m.id, m.integration_id, w.key
                  FROM logistics_message_wait w
                  JOIN logistics_message m ON m.id = w.message_id
                 WHERE w.kind = %(kind)s AND m.state = 'parked'
                   AND (%(kind)s != 'reference'
                        OR m.document_type = 'warehouse.receipt'
                           AND m.processed_at > %(recent)s)
                   AND m.processed_at <= %(now)s - make_interval(
                        secs => %(first)s * 2 ^ LEAST(GREATEST(m.attempts, 1) - 1, 11))
                """,
                kind=kind,
                now=fields.Datetime.now(),
                recent=fields.Datetime.now() - RECENT,
                first=FIRST_LOOK,
            )
        )

    @api.model
    def _decided(self):
        """Return the ids of messages whose question is answered already."""
        rows = self._parked_for("decision")
        requests = self.env["logistics.substitution.request"].sudo()
        by_id = {int(key.rpartition(":")[2]): key for _id, _own, key in rows}
        answered = requests.search(
            [("id", "in", list(by_id)), ("state", "!=", "waiting")]
        )
        keys = {by_id[request.id] for request in answered}
        return [message_id for message_id, _own, key in rows if key in keys]

    @api.model
    def _announced(self):
        """Return the ids of messages of goods that were announced meanwhile."""
        rows = self._parked_for("reference")
        if not rows:
            return []
        advices = (
            self.env["logistics.warehouse.advice"]
            .sudo()
            .search(
                [
                    ("integration_id", "in", [own for _id, own, _key in rows]),
                    ("create_date", ">", fields.Datetime.now() - 2 * RECENT),
                ]
            )
        )
        known = {
            (advice.integration_id.id, normalize(name))
            for advice in advices
            for name in (advice.name, advice.origin)
        }
        return [message_id for message_id, own, key in rows if (own, key) in known]
