# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two carriers with a ledger each, and a delivery method that leaves open which."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from ..carriers.connector import Connector
from .booking_common import BookingCase, Ledger, LedgerConnector


class SecondCarrierCase(BookingCase):
    """The first carrier is the cheaper one; both are rated by contract."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.routing.guide"].search([]).active = False
        cls.env["logistics.service"].search([]).active = False
        cls.first = cls.make_rated("First", 5.0)
        cls.second = cls.make_rated("Second", 8.0)
        cls.method = cls.make_carrier(
            name="Whoever it is",
            logistics_integration_id=False,
            logistics_service_id=False,
            logistics_rate_source="tariff",
        )

    def setUp(self):
        super().setUp()
        self.ledgers, self.connectors = {}, {}
        for integration in self.first | self.second:
            self.make_bookable(integration)
        self.startPatcher(
            patch.object(
                type(self.env["logistics.integration"]),
                "_connector_type",
                lambda integration: self.connectors.get(integration.id, Connector),
            )
        )

    @classmethod
    def make_rated(cls, name, price, **vals):
        """Return a carrier with one service, which costs so much by contract."""
        integration = cls.make_integration(name=name, **vals)
        service = cls.env["logistics.service"].create(
            {
                "name": "Parcel",
                "code": name.upper(),
                "integration_id": integration.id,
                "is_return": True,
            }
        )
        zone = {
            "name": "1",
            "country_ids": [Command.set(cls.env.ref("base.de").ids)],
            "break_ids": [Command.create({"price": price})],
        }
        cls.env["logistics.tariff"].create(
            {
                "name": f"{name} by contract",
                "service_id": service.id,
                "currency_id": cls.env.company.currency_id.id,
                "date_from": "2020-01-01",
                "zone_ids": [Command.create(zone)],
            }
        ).action_put_in_force()
        return integration

    @classmethod
    def make_forwarder(cls):
        """Return a carrier that is cheaper than all and booked by EDI."""
        edi = {"edi_our_id": "KONTOR", "edi_partner_id": "NORDWIND"}
        return cls.make_rated("Nordwind", 1.0, preset="edifact", **edi)

    @classmethod
    def make_guide(cls, *integrations, **vals):
        """Return a routing guide that names these carriers, the first one first."""
        services = cls.env["logistics.service"].search([])
        lines = [
            Command.create({"service_id": s.id})
            for i in integrations
            for s in services.filtered(lambda s, i=i: s.integration_id == i)
        ]
        return cls.env["logistics.routing.guide"].create(
            {"name": "Order", "strategy": "first", "line_ids": lines, **vals}
        )

    def make_bookable(self, integration, **values):
        """Give a carrier a ledger to book in."""
        ledger = self.ledgers[integration] = Ledger()
        values = {"ledger": ledger, **values}
        self.connectors[integration.id] = type("C", (LedgerConnector,), values)
        return ledger

    def make_delivery(self, **vals):
        vals.setdefault("carrier", self.method)
        return super().make_delivery(**vals)

    def booked(self, *faults, **delivery):
        """Validate a delivery while the first carrier behaves so; return it."""
        self.ledgers[self.first].faults = list(faults)
        picking = self.make_delivery(**delivery)
        self.validate(picking)
        self.work()
        self.env.invalidate_all()
        return picking

    def later(self, **after):
        """Let the engine work, as it will be then."""
        with freeze_time(fields.Datetime.now() + timedelta(**after)):
            done = self.work()
        self.env.invalidate_all()
        return done

    def live(self):
        """Return (carrier, id) of everything that is booked and not called off."""
        return [(i, id_) for i, ledger in self.ledgers.items() for id_ in ledger.live()]

    def assert_with(self, picking, integration):
        """The goods are booked with this carrier, once, and with nobody else."""
        self.assertEqual(picking.label_state, "ready", picking.label_message)
        self.assertEqual(picking.booking_id.integration_id, integration)
        self.assertEqual([who for who, _id in self.live()], [integration])
        wanted = picking.booking_ids.filtered(lambda b: not b.unwanted)
        self.assertEqual(len(wanted), 1)
