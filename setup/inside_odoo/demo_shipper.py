# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ships on, so that the demo never stands still: ``demo_shipper.py ODOO_CONF URL``.

Whenever a simulated carrier has delivered, it is handed another shipment. ``URL`` is
that of the simulators' control API; when nobody answers there any more, this ends.
"""

import json
import sys
import time
import urllib.request

from demo_shipments import PER_CARRIER, Dispatch, playable

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

PAUSE = 5
PATIENCE = 20


def main(conf, url):
    """Hand shipments to the carriers until they are gone."""
    config.parse_config(["-c", conf, "--logfile="])
    registry = Registry(config["db_name"][0])
    dispatch = None
    while True:
        with registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            dispatch = dispatch or Dispatch(env)
            dispatch.renew(env)
            ship(dispatch, env, url)
        time.sleep(PAUSE)


def ship(dispatch, env, url):
    """Give every carrier as many shipments as it lacks."""
    partners = ask(f"{url}/status")["partners"]
    for integration in playable(env).filtered(lambda each: each.code in partners):
        missing = PER_CARRIER - partners[integration.code]["under_way"]
        for _ in range(missing):
            planned = dispatch.ship(integration)
            # The carrier's first message finds the shipment in the database.
            env.cr.commit()
            ask(f"{url}/shipments", {"integration": integration.code, **planned})


def ask(url, content=None):
    """Return what the simulators answer; with ``content`` it is posted."""
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, KeyboardInterrupt) as error:
        sys.exit(f"The simulated carriers do not answer: {error}")
