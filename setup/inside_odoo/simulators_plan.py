# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes whom the simulated carriers play: ``simulators_plan.py ODOO_CONF FOLDER``.

Every live integration whose preset the simulators speak gets a fresh secret, known to
both sides. ``FOLDER/live.json`` puts its open shipments on their journeys;
``FOLDER/past.json`` tells, once, the journeys that ended before the demo began. The
last line printed is JSON: how many there are, and a shipment to look up.
"""

import base64
import json
import os
import sys
from pathlib import Path

from demo_shipments import Dispatch, playable

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

CREDENTIAL = "webhook_secret"


def main(conf, folder):
    """Write the plans for the database that ``conf`` names."""
    config.parse_config(["-c", conf, "--logfile="])
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        partners = [(each, renew_secret(each)) for each in playable(env)]
        dispatch = Dispatch(env)
        past = [dispatch.past(integration) for integration, _secret in partners]
        live = [dispatch.live(integration) for integration, _secret in partners]
        write(Path(folder, "past.json"), partners, past)
        write(Path(folder, "live.json"), partners, live)
        sample = dispatch.sample()
    # The server that runs already may hold the old secrets in its cache.
    registry.signal_changes()
    counts = {"past": sum(map(len, past)), "live": sum(map(len, live))}
    print(json.dumps({"carriers": len(partners), **counts, **sample}))


def write(path, partners, shipments):
    """Write one plan of the simulators."""
    played = [
        {
            "integration": integration.code,
            "dialect": integration.preset,
            "secret": secret,
            "shipments": journeys,
        }
        for (integration, secret), journeys in zip(partners, shipments, strict=True)
    ]
    path.write_text(json.dumps({"partners": played}, indent=1))


def renew_secret(integration):
    """Store a fresh secret to verify with; return the one to sign with."""
    signing, verifying = secrets_for(integration.signature_scheme)
    credentials = integration.env["logistics.credential"]
    known = [("integration_id", "=", integration.id), ("name", "=", CREDENTIAL)]
    credentials.search(known).unlink()
    values = {"integration_id": integration.id, "name": CREDENTIAL}
    credentials.create({**values, "value": verifying})
    return signing


def secrets_for(scheme):
    """Return the secret to sign with and the one to verify with."""
    if scheme == "shipengine":
        return key_pair()
    secret = "whsec_" + base64.b64encode(os.urandom(24)).decode()
    return secret, secret


def key_pair():
    """Return a new RSA key as PEM: the private and the public half."""
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


if __name__ == "__main__":
    main(*sys.argv[1:])
