# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo import SUPERUSER_ID, http
from odoo.http import Response, request
from odoo.sql_db import Cursor

from ..protocols import networks
from ..protocols.rate_limit import RateLimit
from ..protocols.signatures import SignatureError, SignedRequest
from .problem import problem

_logger = logging.getLogger(__name__)

#: No integration may allow more than this, in bytes.
LARGEST_BODY = 256 * 1024 * 1024
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
#: Of integrations with the same limit, by that limit.
_limits = {}


class InboundController(http.Controller):
    """The door partners post to."""

    @http.route(
        "/logistics/v1/inbound/<string:code>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=LARGEST_BODY,
    )
    def inbound(self, code, **_query):
        """Verify, store, answer; what the message means is found out later.

        A duplicate is told from new by a unique key, which under Odoo's usual isolation
        would make concurrent duplicates fail and be retried: hence READ COMMITTED.
        """
        door = request.env["logistics.door"]._of_code(code)
        if door is None:
            return problem("not-found", "No integration listens here.")
        sent = request.httprequest
        if refused := self._refuse_stranger(door, sent):
            return refused
        if (sent.content_length or 0) > door.max_body_size:
            return self._too_large(door)
        if sent.mimetype in _FORMS:
            # Read as a form already, so no signature over the body can match.
            return self._unsupported()
        body = sent.get_data(cache=False)
        if len(body) > door.max_body_size:
            return self._too_large(door)
        if refused := self._refuse_unverified(door, sent, body):
            return refused
        if refused := self._refuse_excess(door):
            return refused
        return self._store(door, sent, body)

    def _store(self, door, sent, body):
        env = request.env(user=SUPERUSER_ID)
        adapter = env[f"logistics.adapter.{door.adapter}"]
        content_type = sent.headers.get("Content-Type")
        if not adapter._accepts_content_type(door, content_type):
            return self._unsupported()
        identity = adapter._identify(door, body, sent.headers, content_type)
        if identity.problem and not identity.keep:
            return problem("unreadable", identity.problem[1])
        _use_read_committed(env.cr)
        message_id, is_new = env["logistics.message"]._accept(
            door, body, content_type, None, sent.headers, identity
        )
        status = "accepted" if is_new else "duplicate"
        return Response(
            json.dumps({"id": message_id, "status": status}),
            status=202 if is_new else 200,
            content_type="application/json",
        )

    # Refusals

    def _refuse_stranger(self, door, sent):
        if door.host and sent.host.split(":")[0].lower() != door.host:
            return problem("not-found", "No integration listens here.")
        if not networks.allows(door.networks, sent.remote_addr):
            _logger.warning(
                "Integration %s: refused address %s", door.code, sent.remote_addr
            )
            return problem("forbidden", "This address may not post here.")
        return None

    def _refuse_unverified(self, door, sent, body):
        query = sent.query_string.decode("latin-1")
        signed = SignedRequest(
            method=sent.method,
            path=f"{sent.path}?{query}" if query else sent.path,
            headers=sent.headers,
            body=body,
        )
        try:
            request.env["logistics.door"]._verify(door, signed)
        except SignatureError as error:
            _logger.warning("Integration %s: refused, %s", door.code, error)
            return problem("unauthorized", error)
        return None

    def _refuse_excess(self, door):
        if not door.rate_limit:
            return None
        limit = _limits.get(door.rate_limit)
        if limit is None:
            limit = RateLimit(burst=door.rate_limit, every=1 / door.rate_limit)
            limit = _limits.setdefault(door.rate_limit, limit)
        wait = limit.take((request.env.cr.dbname, door.integration_id))
        if not wait:
            return None
        return problem(
            "too-many-requests",
            "Slow down, and send it again.",
            {"Retry-After": str(wait)},
        )

    def _unsupported(self):
        return problem(
            "unsupported-content-type",
            "Declare the format that the integration speaks, e.g. application/json.",
        )

    def _too_large(self, door):
        return problem(
            "too-large", f"At most {door.max_body_size} bytes are accepted here."
        )


def _use_read_committed(cr):
    # Nothing has been written yet, so nothing is lost. A cursor of a test shares its
    # connection with the test and stays as it is.
    if type(cr) is Cursor:
        cr.rollback()
        cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
