# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The warehouses of the demo, which the simulators run.

What they are stands in ``demo_warehouse.xml``. It is no demo data of the addon: a second
warehouse gives every user of a company other screens, and with them Odoo's own tests.
Here they get addresses, secrets and a shelf that holds what Odoo says.
"""

from pathlib import Path

from demo_carriers import fresh, go_live
from demo_secrets import renew_credential, renew_secret, secrets_for
from demo_tower import SCHEME, SIGNING_SECRET

from odoo.tools import convert_file

HARBOUR = "harbour-3pl"
KEYSTONE = "keystone-wms"
#: What the warehouse may send in place of what it lacks.
SUBSTITUTES = {"HB-SHADE-LINEN": "HB-SHADE-COTTON"}
#: Hours that the work takes, of which ten minutes pass in a second.
HOURS = dict.fromkeys(("accept", "allocate", "pick", "pack", "ship", "count"), 0.25)


def provide(env, address, exchange):
    """Provide the warehouses; return their part of the plan.

    :param address: where the simulated partners listen.
    :param exchange: the folder below which files are exchanged.
    """
    make_warehouses(env)
    plans = [
        provide_harbour(env, f"{address}/{HARBOUR}"),
        provide_keystone(env, Path(exchange)),
    ]
    return [plan for plan in plans if plan]


def make_warehouses(env):
    """Make the warehouses and what lies in them, once for each database."""
    if env.ref("logistics_wms_sync.demo_harbour", raise_if_not_found=False):
        return
    path = Path(__file__).with_name("demo_warehouse.xml")
    convert_file(
        *(env, "logistics_wms_sync", path.name, {}),
        mode="init",
        noupdate=True,
        pathname=str(path),
    )


def warehouse_of(env, code):
    """Return the warehouse that an integration runs; empty where it is gone."""
    return env["stock.warehouse"].search(
        [("logistics_integration_id.code", "=", code)], limit=1
    )


def provide_harbour(env, address):
    """Let the warehouse that is called answer at ``address``."""
    warehouse = warehouse_of(env, HARBOUR)
    if not warehouse:
        return None
    integration = warehouse.logistics_integration_id
    integration.write(
        {
            "base_url": address,
            "auth_scheme": "bearer",
            "allow_internal_address": True,
        }
    )
    secret, _same = secrets_for(SCHEME)
    renew_credential(integration, "webhook_secret", secret)
    renew_credential(integration, SIGNING_SECRET, secret)
    key = renew_credential(integration, "api_key", fresh())
    go_live(integration)
    return plan_of(warehouse, secret, api_key=key, substitutes=SUBSTITUTES)


def provide_keystone(env, exchange):
    """Let the warehouse that is sent X12 files take and put them."""
    warehouse = warehouse_of(env, KEYSTONE)
    if not warehouse:
        return None
    integration = warehouse.logistics_integration_id
    to_them = exchange / KEYSTONE / "to_partner"
    to_us = exchange / KEYSTONE / "from_partner"
    for folder in (to_them, to_us, to_us / "archive", to_us / "quarantine"):
        folder.mkdir(parents=True, exist_ok=True)
    folders = env["logistics.folder"]
    if not folders.search_count([("integration_id", "=", integration.id)], limit=1):
        folders.create(
            {
                "name": integration.name,
                "integration_id": integration.id,
                "path_in": str(to_us),
                "path_out": str(to_them),
                "min_age": 0,
                "enabled": True,
            }
        )
    secret = renew_secret(integration)
    go_live(integration)
    paths = {"picks_up": str(to_them), "drops": str(to_us)}
    return plan_of(warehouse, secret, format="x12", **paths)


def plan_of(warehouse, secret, **more):
    """Return how the simulators play a warehouse that holds what Odoo says."""
    return {
        "code": warehouse.logistics_integration_id.code,
        "secret": secret,
        "warehouse": warehouse._logistics_told(),
        "stock": shelf_of(warehouse),
        "hours": HOURS,
        **more,
    }


def shelf_of(warehouse):
    """Return what Odoo says there is."""
    quants = warehouse.env["stock.quant"].search(
        [
            ("location_id", "child_of", warehouse.lot_stock_id.id),
            ("quantity", ">", 0),
        ]
    )
    return [
        {
            "sku": quant.product_id.default_code,
            "quantity": quant.quantity,
            "lot": quant.lot_id.name or None,
            "weight": quant.product_id.weight,
        }
        for quant in quants
        if quant.product_id.default_code
    ]
