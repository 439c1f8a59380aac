# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from dataclasses import replace
from datetime import timedelta

import psycopg2
from markupsafe import Markup

from odoo import fields, models
from odoo.tools import SQL

from ..canonical import booking_answer
from ..canonical.bookings import BookingDocument, BookingRequest

_logger = logging.getLogger(__name__)

#: What cannot be entered is tried again after so many seconds.
SETTLE_PAUSE = 300


class LogisticsBooking(models.Model):
    """What follows from a booking in the rest of Odoo.

    That the carrier has booked is committed before any of this: an order that is locked
    must not make us forget a label that was paid for.
    """

    _inherit = "logistics.booking"

    def _settle_one(self):
        """Enter the outcome into transfer, shipment and order, once.

        :return: whether there was anything to enter.
        """
        self._lock()
        if (
            not self.exists()
            or self.settled
            or self.state not in ("ready", "cancelled")
        ):
            return False
        if self.next_attempt_at and self.next_attempt_at > fields.Datetime.now():
            return False
        try:
            with self.env.cr.savepoint():
                self.with_company(self.company_id)._settle()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.exception("%s cannot be entered", self.name)
            self.env.invalidate_all(flush=False)
            self._set_unsettled(error)
        return True

    def _settle_all(self):
        for booking in self:
            booking._settle_one()

    def _set_unsettled(self, error):
        told_before = self.error_category == "unsettled"
        pause = timedelta(seconds=SETTLE_PAUSE)
        self.write(
            {
                "error_category": "unsettled",
                "error_message": str(error),
                "next_attempt_at": fields.Datetime.now() + pause,
            }
        )
        if not told_before:
            self._tell_trouble(
                self.env._(
                    "Booked, but price and tracking number could not be entered: %s",
                    error,
                )
            )

    def _settle(self):
        self._lock_entered()
        if self.state == "cancelled":
            self._undo_effects()
        elif self.purpose == "return":
            self._enter_return()
        else:
            self._enter_shipment()
        done = {"settled": True, "next_attempt_at": False}
        if self.error_category == "unsettled":
            done |= {"error_category": False, "error_message": False}
        self.write(done)

    def _lock_entered(self):
        """Let nobody else enter costs into the same order meanwhile."""
        picking = self.picking_id
        order_ids = picking.sale_id.ids
        self.env.flush_all()
        for table, ids in (("sale_order", order_ids), ("stock_picking", picking.ids)):
            self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE id = ANY(%s) FOR NO KEY UPDATE",
                    SQL.identifier(table),
                    ids,
                )
            )
        self.env.invalidate_all()

    # A booking

    def _enter_shipment(self):
        if self.unwanted:
            return
        self._enter_price()
        later = self.shipment_id.picking_ids.filtered(lambda p: p.booking_id == self)
        for picking in self.picking_id | later:
            picking._logistics_add_tracking(self._numbers())
        self._enter_on_shipment()
        self._enter_cost()
        self._tell_picking()
        carrier = self.carrier_id
        if carrier.return_label_on_delivery and carrier.can_generate_return:
            self._intend(self.picking_id, "return")

    def _enter_price(self):
        """Set what the transfer costs as Odoo does: margins, and free above an amount."""
        picking, carrier = self.picking_id, self.carrier_id
        price = self._price_in(picking._logistics_currency())
        if price is None:
            self._tell_price_problem()
            return
        if picking._logistics_is_free():
            price = 0.0
        picking.carrier_price = carrier._apply_margins(price, picking.sale_id)

    def _price_in(self, currency):
        """Return the price in another currency; None where that cannot be known."""
        if booking_answer.price_problem(self._answer().price) or not self.currency_id:
            return None
        if self.currency_id == currency:
            return self.price
        if not (self.currency_id.active and self.currency_id.rate_ids):
            main = self.company_id.currency_id
            if self.currency_id != main:
                return None
        return self.currency_id._convert(
            self.price, currency, self.company_id, fields.Date.context_today(self)
        )

    def _tell_price_problem(self):
        price = self._answer().price
        if price is None:
            return
        self._tell_trouble(
            self.env._(
                "Booked. The carrier's price of %(amount)s %(currency)s cannot be used "
                "(it is negative, or there is no rate for the currency): enter the cost "
                "by hand.",
                amount=price.amount,
                currency=price.currency,
            )
        )

    def _answer(self):
        return BookingDocument.from_json(self.answer or {"key": self.key})

    def _enter_cost(self):
        """Put the real cost on the order, once; remember on which line."""
        picking = self.picking_id
        if self.delivery_line_id or picking.carrier_id != self.carrier_id:
            return
        before = picking.sale_id.order_line
        lines = picking._get_matching_delivery_lines()[:1]
        picking._add_delivery_cost_to_so()
        lines = lines or picking.sale_id.order_line - before
        if lines and lines[0].price_unit:
            self.delivery_line_id = lines[0]

    def _tell_picking(self):
        """Write into the transfer's chatter what Odoo's own connectors write there."""
        picking = self.picking_id
        body = self.env._(
            "Shipment sent to carrier %(carrier_name)s for shipping with tracking "
            "number %(ref)s",
            carrier_name=self.carrier_id.name,
            ref=self.tracking_number or self.external_id,
        )
        cost = self.env._(
            "Cost: %(price).2f %(currency)s",
            price=picking.carrier_price,
            currency=picking._logistics_currency().name,
        )
        picking.message_post(
            body=Markup("%s<br/>%s") % (body, cost),
            attachment_ids=(self.label_ids | self.document_ids).ids,
        )

    def _enter_on_shipment(self):
        """Tell the shipment its numbers, its promise and what it costs."""
        shipment = self.shipment_id
        if not shipment:
            return
        vals = {"integration_id": self.integration_id.id}
        if self.service_code:
            vals["service_code"] = self.service_code
        if self.promised and not shipment.released_date:
            vals["promised_date"] = self.promised
        elif self.promised and self.promised != shipment.promised_date:
            vals |= {
                "revised_promise_date": self.promised,
                "revised_promise_reason": self.env._(
                    "Told by %s", self.integration_id.name
                ),
            }
        shipment.write(vals)
        self._enter_references(shipment)
        self._enter_charges(shipment)
        self._expect_charges(BookingRequest.from_json(self.request))
        shipment._logistics_book()

    def _enter_references(self, shipment):
        """Give each package its number; a number for all goes on the shipment."""
        document = self._answer()
        wanted = [("booking", self.external_id, False)]
        placed = set()
        for piece in booking_answer.pieces_of(document, self._piece_keys()):
            package = self._package(piece.key)
            wanted.append(("tracking", piece.tracking_number, package.id))
            placed.add(piece.tracking_number)
        wanted += [(r.type, r.value, False) for r in document.references]
        wanted += [("tracking", n, False) for n in self._numbers() if n not in placed]
        present = {
            (ref.type, ref.value, ref.package_id.id) for ref in shipment.reference_ids
        }
        self.env["logistics.reference"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "package_id": package_id,
                    "type": kind,
                    "value": value,
                }
                for kind, value, package_id in dict.fromkeys(wanted)
                if value and (kind, value, package_id) not in present
            ]
        )

    def _package(self, key):
        """Return the shipment's package for a piece; empty where it is not one."""
        return self.shipment_id.package_ids.filtered(
            lambda p: key and p.piece_key == key
        )[:1]

    def _enter_charges(self, shipment):
        """Keep what was agreed, so that the carrier's invoice can be held against it."""
        charges = self.charges or []
        if not charges and self.currency_id:
            code = self.currency_id.name
            charges = [{"type": "base", "amount": self.price, "currency": code}]
        shipment.charge_ids.filtered(lambda c: c.basis == "booked").unlink()
        self.env["logistics.charge"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "integration_id": self.integration_id.id,
                    "basis": "booked",
                    "type": charge["type"],
                    "cost": float(charge["amount"]),
                    "currency_id": currency.id,
                    "description": charge.get("description"),
                    "raw_code": charge.get("raw_code"),
                }
                for charge in charges
                if (currency := self._currency(charge["currency"]))
            ]
        )

    # A return label

    def _enter_return(self):
        picking = self.picking_id
        if picking.picking_type_code == "incoming":
            picking._logistics_add_tracking(self._numbers())
        elif self.shipment_id and self.shipment_id.direction != "return":
            # The label lies in the box: a shipment of its own, should it ever be sent.
            self.shipment_id = self.shipment_id._logistics_turned_round()
        self._enter_on_shipment()
        picking.message_post(
            body=self.env._(
                "Return label of %(carrier)s: %(number)s",
                carrier=self.carrier_id.name,
                number=self.tracking_number or self.external_id,
            ),
            attachment_ids=(self.label_ids | self.document_ids).ids,
        )
        if self.carrier_id.get_return_label_from_portal:
            picking.return_label_ids.generate_access_token()

    def _turned_round(self, consignment):
        """Return the consignment of goods that come back."""
        if self.picking_id.picking_type_code == "incoming":
            return replace(consignment, is_return=True)
        return replace(
            consignment,
            is_return=True,
            ship_from=consignment.ship_to,
            ship_to=consignment.ship_from,
            insured_value=None,
        )
