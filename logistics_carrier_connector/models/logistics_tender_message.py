# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timezone
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.protocols.edi import registry

from ..canonical.tenders import TenderDocument
from .logistics_tender import LIVE_STATES

_logger = logging.getLogger(__name__)


class LogisticsTender(models.Model):
    """What a carrier is told of a tender, and what it answers."""

    _inherit = "logistics.tender"

    # Out

    def _is_sent_by_message(self):
        """Whether the carrier's adapter writes tenders."""
        adapter = self.integration_id.sudo().adapter
        return bool(registry.writer_of(adapter, TenderDocument.document_type))

    def _tell(self, purpose):
        """Send the tender to the carrier; by hand where it takes no messages.

        :param str purpose: ``original``, ``change`` or ``cancel``.
        """
        self.ensure_one()
        if not self._is_sent_by_message():
            self._tell_people(purpose)
        elif purpose == "cancel":
            self._tell_withdrawn()
        else:
            self._tell_by_message(purpose)

    def _tell_withdrawn(self):
        """Withdraw, whether or not the carrier can be written to any more."""
        try:
            with self.env.cr.savepoint():
                self._tell_by_message("cancel")
        except UserError as error:
            _logger.warning("Tender %s: %s", self.name, error)
            self._tell_people("cancel")

    def _tell_by_message(self, purpose):
        shipment = self.shipment_ids[:1]
        self.env["logistics.message"].sudo()._send(
            self.integration_id,
            self._document(purpose),
            correlation_id=shipment.correlation_id,
            shipment_ids=self.shipment_ids.ids,
        )

    def _tell_people(self, purpose):
        name = self.integration_id.name
        words = {
            "original": self.env._(
                "%s takes no tenders by message: ask it, and record its answer here.",
                name,
            ),
            "change": self.env._(
                "Tell %s what has changed, and record its answer.", name
            ),
            "cancel": self.env._("Tell %s that the load is withdrawn.", name),
        }
        self.message_post(body=words[purpose])

    def _document(self, purpose):
        """Return the ``TenderDocument`` of the tender."""
        aware = self.env["logistics.consigning"]._aware
        return TenderDocument(
            number=self.name,
            purpose=purpose,
            consignment=self.shipment_ids._logistics_tender_consignment(),
            service_code=self.service_code or None,
            mode=self.mode or None,
            respond_by=None if purpose == "cancel" else aware(self.respond_by),
            pickup_from=aware(self.pickup_from) or None,
            pickup_until=aware(self.pickup_until) or None,
            deliver_from=aware(self.deliver_from) or None,
            deliver_until=aware(self.deliver_until) or None,
            price=self._money(),
        )

    def _money(self):
        if not self.price:
            return None
        places = self.currency_id.decimal_places
        return Money(Decimal(f"{self.price:.{places}f}"), self.currency_id.name)

    # In

    @api.model
    def _answered(self, integration, number):
        """Return the tender of that number that the partner was sent, if any."""
        if not number:
            return self.browse()
        return self.search(
            [
                ("integration_id", "=", integration.id),
                ("name", "=", number),
                ("sent_at", "!=", False),
            ],
            limit=1,
        )

    def _answer(self, response):
        """Take in a carrier's ``TenderResponse``; the same one again changes nothing.

        An acceptance after the offer was withdrawn is refused: the carrier is told, and
        people see it.
        """
        self.ensure_one()
        self.lock_for_update()
        answer = response.response
        if answer == "accepted":
            self._answer_accepted(response)
        elif answer == "counter":
            self._answer_counter(response)
        elif self.state in ("sent", "counter", "accepted"):
            self._keep(response)
            self._set_declined()
            self._continue()

    def _answer_accepted(self, response):
        if self.state == "accepted":
            return
        if self.state not in ("sent", "counter"):
            self._refuse_late()
            return
        self._keep(response)
        self._set_accepted()
        self._keep_references(response)

    def _answer_counter(self, response):
        if self.state not in ("sent", "counter"):
            return
        self._keep(response)
        if self.state == "sent":
            self._set_counter()

    def _keep(self, response):
        """Write what the answer says beside yes or no."""
        vals = {
            "reason": response.reason,
            "reason_code": response.reason_code,
            "carrier_reference": next(
                (r.value for r in response.references if r.value != self.name), False
            )
            or self.carrier_reference,
        }
        if response.price and response.response == "counter":
            vals |= self._counter_vals(response)
        if response.pickup_at:
            at = response.pickup_at.astimezone(timezone.utc).replace(tzinfo=None)
            vals["counter_pickup_at"] = at
        self.write(vals)

    def _counter_vals(self, response):
        """Return what the carrier asks for; in words too where that cannot be paid."""
        price = response.price
        currency = self._currency(price.currency)
        vals = {
            "counter_price": float(price.amount),
            "counter_currency_id": currency.id,
        }
        if price.amount < 0 or not currency:
            asked = f"{price.amount} {price.currency}"
            vals["reason"] = " · ".join(filter(None, [response.reason, asked]))
        return vals

    def _currency(self, code):
        """Return the currency of that code, in use here or not."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        return currencies.search([("name", "=", code.upper())], limit=1)

    def _keep_references(self, response):
        """The carrier's numbers name the shipments from now on."""
        own = self.name
        numbers = [r for r in response.references if r.value != own]
        references = self.env["logistics.reference"].sudo()
        for shipment in self.shipment_ids:
            known = {(r.type, r.value) for r in shipment.reference_ids}
            references.create(
                [
                    {"shipment_id": shipment.id, "type": r.type, "value": r.value}
                    for r in numbers
                    if (r.type, r.value) not in known
                ]
            )

    def _refuse_late(self):
        """Say no to who accepts what it was not offered any more; once."""
        if self.late_answer_at:
            return
        self.late_answer_at = fields.Datetime.now()
        carrier = self.integration_id.name
        if self._offering().filtered(lambda t: t.state in LIVE_STATES):
            self._tell("cancel")
            words = self.env._(
                "%s accepted after the offer was withdrawn: it was told that the load "
                "is not available any more.",
                carrier,
            )
        else:
            words = self.env._(
                "%s accepted too late, and nobody else has the load: accept it here, "
                "or tell the carrier no.",
                carrier,
            )
        self.message_post(body=words)
