# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The statements of one batch, in their order."""

from datetime import UTC, datetime

from . import first_pass, matching, outcome, staging
from .rules import RULES
from .rules.accessorials import USUAL
from .words import KINDS

#: Fewer charges are looked up one by one, more are joined with all there are; so are
#: charges that are few beside the numbers of all shipments.
FEW_LINES = 20_000
FEW_OF_ALL = 0.1


class Run:
    """Audits invoices of one company, in the transaction of their environment."""

    def __init__(self, invoices):
        self._env, self._cr = invoices.env, invoices.env.cr
        self._invoices = invoices
        self._new = invoices.filtered(lambda invoice: not invoice.audited_at)
        self._params = {
            "company": invoices.env.company.id,
            "invoices": list(invoices.ids),
            "kinds": list(KINDS),
            "usual": list(USUAL),
            "numbers": list(matching.NUMBERS),
            "tracking": list(matching.TRACKING),
            "bills": list(matching.BILLS_OF_LADING),
            "references": list(matching.REFERENCES),
            "uid": invoices.env.uid,
            "now": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        }

    def carry_out(self):
        """Judge what is new, look closely at what is suspect, write down what is found."""
        self._env.flush_all()
        self._cr.execute("SET LOCAL work_mem = '128MB'")
        self._stage()
        self._judge_new()
        self._match()
        self._examine()
        self._write_down()

    def _execute(self, *statements):
        for statement in statements:
            self._cr.execute(statement, self._params)

    def _count(self, *tables):
        """Let the planner know what temporary tables hold."""
        for table in tables:
            self._cr.execute(staging.COUNT[table])

    def _stage(self):
        self._cr.execute(staging.DROP)
        self._env["logistics.billing.terms"]._assign(self._invoices.ids)
        self._execute(staging.INVOICES, staging.LIMITS, staging.AGREED, staging.VOIDED)
        self._execute(matching.SHIPMENTS, staging.FOUND)
        self._count("audit_invoice", "audit_limit")
        self._has_voided = self._invoices._fill_voided()

    def _judge_new(self):
        """Judge what was never judged, in one statement."""
        if not self._new:
            return
        statement = first_pass.first_pass(
            is_small=self._are_few(sum(self._new.mapped("line_count"))),
            has_before=self._is_there(
                "logistics_carrier_invoice "
                "WHERE company_id = %(company)s AND audited_at IS NOT NULL"
            ),
            has_voided=self._has_voided,
            wants_proof=self._is_there("audit_invoice WHERE needs_proof"),
        )
        self._cr.execute(statement, {**self._params, "invoices": list(self._new.ids)})

    def _are_few(self, lines):
        self._cr.execute(
            "SELECT reltuples FROM pg_class WHERE relname = 'logistics_reference'"
        )
        return lines <= max(FEW_LINES, FEW_OF_ALL * self._cr.fetchone()[0])

    def _is_there(self, what):
        self._cr.execute(f"SELECT EXISTS (SELECT 1 FROM {what})", self._params)
        return self._cr.fetchone()[0]

    def _match(self):
        """Find the shipments of charges that have none, or that are stale."""
        self._execute(matching.TO_MATCH)
        self._count("audit_open")
        self._execute(matching.CANDIDATES)
        if self._has_voided:
            self._execute(matching.VOIDED)
        self._count("audit_candidate")
        self._execute(matching.LEFT, matching.MATCH, matching.DECIDED)

    def _examine(self):
        """Look closely at the shipments any of whose charges is suspect."""
        self._execute(staging.SHIPMENTS)
        self._count("audit_shipment")
        self._execute(staging.CASES)
        self._count("audit_case")
        self._execute(staging.GROUPS)
        self._count("audit_group")
        self._execute(*RULES)

    def _write_down(self):
        self._execute(outcome.VERDICTS, outcome.SMALL_SUMS, outcome.WRITE)
        self._execute(outcome.GONE, outcome.OTHER_VERDICTS, outcome.NOT_STALE)
        self._execute(outcome.STATES)
