# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The carriers of the demo that are called, and the ones that are sent files.

They are set up as a person would do it, once; their addresses and secrets are renewed
whenever the simulated carriers start.
"""

import secrets
from pathlib import Path

from demo_secrets import renew_credential, renew_secret

SANDBOX = "sandbox-express"
COURIER = "nordhaven-courier"
#: Takes files and answers none: what it is offered stays open.
SILENT = "fenland-haulage"
CALLED = (SANDBOX, COURIER)
CURRENCIES = ("EUR", "USD", "GBP")
#: Seconds in which to look at what is booked before the carrier fetches it unasked.
HANDOVER_WAIT = 600
#: Code at the carrier, name, working days, heaviest piece in kg, further fields.
SERVICES = (
    ("economy", "Economy", 3, 31.5, {"is_return": True}),
    (
        "standard",
        "Standard",
        2,
        31.5,
        {"allows_dangerous_goods": True, "is_return": True},
    ),
    ("express", "Express", 1, 70.0, {"is_return": True}),
    ("next_noon", "Next Day by Noon", 1, 31.5, {"guaranteed": True, "delivers_by": 12}),
    ("freight", "Freight", 3, 1200.0, {"allows_dangerous_goods": True}),
)
COURIER_SERVICES = (
    ("ECO", "Economy", 3, 31.5, {}),
    ("DAY", "Standard", 2, 31.5, {"is_international": True, "is_return": True}),
    ("FAST", "Express", 1, 31.5, {"is_international": True}),
)
#: Name of the delivery method, service: without one it is chosen when it is rated.
METHODS = (
    ("Sandbox Economy", "economy"),
    ("Sandbox Express", "express"),
    ("Sandbox, best offer", None),
)
COURIER_METHODS = (("Nordhaven Courier", "DAY"),)
#: Whoever is best by the routing guides, and another one where that one fails.
OPEN_METHOD = "Best Carrier"
#: Code, name, preset, our id and the partner's, further options.
TRADING_PARTNERS = (
    ("acme-trucking", "Acme Trucking", "x12", "SHIPPERUS", "ACMETRUCK", "scac = ACME"),
    ("rhein-spedition", "Rhein Spedition", "edifact", "SHIPPERDE", "RHEINSPED", False),
    (SILENT, "Fenland Haulage", "x12", "SHIPPERUS", "FENLAND", "scac = FENH"),
)


def provide_called(env, address):
    """Provide the carriers that are called; return their part of the plan.

    :param address: where the simulated carriers listen.
    """
    nobody = env["logistics.integration"], env["logistics.service"]
    provide_method(OPEN_METHOD, *nobody)
    return [
        provide_sandbox(env, f"{address}/{SANDBOX}"),
        provide_courier(env, f"{address}/{COURIER}"),
    ]


def provide_sandbox(env, address):
    """Provide the Sandbox Carrier, which answers at ``address``; return its part."""
    integration = provide_integration(env, SANDBOX, "Sandbox Carrier", "sandbox")
    integration.write(
        {
            "base_url": address,
            "auth_scheme": "oauth2",
            "token_url": f"{address}/oauth/token",
        }
    )
    provide_services(integration, SERVICES)
    provide_methods(integration, METHODS)
    return plan_of(
        integration,
        client_id=renew_credential(integration, "client_id", "demo"),
        client_secret=renew_credential(integration, "client_secret", fresh()),
    )


def provide_courier(env, address):
    """Provide the courier that is connected by its preset alone; return its part."""
    integration = provide_integration(env, COURIER, "Nordhaven Courier", "regional")
    integration.write(
        {
            "base_url": address,
            "auth_scheme": "header",
            "auth_header": "X-Courier-Key",
        }
    )
    provide_services(integration, COURIER_SERVICES)
    provide_methods(integration, COURIER_METHODS)
    return plan_of(
        integration, api_key=renew_credential(integration, "api_key", fresh())
    )


def provide_integration(env, code, name, preset):
    """Return the integration of a carrier that is played on this machine."""
    return find_or_create(
        env["logistics.integration"],
        {"code": code},
        {
            "name": name,
            "preset": preset,
            "environment": "test",
            "allow_internal_address": True,
            "state": "draft",
        },
    )


def plan_of(integration, **login):
    """Return how the simulators play a carrier that is called; it is live then."""
    secret = renew_secret(integration)
    go_live(integration)
    currency = integration.env.company.currency_id.name
    account = {
        "dialect": integration.preset,
        "number": "DEMO-0001",
        "currency": currency if currency in CURRENCIES else "EUR",
        "handover_wait": HANDOVER_WAIT,
    }
    return {
        "integration": integration.code,
        "dialect": integration.preset,
        "secret": secret,
        "options": integration.signature_options or None,
        "shipments": [],
        "api": account | login,
    }


def fresh():
    """Return a secret nobody had before."""
    return secrets.token_urlsafe(24)


def provide_services(integration, services):
    """Provide the carrier's services."""
    for position, (code, name, days, heaviest, more) in enumerate(services):
        find_or_create(
            integration.env["logistics.service"],
            {"integration_id": integration.id, "code": code},
            {
                "name": name,
                "sequence": 10 * (position + 1),
                "transit_days": days,
                "max_weight": heaviest,
                "is_international": code in ("standard", "express"),
                "has_cutoff": True,
                "cutoff": 16,
                **more,
            },
        )


