# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What warehouses read of us where they ask instead of being told, and its description.

A warehouse that speaks our JSON is posted ``warehouse.release``, ``warehouse.advice``
and so on, and posts ``warehouse.fulfillment`` and ``warehouse.receipt`` to its door.
Reading marks nothing: an order is taken on by the fulfilment ``accepted``.
"""

from dataclasses import dataclass, field
from datetime import datetime

from odoo.addons.logistics_base.canonical import openapi
from odoo.addons.logistics_base.canonical.documents import known
from odoo.addons.logistics_base.canonical.openapi_routes import (
    Route,
    describe,
    posts,
)
from odoo.addons.logistics_base.canonical.resources import Resource

from .advices import InboundAdvice
from .counts import CountRequest
from .items import ItemBatch
from .releases import WarehouseRelease

#: What a warehouse may see an order in; before, it is none of its business.
ORDER_STATES = (
    "sent",
    "accepted",
    "allocated",
    "picking",
    "packed",
    "shipped",
    "short",
    "rejected",
    "cancelled",
)
OPEN_ORDER_STATES = ORDER_STATES[:5]
ADVICE_STATES = (
    "sent",
    "accepted",
    "receiving",
    "received",
    "short",
    "over",
    "rejected",
    "cancelled",
)
OPEN_ADVICE_STATES = ADVICE_STATES[:3]
_CANCELLING = ("asked", "refused", "done")


@dataclass(slots=True, kw_only=True)
class WarehouseOrderResource(Resource):
    """An order as it stands: how far the warehouse told it is, and what it was told.

    :ivar cancellation: ``asked``: let it go, or answer ``cancel_refused``.
    """

    number: str
    revision: int
    state: str = field(metadata=known(ORDER_STATES))
    cancellation: str | None = field(default=None, metadata=known(_CANCELLING))
    warehouse: str | None = None
    partner_reference: str | None = None
    released_at: datetime | None = None
    release: WarehouseRelease | None = None


@dataclass(slots=True, kw_only=True)
class WarehouseOrderPage(Resource):
    """A page of orders, the oldest first; ``next_cursor`` is absent on the last one."""

    items: tuple[WarehouseOrderResource, ...]
    next_cursor: str | None = None


@dataclass(slots=True, kw_only=True)
class WarehouseAdviceResource(Resource):
    """Goods on their way to the warehouse, and how far it told it is with them."""

    number: str
    revision: int
    state: str = field(metadata=known(ADVICE_STATES))
    warehouse: str | None = None
    partner_reference: str | None = None
    advice: InboundAdvice | None = None


@dataclass(slots=True, kw_only=True)
class WarehouseAdvicePage(Resource):
    """A page of advices, the oldest first; ``next_cursor`` is absent on the last one."""

    items: tuple[WarehouseAdviceResource, ...]
    next_cursor: str | None = None


def _list(operation_id, summary, schema, states):
    texts = {"type": "string"}
    return {
        "operationId": operation_id,
        "summary": summary,
        "description": "By a machine access of the scope warehouse:read that is bound "
        "to an integration: of that one's alone. Reading marks nothing.",
        "parameters": [
            openapi.query_parameter(
                "state",
                "Only in these, with commas between; otherwise what is open: "
                + ", ".join(states),
                texts,
            ),
            openapi.query_parameter(
                "warehouse", "Only of the warehouse of that code", texts
            ),
            *openapi.page_parameters(),
        ],
        **openapi.readable(summary, schema, "400"),
    }


def _orders():
    return _list(
        "listWarehouseOrders",
        "Orders to be shipped",
        "WarehouseOrderPage",
        ORDER_STATES,
    )


def _order():
    return {
        "operationId": "getWarehouseOrder",
        "summary": "Read an order",
        "description": "The number may hold slashes.",
        "parameters": [
            openapi.path_parameter("number", {"type": "string"}),
            openapi.query_parameter(
                "warehouse",
                "Needed where two warehouses have an order of that number",
                {"type": "string"},
            ),
            openapi.if_none_match(),
        ],
        **openapi.readable("The order", "WarehouseOrderResource", "400", "404"),
    }


def _advices():
    return _list(
        "listWarehouseAdvices",
        "Goods to be received",
        "WarehouseAdvicePage",
        ADVICE_STATES,
    )


describe(
    "warehouse",
    "For warehouses that ask for their work",
    Route("/logistics/v1/warehouse/orders", _orders, (WarehouseOrderPage,)),
    Route("/logistics/v1/warehouse/orders/{number}", _order, (WarehouseOrderResource,)),
    Route("/logistics/v1/warehouse/advices", _advices, (WarehouseAdvicePage,)),
)
posts(WarehouseRelease, InboundAdvice, ItemBatch, CountRequest)
