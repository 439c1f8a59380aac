# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes whom the simulated carriers play: ``simulators_plan.py ODOO_CONF FILE``.

Every live carrier integration whose preset the simulators speak gets a fresh secret,
known to both sides; its open shipments are put on journeys.
"""

import base64
import itertools
import json
import os
import sys

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from tests import plain  # noqa: F401  makes the plain floor importable
from tests.simulators.dialects import DIALECTS
from tests.simulators.journeys import JOURNEYS

FINAL = ("delivered", "returned", "cancelled", "lost")
CREDENTIAL = "webhook_secret"


def main(conf, plan):
    """Write the plan for the database that ``conf`` names."""
    config.parse_config(["-c", conf, "--logfile="])
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        partners = [play(integration) for integration in playable(env)]
    with open(plan, "w") as file:
        json.dump({"partners": partners}, file, indent=1)
    shipments = sum(len(partner["shipments"]) for partner in partners)
    print(f"{len(partners)} carriers, {shipments} shipments on their way")


def playable(env):
    """Return the live integrations whose format the simulators speak."""
    return env["logistics.integration"].search(
        [("state", "=", "live"), ("preset", "in", list(DIALECTS))], order="code"
    )


def play(integration):
    """Return the plan of one carrier and store its secret."""
    signing, verifying = secrets_for(integration.signature_scheme)
    env = integration.env
    known = [("integration_id", "=", integration.id), ("name", "=", CREDENTIAL)]
    env["logistics.credential"].search(known).unlink()
    env["logistics.credential"].create(
        {"integration_id": integration.id, "name": CREDENTIAL, "value": verifying}
    )
    return {
        "integration": integration.code,
        "dialect": integration.preset,
        "secret": signing,
        "shipments": journeys(integration),
    }


def secrets_for(scheme):
    """Return the secret to sign with and the one to verify with."""
    if scheme != "shipengine":
        secret = "whsec_" + base64.b64encode(os.urandom(24)).decode()
        return secret, secret
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        pem, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def journeys(integration):
    """Return the open shipments of a carrier, each on a journey of its mode."""
    domain = [("integration_id", "=", integration.id), ("state", "not in", FINAL)]
    shipments = integration.env["logistics.shipment"].search(domain, order="id")
    cycles = {}
    found = []
    for shipment in shipments:
        numbers = tracking_numbers(shipment)
        if not numbers:
            continue
        ocean = shipment.mode == "ocean"
        names = [n for n, j in JOURNEYS.items() if (j.mode == "ocean") == ocean]
        cycle = cycles.setdefault(ocean, itertools.cycle(names))
        found.append(
            {
                "tracking_number": numbers[0],
                "packages": numbers,
                "journey": next(cycle),
            }
        )
    return found


def tracking_numbers(shipment):
    """Return the tracking references of a shipment: its packages' first."""
    tracking = shipment.reference_ids.filtered(lambda r: r.type == "tracking")
    of_packages = tracking.filtered("package_id")
    return (of_packages or tracking).mapped("value")


if __name__ == "__main__":
    main(*sys.argv[1:])
