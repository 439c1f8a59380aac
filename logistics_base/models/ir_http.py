# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from werkzeug.exceptions import HTTPException, MethodNotAllowed, Unauthorized

from odoo import models
from odoo.exceptions import AccessDenied, AccessError, MissingError
from odoo.http import request

from ..canonical import deprecations
from ..controllers.problem import Refusal, problem

#: The two scopes of API keys that open a door here.
API_SCOPE = "logistics.api"
METRICS_SCOPE = "logistics.metrics"
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]{8,200}=*)", re.IGNORECASE)
_MACHINE_ROUTES = ("/logistics/v1/", "/logistics/metrics")
_PROBLEMS = {
    400: ("invalid-request", "The request is not understood."),
    401: ("unauthorized", "Send a valid API key as a bearer token."),
    403: ("forbidden", "This is not yours to see."),
    404: ("not-found", "There is nothing at this address."),
    405: ("method-not-allowed", "Use another method; Allow names those there are."),
    413: ("too-large", "Send less at a time."),
    415: ("unsupported-content-type", "Send it in another format."),
    429: ("too-many-requests", "Slow down, and send it again."),
}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        request.logistics_routing = endpoint.routing
        super()._authenticate(endpoint)

    @classmethod
    def _auth_method_logistics_api(cls):
        """Let in who brings a key for shipments, or what else the route asks for.

        That is a user's API key of the scope ``logistics.api``, or the key of a machine
        access with the scope that the route names as ``logistics_scope``.
        """
        routing = request.logistics_routing
        scope = routing.get("logistics_scope", "shipments:read")
        cls._authenticate_logistics_key(API_SCOPE, scope)

    @classmethod
    def _auth_method_logistics_metrics(cls):
        """Let in who brings a key for metrics."""
        cls._authenticate_logistics_key(METRICS_SCOPE, "metrics")

    @classmethod
    def _authenticate_logistics_key(cls, user_scope, machine_scope):
        # The key alone decides: a session that comes along is neither used nor saved.
        request.session.can_save = False
        bearer = _BEARER.fullmatch(request.httprequest.headers.get("Authorization", ""))
        if not bearer:
            raise Unauthorized
        address = request.httprequest.remote_addr
        door = request.env["logistics.service.door"]
        caller = door._admit_machine(bearer[1], machine_scope, address)
        caller = caller or door._admit_user(bearer[1], user_scope)
        if not caller:
            raise Unauthorized
        request.update_env(user=caller.user_id, context=caller.context)
        request.logistics_caller = caller
        request.logistics_headers = door._count(caller)

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        if request.httprequest.path.startswith(_MACHINE_ROUTES):
            cls._logistics_stamp(response)

    @classmethod
    def _logistics_stamp(cls, response):
        """Tell the caller how much is left, and what of the route will go away."""
        response.headers.update(getattr(request, "logistics_headers", None) or {})
        routing = getattr(request, "logistics_routing", None) or {}
        for route in routing.get("routes", ()):
            found = deprecations.of_route(route)
            if found:
                response.headers.update(deprecations.headers(found))
                request.env["logistics.deprecation.use"]._note(
                    found, getattr(request, "logistics_caller", None)
                )

    @classmethod
    def _match(cls, path_info):
        try:
            return super()._match(path_info)
        except MethodNotAllowed as exception:
            # Odoo answers this one without asking _handle_error.
            exception.error_response = cls._handle_error(exception)
            raise

    @classmethod
    def _handle_error(cls, exception):
        if not request.httprequest.path.startswith(_MACHINE_ROUTES):
            return super()._handle_error(exception)
        response = cls._logistics_problem(exception)
        response.headers.update(getattr(request, "logistics_headers", None) or {})
        return response

    @classmethod
    def _logistics_problem(cls, exception):
        """Return what a machine is told instead of a page: never what went on inside."""
        if isinstance(exception, Refusal):
            return problem(
                exception.name_of_problem, exception.description, exception.headers
            )
        code = getattr(exception, "code", None)
        if not isinstance(exception, HTTPException):
            code = {AccessDenied: 401, AccessError: 403, MissingError: 404}.get(
                type(exception)
            )
        name, detail = _PROBLEMS.get(code, ("internal", "It was logged here."))
        headers = {}
        if code == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="logistics"'
        if code == 405 and exception.valid_methods:
            headers["Allow"] = ", ".join(sorted(exception.valid_methods))
        return problem(name, detail, headers)
