# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import telemetry
from ..models.ir_http import API_SCOPE
from .api_common import ApiCase

OURS = "order-4711-abc"
_HEADER = telemetry.CORRELATION_HEADER
_LOGGER = "odoo.addons.logistics_base.models.logistics_message_log"


@tagged("-at_install", "post_install")
class TestCorrelation(ApiCase):
    """A request is followed under one id, here and where it comes from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("correlated", ["logistics_base.group_user"])
        cls.key = cls.make_key(cls.user, API_SCOPE)

    def ask(self, path="/logistics/v1/shipments", key=None, **headers):
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return self.url_open(path, headers=headers)

    def test_the_callers_id_comes_back(self):
        answer = self.ask(key=self.key, **{_HEADER: OURS})

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers[_HEADER], OURS)

    def test_who_gives_none_gets_a_new_one_each_time(self):
        first, second = (self.ask(key=self.key).headers[_HEADER] for _ in range(2))

        self.assertRegex(first, "^[0-9a-f]{32}$")
        self.assertNotEqual(first, second)

    @mute_logger("odoo.http")
    def test_a_refusal_bears_it_too(self):
        answer = self.ask(**{_HEADER: OURS})

        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer.headers[_HEADER], OURS)

    def test_pages_for_people_have_none(self):
        self.assertNotIn(_HEADER, self.ask("/web/login", **{_HEADER: OURS}).headers)

    def test_a_message_that_comes_in_takes_it_over(self):
        with telemetry.bound(correlation_id=OURS):
            message = self.receive(self.event("NOT-KNOWN-YET"))

        self.assertEqual(message.correlation_id, OURS)
        self.assertNotEqual(self.receive(self.event("1Z1")).correlation_id, OURS)

    def test_the_log_of_a_failure_names_message_partner_and_business(self):
        # Given
        seen = []

        class Seen(logging.Handler):
            def emit(self, record):
                seen.append((record.getMessage(), telemetry.current()))

        logger, handler = logging.getLogger(_LOGGER), Seen()
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)
        self.addCleanup(logger.setLevel, logger.level)
        logger.setLevel(logging.INFO)

        # When
        with patch.object(
            type(self.env["logistics.handler.shipment.milestone"]),
            "_apply",
            side_effect=ValueError("broken"),
        ):
            message = self.tell(self.event("1Z1"))

        # Then
        self.assertEqual(message.state, "dead")
        [(text, about)] = seen
        self.assertEqual(text, f"Message {message.id} is dead: internal")
        self.assertEqual(
            about,
            {
                "integration": self.integration.code,
                "message_id": message.id,
                "correlation_id": message.correlation_id,
            },
        )
        self.assertEqual(telemetry.current(), {})
