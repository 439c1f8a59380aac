# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long carriers are waited for, as people set it."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, TransactionCase, tagged

from ..models.logistics_carrier_work import LABEL_WAIT
from ..models.logistics_quote_live import CACHE_PARAMETER, CACHE_SECONDS, DEADLINE


@tagged("post_install", "-at_install")
class TestSettings(TransactionCase):
    def settings(self, **vals):
        """Save the settings page with these values."""
        form = Form(self.env["res.config.settings"])
        for name, value in vals.items():
            form[name] = value
        form.save().execute()

    def waits(self):
        """Return what the engine and the rates go by: (label, cache)."""
        return (
            self.env["logistics.booking"]._seconds("label_wait", LABEL_WAIT),
            self.env["logistics.quote"]._parameter(CACHE_PARAMETER, CACHE_SECONDS),
        )

    def test_without_a_setting_the_page_shows_what_counts(self):
        form = Form(self.env["res.config.settings"])

        self.assertEqual(form.logistics_label_wait, LABEL_WAIT)
        self.assertEqual(form.logistics_rate_deadline, DEADLINE)
        self.assertEqual(self.waits(), (LABEL_WAIT, CACHE_SECONDS))

    def test_what_is_set_counts(self):
        self.settings(logistics_label_wait=2.5, logistics_rate_cache_seconds=60)

        self.assertEqual(self.waits(), (2.5, 60))

    def test_zero_is_a_value_of_its_own(self):
        self.settings(logistics_label_wait=0, logistics_rate_cache_seconds=0)

        self.assertEqual(self.waits(), (0, 0))
        form = Form(self.env["res.config.settings"])
        self.assertEqual(form.logistics_rate_cache_seconds, 0)

    def test_what_would_break_the_engine_is_refused(self):
        for wrong in (
            {"logistics_label_wait": -1},
            {"logistics_rate_deadline": 0},
            {"logistics_booking_lease": 3},
        ):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                self.settings(**wrong)
