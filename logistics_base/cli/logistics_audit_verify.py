# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import sys

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class LogisticsAuditVerify(Command):
    """Verify the audit trail of a database; tell what was changed, cut out or moved.

    Give the database with -d. The exit status is 0 where every company's chain is sound,
    1 where one is broken, 2 where nothing could be verified.
    """

    name = "logistics_audit_verify"

    def run(self, args):
        """Verify the chain of each company and print what was found."""
        config.parser.prog = self.prog
        config.parse_config(args, setup_logging=True)
        databases = config["db_name"]
        if len(databases) != 1:
            sys.stderr.write("Name one database with -d.\n")
            sys.exit(2)
        with Registry(databases[0]).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if "logistics.audit.verification" not in env:
                sys.stderr.write("Logistics is not installed there.\n")
                sys.exit(2)
            verifications = env["logistics.audit.verification"]._verify_all()
            for verification in verifications:
                sys.stdout.write(_line(verification))
            broken = "broken" in verifications.mapped("state")
        sys.exit(1 if broken else 0)


def _line(verification):
    text = (
        f"{verification.company_id.name}: {verification.state}, "
        f"{verification.entry_count} entries, "
        f"{verification.checkpoint_count} signed checkpoints, "
        f"{verification.anchor_count} notes outside\n"
    )
    if verification.note:
        text += f"  {verification.note}\n"
    if verification.findings:
        lines = verification.findings.splitlines()
        text += "".join(f"  {line}\n" for line in lines)
    return text
