# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import http
from odoo.http import Response, request

from .problem import problem


class BulkExport(http.Controller):
    """Much at once, for analytics platforms and for people."""

    @http.route(
        "/logistics/v1/export/<string:dataset>",
        type="http",
        auth="logistics_api",
        methods=["GET"],
        save_session=False,
        readonly=True,
        logistics_scope="export",
    )
    def export(self, dataset, **query):
        """Answer with the rows of a period, as CSV or what else is installed."""
        return _export(dataset, query)

    @http.route(
        "/logistics/export/<string:dataset>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, dataset, **query):
        """Answer the same to people who are signed in."""
        return _export(dataset, query)


def _export(code, query):
    exports = request.env["logistics.export"]
    dataset = exports._dataset(code)
    if not dataset:
        return problem("not-found", "There is no such export.")
    form = query.get("format") or "csv"
    formats = exports._formats()
    if form not in formats:
        return problem("invalid-request", f"format must be {' or '.join(formats)}.")
    try:
        first, last = (
            date.fromisoformat(query.get(name, "")) for name in ("from", "to")
        )
    except ValueError:
        return problem("invalid-request", "from and to must be days: 2026-01-31.")
    if first > last or last.year > 9998:
        return problem("invalid-request", "from must not be after to.")
    stream = exports._stream(dataset, first, last, form)
    name = f"{code}-{first}-{last}.{formats[form].extension}"
    return Response(
        stream,
        content_type=formats[form].mimetype,
        headers=[
            ("Content-Disposition", f'attachment; filename="{name}"'),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
