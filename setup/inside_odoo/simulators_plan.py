# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes whom the simulated carriers play:
``simulators_plan.py ODOO_CONF FOLDER ADDRESS EXCHANGE``.

Every live integration whose preset the simulators speak gets a fresh secret, known to
both sides. ``ADDRESS`` is where the carriers listen that are called, ``EXCHANGE`` the
folder of files for those that speak EDI. ``FOLDER/live.json`` puts its open shipments on
their journeys; ``FOLDER/past.json`` tells, once, the journeys that ended before the demo
began. The last line printed is JSON: how many there are, a shipment to look up, and a
carrier's bill to drop.
"""

import json
import sys
from pathlib import Path

import demo_billing
import demo_day
import demo_tower
import demo_warehouse
from demo_carriers import provide_called, provide_trading_partners
from demo_secrets import renew_secret
from demo_shipments import Dispatch, playable

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(conf, folder, address, exchange):
    """Write the plans for the database that ``conf`` names."""
    config.parse_config(["-c", conf, "--logfile="])
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        called = provide_called(env, address)
        trading = provide_trading_partners(env, exchange)
        demo_day.provide(env)
        told = demo_tower.provide(env, address)
        kept = demo_warehouse.provide(env, address, exchange)
        billed = demo_billing.provide(env, Path(exchange))
        partners = [(each, renew_secret(each)) for each in playable(env)]
        dispatch = Dispatch(env)
        past = [dispatch.past(integration) for integration, _secret in partners]
        live = [dispatch.live(integration) for integration, _secret in partners]
        write(Path(folder, "past.json"), partners, past)
        write(Path(folder, "live.json"), partners, live, called, trading, told, kept)
        sample = dispatch.sample() | dispatch.holdable() | billed
    # The server that runs already may hold the old secrets in its cache.
    registry.signal_changes()
    counts = {"past": sum(map(len, past)), "live": sum(map(len, live))}
    print(json.dumps({"carriers": len(partners), **counts, **sample}))


def write(path, partners, shipments, called=(), trading=(), told=(), kept=()):
    """Write one plan of the simulators.

    :param called: descriptions of those that are called. :param trading: of those that
        speak EDI. :param told: of those that Odoo tells. :param kept: of warehouses.
    """
    played = [
        {
            "integration": integration.code,
            "dialect": integration.preset,
            "secret": secret,
            "shipments": journeys,
        }
        for (integration, secret), journeys in zip(partners, shipments, strict=True)
    ]
    plan = {
        "partners": [*played, *called],
        "edi": list(trading),
        "subscribers": list(told),
        "warehouses": list(kept),
    }
    path.write_text(json.dumps(plan, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
