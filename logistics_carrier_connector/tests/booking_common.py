# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A carrier to book with that keeps a ledger, and transfers to book."""

import base64
import io
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from unittest.mock import patch

from pypdf import PdfWriter

from odoo.tools import mute_logger

from odoo.addons.logistics_base.canonical.documents import Attachment
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.tests.common import LogisticsCase
from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.bookings import BookedPiece, BookingDocument, Cancellation
from ..carriers.connector import Connector

ADDON = "odoo.addons.logistics_carrier_connector"


def _pdf():
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(288, 432)
    writer.write(content)
    return content.getvalue()


LABEL = _pdf()
ZPL = b"^XA^FO50,50^FDTo Ada^FS^XZ"


def label(content=LABEL, name="label.pdf"):
    """Return a label as a carrier sends it."""
    return Attachment(name=name, content=base64.b64encode(content).decode())


class Ledger:
    """What a carrier has booked, and how it behaves towards the next callers.

    ``faults`` are taken one for each call: an exception raised before anything is
    booked, or after it (wrapped in :class:`Lost`).
    """

    def __init__(self):
        self.booked = {}
        self.cancelled = []
        self.calls = []
        self.faults = []
        self.numbers = count(1)
        self.price = Money(Decimal("12.50"), "USD")
        self.answer = {}

    def fault(self):
        return self.faults.pop(0) if self.faults else None

    def live(self):
        """Return the ids that are booked and not called off."""
        return [id_ for id_ in self.booked if id_ not in self.cancelled]


class Lost(Exception):
    """The booking is made, and the answer lost."""


class LedgerConnector(Connector):
    """A connector whose carrier is a :class:`Ledger`."""

    capabilities = frozenset(
        {"book", "find_booking", "cancel_booking", "reprint", "return_label"}
    )
    honours_keys = True
    ledger = None

    def book(self, request):
        self.ledger.calls.append(("book", request.key))
        fault = self.ledger.fault()
        if fault and not isinstance(fault, Lost):
            raise fault
        known = self.find_by_key(request.key) if self.honours_keys else None
        document = known or self._make(request)
        if isinstance(fault, Lost):
            raise CallError("uncertain", "The connection was cut.")
        return document

    def return_label(self, request):
        assert request.consignment.is_return
        return self.book(request)

    def _make(self, request):
        number = next(self.ledger.numbers)
        pieces = tuple(
            BookedPiece(
                key=piece.key, tracking_number=f"T{number:05d}{at}", label=label()
            )
            for at, piece in enumerate(request.consignment.pieces)
        )
        values = {"id": f"B{number}", "pieces": pieces, "price": self.ledger.price}
        document = BookingDocument(key=request.key, **{**values, **self.ledger.answer})
        self.ledger.booked[document.id] = document
        return document

    def find_by_key(self, key):
        return next((d for d in self.ledger.booked.values() if d.key == key), None)

    def find_booking(self, request):
        self.ledger.calls.append(("find", request.key))
        if fault := self.ledger.fault():
            raise fault
        return self.find_by_key(request.key)

    def cancel_booking(self, booking_id, tracking_numbers=()):
        self.ledger.calls.append(("cancel", booking_id))
        if fault := self.ledger.fault():
            raise fault
        self.ledger.cancelled.append(booking_id)
        return Cancellation(status="cancelled")

    def reprint(self, booking_id, label_format):
        self.ledger.calls.append(("reprint", booking_id))
        if fault := self.ledger.fault():
            raise fault
        return self.ledger.booked[booking_id]


