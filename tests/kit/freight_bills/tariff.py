# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Enters a contract in Odoo as contract tariffs, as a person would do it."""

from datetime import timedelta

from .contract import BREAKS, ZONES

#: When each accessorial is earned; the others are agreed on, and earned case by case.
CONDITIONS = {
    "residential": {"is_residential": True},
    "additional_handling": {"length_over": 100},
}


def enter(integration, contract, names):
    """Enter the contract, in force; return the services.

    :param names: {code of a service: its name}.
    """
    fuel = integration.env["logistics.fuel.table"].create(
        {
            "name": "Ground",
            "integration_id": integration.id,
            "week_ids": [(0, 0, week) for week in _weeks(contract)],
        }
    )
    services = integration.env["logistics.service"]
    for service in contract.services:
        entered = services.create(_service_vals(integration, service, names))
        _tariff(entered, contract, service, fuel)
        services |= entered
    return services


def _weeks(contract):
    for at, percent in enumerate(contract.fuel):
        monday = contract.first_day + timedelta(weeks=at)
        yield {"date_from": monday, "percent": float(percent)}


def _service_vals(integration, service, names):
    return {
        "integration_id": integration.id,
        "code": service.code,
        "name": names[service.code],
        "rate_source": "tariff",
        "tz": "UTC",
        "guaranteed": service.is_guaranteed,
        "transit_days": 1 if service.is_guaranteed else 3,
        "delivers_by": 12.0 if service.is_guaranteed else 18.0,
    }


def _tariff(entered, contract, service, fuel):
    env = entered.env
    tariff = env["logistics.tariff"].create(
        {
            "name": f"{entered.name} {contract.first_day.year}",
            "service_id": entered.id,
            "currency_id": env["res.currency"]
            .search([("name", "=", contract.currency)])
            .id,
            "date_from": contract.first_day,
            "weight_step": float(contract.step),
            "dimensional_divisor": contract.divisor,
            "fuel_table_id": fuel.id,
            "surcharge_ids": [(0, 0, one) for one in _surcharges(contract)],
        }
    )
    for zone, lies in ZONES.items():
        env["logistics.tariff.zone"].create(
            {
                "tariff_id": tariff.id,
                "name": zone,
                "postcodes": f"{lies[0]}000-{lies[-1]}999",
                "break_ids": [
                    (0, 0, {"weight": float(weight), "price": float(price)})
                    for weight, price in zip(
                        BREAKS, contract.prices[service.code, zone], strict=True
                    )
                ],
            }
        )
    tariff.action_put_in_force()


def _surcharges(contract):
    for kind, condition in CONDITIONS.items():
        if kind in contract.extras:
            yield {
                "name": kind.replace("_", " ").capitalize(),
                "code": kind[:3].upper(),
                "type": kind,
                "amount": float(contract.extras[kind]),
                **condition,
            }
