# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An order of the demo whose customer pays for what is proven to have arrived.

It is sold and shipped once; the parcel waits at the simulated carrier until a visitor
has it handed over.
"""

from demo_carriers import SANDBOX
from demo_day import method_of

from odoo.fields import Command

MARK = "demo proof"
CUSTOMER = {
    "name": "Marlow & Pine",
    "is_company": True,
    "street": "77 Quarry Road",
    "city": "Fresno",
    "zip": "93701",
    "phone": "+1 559 555 0171",
}
#: How long a parcel's label may take.
PATIENCE = 60


def play(env, wait):
    """Sell and ship it; return the order and its parcel, empty where it is not there.

    :param wait: waits until a function tells that it is done, or patience ends.
    """
    order = order_of(env) or sell(env)
    if not order:
        return {"proven": "", "proven_by": "", "proven_number": ""}
    wait(env, lambda: number_of(order), PATIENCE)
    return {
        "proven": order.name,
        "proven_by": SANDBOX,
        "proven_number": number_of(order) if is_waiting(order) else "",
    }


def order_of(env):
    """Return the order, where it was made before."""
    return env["sale.order"].search([("client_order_ref", "=", MARK)], limit=1)


def is_waiting(order):
    """Tell whether its invoice still waits for the proof."""
    return any(order.logistics_shipment_ids.mapped("invoicing_hold"))


def number_of(order):
    """Return the tracking number of its parcel, False as long as it has none."""
    return order.picking_ids[:1].carrier_tracking_ref


def sell(env):
    """Return the order, its goods packed and handed to the carrier's booking."""
    method = method_of(env, "express")
    product = env["product.product"].search(
        [("default_code", "=", "DEMO-LAMP")], limit=1
    )
    if not (method and product):
        return env["sale.order"]
    # What is released is invoiced for good, while the visitor looks on.
    env.company.logistics_release_makes = "posted"
    order = env["sale.order"].create(
        {
            "partner_id": customer(env).id,
            "client_order_ref": MARK,
            "carrier_id": method.id,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": 3})
            ],
        }
    )
    order.action_confirm()
    ship(order.picking_ids)
    env.cr.commit()
    return order


def customer(env):
    """Return who is invoiced when delivery is proven."""
    place = {
        "state_id": env.ref("base.state_us_5").id,
        "country_id": env.ref("base.us").id,
    }
    partner = env["res.partner"].create({**CUSTOMER, **place})
    partner.logistics_invoice_policy = "pod"
    return partner


def ship(pickings):
    """Pack all of it, and let it go."""
    pickings.action_assign()
    for move in pickings.move_ids:
        move.quantity = move.product_uom_qty
        move.picked = True
    pickings.button_validate()
