# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.logistics_base.transport.call_errors import CallError

from .logistics_carrier_work import LEASE

_logger = logging.getLogger(__name__)

#: What a booking needs of a carrier, by its purpose.
CAPABILITIES = {"ship": "book", "return": "return_label"}


class LogisticsBooking(models.Model):
    """Which carrier gets the goods where the delivery method leaves that open.

    Prices are asked under a lease, as any call to a carrier is: the booking's row is
    locked before and after, not meanwhile, and whoever lost the lease has asked in vain.
    """

    _inherit = "logistics.booking"

    def _lacks_choice(self):
        """Whether prices have to be asked for before it can be booked."""
        return self.state == "pending" and not self.unsure and not self.service_code

    @api.model
    def _choose_apart(self, booking_id):
        """Ask for prices, if that is due, and take the offer that the rules choose.

        :return: whether it was.
        """
        claim = self._in_own_cursor(lambda b: b._claim_choice(booking_id))
        if not claim:
            return False
        asked = self._ask_apart(booking_id)
        self._in_own_cursor(
            lambda b: b.browse(booking_id)._conclude_choice(claim, asked)
        )
        return True

    @api.model
    def _claim_choice(self, booking_id):
        """Take a lease on a booking for which prices are to be asked."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM logistics_booking WHERE id = %s AND state = 'pending' "
                "AND service_code IS NULL AND %s FOR UPDATE SKIP LOCKED",
                booking_id,
                self._due_clause(),
            )
        )
        booking = self.browse(booking_id)
        if not rows or not booking._lacks_choice():
            return None
        return booking._lease_asking()

    def _lease_asking(self):
        """Take a lease on the booking while prices are asked; return its number."""
        seconds = self._seconds("booking_lease", LEASE)
        until = fields.Datetime.add(fields.Datetime.now(), seconds=seconds)
        self.write({"claims": self.claims + 1, "lease_until": until})
        return self.claims

    def _ask_apart(self, booking_id, is_other=False):
        """Return (id of the quote, what kept it from being made).

        :param is_other: whether another carrier is looked for than has it now.
        """
        try:
            quote_id = self._in_own_cursor(
                lambda b: b.browse(booking_id)._ask_offers(is_other)
            )
            return quote_id, None
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.exception("Booking %s: prices could not be asked", booking_id)
            return False, str(error)

    def _ask_offers(self, is_other=False):
        """Return the id of a quote for exactly what is to be booked."""
        avoided = self.avoided_ids
        if is_other:
            avoided |= self.integration_id
            avoided |= self._allowed()._down()
        quote = self.env["logistics.quote"]._quote_picking(
            self.picking_id,
            self.carrier_id,
            consignment=self._consignment(),
            capability=CAPABILITIES[self.purpose],
            avoided=avoided,
        )
        return quote.id

    def _allowed(self):
        """Return the integrations that may be taken."""
        capability = CAPABILITIES[self.purpose]
        return self.carrier_id._logistics_integrations(self.company_id, capability)

    def _conclude_choice(self, claim, asked):
        """Take the chosen offer, unless the booking has gone on meanwhile.

        :param asked: what ``_ask_apart`` returned.
        """
        self._lock()
        if not self._is_holder(claim):
            return
        self.lease_until = False
        quote_id, problem = asked
        quote = self.env["logistics.quote"].browse(quote_id or ())
        if problem or not quote.line_id:
            self._set_unchosen(quote, problem)
        else:
            self._set_chosen(quote)

    def _is_holder(self, claim):
        """Whether nobody has decided anything since the lease was taken."""
        return bool(self.exists()) and self.claims == claim

    def _set_chosen(self, quote):
        """Take the offer that the rules chose."""
        self._choose(quote.line_id)
        if problems := self._problems():
            self._set_invalid(problems)
        else:
            self.message_post(body=quote.reason)

    def _set_unchosen(self, quote, problem):
        """Nobody offers: try again where somebody did not answer, else tell people."""
        text = problem or quote.reason or self.env._("No service is chosen.")
        if any(line.state in ("failed", "late") for line in quote.line_ids):
            self._postpone(self._standing(), CallError("unreachable", text))
        else:
            self._set_invalid([text])

    # What is known without asking

    def _choose(self, offer):
        """Set carrier, service and price, by the method, the offer or the way out.

        :param offer: ``logistics.quote.line``, or none.
        """
        own, service = self._method()
        if own and offer.integration_id != own:
            offer = offer.browse()
        way_out = self.browse() if service or offer else self._way_out()
        self.write(
            {
                "integration_id": (own or (offer or way_out).integration_id).id,
                "offer_id": offer.id,
                "service_code": (service.code or offer.service_code)
                or way_out.service_code,
                "rate_id": bool(offer) and self._offer_key(offer),
                "expected_price": offer.price,
                "expected_currency_id": offer.offer_currency_id.id,
            }
        )
        self._complete_request()

    def _method(self):
        """Return (integration, service) that the delivery method names."""
        return (
            self.carrier_id.logistics_integration_id,
            self.carrier_id.logistics_service_id,
        )

    def _complete_request(self):
        """Write the service into what the carrier is asked."""
        request = {**self.request, "service_code": self.service_code or ""}
        request.pop("rate_id", None)
        if self.rate_id:
            request["rate_id"] = self.rate_id
        self.request = request

    def _known_offer(self):
        """Return the offer on the order, where the goods that it is for go out."""
        if self.purpose != "ship":
            return self.env["logistics.quote.line"]
        return self.env["logistics.quote"]._offer_for(self.picking_id).sudo()

    def _way_out(self):
        """Return the booking by which goods that come back went out, if that very
        service brings them back."""
        if self.purpose != "return":
            return self.browse()
        out = (self.picking_id | self.picking_id.return_id).booking_ids.filtered(
            lambda b: b.purpose == "ship" and b.state == "ready"
        )[:1]
        if out.integration_id not in self._allowed() - self.avoided_ids:
            return self.browse()
        consignment = self._consignment()
        is_fit = out.service_code and not out._service()._objections(consignment)
        return out if is_fit else self.browse()
