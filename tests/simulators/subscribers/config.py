# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads who listens to Odoo's own webhooks."""

from dataclasses import dataclass, fields

#: How many deliveries are remembered where nothing else is said.
KEPT = 200


@dataclass(frozen=True, slots=True)
class SubscriberPlan:
    """A system outside that is told of what happens in Odoo.

    :param code: its path below the address of those that are called.
    :param secrets: what it verifies with; several while one is rotated.
    :param keeps: how many deliveries it remembers.
    """

    code: str
    secrets: tuple
    keeps: int = KEPT


def parse(values):
    """Return the plan in a description.

    :raise ValueError: naming what is missing or wrong, and no secret.
    """
    known = {each.name for each in fields(SubscriberPlan)}
    for name in values:
        if name not in known:
            raise ValueError(f"{str(name)[:40]} is not known")
    code, secrets = values.get("code"), values.get("secrets")
    if not isinstance(code, str) or not code:
        raise ValueError("code is missing")
    if not isinstance(secrets, list) or not secrets:
        raise ValueError("secrets is missing")
    if not all(isinstance(secret, str) and secret for secret in secrets):
        raise ValueError("secrets must be texts")
    keeps = values.get("keeps", KEPT)
    if type(keeps) is not int or keeps < 1:
        raise ValueError("keeps must be a number from 1")
    return SubscriberPlan(code, tuple(secrets), keeps)
