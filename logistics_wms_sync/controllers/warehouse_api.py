# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.logistics_base.controllers import cursor as cursors
from odoo.addons.logistics_base.controllers.api import (
    InvalidParameter,
    answer_of,
    page_of,
)
from odoo.addons.logistics_base.controllers.problem import Refusal, problem

from ..canonical import warehouse_api as described

_LONGEST = 200
_ROUTE = {
    "type": "http",
    "auth": "logistics_api",
    "methods": ["GET"],
    "save_session": False,
    "readonly": True,
    "logistics_scope": "warehouse:read",
}


class WarehouseApi(http.Controller):
    """What warehouses read: their orders, and what is on its way to them."""

    @http.route("/logistics/v1/warehouse/orders", **_ROUTE)
    def orders(self, state=None, warehouse=None, limit=None, cursor=None, **_query):
        """Answer with a page of orders, the oldest first."""
        return _list(
            "logistics.warehouse.order",
            described.WarehouseOrderPage,
            (described.ORDER_STATES, described.OPEN_ORDER_STATES, state),
            (warehouse, limit, cursor),
        )

    @http.route("/logistics/v1/warehouse/orders/<path:number>", **_ROUTE)
    def order(self, number, warehouse=None, **_query):
        """Answer with one order."""
        mine = _mine(warehouse) & Domain("state", "in", described.ORDER_STATES)
        orders = request.env["logistics.warehouse.order"].sudo()
        found = orders.search(mine & Domain("name", "=", _named(number)), limit=2)
        if not found:
            return problem("not-found", "There is no such order.")
        if len(found) > 1:
            return problem(
                "invalid-request",
                "Several warehouses have an order of that number: name the warehouse.",
            )
        return answer_of(found._resource())

    @http.route("/logistics/v1/warehouse/advices", **_ROUTE)
    def advices(self, state=None, warehouse=None, limit=None, cursor=None, **_query):
        """Answer with a page of advices, the oldest first."""
        return _list(
            "logistics.warehouse.advice",
            described.WarehouseAdvicePage,
            (described.ADVICE_STATES, described.OPEN_ADVICE_STATES, state),
            (warehouse, limit, cursor),
        )


def _list(model, page_class, states, query):
    """Answer with a page of what the caller's integration may see."""
    warehouse, limit, cursor = query
    try:
        size, last = page_of(limit, cursor)
        domain = _mine(warehouse) & Domain("state", "in", _states(*states))
    except InvalidParameter as error:
        return problem("invalid-request", error)
    if last:
        domain &= Domain("id", ">", last[1])
    found = request.env[model].sudo().search(domain, limit=size + 1, order="id")
    page = found[:size]
    more = len(found) > size
    return answer_of(
        page_class(
            items=tuple(one._resource() for one in page),
            next_cursor=cursors.encode(None, page[-1].id) if more else None,
        )
    )


def _mine(warehouse):
    """Return the domain of what belongs to the caller's own integration.

    :raise Refusal: where the key is bound to none: a person's, or a whole company's.
    """
    integration = request.env["logistics.service.door"]._credential().integration_id
    if not integration:
        raise Refusal("forbidden", "The key is not bound to a warehouse's integration.")
    mine = Domain("integration_id", "=", integration.id)
    if warehouse:
        code = _named(warehouse)
        mine &= Domain("warehouse_id.logistics_code", "=", code) | (
            Domain("warehouse_id.logistics_code", "=", False)
            & Domain("warehouse_id.code", "=", code)
        )
    return mine


def _named(text):
    # PostgreSQL knows no NUL, so nothing here is called by one.
    return text[:_LONGEST].replace("\0", "\ufffd")


def _states(known, usual, asked):
    """Return the states that are asked for.

    :raise InvalidParameter: where there are no such.
    """
    if not asked:
        return usual
    wanted = [name.strip() for name in asked[:_LONGEST].split(",") if name.strip()]
    if not wanted or not set(wanted) <= set(known):
        raise InvalidParameter(f"state must be among {', '.join(known)}.")
    return wanted