def provide_methods(integration, methods):
    """Provide the delivery methods of one carrier a salesperson chooses from."""
    services = integration.env["logistics.service"]
    for name, code in methods:
        service = services.search(
            [("integration_id", "=", integration.id), ("code", "=", code)]
        )
        provide_method(name, integration, service)


def provide_method(name, integration, service):
    """Provide a delivery method; without an integration the routing guides choose."""
    env = integration.env
    product = find_or_create(
        env["product.product"],
        {"default_code": "DEMO-SHIPPING"},
        {
            "name": "Shipping",
            "type": "service",
            "sale_ok": False,
            "purchase_ok": False,
            "list_price": 0,
        },
    )
    find_or_create(
        env["delivery.carrier"],
        {"logistics_integration_id": integration.id, "name": name},
        {
            "delivery_type": "logistics",
            "product_id": product.id,
            "logistics_service_id": service.id,
            "integration_level": "rate_and_ship",
        },
    )


def provide_trading_partners(env, exchange):
    """Provide the partners that are sent files; return their part of the plan.

    :param exchange: the folder below which their files lie.
    """
    plans = [
        provide_trading_partner(env, Path(exchange), *facts)
        for facts in TRADING_PARTNERS
    ]
    return [plan for plan in plans if plan["code"] != SILENT]


def provide_trading_partner(env, exchange, code, name, preset, ours, theirs, options):
    """Return how the simulators play one trading partner."""
    to_them, to_us = (exchange / code / each for each in ("to_partner", "from_partner"))
    for folder in (to_them, to_us, to_us / "archive", to_us / "quarantine"):
        folder.mkdir(parents=True, exist_ok=True)
    integration = find_or_create(
        env["logistics.integration"],
        {"code": code},
        {
            "name": name,
            "preset": preset,
            "environment": "test",
            "edi_our_id": ours,
            "edi_partner_id": theirs,
            "edi_parameters": options,
            "state": "draft",
        },
    )
    find_or_create(
        env["logistics.folder"],
        {"integration_id": integration.id},
        {
            "name": name,
            "path_in": str(to_us),
            "path_out": str(to_them),
            "min_age": 0,
            "enabled": True,
        },
    )
    renew_secret(integration)
    go_live(integration)
    return {"code": code, "picks_up": str(to_them), "drops": str(to_us)}


def go_live(integration):
    """Let an integration work that was only prepared."""
    if integration.state == "draft":
        integration.state = "live"


def find_or_create(model, key, values):
    """Return the record with these values of its key, made where there is none."""
    found = model.search([(name, "=", value) for name, value in key.items()], limit=1)
    return found or model.create({**values, **key})
