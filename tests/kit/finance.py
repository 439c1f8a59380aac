# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about people who work on carriers' bills."""

import sys
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "setup" / "inside_odoo"


class FinanceCommands:
    """Makes what the demo has of freight bills, and customers who pay by proof."""

    def open_finance(self, folder):
        """Make the demo's carrier, its bills and who works on them.

        :param folder: where the sample bill is to lie.
        :return: the sample's ``path``, ``login`` and ``password``.
        """
        if str(DEMO) not in sys.path:
            sys.path.append(str(DEMO))
        import demo_billing

        env = self._env()
        self._keep_books(env)
        made = demo_billing.provide(env, Path(folder))
        env.cr.commit()
        env.cr.close()
        login = demo_billing.LOGIN
        return {"path": made["bill"], "login": login, "password": login}

    def pay_by_proof(self, customer):
        """Have a customer invoiced, for good, when a delivery is proven."""
        env = self._env()
        self._keep_books(env)
        env.company.logistics_release_makes = "posted"
        partner = env["res.partner"].search([("name", "=", customer)], limit=1)
        partner.logistics_invoice_policy = "pod"
        env.cr.commit()
        env.cr.close()

    def freight_books(self):
        """Return what is in the books of the demo's carrier and of customers."""
        env = self._env()
        bills = env["logistics.carrier.invoice"].search([], order="id")
        found = {
            "states": bills.mapped("state"),
            "bills": bills.move_id.mapped("state"),
            "billed": sum(bills.move_id.mapped("amount_untaxed")),
            "disputed": env["logistics.invoice.finding"].search_count(
                [("state", "=", "disputed")]
            ),
            "invoices": env["account.move"]
            .search([("move_type", "=", "out_invoice")])
            .mapped("state"),
        }
        env.cr.close()
        return found

    def _keep_books(self, env):
        if not env.company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", env.company)
