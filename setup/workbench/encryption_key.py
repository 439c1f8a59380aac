# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The key that protects the secrets stored in the databases made here."""

import base64
import os

VARIABLE = "LOGISTICS_KEYS"


def provide(places, environment):
    """Set the variable Odoo reads the key from; keep the key beside the databases.

    A key that is set already is left as it is.
    """
    if environment.get(VARIABLE):
        return
    file = places.state / "encryption.key"
    if not file.is_file():
        half = file.with_suffix(".part")
        half.touch(mode=0o600)
        half.write_text(base64.urlsafe_b64encode(os.urandom(32)).decode())
        half.replace(file)
    environment[VARIABLE] = file.read_text().strip()
