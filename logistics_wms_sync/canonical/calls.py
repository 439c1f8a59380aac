# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What warehouses can be asked: calls of a preset's outbound section.

Webhooks get lost, so what they tell is asked for, too. An answer is taken in like a
message (``logistics.integration._ask``): what was told already changes nothing.

* ``orders_status``: what became of these releases. The request: ``orders``, a list of
  ``{number, partner_reference}``, ``warehouse``, ``since``.
* ``stock``: what is on the shelf. The request: ``warehouse``, ``skus`` (absent: all),
  ``page``.
* ``receipts``: what was received. The request: ``advices``, a list of ``{number,
  partner_reference}``, ``warehouse``, ``since``, ``page``.
"""

from odoo.addons.logistics_base.mapping.outbound.kinds import CallKind, register_call

from .advices import WarehouseReceipt
from .fulfillments import FulfillmentUpdate
from .inventories import InventorySnapshot

register_call(
    CallKind(
        name="orders_status",
        answer=FulfillmentUpdate,
        many=True,
        optional=True,
        batch=True,
        sample={
            "warehouse": "WH",
            "orders": [{"number": "WH-OUT-00042", "partner_reference": "9001"}],
            "since": "2026-03-02T08:00:00Z",
        },
    )
)
register_call(
    CallKind(
        name="stock",
        answer=InventorySnapshot,
        optional=True,
        joined="lines",
        always_news=True,
        sample={"warehouse": "WH"},
    )
)
register_call(
    CallKind(
        name="receipts",
        answer=WarehouseReceipt,
        many=True,
        optional=True,
        batch=True,
        sample={
            "warehouse": "WH",
            "advices": [{"number": "WH-IN-00007", "partner_reference": "501"}],
            "since": "2026-03-02T08:00:00Z",
        },
    )
)
