# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers with portal accounts, and shipments for them."""

from zoneinfo import ZoneInfo

from lxml import html

from odoo import fields
from odoo.tests import HttpCase, new_test_user

from odoo.addons.logistics_base.tests.common import LogisticsCase

from ..controllers import track
from ..tracking.reader import Reader
from ..tracking.times import ReaderTimes

#: The time it is in the tests that freeze it: a Monday, ten in Paris.
NOW = "2026-11-23 09:00:00"


class PortalCase(LogisticsCase):
    """Two companies that are customers; ``ada`` and ``bob`` work for the first one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.france = cls.env.ref("base.fr")
        cls.acme, cls.rival = cls.env["res.partner"].create(
            [
                {"name": "Acme", "is_company": True},
                {"name": "Rival", "is_company": True},
            ]
        )
        cls.ada = cls.make_customer("ada", cls.acme)
        cls.bob = cls.make_customer("bob", cls.acme)
        cls.eve = cls.make_customer("eve", cls.rival)
        cls.shop = cls.env["res.partner"].create(
            {
                "name": "Acme Shop",
                "parent_id": cls.acme.id,
                "type": "delivery",
                "street": "14 rue des Tanneurs",
                "zip": "69009",
                "city": "Lyon",
                "country_id": cls.france.id,
            }
        )
        cls.carrier = cls.env["res.partner"].create({"name": "Boreal Express"})
        cls.integration.write(
            {"partner_id": cls.carrier.id, "name": "Boreal account 889-221"}
        )

    @classmethod
    def make_customer(cls, login, company):
        """Return a portal user who works for the company."""
        user = new_test_user(
            cls.env,
            login=login,
            groups="base.group_portal",
            tz="Europe/Paris",
            email=f"{login}@example.com",
        )
        user.partner_id.parent_id = company
        return user

    @classmethod
    def make_shipment(cls, tracking=None, packages=(), integration=None, **vals):
        """Return a released shipment for Acme's shop."""
        vals = {"partner_id": cls.acme.id, "ship_to_id": cls.shop.id, **vals}
        shipment = super().make_shipment(tracking, packages, integration, **vals)
        shipment.action_release()
        return shipment

    @classmethod
    def happen(cls, shipment, code, when, **vals):
        """Record a milestone; ``when`` is UTC."""
        return cls.env["logistics.milestone"].create(
            {
                "shipment_id": shipment.id,
                "code": code,
                "occurred_at": fields.Datetime.to_datetime(when),
                **vals,
            }
        )

    @classmethod
    def reader(cls, *, full=True, zone="Europe/Paris", language="en_US"):
        """Return a reader as of now."""
        now = fields.Datetime.now()
        return Reader(full, ReaderTimes(ZoneInfo(zone), language, now))

    @classmethod
    def page(cls, shipment, **reader):
        """Return what that reader is shown of the shipment."""
        return shipment._tracking_page(cls.reader(**reader))


class PortalHttpCase(PortalCase, HttpCase):
    """The same, with a browser's view of it."""

    def setUp(self):
        super().setUp()
        track.ATTEMPTS.clear()
        track.ATTEMPTS_ON_NUMBER.clear()

    def get(self, url, **options):
        """Return the response to a GET, not following redirects unless asked to."""
        options.setdefault("allow_redirects", False)
        return self.url_open(url, **options)

    def texts(self, response, selector):
        """Return the texts of the elements of a page that a CSS class selects."""
        tree = html.fromstring(response.text)
        found = tree.xpath(f"//*[contains(concat(' ', @class, ' '), ' {selector} ')]")
        return [" ".join(element.text_content().split()) for element in found]
