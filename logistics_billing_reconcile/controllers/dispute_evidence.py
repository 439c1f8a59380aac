# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import Response, request


class DisputeEvidence(http.Controller):
    """What proves a dispute, as one file."""

    @http.route(
        "/logistics/dispute/<int:dispute_id>/evidence",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def evidence(self, dispute_id):
        """Answer with a zip archive, sent while it is being made."""
        dispute = request.env["logistics.dispute"].search([("id", "=", dispute_id)])
        if not dispute:
            raise request.not_found()
        return Response(
            dispute._evidence_stream(),
            content_type="application/zip",
            headers=[
                (
                    "Content-Disposition",
                    f'attachment; filename="{dispute._file_name()}.zip"',
                ),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
