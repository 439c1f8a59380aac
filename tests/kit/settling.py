# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about approved invoices that are settled by a run."""

_INVOICES = """
    INSERT INTO logistics_carrier_invoice
        (name, kind, integration_id, partner_id, company_id, currency_id, invoice_date,
         amount_total, amount_lines, amount_tax_lines, line_count, state, paid_as,
         approved_amount, approved_by_id)
    SELECT 'S-' || n, 'invoice', %(carrier)s, %(vendor)s, %(company)s, %(currency)s,
           '2026-03-01'::date + n %% 60, 10 + n %% 7, 10 + n %% 7, 0, 1, 'approved',
           'undisputed', 10 + n %% 7, %(user)s
      FROM generate_series(1, %(count)s) n
    RETURNING id, amount_total
"""
_LINES = """
    INSERT INTO logistics_carrier_invoice_line
        (invoice_id, company_id, currency_id, position, subject, tracking_number,
         normalized, type, amount)
    SELECT i.id, i.company_id, i.currency_id, 1, 'shipment', i.name, i.name, 'base',
           i.amount_total
      FROM logistics_carrier_invoice i WHERE i.id = ANY(%s)
"""


class SettlingCommands:
    """Makes approved invoices and a run over them, and tells what became of them."""

    def prepare_settlement(self, count):
        """Make approved invoices, and start a run over them; return the run's id."""
        env = self._env()
        company = env.company
        if not company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", company)
        vendor = env["res.partner"].create({"name": "Settled Parcel"})
        carrier = env["logistics.integration"].create(
            {
                "name": "Settled Parcel",
                "code": "settled",
                "kind": "carrier",
                "preset": "ups_billing_csv",
                "state": "live",
                "partner_id": vendor.id,
            }
        )
        env.flush_all()
        env.cr.execute(
            _INVOICES,
            {
                "carrier": carrier.id,
                "vendor": vendor.id,
                "company": company.id,
                "currency": company.currency_id.id,
                "user": env.ref("base.user_admin").id,
                "count": count,
            },
        )
        env.cr.execute(_LINES, ([row[0] for row in env.cr.fetchall()],))
        admin = env.ref("base.user_admin")
        runs = env["logistics.settlement"].with_user(admin)
        run = runs.create({"name": "Run", "integration_ids": carrier.ids})
        run.action_start()
        env.cr.commit()
        env.cr.close()
        return run.id

    def settlement(self, run):
        """Return what became of a run: its state, and how far it is."""
        env = self._env()
        found = env["logistics.settlement"].browse(run)
        told = {
            "state": found.state,
            "billed": found.billed_count,
            "waiting": found.waiting_count,
            "skipped": found.skipped_why,
        }
        env.cr.close()
        return told

    def bills_of_settlement(self):
        """Return [(number of the invoice, bills that bear it, amount less approved)]."""
        env = self._env()
        env.cr.execute(
            """
            SELECT i.name, count(DISTINCT m.id),
                   (sum(m.amount_total) - i.approved_amount)::float8
              FROM logistics_carrier_invoice i
              LEFT JOIN account_move m ON m.ref = i.name AND m.state != 'cancel'
             WHERE i.name LIKE 'S-%'
             GROUP BY i.id ORDER BY i.id
            """
        )
        found = env.cr.fetchall()
        env.cr.close()
        return found

    def settle_on(self, run, how):
        """Have somebody stop, resume or roll back a run."""
        env = self._env()
        admin = env.ref("base.user_admin")
        own = env["logistics.settlement"].with_user(admin).browse(run)
        {
            "stop": own.action_stop,
            "resume": own.action_resume,
            "roll_back": own.action_roll_back,
        }[how]()
        env.cr.commit()
        env.cr.close()
        return own.id

    def wake_settlement(self):
        """Have the server look at once whether a run has anything left."""
        env = self._env()
        env.ref("logistics_billing_reconcile.cron_settlement")._trigger()
        env.cr.commit()
        env.cr.close()
