# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Secrets that the demo and its simulated carriers share, fresh with each start."""

import base64
import os

WEBHOOK = "webhook_secret"


def renew_secret(integration):
    """Store a fresh secret to verify with; return the one to sign with."""
    signing, verifying = secrets_for(integration.signature_scheme)
    renew_credential(integration, WEBHOOK, verifying)
    return signing


def renew_credential(integration, name, value):
    """Store a credential in place of those of that name; return its value."""
    credentials = integration.env["logistics.credential"]
    of_that_name = [("integration_id", "=", integration.id), ("name", "=", name)]
    credentials.search(of_that_name).unlink()
    credentials.create({"integration_id": integration.id, "name": name, "value": value})
    return value


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
