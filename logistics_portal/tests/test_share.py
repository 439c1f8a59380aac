# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import PortalHttpCase


@tagged("post_install", "-at_install")
class TestShare(PortalHttpCase):
    """The tracking link: made, replaced, revoked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("SHR1")

    def status(self, token):
        return self.get(f"/track/{token}").status_code

    def share(self, **values):
        values["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(
            f"/my/shipments/{self.shipment.id}/share",
            data=values,
            allow_redirects=False,
        )

    def test_nothing_is_shared_until_somebody_shares(self):
        self.authenticate("ada", "ada")
        self.get(f"/my/shipments/{self.shipment.id}")
        self.assertFalse(self.shipment.access_token)
        self.assertEqual(self.share().status_code, 303)
        self.shipment.invalidate_recordset()
        self.assertEqual(self.status(self.shipment.access_token), 200)

    def test_sharing_again_keeps_the_link_unless_a_new_one_is_wanted(self):
        old = self.shipment._portal_ensure_token()
        self.authenticate("ada", "ada")
        self.share()
        self.assertEqual(self.status(old), 200)
        self.share(renew="1")
        self.shipment.invalidate_recordset()
        self.assertEqual(self.status(old), 404)
        self.assertEqual(self.status(self.shipment.access_token), 200)

    def test_a_revoked_link_is_dead(self):
        token = self.shipment._portal_ensure_token()
        self.assertEqual(self.status(token), 200)
        self.shipment.action_revoke_share_link()
        self.assertFalse(self.shipment.share_url)
        self.assertEqual(self.status(token), 404)
        response = self.get(f"/my/shipments/{self.shipment.id}?access_token={token}")
        self.assertNotIn("/track/", response.headers["Location"])

    def test_another_customer_cannot_share_it(self):
        self.authenticate("eve", "eve")
        self.assertEqual(self.share(renew="1").status_code, 404)

    def test_staff_who_only_read_cannot_replace_it(self):
        viewer = new_test_user(self.env, "viewer", groups="logistics_base.group_user")
        with self.assertRaises(AccessError):
            self.shipment.with_user(viewer).action_renew_share_link()

    def test_an_empty_token_opens_nothing(self):
        for token in ("", None, False):
            self.assertFalse(self.env["logistics.shipment"]._of_share_token(token))
