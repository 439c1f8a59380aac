# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for tests of this addon and of those that build on it."""

import json
import os
from datetime import datetime, timedelta, timezone
from itertools import count
from unittest.mock import patch

from odoo import fields
from odoo.tests import TransactionCase

from ..models.logistics_credential import KEY_VARIABLE
from ..models.logistics_integration_client import HOSTS_VARIABLE
from ..protocols.keyring import Keyring

SECRET = "whsec_" + "dGVzdC1zZWNyZXQtb2Ytc3VpdGUtMDEyMzQ1Njc4OQ=="
EPOCH = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)
_numbers = count(1)


class LogisticsCase(TransactionCase):
    """A company with an encryption key, and factories for what travels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.startClassPatcher(
            patch.dict(
                os.environ,
                {KEY_VARIABLE: Keyring.generate(), HOSTS_VARIABLE: "127.0.0.1"},
            )
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Ada Customer", "city": "Berlin", "zip": "10115"}
        )
        cls.integration = cls.make_integration()

    @classmethod
    def make_integration(cls, code=None, **vals):
        """Return a live integration that speaks our own JSON, signed with SECRET."""
        code = code or f"partner-{next(_numbers)}"
        integration = cls.env["logistics.integration"].create(
            {
                "name": code,
                "code": code,
                "preset": "standard_webhooks",
                "state": "live",
                **vals,
            }
        )
        cls.env["logistics.credential"].create(
            {
                "integration_id": integration.id,
                "name": "webhook_secret",
                "value": SECRET,
            }
        )
        return integration

    @classmethod
    def make_shipment(cls, tracking=None, packages=(), integration=None, **vals):
        """Return a shipment known by ``tracking``; with packages, each by its own."""
        shipment = cls.env["logistics.shipment"].create(
            {
                "partner_id": cls.customer.id,
                "integration_id": (integration or cls.integration).id,
                **vals,
            }
        )
        references = [(tracking, False)] if tracking else []
        for number in packages:
            package = cls.env["logistics.package"].create(
                {"shipment_id": shipment.id, "name": number}
            )
            references.append((number, package.id))
        cls.env["logistics.reference"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "package_id": package_id,
                    "type": "tracking",
                    "value": number,
                }
                for number, package_id in references
            ]
        )
        return shipment

    @classmethod
    def event(cls, tracking, code="in_transit", hours=0, **data):
        """Return the JSON of a tracking event, ``hours`` after ``EPOCH``."""
        when = EPOCH + timedelta(hours=hours)
        data = {
            "tracking_number": tracking,
            "code": code,
            "occurred_at": when.isoformat(),
            **data,
        }
        data = {name: value for name, value in data.items() if value is not None}
        return {
            "type": "shipment.milestone",
            "timestamp": when.isoformat(),
            "data": data,
        }

    @classmethod
    def receive(cls, *events, integration=None):
        """Take in events as the door would; return their messages."""
        messages = cls.env["logistics.message"]
        for event in events:
            body = event if isinstance(event, bytes) else json.dumps(event).encode()
            messages |= (integration or cls.integration).receive(
                body,
                content_type="application/json",
                headers={"webhook-id": f"msg_{next(_numbers)}"},
            )
        return messages

    @classmethod
    def drain(cls):
        """Process everything that is due; return how many messages were taken."""
        total = 0
        while taken := cls.env["logistics.message"]._process_batch(100):
            total += taken
        cls.env.invalidate_all()
        return total

    @classmethod
    def hand_on(cls):
        """Hand on all events, and those that follow; return how many there were."""
        total = 0
        while handed_on := cls.env["logistics.event"]._expand():
            total += handed_on
        cls.env.invalidate_all()
        return total

    @classmethod
    def tell(cls, *events, integration=None):
        """Receive and process; return the messages."""
        messages = cls.receive(*events, integration=integration)
        cls.drain()
        return messages

    @classmethod
    def at(cls, hours):
        """Return the naive UTC time ``hours`` after ``EPOCH``, as Odoo keeps it."""
        return fields.Datetime.to_datetime(
            (EPOCH + timedelta(hours=hours)).replace(tzinfo=None)
        )
