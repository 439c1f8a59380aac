# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The control tower of the demo: who is told outside, who has fallen silent, what counts.

It is set up as a manager would do it, once; secrets and addresses are renewed whenever
the simulated partners start.
"""

from demo_secrets import renew_credential, secrets_for

from odoo.fields import Command

SUBSCRIBER = "acme-erp"
#: Nobody plays this carrier: it was heard of before the demo, and is not any more.
SILENT = "bluewater-lines"
#: What the company has promised itself, beside what is shipped switched on.
SERVICE_LEVELS = ("release", "dispatch", "freshness", "delivery")
#: What we sign events with.
SIGNING_SECRET = "signing_secret"
SCHEME = "standard_webhooks"


def provide(env, address):
    """Provide it; return the descriptions of the subscribers.

    :param address: where the simulated partners listen.
    """
    watch_silence(env)
    measure(env)
    name_account_team(env)
    return [subscriber(env, f"{address}/{SUBSCRIBER}")]


def watch_silence(env):
    """Expect to hear of a carrier that says nothing any more."""
    env["logistics.integration"].search([("code", "=", SILENT)]).write(
        {"silence_watch": "hand", "expected_interval": 12.0}
    )


def measure(env):
    """Switch on the service levels that are shipped switched off."""
    for name in SERVICE_LEVELS:
        policy = env.ref(f"logistics_base.sla_policy_{name}", raise_if_not_found=False)
        if policy and not policy.active:
            policy.active = True


def name_account_team(env):
    """Give customers somebody who looks after them."""
    user = env.ref("base.user_demo", raise_if_not_found=False)
    customers = env["logistics.shipment"].search([]).partner_id.commercial_partner_id
    customers.filtered(lambda customer: not customer.user_id).user_id = user


def subscriber(env, address):
    """Provide a system outside that is told of everything; return its description."""
    receiver = env["logistics.integration"].search([("code", "=", SUBSCRIBER)])
    if not receiver:
        receiver = env["logistics.integration"].create(
            {
                "name": "Acme ERP",
                "code": SUBSCRIBER,
                "kind": "subscriber",
                "adapter": "events",
                "environment": "test",
                "base_url": address,
                "owner_id": env.ref("base.user_admin").id,
            }
        )
    receiver.write({"base_url": address, "allow_internal_address": True})
    secret, _same = secrets_for(SCHEME)
    renew_credential(receiver, SIGNING_SECRET, secret)
    subscriptions = env["logistics.subscription"]
    if not subscriptions.search_count([("integration_id", "=", receiver.id)], limit=1):
        subscriptions.create(
            {
                "name": "Acme ERP",
                "integration_id": receiver.id,
                "event_type_ids": [Command.set(told_of(env).ids)],
            }
        ).action_activate()
    return {"code": SUBSCRIBER, "secrets": [secret]}


def told_of(env):
    """Return the kinds of events that an ERP outside wants to know."""
    return env["logistics.event.type"].search(
        [
            (
                "code",
                "in",
                (
                    "shipment.milestone",
                    "shipment.stage",
                    "shipment.promise",
                    "shipment.proof",
                    "exception.opened",
                    "exception.resolved",
                ),
            )
        ]
    )
