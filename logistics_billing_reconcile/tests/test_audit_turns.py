# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import closing
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..auditing.run import Run
from .test_audit_engine import AuditCase

_AUDIT = (
    "odoo.addons.logistics_billing_reconcile.models.logistics_carrier_invoice_audit"
)


@tagged("post_install", "-at_install")
class TestAuditTurns(AuditCase):
    """Audits in the background, one after the other."""

    def pending(self, **kwargs):
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            env["logistics.carrier.invoice"]._audit_pending(**kwargs)
        self.env.invalidate_all()

    def broken(self, *invoices):
        """Have nothing come of audits of these invoices."""
        carry_out, ids = Run.carry_out, {invoice.id for invoice in invoices}

        def fails(run):
            if ids & set(run._invoices.ids):
                run._cr.execute("SELECT 1 / 0")
            carry_out(run)

        return patch.object(Run, "carry_out", fails)

    @mute_logger(_AUDIT, "odoo.sql_db")
    def test_one_that_cannot_be_audited_keeps_no_other_waiting(self):
        invoices = [self.make_invoice((self.make_parcel(), 10)) for _at in range(5)]
        with self.broken(invoices[1]):
            self.pending()
        states = [invoice.state for invoice in invoices]
        self.assertEqual(
            states, ["audited", "imported", "audited", "audited", "audited"]
        )
        self.assertIn("division by zero", invoices[1].audit_problem)

    @mute_logger(_AUDIT, "odoo.sql_db")
    def test_what_could_not_be_audited_is_tried_again_when_asked_for(self):
        invoice = self.make_invoice((self.make_parcel(), 10))
        with self.broken(invoice):
            self.pending()
        self.pending()
        self.assertEqual(invoice.state, "imported")

        invoice.action_audit()

        self.assertEqual(invoice.state, "audited")
        self.assertFalse(invoice.audit_problem)

    @mute_logger(_AUDIT, "odoo.sql_db")
    def test_what_could_not_be_audited_is_tried_again_the_next_day(self):
        invoice = self.make_invoice((self.make_parcel(), 10))
        with self.broken(invoice):
            self.pending()
        self.pending(unmatched=True)
        self.assertEqual(invoice.state, "audited")
        self.assertFalse(invoice.audit_problem)

    def test_shipments_are_looked_for_again_for_some_months(self):
        # given a charge of nobody's, this quarter
        invoice = self.make_invoice(("NOBODY1", 10))
        invoice._audit()
        turns = [invoice._pending_audit(True)]
        # when it grows old
        with freeze_time(fields.Datetime.now() + timedelta(days=91)):
            turns.append(invoice._pending_audit(True))
        # then it is left alone
        self.assertIn(invoice, turns[0])
        self.assertNotIn(invoice, turns[1])

    def test_what_happens_during_an_audit_is_not_lost(self):
        # given a delivery that is late, told while its freight is being audited
        parcel = self.make_parcel(terms={"guaranteed_until": self.at(24)})
        invoice = self.make_invoice(self.bill(parcel, 10))
        invoice._audit()
        carry_out = Run.carry_out

        def meanwhile(run):
            carry_out(run)
            # What its event marks is not there yet for others, or stale already.
            parcel.with_env(run._env).delivered_date = self.at(40)
            events = run._env["logistics.event"]
            events._publish("shipment.stage", parcel)
            with patch.object(
                type(run._env["logistics.charge.audit"]), "_on_events", lambda *_a: None
            ):
                while events._expand():
                    pass

        self.env["logistics.charge.audit"]._mark_stale(parcel.ids)
        with patch.object(Run, "carry_out", meanwhile):
            invoice._audit()
        self.assertFalse(self.findings(invoice))
        # when the background looks
        self.pending()
        # then it is audited again
        self.assertEqual(self.findings(invoice), ["late_delivery"])

    def test_who_finds_others_at_it_leaves_it_to_the_background(self):
        invoice = self.make_invoice((self.make_parcel(), 10))
        company = self.env.company.id
        with closing(db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute(
                "INSERT INTO logistics_audit_turn AS t (company_id, turns) "
                "VALUES (%s, 1) ON CONFLICT (company_id) DO UPDATE SET turns = t.turns",
                (company,),
            )
            other.commit()
            self.addCleanup(self._forget_turn)
            other.execute(
                "SELECT 1 FROM logistics_audit_turn WHERE company_id = %s FOR UPDATE",
                (company,),
            )
            before = self.env["ir.cron.trigger"].search([])
            invoice.action_audit()
            other.rollback()

        self.assertEqual(invoice.state, "imported")
        told = self.env["ir.cron.trigger"].search([]) - before
        cron = self.env.ref("logistics_billing_reconcile.cron_audit")
        self.assertEqual(told.cron_id, cron)

    def _forget_turn(self):
        with closing(db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute("DELETE FROM logistics_audit_turn")
            other.commit()
