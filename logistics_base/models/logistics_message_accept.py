# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import uuid

from odoo import api, fields, models

from .. import telemetry

#: A partner's id is a key as it is up to this length, beyond it by its digest.
LONGEST_KEY = 200

_INSERT = """
    INSERT INTO logistics_message
        (id, integration_id, direction, document_type, external_id, correlation_id,
         state, priority, attempts, payload, attachment_id, content_type, filename,
         size, received_at, error_category, error_message)
"""
_INSERT_ONCE = f"""
    WITH first AS (
        INSERT INTO logistics_message_key
            (integration_id, document_type, key, message_id)
        VALUES (%s, %s, %s, nextval('logistics_message_id_seq'))
        ON CONFLICT DO NOTHING
        RETURNING message_id
    )
    {_INSERT}
    SELECT message_id, %s, 'inbound', %s, %s, %s, %s, %s, 0, %s, %s, %s, %s, %s, %s,
           %s, %s
      FROM first
    RETURNING id
"""
_SELECT_FIRST = """
    SELECT message_id FROM logistics_message_key
     WHERE integration_id = %s AND document_type = %s AND key = %s
"""


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    @api.model
    def _accept(self, door, payload, content_type, filename, headers, identity=None):
        """Write one message in one statement, unless it was there before.

        :param door: the integration's ``Door``.
        :param payload: bytes or a binary stream.
        :param identity: the message's ``Identity`` where the caller has it already.
        :return: (message id, whether it is new).
        """
        body, large = self._take(payload)
        if identity is None:
            adapter = self.env[f"logistics.adapter.{door.adapter}"].sudo()
            identify = adapter._identify_large if large else adapter._identify
            identity = identify(door, large or body, headers, content_type, filename)
        document_type = identity.document_type or ""
        key = _short(identity.key) or _content_key(body, large)
        category, problem = identity.problem or (None, None)
        attachment_id = self._keep_large(large, filename, content_type)
        inline = None if attachment_id else base64.b64encode(body)
        cr = self.env.cr
        cr.execute(
            _INSERT_ONCE,
            (
                door.integration_id,
                document_type,
                key,
                door.integration_id,
                identity.document_type,
                identity.external_id and identity.external_id[:500],
                telemetry.current().get("correlation_id") or uuid.uuid4().hex,
                "quarantined" if problem else "received",
                door.priorities.get(document_type, 5),
                inline,
                attachment_id,
                content_type and content_type[:200],
                filename and filename[:200],
                large.size if large else len(body),
                fields.Datetime.now(),
                category,
                problem,
            ),
        )
        if row := cr.fetchone():
            self._wake_drain()
            return row[0], True
        if attachment_id:
            self.env["ir.attachment"].sudo().browse(attachment_id).unlink()
        cr.execute(_SELECT_FIRST, (door.integration_id, document_type, key))
        return cr.fetchone()[0], False

    def _first_under(self, key):
        """Return the id of the message that claimed a key first: this one, if none did.

        Beside what makes messages one and the same; kept for ever like that.
        """
        self.ensure_one()
        parameters = (self.integration_id.id, "", _short(key))
        self.env.cr.execute(
            "INSERT INTO logistics_message_key "
            "(integration_id, document_type, key, message_id) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            (*parameters, self.id),
        )
        self.env.cr.execute(_SELECT_FIRST, parameters)
        return self.env.cr.fetchone()[0]


def _short(key):
    """Return a key that an index can hold, the same for the same key."""
    if not key or len(key) <= LONGEST_KEY:
        return key
    return "id-sha256:" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _content_key(body, large):
    return "sha256:" + (large.sha256 if large else hashlib.sha256(body).hexdigest())
