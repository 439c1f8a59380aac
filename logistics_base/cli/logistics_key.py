# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import sys

from cryptography.fernet import Fernet

from odoo.cli import Command


class LogisticsKey(Command):
    """Make a new key to encrypt the credentials of integrations with.

    The key is printed alone on standard output, what to do with it on standard error. It
    is stored nowhere: whoever has it and a copy of the database can read the credentials.
    """

    name = "logistics_key"

    def run(self, args):
        """Print a new key."""
        self.parser.parse_args(args)
        sys.stdout.write(Fernet.generate_key().decode("ascii") + "\n")
        sys.stdout.flush()
        sys.stderr.write(_WHAT_TO_DO)


_WHAT_TO_DO = """
Set it in odoo.conf:

    logistics_keys = <the key>

or as LOGISTICS_KEYS in the server's environment (which goes first), and restart Odoo.
Keep a copy where you keep passwords, away from the database's backups: without it the
credentials have to be entered again.

To change a key, put the new one first and keep the old one behind it, separated by a
comma. Credentials stored from then on use the first key; encrypt the others anew under
Logistics > Configuration > Settings, then take the old key away and restart.
"""
