# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import Response, request

from ..protocols import prometheus
from .problem import problem


class MetricsController(http.Controller):
    """What monitoring reads."""

    @http.route(
        "/logistics/metrics",
        type="http",
        auth="logistics_metrics",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def metrics(self, **_query):
        """Answer with the figures of the caller's companies, for Prometheus."""
        collector = request.env["logistics.metrics"]
        caller = request.logistics_caller
        if caller.credential_id:
            machine = request.env["logistics.service.door"]._credential()
            if machine.partner_id:
                return problem("forbidden", "Metrics are not for customers.")
            companies = [caller.company_id]
            collector = collector.sudo().with_context(allowed_company_ids=companies)
        elif not request.env.user.has_group("logistics_base.group_integration_admin"):
            return problem("forbidden", "Metrics are for integration administrators.")
        metrics = collector._collect()
        return Response(
            prometheus.render(metrics),
            content_type=prometheus.CONTENT_TYPE,
            headers=[("Cache-Control", "no-store")],
        )
