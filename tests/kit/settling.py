# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about approved invoices that are settled by a run."""

import threading

_INVOICES = """
    INSERT INTO logistics_carrier_invoice
        (name, kind, integration_id, partner_id, company_id, currency_id, invoice_date,
         amount_total, amount_lines, amount_tax_lines, line_count, state, paid_as,
         approved_amount, approved_by_id)
    SELECT %(name)s || '-' || n, 'invoice', %(carrier)s, %(vendor)s, %(company)s,
           %(currency)s,
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

#: Several people decide about this one.
_DECIDED = "T-1"


class SettlingCommands:
    """Makes approved invoices and a run over them, and tells what became of them."""

    def prepare_settlement(self, count, name="S"):
        """Make approved invoices, and start a run over them; return the run's id.

        :param name: what their numbers begin with.
        """
        env = self._env()
        company = env.company
        if not company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", company)
        vendor = env["res.partner"].create({"name": "Settled Parcel"})
        carrier = env["logistics.integration"].create(
            {
                "name": "Settled Parcel",
                "code": f"settled-{name.lower()}",
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
                "name": name,
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

    def decide_at_once(self, what, people=2):
        """Have several people do the same to ``T-1``, each begun before the others.

        :param what: name of the action.
        :return: what each was told: empty where it was done.
        """
        barrier, told = threading.Barrier(people), [None] * people

        def decide(at):
            told[at] = self._decide(what, barrier)

        threads = [threading.Thread(target=decide, args=(at,)) for at in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(told)

    def _decide(self, what, barrier):
        """Do as a request does: it is tried again where another one came first."""
        from psycopg2.errors import SerializationFailure

        from odoo.exceptions import UserError

        is_first = True
        while True:
            env = self._env()
            admin = env.ref("base.user_admin")
            invoices = env["logistics.carrier.invoice"].with_user(admin)
            invoice = invoices.search([("name", "=", _DECIDED)])
            invoice.fetch(["state"])
            if is_first:
                barrier.wait(60)
            is_first = False
            try:
                getattr(invoice, what)()
                env.cr.commit()
                return ""
            except SerializationFailure:
                env.cr.rollback()
            except UserError as error:
                return str(error)
            finally:
                env.cr.close()

    def reopen_settled(self):
        """Have the invoice be audited, and not approved yet."""
        env = self._env()
        env["logistics.carrier.invoice"].search(
            [("name", "=", _DECIDED)]
        ).state = "audited"
        env.cr.commit()
        env.cr.close()

    def bills_of_settlement(self, name="S"):
        """Return [(number of the invoice, bills that bear it, amount less approved)]."""
        env = self._env()
        env.cr.execute(
            """
            SELECT i.name, count(DISTINCT m.id),
                   (sum(m.amount_total) - i.approved_amount)::float8
              FROM logistics_carrier_invoice i
              LEFT JOIN account_move m ON m.ref = i.name AND m.state != 'cancel'
             WHERE i.name LIKE %s
             GROUP BY i.id ORDER BY i.id
            """,
            (f"{name}-%",),
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
