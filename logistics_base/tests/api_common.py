# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.tests import HttpCase

from ..models.ir_http import API_SCOPE
from .common import LogisticsCase

FIRST_PAGE = "/logistics/v1/shipments"


class ApiCase(LogisticsCase, HttpCase):
    """Users with API keys, and requests that bear them."""

    @classmethod
    def make_user(cls, login, groups, **vals):
        """Return a user of the named groups."""
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.org",
                "group_ids": [(6, 0, [cls.env.ref(group).id for group in groups])],
                **vals,
            }
        )

    @classmethod
    def make_key(cls, user, scope=API_SCOPE, days=30):
        """Return a new API key of the user; expired for negative ``days``."""
        keys = cls.env(user=user)["res.users.apikeys"].sudo()
        return keys._generate(scope, "test", datetime.now() + timedelta(days=days))

    def get(self, path, key=None, **headers):
        """Send a GET request with the key as bearer."""
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return self.url_open(path, headers=headers)

    def assert_problem(self, response, status, name):
        """Check that the answer is this problem after RFC 9457."""
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        problem = response.json()
        self.assertEqual(problem["type"], f"urn:odoo-logistics:problem:{name}")
        self.assertEqual(problem["status"], status)