class BookingCase(LogisticsCase):
    """A carrier, a product, a customer with an address, and deliveries to book."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        country = cls.env.ref("base.de")
        cls.customer.write(
            {
                "street": "Invalidenstr. 1",
                "country_id": country.id,
                "phone": "+49 30 901820",
                "email": "ada@example.com",
            }
        )
        cls.env.company.partner_id.write(
            {
                "street": "Speicherstr. 5",
                "city": "Hamburg",
                "zip": "20457",
                "country_id": country.id,
                "phone": "+49 40 428280",
                "email": "dock@example.com",
            }
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.warehouse.partner_id = cls.env.company.partner_id
        cls.product = cls.env["product.product"].create(
            {
                "name": "Sextant",
                "type": "consu",
                "is_storable": True,
                "weight": 1.5,
                "list_price": 100.0,
                "standard_price": 60.0,
                "hs_code": "901420",
            }
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.product, cls.warehouse.lot_stock_id, 1000
        )
        cls.delivery_product = cls.env["product.product"].create(
            {"name": "Freight", "type": "service", "list_price": 0.0}
        )
        cls.service = cls.env["logistics.service"].create(
            {
                "name": "Express",
                "code": "express",
                "integration_id": cls.integration.id,
            }
        )
        cls.carrier = cls.make_carrier()

    def setUp(self):
        super().setUp()
        self.ledger = Ledger()
        self.connector = type("C", (LedgerConnector,), {"ledger": self.ledger})
        integration = type(self.env["logistics.integration"])
        self.startPatcher(
            patch.object(integration, "_connector_type", lambda _self: self.connector)
        )
        self.startPatcher(
            patch.object(integration, "_http_client", lambda *_args: None)
        )

    @classmethod
    def make_carrier(cls, **vals):
        """Return a delivery method that goes by the carrier of the ledger."""
        return cls.env["delivery.carrier"].create(
            {
                "name": "Ledger Express",
                "delivery_type": "logistics",
                "logistics_integration_id": cls.integration.id,
                "product_id": cls.delivery_product.id,
                "logistics_rate_source": "live",
                "logistics_service_id": cls.service.id,
                **vals,
            }
        )

    @classmethod
    def make_delivery(cls, quantity=2, carrier=None, packages=0):
        """Return a delivery that is ready, in so many packages if any."""
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": cls.warehouse.out_type_id.id,
                "partner_id": cls.customer.id,
                "carrier_id": (carrier or cls.carrier).id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": cls.product.id,
                            "product_uom_qty": quantity,
                            "location_id": cls.warehouse.lot_stock_id.id,
                            "location_dest_id": cls.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        cls._pack(picking, packages)
        return picking

    @classmethod
    def _pack(cls, picking, packages):
        line = picking.move_line_ids[:1]
        for at in range(packages):
            package = cls.env["stock.package"].create({})
            if at == 0:
                line.quantity = line.quantity / packages
                line.result_package_id = package
            else:
                line.copy({"quantity": line.quantity, "result_package_id": package.id})

    @classmethod
    def make_sale(cls, carrier=None, quantity=2, **vals):
        """Return a confirmed order with a delivery line."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                # Whatever price lists the database has.
                "pricelist_id": False,
                "order_line": [
                    (0, 0, {"product_id": cls.product.id, "product_uom_qty": quantity})
                ],
                **vals,
            }
        )
        order.set_delivery_line(carrier or cls.carrier, 9.0)
        order.action_confirm()
        return order

    def validate(self, *pickings):
        """Validate transfers as a person does."""
        for picking in pickings:
            picking.with_context(skip_backorder=True).button_validate()

    def work(self):
        """Let the engine carry out what is due, as its threads do after the commit.

        :return: how many bookings were moved on.
        """
        found = self.env["logistics.booking"]
        self.env.flush_all()
        return sum(found._advance(id_) for id_ in found._due_ids(100))

    def claim(self, picking):
        """Return the task of a worker that took the picking's booking up."""
        self.env.flush_all()
        bookings = self.env["logistics.booking"]
        return bookings._in_own_cursor(lambda b: b._claim(picking.booking_id.id))

    @contextmanager
    def broken_cost(self, fails):
        """Let nothing be entered into orders."""
        picking = type(self.env["stock.picking"])
        with patch.object(picking, "_add_delivery_cost_to_so", fails):
            with mute_logger(f"{ADDON}.models.logistics_booking_settle"):
                yield
