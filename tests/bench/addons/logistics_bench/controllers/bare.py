# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
import json

from odoo import http
from odoo.http import Response, request

SECRET = b"bench"


class BareController(http.Controller):
    """The least that any webhook has to do: verify, insert one row, commit."""

    @http.route(
        "/logistics/bench/bare",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def bare(self):
        sent = request.httprequest
        body = sent.get_data(cache=False)
        signature = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, sent.headers.get("X-Signature", "")):
            return Response(status=401)
        request.env.cr.execute(
            "INSERT INTO logistics_bench_hit (key, body) VALUES (%s, %s) "
            "ON CONFLICT DO NOTHING RETURNING id",
            (sent.headers.get("webhook-id"), body.decode()),
        )
        row = request.env.cr.fetchone()
        return Response(
            json.dumps({"id": row and row[0]}), 202, content_type="application/json"
        )
