# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Plays what a visitor of the demo is to find: ``demo_play.py ODOO_CONF CONTROL_URL``.

An order goes to the simulated warehouse and comes back, short of something and with
something in place of another; then goods vanish from the shelf, and the snapshot tells.
It is played once. At last the key figures are reckoned, of all that was told.

Another order is shipped whose invoice waits for the proof of its delivery.

The last line printed is JSON: the numbers of the orders, the product that vanished and
the parcel that waits to be handed over.
"""

import json
import sys
import time

import demo_release
from demo_shipper import ask
from demo_warehouse import HARBOUR, KEYSTONE, warehouse_of

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

MARK = "demo warehouse"
#: Default code, how many are sold: of the vases two are missing, of the linen shades
#: three, for which cotton ones go.
SOLD = {
    HARBOUR: (("HB-LAMP", 6), ("HB-VASE", 5), ("HB-SHADE-LINEN", 4)),
    KEYSTONE: (("HB-LAMP", 4),),
}
VANISHES = ("HB-LAMP", -2)
CUSTOMER = {
    "name": "Juniper Street Homewares",
    "is_company": True,
    "street": "318 Juniper Street",
    "city": "Portland",
    "zip": "97205",
    "phone": "+1 503 555 0143",
}
PATIENCE = 60
PAUSE = 0.5


def main(conf, url):
    """Play it on the database that ``conf`` names."""
    config.parse_config(["-c", conf, "--logfile="])
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        played = play(env, url) | demo_release.play(env, wait)
        settle(env)
        reckon(env)
    registry.signal_changes()
    print(json.dumps(played))


def play(env, url):
    """Sell, wait until it left the warehouse, let goods vanish; return what to look at."""
    orders = env["sale.order"].search([("client_order_ref", "=", MARK)], order="id")
    order = of_harbour(orders or sell(env))[:1]
    if not order:
        return {"ordered": "", "vanished": ""}
    wait(env, lambda: left(order))
    vanishing = goods(env, VANISHES[0])
    if left(order) and not differences(env, vanishing):
        plant(url)
        wait(env, lambda: differences(env, vanishing))
    return {"ordered": order.name, "vanished": vanishing.name}


def sell(env):
    """Sell from each warehouse that is there; the orders go out by themselves."""
    found = env["sale.order"]
    for code, lines in SOLD.items():
        if warehouse := warehouse_of(env, code):
            found |= sell_from(env, warehouse, lines)
    env.cr.commit()
    return found


def sell_from(env, warehouse, lines):
    """Return the confirmed order of goods from a warehouse."""
    order = env["sale.order"].create(
        {
            "partner_id": customer(env).id,
            "client_order_ref": MARK,
            "warehouse_id": warehouse.id,
            "order_line": [
                Command.create(
                    {"product_id": goods(env, code).id, "product_uom_qty": quantity}
                )
                for code, quantity in lines
            ],
        }
    )
    order.action_confirm()
    return order


def customer(env):
    """Return who buys."""
    known = env["res.partner"].search([("name", "=", CUSTOMER["name"])], limit=1)
    place = {
        "state_id": env.ref("base.state_us_37").id,
        "country_id": env.ref("base.us").id,
    }
    return known or env["res.partner"].create({**CUSTOMER, **place})


def goods(env, code):
    """Return a product by its code."""
    return env["product.product"].search([("default_code", "=", code)], limit=1)


def of_harbour(orders):
    """Return the orders of the warehouse that is called."""
    return orders.filtered(
        lambda order: order.warehouse_id.logistics_integration_id.code == HARBOUR
    )


def left(order):
    """Tell whether all that is to leave has left."""
    return "done" in order.picking_ids.mapped("state")


def plant(url):
    """Let goods vanish from the shelf, and have the warehouse tell what it has."""
    sku, change = VANISHES
    ask(f"{url}/shelf", {"integration": HARBOUR, "sku": sku, "change": change})
    ask(f"{url}/snapshot", {"integration": HARBOUR})


def differences(env, product):
    """Tell whether both sides were ever found to differ about a product."""
    return env["logistics.inventory.discrepancy"].search_count(
        [("product_id", "=", product.id)], limit=1
    )


def settle(env):
    """Wait until what was told has been applied and handed on."""
    messages = [
        ("direction", "=", "inbound"),
        ("state", "in", ("received", "processing")),
    ]
    events = [("position", "=", False)]
    wait(
        env,
        lambda: (
            not env["logistics.message"].search_count(messages, limit=1)
            and not env["logistics.event"].search_count(events, limit=1)
        ),
        patience=20,
    )


def reckon(env):
    """Bring the key figures up to what has been told by now."""
    env["logistics.kpi"]._refresh_now(env["res.company"].search([]))


def wait(env, is_done, patience=PATIENCE):
    """Wait until something is done by the server, or patience ends."""
    deadline = time.monotonic() + patience
    while not is_done() and time.monotonic() < deadline:
        time.sleep(PAUSE)
        env.cr.commit()
        env.invalidate_all()


if __name__ == "__main__":
    main(*sys.argv[1:])
