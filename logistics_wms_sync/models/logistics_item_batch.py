# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json
import logging
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical.documents import to_json
from odoo.addons.logistics_base.models.database_errors import gave_up
from odoo.addons.logistics_base.transport.call_errors import storable

from ..canonical.items import ItemBatch

_logger = logging.getLogger(__name__)


class LogisticsItemSync(models.Model):
    """Tells partners of master data: in batches, and only what has changed."""

    _inherit = "logistics.item.sync"

    @api.model
    def _sync_due(self):
        """Tell every partner what changed. Runs as a cron; each batch is committed.

        What one run does not come to stays marked, and the next one goes on with it.
        """
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=0)
        for integration in self._integrations_told():
            self._enrol(integration)
            self._note_undelivered(integration)
            commit()
            while taken := self._send_batch(integration):
                if commit(taken, remaining=1) <= 0:
                    return
        commit(remaining=0)

    @api.model
    def _integrations_told(self):
        return (
            self.env["logistics.integration"]
            .sudo()
            .search(
                [
                    ("state", "=", "live"),
                    "|",
                    ("item_scope", "!=", "none"),
                    ("item_partner_scope", "!=", "none"),
                ]
            )
        )

    @api.model
    def _enrol(self, integration):
        """Begin to tell of what came into the scope; mark what left it."""
        for model, name, domain in (
            ("product.product", "product_id", integration._item_domain()),
            ("res.partner", "partner_id", integration._item_partner_domain()),
        ):
            self.env.flush_all()
            query = (
                self.env[model].sudo().with_context(active_test=False)._search(domain)
            )
            values = {
                "scope": query.select(),
                "name": SQL.identifier(name),
                "integration": integration.id,
                "company": integration.company_id.id,
                "kind": name.removesuffix("_id"),
            }
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO logistics_item_sync
                        (integration_id, company_id, %(name)s, kind, state, is_dirty,
                         is_left_out)
                    SELECT %(integration)s, %(company)s, scope.id, %(kind)s, 'to_send',
                           TRUE, FALSE
                      FROM (%(scope)s) AS scope(id)
                        ON CONFLICT DO NOTHING
                    """,
                    **values,
                )
            )
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE logistics_item_sync s SET is_dirty = TRUE
                     WHERE integration_id = %(integration)s AND %(name)s IS NOT NULL
                       AND NOT is_dirty
                       AND is_left_out = (%(name)s IN (%(scope)s))
                    """,
                    **values,
                )
            )
        self.invalidate_model()

    @api.model
    def _note_undelivered(self, integration):
        """Show as refused what was in messages that the partner did not take."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE logistics_item_sync s
                   SET state = 'refused', refusal = left(m.error_message, 500),
                       answered_at = m.processed_at
                  FROM logistics_message m
                 WHERE s.integration_id = %s AND s.state = 'sent'
                   AND m.id = s.message_id AND m.state IN ('dead', 'discarded')
                """,
                integration.id,
            )
        )
        self.invalidate_model()

    # One batch

    @api.model
    def _send_batch(self, integration):
        """Send the next batch to a partner; nothing is committed.

        :return: how many records were looked at; 0 when none are left, or nothing can
            be sent to the partner now.
        """
        due = self.sudo().search(
            [("integration_id", "=", integration.id), ("is_dirty", "=", True)],
            order="id",
            limit=integration.item_batch_size,
        )
        if not due:
            return 0
        try:
            with self.env.cr.savepoint():
                told = due._described(integration)
                fresh = [one for one in told if one.digest != one.sync.digest]
                message, number = self._send_items(integration, fresh)
        except UserError as error:
            integration.item_problem = str(error)[:500]
            return 0
        except Exception as error:
            if gave_up(error):
                raise
            # What nobody foresaw keeps no other partner from being told.
            _logger.exception("Master data for %s cannot be sent", integration.code)
            words = f"{type(error).__name__}: {storable(str(error))}"
            integration.item_problem = words[:500]
            return 0
        due.is_dirty = False
        self._note_sent(fresh, message, number)
        if integration.item_problem:
            integration.item_problem = False
        return len(due)

    @api.model
    def _send_items(self, integration, told):
        """Send what is told as one batch; return (message, the batch's number)."""
        if not told:
            return self.env["logistics.message"], None
        number = self.env["ir.sequence"].sudo().next_by_code("logistics.item.batch")
        document = ItemBatch(
            number=number,
            as_of=fields.Datetime.now().replace(tzinfo=timezone.utc),
            items=tuple(one.part for one in told if one.sync.kind == "product"),
            parties=tuple(one.part for one in told if one.sync.kind == "partner"),
        )
        messages = self.env["logistics.message"]
        return messages._send(integration, document, key=number), number

    @api.model
    def _note_sent(self, told, message, number):
        now = fields.Datetime.now()
        for one in told:
            one.sync.write(
                {
                    "state": "sent",
                    "digest": one.digest,
                    "told_as": one.told_as,
                    "is_left_out": not one.part.active,
                    "number": number,
                    "message_id": message[:1].id,
                    "sent_at": now,
                    "answered_at": False,
                    "refusal": False,
                }
            )

    @api.model
    def _digest_of(self, part):
        text = json.dumps(to_json(part), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
