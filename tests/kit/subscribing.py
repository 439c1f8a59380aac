# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about those who are told of events."""

import time
from datetime import timedelta

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

BEGIN = "2026-01-05 06:00:00"


class SubscribingCommands:
    """Subscribers, milestones for them, and the outbox that tells them."""

    def prepare_shipments(self, count):
        """Make shipments, each of a customer of its own; return their ids."""
        env = self._env()
        partners = env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(count)]
        )
        shipments = env["logistics.shipment"].create(
            [
                {
                    "partner_id": partner.id,
                    "reference_ids": [
                        (0, 0, {"type": "tracking", "value": f"E{partner.id:07d}"})
                    ],
                }
                for partner in partners
            ]
        )
        self._expand(env)
        env.cr.close()
        return shipments.ids

    def prepare_subscribers(self, urls, each=1, by_customer=False, **bounds):
        """Make subscriptions to milestones; return [(id, secret)].

        :param each: subscriptions to each address.
        :param by_customer: each is for one customer only, in turns.
        :param bounds: of the calls.
        """
        env = self._env()
        customers = env["logistics.shipment"].search([], order="id").partner_id.ids
        types = env["logistics.event.type"].search(
            [("code", "=", "shipment.milestone")]
        )
        made = []
        for url in urls:
            first = env["logistics.subscription"].create(
                {"name": url, "url": url, "event_type_ids": types.ids}
            )
            receiver = first.integration_id
            receiver.write({"allow_internal_address": True, **bounds})
            action = first.action_activate()
            made.append((first.id, action["context"]["default_secret"]))
            others = env["logistics.subscription"].create(
                [
                    {
                        "name": f"{url} {number}",
                        "integration_id": receiver.id,
                        "event_type_ids": types.ids,
                    }
                    for number in range(1, each)
                ]
            )
            for other in others:
                other.action_activate()
            made += [(other.id, None) for other in others]
        if by_customer:
            for at, (subscription_id, _secret) in enumerate(made):
                env["logistics.subscription"].browse(subscription_id).partner_ids = [
                    customers[at % len(customers)]
                ]
        env.cr.commit()
        self._fan_out(env)
        env.cr.close()
        return made

    def set_subscriptions(self, state):
        """Have all subscriptions in a state, as if they had always been."""
        env = self._env()
        head = env["logistics.event"]._head()
        env.cr.execute(
            "UPDATE logistics_subscription SET state = %s, position = %s, "
            "is_behind = false",
            (state, head),
        )
        env.registry.clear_cache()
        env.cr.commit()
        env.cr.close()

    def pause_subscription(self, subscription):
        """Have one told of nothing for now."""
        env = self._env()
        env["logistics.subscription"].browse(subscription).action_pause()
        env.cr.commit()
        env.cr.close()

    def happen(self, shipment_ids, count, start=0, expand=False):
        """Let milestones happen, each in a transaction of its own.

        :return: the seconds that each took, the commit included.
        """
        env = self._env()
        begin = env["logistics.milestone"]._fields["occurred_at"].to_datetime(BEGIN)
        took = []
        for number in range(start, start + count):
            started = time.perf_counter()
            env["logistics.milestone"].create(
                {
                    "shipment_id": shipment_ids[number % len(shipment_ids)],
                    "code": "in_transit",
                    "occurred_at": begin + timedelta(minutes=number),
                }
            )
            env.cr.commit()
            took.append(time.perf_counter() - started)
        if expand:
            self._expand(env)
        env.cr.close()
        return took

    def expand(self):
        """Hand on events that happened."""
        env = self._env()
        self._expand(env)
        env.cr.close()

    def _expand(self, env):
        env.cr.commit()
        while env["logistics.event"]._expand():
            env.cr.commit()
        env.cr.commit()

    def fan_out(self):
        """Queue messages for all that has happened; return (messages, seconds)."""
        env = self._env()
        before = self._queued(env)
        env.cr.commit()
        started = time.perf_counter()
        self._fan_out(env)
        seconds = time.perf_counter() - started
        count = self._queued(env) - before
        env.cr.close()
        return count, seconds

    def _fan_out(self, env):
        while env["logistics.subscription"]._fan_out():
            env.cr.commit()
        env.cr.commit()

    def _queued(self, env):
        env.cr.execute(
            "SELECT count(*) FROM logistics_message WHERE subscription_id IS NOT NULL"
        )
        return env.cr.fetchone()[0]

    def send(self, seconds=None):
        """Run the outbox as its cron does; return the seconds that it took.

        :param seconds: how long the run may take, instead of the usual.
        """
        # Imported by its long name, as Odoo's models do: it is that very module.
        from odoo.addons.logistics_base.models import logistics_message_senders

        usual = logistics_message_senders.RUN_SECONDS
        logistics_message_senders.RUN_SECONDS = seconds or usual
        env = self._env()
        env.cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        started = time.perf_counter()
        try:
            env["logistics.message"]._drain_outbox()
            return time.perf_counter() - started
        finally:
            logistics_message_senders.RUN_SECONDS = usual
            env.cr.close()

    def deliveries(self):
        """Return [(subscription id, state, count)] of what was queued."""
        env = self._env()
        env.cr.execute(
            "SELECT subscription_id, state, count(*) FROM logistics_message "
            "WHERE subscription_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
        found = env.cr.fetchall()
        env.cr.close()
        return found

    def forget_deliveries(self):
        """Take away what was queued, and let every circuit close."""
        env = self._env()
        env.cr.execute(
            "DELETE FROM logistics_message WHERE subscription_id IS NOT NULL"
        )
        env.cr.execute("DELETE FROM logistics_gate")
        env.cr.commit()
        env.cr.close()

    def settle_now(self):
        """Let leases and pauses be over."""
        env = self._env()
        env.cr.execute(
            "UPDATE logistics_message SET next_attempt_at = now() at time zone 'UTC' "
            "- interval '1 second' WHERE subscription_id IS NOT NULL "
            "AND state IN ('processing', 'retry')"
        )
        env.cr.commit()
        env.cr.close()
