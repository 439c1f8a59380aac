# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for services, tariffs and guides, and a carrier that answers over HTTP."""

import json
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.canonical.reading import reader_of
from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.consignments import Consignment, Piece
from ..canonical.rates import Rate
from ..carriers.connector import Connector
from .order_common import OrderCase

#: A Monday, ten in the morning in Berlin.
MONDAY = datetime(2026, 3, 2, 9, 0)


class PlainConnector(Connector):
    """Asks a server for rates over real HTTP, with nothing of Odoo behind it."""

    capabilities = frozenset({"rate"})

    def __init__(self, url, seconds):
        super().__init__(None, None)
        self._url, self._seconds = url, seconds

    def rate(self, request):
        body = json.dumps(request.to_json()).encode()
        asked = urllib.request.Request(self._url, body)
        try:
            # A little more than there is, so that who is late is never a failure.
            with urllib.request.urlopen(asked, timeout=self._seconds + 1) as answer:
                rows = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise CallError("refused", "the carrier answered 500") from error
        except OSError as error:
            raise CallError("unreachable", "the carrier cannot be reached") from error
        return [reader_of(Rate)(row) for row in rows]


class Carrier:
    """A carrier's server: what it answers, after how long, and how often it was asked."""

    def __init__(self):
        self.rates, self.seconds, self.status, self.asked = [], 0, 200, []
        carrier = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers["Content-Length"])
                carrier.asked.append(json.loads(self.rfile.read(size)))
                time.sleep(carrier.seconds)
                self.send_response(carrier.status)
                self.end_headers()
                self.wfile.write(json.dumps(carrier.rates).encode())

            def log_message(self, *_arguments):
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/rates"

    def offers(self, price, currency="EUR", code="STD", **more):
        """Answer with one offer from now on."""
        price = {"amount": str(price), "currency": currency}
        self.rates = [{"service_code": code, "price": price, **more}]

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class RatesCase(OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(fields.Datetime, "now", lambda *_args: MONDAY)
        )
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.euro.rate_ids.unlink()
        # Whatever currency the company has, its prices are told in euro here.
        cls.env.cr.execute(
            "UPDATE res_company SET currency_id = %s WHERE id = %s",
            [cls.euro.id, cls.env.company.id],
        )
        cls.env.company.invalidate_recordset(["currency_id"])
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": cls.euro.id}
        )
        cls.carriers = {}
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["logistics.integration"],
                "_connector_type",
                lambda self: PlainConnector if self.id in cls.carriers else Connector,
            )
        )
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["logistics.integration"],
                "_connector",
                lambda self, deadline=None: PlainConnector(
                    cls.carriers[self.id].url, deadline
                ),
            )
        )

    @classmethod
    def make_order(cls, *lines, **vals):
        vals.setdefault("pricelist_id", cls.pricelist.id)
        return super().make_order(*lines, **vals)

    @classmethod
    def make_service(cls, name="Standard", carrier=None, **vals):
        """Return a service; ``carrier``: the server that answers for it."""
        integration = vals.pop("integration_id", None)
        integration = integration or cls.make_integration(name=name).id
        if carrier:
            cls.carriers[integration] = carrier
        return cls.env["logistics.service"].create(
            {
                "name": name,
                "code": "STD",
                "integration_id": integration,
                "tz": "Europe/Berlin",
                "transit_days": 2,
                **vals,
            }
        )

    def make_server(self, price=None, **more):
        server = Carrier()
        self.addCleanup(server.close)
        if price is not None:
            server.offers(price, **more)
        return server

    @classmethod
    def make_tariff(cls, service, price=7.5, **vals):
        """Return a tariff in force: one zone, Germany; one price for any weight."""
        tariff = cls.env["logistics.tariff"].create(
            {
                "name": f"{service.name} 2026",
                "service_id": service.id,
                "currency_id": cls.euro.id,
                "date_from": "2026-01-01",
                "zone_ids": [
                    Command.create(
                        {
                            "name": "1",
                            "country_ids": [Command.set(cls.env.ref("base.de").ids)],
                            "break_ids": [Command.create({"price": price})],
                        }
                    )
                ],
                **vals,
            }
        )
        tariff.action_put_in_force()
        return tariff

    @classmethod
    def consignment(cls, weight=5.0, **changes):
        values = {
            "ship_from": Party(country="DE", postcode="20095"),
            "ship_to": Party(country="DE", postcode="10115", city="Berlin"),
            "pieces": (Piece(key="1", weight=weight),),
            "ship_at": MONDAY.replace(tzinfo=timezone.utc),
            **changes,
        }
        return Consignment(**values)

    def shop(self, *services, consignment=None, **more):
        """Return the quote of asking for these services."""
        return self.env["logistics.quote"]._shop(
            consignment or self.consignment(),
            company=self.env.company,
            candidates=self.env["logistics.service"].union(*services),
            **more,
        )

    @contextmanager
    def later(self, **delta):
        """Let time pass."""
        now = fields.Datetime.add(MONDAY, **delta)
        with patch.object(fields.Datetime, "now", lambda *_args: now):
            yield
