# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: Only these are over; whatever a person or a record may still settle is kept.
FINISHED_STATES = ("done", "discarded")
BATCH_SIZE = 1000
#: Messages of a new flow are deleted whole after this many days, unless its payloads are
#: kept longer.
DELETION_DAYS = 730
_START = datetime(1970, 1, 1)
_HOLDS_CONTENT = SQL(
    "(payload IS NOT NULL OR original_payload IS NOT NULL OR answer IS NOT NULL "
    "OR attachment_id IS NOT NULL OR outgoing_call IS NOT NULL)"
)


class LogisticsFlow(models.Model):
    _inherit = "logistics.flow"

    message_retention_days = fields.Integer(
        string="Message Retention (days)",
        default=lambda self: max(DELETION_DAYS, self._default_retention_days()),
        help="Messages older than this are deleted whole; that they came once is "
        "remembered all the same, so a late repetition stays a duplicate. 0: keep, as "
        "where payloads are kept.",
    )

    _message_retention_longer = models.Constraint(
        "CHECK(message_retention_days = 0 OR (message_retention_days > 0 "
        "AND message_retention_days >= retention_days))",
        "A message cannot be deleted before its payload.",
    )

    def _keeping_longest(self):
        """Return a flow, not stored, that keeps as long as any of these does."""
        longest = {}
        for name in ("retention_days", "message_retention_days"):
            days = self.mapped(name)
            if days:
                longest[name] = 0 if 0 in days else max(days)
        return self.new(longest)


class LogisticsMessage(models.Model):
    """What becomes of messages that are over: first the payload goes, then the row."""

    _inherit = "logistics.message"

    @api.model
    def _expire(self):
        """Delete what is past the retention of its flow, batch by batch. Runs as a cron.

        The retention policies are applied afterwards: they are stricter, or about what
        is no payload. Keys of messages are never deleted. Milestones stay, and may then
        name a message that is gone.
        """
        for message_class, flow in self._retention_classes():
            if not flow.retention_days:
                continue
            steps = (
                (flow.retention_days, _HOLDS_CONTENT, self._expire_payloads),
                (flow.message_retention_days, SQL("TRUE"), self._expire_rows),
            )
            for days, wanted, expire_batch in steps:
                if days and not self._walk(message_class, days, wanted, expire_batch):
                    return
        if not self.env["logistics.retention.policy"]._apply_all():
            return
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _retention_classes(self):
        """Yield ((integration id, direction, document type or None), the flow to keep to).

        A message whose type was never found out, or has no flow, is kept as long as the
        integration's flow that keeps longest.
        """
        integrations = self.env["logistics.integration"]
        for integration in integrations.search([("active", "in", (True, False))]):
            for direction in ("inbound", "outbound"):
                flows = integration.flow_ids.filtered(
                    lambda flow, direction=direction: flow.direction == direction
                )
                for flow in flows:
                    yield (integration.id, direction, flow.document_type), flow
                yield (integration.id, direction, None), flows._keeping_longest()

    @api.model
    def _walk(self, message_class, days, wanted, expire_batch):
        """Hand the messages to ``expire_batch``, the oldest first; commit each batch.

        :return: False where the time of the cron ran out.
        """
        before = fields.Datetime.now() - timedelta(days=days)
        last, total = (_START, 0), 0
        while rows := self._expired_rows(message_class, before, wanted, last):
            expire_batch([row[0] for row in rows])
            last, total = (rows[-1][1], rows[-1][0]), total + len(rows)
            # Something may remain; the run says when nothing does.
            if self.env["ir.cron"]._commit_progress(len(rows), remaining=1) <= 0:
                return False
        if total:
            self._note_expired(message_class, before, total)
        return True

    @api.model
    def _note_expired(self, message_class, before, total):
        integration_id, direction, document_type = message_class
        integration = self.env["logistics.integration"].browse(integration_id)
        what = document_type or self.env._("other messages")
        self.env["logistics.retention.run"].sudo().create(
            {
                "company_id": integration.company_id.id,
                "sentence": f"{integration.name} · {direction} · {what}",
                "before": before,
                "record_count": total,
            }
        )

    @api.model
    def _expired_rows(self, message_class, before, wanted, last):
        """Return [(id, received_at)] of the next batch, locked; a busy row is left out."""
        integration_id, direction, _document_type = message_class
        return self.env.execute_query(
            SQL(
                """
                SELECT id, received_at FROM logistics_message
                 WHERE integration_id = %s AND received_at < %s
                   AND (received_at, id) > (%s, %s)
                   AND direction = %s AND state = ANY(%s) AND %s AND %s
                 ORDER BY received_at, id
                 LIMIT %s
                   FOR UPDATE SKIP LOCKED
                """,
                integration_id,
                before,
                *last,
                direction,
                list(FINISHED_STATES),
                self._of_type(*message_class),
                wanted,
                BATCH_SIZE,
            )
        )

    @api.model
    def _of_type(self, integration_id, direction, document_type):
        if document_type:
            return SQL("document_type = %s", document_type)
        return SQL(
            "(document_type IS NULL OR document_type NOT IN (SELECT document_type "
            "FROM logistics_flow WHERE integration_id = %s AND direction = %s))",
            integration_id,
            direction,
        )

    @api.model
    def _expire_payloads(self, ids):
        """Empty these messages."""
        messages = self.sudo().browse(ids)
        attachments = messages.attachment_id
        self.env.cr.execute(
            "UPDATE logistics_message SET payload = NULL, original_payload = NULL, "
            "answer = NULL, attachment_id = NULL WHERE id = ANY(%s)",
            (ids,),
        )
        self.invalidate_model(
            ["payload", "original_payload", "answer", "attachment_id"]
        )
        attachments.unlink()

    @api.model
    def _expire_rows(self, ids):
        """Delete these messages with what is left of their content."""
        messages = self.sudo().browse(ids)
        attachments = messages.attachment_id
        messages.unlink()
        attachments.unlink()
