# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import timezone

from odoo import api, fields, models

from odoo.addons.logistics_billing_reconcile.expecting.expected_cost import joined
from odoo.addons.logistics_carrier_connector.canonical.bookings import BookingRequest
from odoo.addons.logistics_carrier_connector.canonical.consignments import (
    DangerousGoods,
)
from odoo.addons.logistics_carrier_connector.tariffs.rating import NotRated

from .contract_book import ContractBook, Part

#: Bookings that the carrier counts.
_STANDING = ("ready", "requested")


class LogisticsExpectation(models.Model):
    """What carriers may bill is worked out from their contracts, many at a time.

    What is rated is what was booked, as it was booked; for shipments that nobody booked
    here, what the shipment knows of its packages and places.
    """

    _inherit = "logistics.expectation"

    @api.model
    def _concerns(self, row):
        return super()._concerns(row) or row.type == "booking.cancelled"

    @api.model
    def _worked_out(self, shipments):
        found, _problems = self._by_contract(self._parts(shipments))
        rest = shipments.filtered(lambda s: s.id not in found)
        return found | super()._worked_out(rest)

    @api.model
    def _by_contract(self, parts):
        """Return ({shipment id: ExpectedCost}, {shipment id: why there is none}).

        :param dict parts: {shipment id: [Part]}.
        """
        book = ContractBook(
            self.env, (part for some in parts.values() for part in some)
        )
        found, problems = {}, {}
        for shipment_id, some in parts.items():
            costs = []
            for part in some:
                try:
                    costs.append(book.cost(part))
                except NotRated as error:
                    problems[shipment_id] = part.service, error.phrase
                    costs.append(book.offered(part))
            if costs and all(costs):
                found[shipment_id] = joined(costs)
        return found, problems

    # What is rated

    @api.model
    def _parts(self, shipments):
        """Return {shipment id: [Part]} for those whose service is set up here."""
        bookings = self.env["logistics.booking"].search(
            [
                ("shipment_id", "in", shipments.ids),
                ("state", "in", _STANDING),
                ("unwanted", "=", False),
            ],
            order="id",
        )
        by_shipment = bookings.grouped("shipment_id")
        services = self._services_of(shipments.integration_id | bookings.integration_id)
        found = {}
        for shipment in shipments:
            booked = by_shipment.get(shipment, ())
            parts = [self._booked_part(shipment, each, services) for each in booked]
            parts = parts or [self._own_part(shipment, services)]
            if all(parts):
                found[shipment.id] = parts
        return found

    @api.model
    def _services_of(self, carriers):
        services = self.env["logistics.service"].with_context(active_test=False)
        found = services.search([("integration_id", "in", carriers.ids)])
        return {(each.integration_id, each.code): each for each in found}

    @api.model
    def _booked_part(self, shipment, booking, services):
        service = services.get((booking.integration_id, booking.service_code))
        if not (service and booking.request):
            return None
        consignment = BookingRequest.from_json(booking.request).consignment
        booked_at = aware(booking.booked_at or booking.create_date)
        return Part(
            service=service,
            consignment=consignment,
            ready_at=max(consignment.ship_at or booked_at, booked_at),
            left_at=aware(shipment.picked_up_date),
            promised=booking.promised,
            offer=booking.offer_id,
        )

    @api.model
    def _own_part(self, shipment, services):
        service = services.get((shipment.integration_id, shipment.service_code))
        if not service:
            return None
        ready_at = shipment.released_date or fields.Datetime.now()
        return Part(
            service=service,
            consignment=self._own_consignment(shipment),
            ready_at=aware(ready_at),
            left_at=aware(shipment.picked_up_date),
        )

    @api.model
    def _own_consignment(self, shipment):
        consignment = shipment._logistics_bare_consignment()
        if not shipment.has_dangerous_goods:
            return consignment
        first, *others = consignment.pieces
        regulated = replace(first, dangerous_goods=(DangerousGoods(),))
        return replace(consignment, pieces=(regulated, *others))

    # In words

    @api.model
    def _why_not(self, shipment):
        """Tell what the contract says to it."""
        if shipment.state not in ("draft", "cancelled"):
            own = self.sudo()
            _found, problems = own._by_contract(own._parts(shipment.sudo()))
            if shipment.id in problems:
                service, phrase = problems[shipment.id]
                return self.env._(
                    "%(shipment)s, %(service)s: %(reason)s. Enter the expected cost by "
                    "hand, or complete the tariff.",
                    shipment=shipment.name,
                    service=service.display_name,
                    reason=self.env["logistics.quote"]._say(phrase),
                )
        return super()._why_not(shipment)


def aware(moment):
    return moment.replace(tzinfo=timezone.utc) if moment else None
