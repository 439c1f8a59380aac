# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import models
from odoo.http import request

from .. import telemetry
from .ir_http import _MACHINE_ROUTES


class IrHttp(models.AbstractModel):
    """Follows a machine's request under the id that the machine gives it, or a new one.

    The log bears it, the message that comes in takes it over, the answer returns it.
    """

    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        # The thread has served others before.
        telemetry.put()
        if path_info.startswith(_MACHINE_ROUTES):
            headers = request.httprequest.headers
            given = telemetry.correlation_id_of(headers)
            telemetry.put(correlation_id=given or uuid.uuid4().hex)
        return super()._match(path_info)

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        cls._return_correlation_id(response)

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        cls._return_correlation_id(response)
        return response

    @classmethod
    def _return_correlation_id(cls, response):
        correlation_id = telemetry.current().get("correlation_id")
        headers = getattr(response, "headers", None)
        if correlation_id and headers is not None:
            headers[telemetry.CORRELATION_HEADER] = correlation_id
