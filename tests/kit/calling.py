# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about partners that we call."""

import queue
import random
import threading
import time
from datetime import datetime, timedelta
from unittest.mock import patch

STAGES = ("booked", "picked_up", "in_transit", "out_for_delivery", "customs")
#: When the asking begins; the database's own clock plays no part in it.
BEGIN = datetime(2026, 1, 5, 6, 0)


class CallingCommands:
    """Calls partners and asks them for news."""

    def prepare_partners(self, urls, **values):
        """Make one live integration for each address, named ``partner-N``."""
        env = self._env()
        env["logistics.integration"].create(
            [
                {
                    "name": f"Partner {number}",
                    "code": f"partner-{number}",
                    "preset": "standard_webhooks",
                    "base_url": url,
                    "allow_internal_address": True,
                    "state": "live",
                    **values,
                }
                for number, url in enumerate(urls)
            ]
        )
        env.cr.commit()
        env.cr.close()

    def prepare_login(self, **credentials):
        """Give the first partner these credentials."""
        env = self._env()
        integration = env["logistics.integration"].search([("code", "=", "partner-0")])
        env["logistics.credential"].create(
            [
                {"integration_id": integration.id, "name": name, "value": value}
                for name, value in credentials.items()
            ]
        )
        env.cr.commit()
        env.cr.close()

    def call_and_roll_back(self):
        """Call the first partner, then lose the transaction; return what is kept."""
        env = self._env()
        integration = env["logistics.integration"].search([("code", "=", "partner-0")])
        integration.name = "Renamed"
        env.flush_all()
        client = integration._http_client()
        client.request("POST", "/work", json={"at": 1})
        ids = integration._log_calls(client, "shipment.milestone", "lost")
        env.cr.rollback()
        env.invalidate_all()
        kept = {
            "name": integration.name,
            "states": env["logistics.message"].browse(ids).mapped("state"),
        }
        env.cr.close()
        return kept

    def call_partners(self, partners, count, threads):
        """Call each partner ``count`` times, in turns; return how that went.

        As senders do: each call with a client of its own, and a message of its own.
        """
        work = queue.SimpleQueue()
        for _number in range(count):
            for partner in partners:
                work.put(f"partner-{partner}")
        outcomes = []
        started = time.perf_counter()
        workers = [
            threading.Thread(target=self._call, args=(work, outcomes))
            for _number in range(threads)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return {
            "seconds": time.perf_counter() - started,
            "outcomes": {outcome: outcomes.count(outcome) for outcome in set(outcomes)},
        }

    def _call(self, work, outcomes):
        # Imported by its long name, as Odoo's models do: it is that very class.
        from odoo.addons.logistics_base.transport.call_errors import CallError

        env = self._env()
        by_code = {i.code: i for i in env["logistics.integration"].search([])}
        while True:
            try:
                integration = by_code[work.get_nowait()]
            except queue.Empty:
                return env.cr.close()
            client = integration._http_client()
            try:
                client.request("POST", "/work", json={"at": 1})
                outcomes.append("answered")
            except CallError as error:
                outcomes.append(error.category)
            integration._log_calls(client, "shipment.milestone")

    def prepare_polls(self, shipments):
        """Make open shipments in all stages and plan the asking; return the plan.

        :return: [(stage, seconds after the beginning of the first question)].
        """
        env = self._env()
        integrations = env["logistics.integration"].search([])
        integrations.poll_tracking = True
        made = env["logistics.shipment"].create(
            [
                {
                    "integration_id": integrations[at % len(integrations)].id,
                    "reference_ids": [
                        (0, 0, {"type": "tracking", "value": f"ASK{at:07d}"})
                    ],
                }
                for at in range(shipments)
            ]
        )
        env.flush_all()
        env.cr.execute(
            "UPDATE logistics_shipment SET state = (%s)[1 + id %% %s] "
            "WHERE id = ANY(%s)",
            (list(STAGES), len(STAGES), made.ids),
        )
        env.invalidate_all()
        env["logistics.poll"]._plan(BEGIN)
        env.cr.execute(
            """
            SELECT p.integration_id, s.state,
                   extract(epoch FROM p.next_at - %s)::float8
              FROM logistics_poll p JOIN logistics_shipment s ON s.id = p.shipment_id
            """,
            (BEGIN,),
        )
        plan = env.cr.fetchall()
        env.cr.commit()
        env.cr.close()
        return plan

    def ask(self, after):
        """Ask about all that is due ``after`` so many seconds; return how many."""
        env = self._env()
        total = 0
        # The schedule without its chance, which nobody could check.
        with patch.object(random, "uniform", lambda low, high: (low + high) / 2):
            while asked := env["logistics.poll"]._poll_batch(
                1, now=BEGIN + timedelta(seconds=after)
            ):
                env.cr.commit()
                total += asked
        env.cr.close()
        return total
