# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
import uuid
from datetime import timedelta, timezone

from odoo import api, fields, models

from .logistics_message import PREVIEW_SIZE

#: Nothing is left to do about such a call: whoever made it tries again by itself.
PASSING = ("unreachable", "throttled", "circuit_open", "deadline")


class LogisticsMessage(models.Model):
    """A call to a partner, with what it answered: kept without any secret."""

    _inherit = "logistics.message"

    error_category = fields.Selection(
        selection_add=[
            ("refused", "Refused by the Partner"),
            ("unauthorized", "Login Refused"),
            ("forbidden_address", "Address Not Allowed"),
            ("unreachable", "Partner Not Reached"),
            ("throttled", "Too Many Calls"),
            ("circuit_open", "Partner Left to Recover"),
            ("deadline", "Out of Time"),
            ("uncertain", "Outcome Not Known"),
        ]
    )
    http_method = fields.Char(string="Method", readonly=True)
    http_url = fields.Char(string="Address", readonly=True)
    http_status = fields.Integer(string="Status", readonly=True)
    http_headers = fields.Json(
        string="Headers", readonly=True, help="{request: {…}, answer: {…}}"
    )
    http_headers_text = fields.Text(
        string="Headers in Lines", compute="_compute_http_headers_text"
    )
    duration_ms = fields.Integer(string="Took (ms)", readonly=True)
    timing = fields.Char(compute="_compute_timing")
    connect_ms = fields.Integer(string="Connected after (ms)", readonly=True)
    answer = fields.Binary(
        attachment=False,
        readonly=True,
        groups="logistics_base.group_payload_viewer",
    )
    answer_content_type = fields.Char(readonly=True)
    answer_view = fields.Text(
        string="Answer in Lines",
        compute="_compute_answer_view",
        groups="logistics_base.group_payload_viewer",
    )

    @api.depends("http_method", "http_url", "external_id", "integration_id")
    def _compute_display_name(self):
        calls = self.filtered("http_method")
        super(LogisticsMessage, self - calls)._compute_display_name()
        for message in calls:
            path = (message.http_url or "").partition("://")[2].partition("/")[2]
            message.display_name = f"{message.http_method} /{path.partition('?')[0]}"

    @api.depends("http_headers")
    def _compute_http_headers_text(self):
        for message in self:
            parts = [
                "\n".join(f"{name}: {value}" for name, value in headers.items())
                for headers in (message.http_headers or {}).values()
            ]
            message.http_headers_text = "\n\n".join(filter(None, parts)) or False

    @api.depends("duration_ms", "connect_ms")
    def _compute_timing(self):
        for message in self:
            message.timing = message.http_method and self.env._(
                "%(total)s ms, of which %(connect)s ms to connect",
                total=message.duration_ms,
                connect=message.connect_ms,
            )

    def _compute_answer_view(self):
        for message in self:
            content = message.with_context(bin_size=False).answer
            content = base64.b64decode(content or b"")
            text = content[:PREVIEW_SIZE].decode("utf-8", "replace")
            text = text.replace("\0", "␀")
            try:
                text = json.dumps(json.loads(content), indent=2, ensure_ascii=False)
            except (ValueError, RecursionError):
                text += "…" if len(content) > PREVIEW_SIZE else ""
            message.answer_view = text[:PREVIEW_SIZE]

    @api.model
    def _advice_by_category(self):
        return {
            **super()._advice_by_category(),
            "refused": self.env._(
                "The partner says what is wrong with it. Correct that where the call "
                "came from, and try again there; then discard this message."
            ),
            "unauthorized": self.env._(
                "The partner does not accept our login. Check the credentials of the "
                "integration."
            ),
            "forbidden_address": self.env._(
                "Check the address of the integration. An address inside our own network "
                "must be allowed there and by the server's owner."
            ),
            "uncertain": self.env._(
                "Whether the partner did it is not known. Look it up there before "
                "anybody tries again."
            ),
        }

    @api.model
    def _record_calls(
        self, integration_id, exchanges, document_type, correlation_id, shipment_ids
    ):
        """Write one outbound message for each exchange; return them."""
        correlation_id = correlation_id or uuid.uuid4().hex
        last = len(exchanges) - 1
        return self.create(
            [
                {
                    "integration_id": integration_id,
                    "direction": "outbound",
                    "document_type": document_type,
                    "correlation_id": correlation_id,
                    "shipment_ids": [fields.Command.set(list(shipment_ids))],
                    **self._call_vals(
                        exchange,
                        is_superseded=position < last
                        and exchanges[position + 1].attempt > exchange.attempt,
                    ),
                }
                for position, exchange in enumerate(exchanges)
            ]
        )

    @api.model
    def _call_vals(self, exchange, *, is_superseded):
        started = exchange.started_at.astimezone(timezone.utc).replace(tzinfo=None)
        connected = exchange.dns_seconds + exchange.connect_seconds
        return {
            "state": self._state_of_call(exchange, is_superseded),
            "attempts": exchange.attempt,
            "error_category": exchange.error,
            "error_message": exchange.message,
            "payload": base64.b64encode(exchange.request_body) or False,
            "content_type": exchange.request_content_type,
            "size": len(exchange.request_body),
            "received_at": started,
            "processed_at": started + timedelta(seconds=exchange.total_seconds),
            "http_method": exchange.method,
            "http_url": exchange.url[:2000],
            "http_status": exchange.status or 0,
            "http_headers": {
                "request": dict(exchange.request_headers),
                "answer": dict(exchange.response_headers),
            },
            "duration_ms": round(exchange.total_seconds * 1000),
            "connect_ms": round(connected * 1000),
            "answer": base64.b64encode(exchange.response_body) or False,
            "answer_content_type": exchange.response_content_type,
        }

    @api.model
    def _state_of_call(self, exchange, is_superseded):
        if not exchange.error or is_superseded or exchange.error in PASSING:
            return "done"
        if exchange.error == "uncertain":
            return "in_doubt"
        # A question that was answered with a no is no loss.
        return "dead" if exchange.changes else "done"

    @api.model
    def _settle_calls(self, integration, correlation_id):
        """Have calls whose outcome was not known count as dealt with: it is known now."""
        doubtful = self.sudo().search(
            [
                ("integration_id", "=", integration.id),
                ("correlation_id", "=", correlation_id),
                ("direction", "=", "outbound"),
                ("http_method", "!=", False),
                ("state", "=", "in_doubt"),
            ]
        )
        doubtful._move(("in_doubt",), state="done")
        return doubtful
