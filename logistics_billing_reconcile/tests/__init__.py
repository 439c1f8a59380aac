# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_dispute
from . import test_dispute_credit
from . import test_dispute_deadline
from . import test_dispute_evidence
from . import test_dispute_message
from . import test_expectation
from . import test_bill_taking
from . import test_approval
from . import test_vendor_bill
from . import test_vendor_bill_refused
from . import test_settlement
from . import test_writeoff
from . import test_hostile_bill
from . import test_rights

from . import test_planted_errors
from . import test_accrual
from . import test_match_case
from . import test_bill_step
from . import test_rest
from . import test_spend
from . import test_bill_mail
from . import test_bill_of_lading
from . import test_audit_engine, test_audit_turns
from . import test_retention
from . import test_findings
from . import test_line_verdict
