# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Does, in a process with Odoo's environment, what a benchmark or fault run tells it.

A line of JSON on standard input is a command, a line of JSON on standard output its
answer.
"""

import itertools
import json
import sys
import time
from datetime import datetime, timedelta, timezone

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from tests import plain
from tests.kit.billing import BillingCommands
from tests.kit.calling import CallingCommands
from tests.kit.figures import FigureCommands
from tests.kit.finance import FinanceCommands
from tests.kit.fulfilling import FulfillingCommands
from tests.kit.inventories import InventoryCommands
from tests.kit.open_shipping import OpenShippingCommands
from tests.kit.policies import PolicyCommands
from tests.kit.rating import RatingCommands
from tests.kit.service_levels import ServiceLevelCommands
from tests.kit.settling import SettlingCommands
from tests.kit.shipping import ShippingCommands
from tests.kit.subscribing import SubscribingCommands
from tests.kit.warehousing import WarehousingCommands

CODES = ("picked_up", "departed", "arrived", "in_transit", "out_for_delivery")
SECRET = "whsec_YmVuY2htYXJrLXNlY3JldC0wMTIzNDU2Nzg5MDEyMzQ="
START = datetime(2026, 1, 5, 6, 0, tzinfo=timezone.utc)


class Commands(
    BillingCommands,
    InventoryCommands,
    SettlingCommands,
    ShippingCommands,
    OpenShippingCommands,
    CallingCommands,
    RatingCommands,
    PolicyCommands,
    FigureCommands,
    FinanceCommands,
    FulfillingCommands,
    SubscribingCommands,
    ServiceLevelCommands,
    WarehousingCommands,
):
    """What can be told; each returns values fit for JSON."""

    def __init__(self, registry):
        from odoo import SUPERUSER_ID, api

        self._registry = registry
        self._environment = lambda cr: api.Environment(cr, SUPERUSER_ID, {})
        self._keys = itertools.count()
        self._run = time.time_ns()

    def _env(self):
        return self._environment(self._registry.cursor())

    def prepare(self, integrations, shipments):
        """Make integrations, and shipments for each of them."""
        env = self._env()
        for number in range(integrations):
            integration = env["logistics.integration"].create(
                {
                    "name": f"Bench {number}",
                    "code": f"bench-{number}",
                    "preset": "standard_webhooks",
                    "state": "live",
                }
            )
            env["logistics.credential"].create(
                {"integration_id": integration.id, "value": SECRET}
            )
            env["logistics.shipment"].create(
                [
                    {
                        "integration_id": integration.id,
                        "reference_ids": [
                            (0, 0, {"type": "tracking", "value": f"B{number}N{at:07d}"})
                        ],
                    }
                    for at in range(shipments)
                ]
            )
        env.cr.commit()
        env.cr.close()

    def grow(self, milestones):
        """Add shipments of the past, ten milestones each, by the bare database."""
        env = self._env()
        env.cr.execute(
            """
            WITH added AS (
                INSERT INTO logistics_shipment
                    (name, company_id, integration_id, mode, direction, state,
                     office_state, correlation_id, create_date, write_date)
                SELECT 'PAST/' || n, 1, (SELECT min(id) FROM logistics_integration),
                       'parcel', 'outbound', 'delivered', 'booked',
                       md5(n::text || %(run)s), now(), now()
                  FROM generate_series(1, %(shipments)s) n
                RETURNING id, integration_id
            ), named AS (
                INSERT INTO logistics_reference
                    (shipment_id, company_id, type, value, normalized)
                SELECT id, 1, 'tracking', 'PAST' || id, 'PAST' || id FROM added
            )
            INSERT INTO logistics_milestone
                (shipment_id, integration_id, code, classifier, occurred_at,
                 received_at, raw_code, identity, retracted, location_city,
                 description, message_id)
            SELECT id, integration_id, 'in_transit', 'actual',
                   timestamp '2025-01-01' + k * interval '5 hours',
                   timestamp '2025-01-01' + k * interval '5 hours',
                   'IT', 'past|' || id || '|' || k, FALSE, 'Hamburg',
                   'Scanned at the hub', id * 10 + k
              FROM added, generate_series(1, 10) k
            """,
            {"shipments": milestones // 10, "run": str(self._run)},
        )
        env.cr.commit()
        env.cr.connection.autocommit = True
        for table in (
            "logistics_shipment",
            "logistics_reference",
            "logistics_milestone",
        ):
            env.cr.execute(f"VACUUM ANALYZE {table}")  # noqa: S608
        env.cr.connection.autocommit = False
        env.cr.close()

    def _events(self, integration, count, shipments):
        for _at in range(count):
            key = next(self._keys)
            when = START + timedelta(minutes=7 * (key // shipments), seconds=key % 60)
            yield {
                "id": f"{self._run}-{key}",
                "tracking_number": f"B{integration}N{key % shipments:07d}",
                "code": CODES[key // shipments % len(CODES)],
                "occurred_at": when.isoformat(),
                "location": {"city": "Hamburg", "country": "DE"},
                "description": "Scanned at the hub",
            }

    def fill(self, integration, count, shipments):
        """Take in events, to be drained later."""
        env = self._env()
        record = env["logistics.integration"].search(
            [("code", "=", f"bench-{integration}")]
        )
        door = env["logistics.door"]._of_integration(record.id)
        for event in self._events(integration, count, shipments):
            body = json.dumps(
                {
                    "type": "shipment.milestone",
                    "timestamp": event["occurred_at"],
                    "data": event,
                }
            ).encode()
            env["logistics.message"]._accept(
                door, body, "application/json", None, {"webhook-id": event["id"]}
            )
        env.cr.commit()
        env.cr.close()

    def drain(self, limit=1000):
        """Drain what is due; return how many and in how many seconds."""
        env = self._env()
        env.cr.rollback()
        env.cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        started, total, ended = time.perf_counter(), 0, time.perf_counter()
        while taken := env["logistics.message"]._process_batch(limit):
            env.cr.commit()
            total += taken
            ended = time.perf_counter()
        env.cr.close()
        return {"count": total, "seconds": ended - started}

    def usual(self, limit, tracked=True):
        """Apply what is due as connectors usually do: one event, one commit."""
        env = self._env()
        messages = env["logistics.message"].search(
            [("state", "=", "received")], limit=limit, order="id"
        )
        started = time.perf_counter()
        for message_id in messages.ids:
            context = {} if tracked else {"tracking_disable": True}
            message = env["logistics.message"].with_context(**context)
            message.browse(message_id)._take_the_usual_way()
            env.cr.commit()
        seconds = time.perf_counter() - started
        env.cr.close()
        return {"count": len(messages), "seconds": seconds}

    def prepare_once(self, integrations, shipments):
        """Prepare, unless somebody did before."""
        env = self._env()
        found = env["logistics.integration"].search_count([("code", "=", "bench-0")])
        env.cr.close()
        if not found:
            self.prepare(integrations, shipments)

    def wake(self):
        """Wake the drains of whatever server there is."""
        env = self._env()
        env["logistics.message"]._wake_drain(everybody=True)
        env.cr.commit()
        env.cr.close()

    def waiting(self):
        """Return how many messages are still to be processed."""
        return self.states().get("received", 0)

    def states(self):
        """Return {state: how many messages are in it}."""
        env = self._env()
        env.cr.execute("SELECT state, count(*) FROM logistics_message GROUP BY state")
        found = dict(env.cr.fetchall())
        env.cr.close()
        return found

    def count(self, table):
        """Return how many rows a table has."""
        env = self._env()
        env.cr.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
        found = env.cr.fetchone()[0]
        env.cr.close()
        return found

    def portal_scene(self, preset, secret, password, number):
        """Make a carrier, a customer who may sign in, and a shipment between them."""
        env = self._env()
        integration = self._carrier(env, preset, secret)
        user = env["res.users"].create(
            {
                "name": "Ann Customer",
                "login": number.lower(),
                "password": password,
                "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
            }
        )
        shipment = env["logistics.shipment"].create(
            {
                "partner_id": user.partner_id.id,
                "integration_id": integration.id,
                "reference_ids": [(0, 0, {"type": "tracking", "value": number})],
            }
        )
        shipment.action_book()
        shipment._portal_ensure_token()
        scene = {
            "integration": integration.code,
            "login": user.login,
            "shipment": shipment.id,
            "name": shipment.name,
            "path": f"/my/shipments/{shipment.id}",
            "share_path": f"/track/{shipment.access_token}",
        }
        env.cr.commit()
        env.cr.close()
        return scene

    def _carrier(self, env, preset, secret):
        """Return the live integration with that preset; it is made when missing."""
        code = preset.replace("_", "-")
        integration = env["logistics.integration"].search([("code", "=", code)])
        if not integration:
            values = {"name": preset, "code": code, "preset": preset, "state": "live"}
            integration = env["logistics.integration"].create(values)
            env["logistics.credential"].create(
                {"integration_id": integration.id, "value": secret}
            )
        return integration

    def share_link(self, number):
        """Return the path at which the shipment's page can be seen with its token."""
        env = self._env()
        shipment = env["logistics.reference"].search([("value", "=", number)])
        shipment = shipment.shipment_id
        shipment._portal_ensure_token()
        path = f"/track/{shipment.access_token}"
        env.cr.commit()
        env.cr.close()
        return path


def main():
    """Read commands until the input ends."""
    database, addons_path = sys.argv[1:]
    plain.forget_long_names()
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-d", database, addons_path, "--log-level=error"])
    commands = Commands(Registry(database))
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {"result": getattr(commands, name)(**arguments)}
        except Exception as error:  # noqa: BLE001  told to who asked
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
