# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Errors planted in each format are found, each of them once, and nothing else is.

More of them, by other seeds: ``python -m tests.bench.billing --only accuracy``.
"""

import logging
import unittest

from odoo.tests import tagged

from .common import BillingCase

try:
    from tests.kit.freight_bills import CARRIERS, generate
    from tests.kit.freight_bills.answers import compare, mistakes, table
    from tests.kit.freight_bills.trial import Trial
except ModuleNotFoundError:
    CARRIERS = {}

SEED = 20260302
_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
@unittest.skipUnless(CARRIERS, "What plants errors lies in this addon's repository.")
class TestPlantedErrors(BillingCase):
    maxDiff = None

    def _try(self, name):
        # given shipments, and bills for them of which we know what is wrong
        scenario = generate(name, SEED, size=2)
        # when they come in by the door and are audited
        scores = compare(scenario.planted, Trial(self.env, scenario).run())
        # then all that is wrong was found, and nothing that is right
        _logger.info("seed %s\n%s", SEED, "\n".join(table({name: scores})))
        self.assertEqual("\n".join(mistakes(scores)), "")
        self.assertEqual(set(scores), {each.type for each in scenario.planted})

    def test_ups(self):
        self._try("ups_billing_csv")

    def test_fedex(self):
        self._try("fedex_billing_csv")

    def test_dhl(self):
        self._try("dhl_mybill")

    def test_x12(self):
        self._try("x12")

    def test_edifact(self):
        self._try("edifact")

    def test_every_format_is_tried(self):
        tried = {"ups_billing_csv", "fedex_billing_csv", "dhl_mybill", "x12", "edifact"}
        self.assertEqual(set(CARRIERS), tried)
