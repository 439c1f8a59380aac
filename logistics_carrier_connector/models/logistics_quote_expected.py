# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsQuote(models.Model):
    """From an offer to the service that is booked and the charges that are expected."""

    _inherit = "logistics.quote"

    @api.model
    def _offer_for(self, picking):
        """Return the offer a transfer is to be booked by; none if it is to be chosen.

        What was offered on the order counts, as long as the delivery method is still
        the same and nothing forbids it for the goods as they are packed now. Nobody is
        asked.
        """
        self, order = self.sudo(), picking.sale_id.sudo()
        line = order.logistics_offer_id
        is_same = line and order.carrier_id == picking.carrier_id
        return line if is_same and self._still_fits(line, picking) else line.browse()

    @api.model
    def _still_fits(self, line, picking):
        service = line.service_id
        allowed = self._services_of(picking.carrier_id, picking.company_id)
        if not service.active or service not in allowed:
            return False
        consignment = self._ready(picking._logistics_consignment())
        return not list(service._objections(consignment))

    @api.model
    def _expect(self, shipment, service, consignment, offer=None):
        """Write the charges a carrier should invoice for a shipment, in place of older.

        By the contract's tariff of the day, so that an invoice can be held against each
        figure; else as offered.

        :param offer: ``logistics.quote.line`` that was taken, if any.
        """
        consignment = self._ready(consignment)
        outcome = self._rate_by_tariff(service, consignment)[0]
        rate = outcome.rate
        if rate is None and offer and offer.service_id == service:
            rate = offer.sudo()._document()
        if rate is None:
            return self.env["logistics.charge"]
        return self._write_charges(shipment, service, rate, "expected")

    @api.model
    def _write_charges(self, shipment, service, rate, basis):
        """Write a rate's charges on a shipment; return them."""
        charges = self.env["logistics.charge"].sudo()
        charges.search(
            [("shipment_id", "=", shipment.id), ("basis", "=", basis)]
        ).unlink()
        return charges.create(
            [
                {
                    "shipment_id": shipment.id,
                    "integration_id": service.integration_id.id,
                    "basis": basis,
                    **vals,
                }
                for vals in self._charge_vals(rate)
            ]
        )

    @api.model
    def _charge_vals(self, rate):
        """Return the values of a rate's charges; they add up to its price."""
        parts = [
            (c.type, c.amount, c.description, c.raw_code) for c in rate.charges
        ] or [("base", rate.price, rate.service_name, None)]
        same = all(amount.currency == rate.price.currency for _t, amount, *_r in parts)
        rest = rate.price.amount - sum(amount.amount for _t, amount, *_r in parts)
        if same and rest:
            money = type(rate.price)(rest, rate.price.currency)
            parts.append(("other", money, self.env._("Not itemised"), None))
        currencies = {
            c.name: c.id
            for c in self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "in", [amount.currency for _t, amount, *_r in parts])])
        }
        return [
            {
                "type": kind,
                "cost": float(amount.amount),
                "currency_id": currencies[amount.currency],
                "description": description,
                "raw_code": code,
            }
            for kind, amount, description, code in parts
            if amount.currency in currencies
        ]


class LogisticsQuoteLine(models.Model):
    _inherit = "logistics.quote.line"

    def _write_charges(self, shipment, basis="quoted"):
        """Write the offer's charges on a shipment; return them."""
        self.ensure_one()
        quotes = self.env["logistics.quote"]
        return quotes._write_charges(shipment, self.service_id, self._document(), basis)
