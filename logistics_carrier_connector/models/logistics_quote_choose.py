# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import timezone
from decimal import Decimal

from odoo import api, fields, models

from ..offers.choice import Offer, choose
from .logistics_routing_guide import Situation

#: Where no routing guide says anything.
DEFAULT_STRATEGY = "cheapest_in_time"
#: Of the time there is, for the carriers that are asked if a guide's give no price.
KEPT_FOR_OTHERS = 0.25


class LogisticsQuote(models.Model):
    """Chooses among the offers, as the routing guides say, and tells why."""

    _inherit = "logistics.quote"

    @api.model
    def _quote_order(self, order, carrier=None, deadline=None):
        """Return a quote for an order, with the offer that the rules choose.

        :param carrier: the delivery method; None: all carriers there are.
        """
        quotes = self.sudo().with_company(order.company_id)
        consignment = quotes._ready_of_order(order)
        return quotes._shop_by_rules(
            quotes._situation(order, consignment),
            carrier=carrier,
            deadline=deadline,
            currency=order.currency_id,
            promised=order.commitment_date or False,
            order_id=order.id,
        ).with_env(self.env)

    @api.model
    def _quote_picking(
        self,
        picking,
        carrier=None,
        deadline=None,
        *,
        consignment=None,
        capability="book",
        avoided=None,
    ):
        """Return a quote for what a transfer ships, with the rules' choice.

        :param consignment: what is to be carried; None: what the transfer ships.
        :param capability: what is wanted of carriers that the method leaves open.
        :param avoided: integrations that are not asked.
        """
        quotes = self.sudo().with_company(picking.company_id)
        consignment = quotes._ready(consignment or picking._logistics_consignment())
        services = quotes._services_of(carrier, picking.company_id, capability)
        if avoided:
            services = services.filtered(lambda s: s.integration_id not in avoided)
        return quotes._shop_by_rules(
            quotes._situation(picking, consignment),
            carrier=carrier,
            services=services,
            deadline=deadline,
            currency=picking.sale_id.currency_id or picking.company_id.currency_id,
            promised=picking.sale_id.commitment_date or False,
            picking_id=picking.id,
            order_id=picking.sale_id.id,
        ).with_env(self.env)

    @api.model
    def _ready_of_order(self, order):
        """Return the consignment of an order, leaving as early as the goods can.

        The date promised on the order is when they are to arrive, not when they leave.
        """
        now = fields.Datetime.now()
        ready = max(order.expected_date or now, now)
        if order.commitment_date:
            ready = min(ready, max(order.commitment_date, now))
        return replace(order._logistics_consignment(), ship_at=_aware(ready))

    @api.model
    def _ready(self, consignment):
        """Return the consignment as of now: nothing leaves in the past."""
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        if consignment.ship_at and consignment.ship_at > now:
            return consignment
        return replace(consignment, ship_at=now)

    @api.model
    def _situation(self, record, consignment):
        """Return what the guides look at, of an order or a transfer."""
        is_order = record._name == "sale.order"
        order = record if is_order else record.sale_id
        declared = consignment.customs and consignment.customs.declared_value
        return Situation(
            consignment=consignment,
            company=record.company_id,
            partner=order.partner_id or record.partner_id,
            warehouse=(
                record.warehouse_id if is_order else record.picking_type_id.warehouse_id
            ),
            value=self._company_value(declared, record.company_id),
            at=consignment.ship_at,
        )

    @api.model
    def _company_value(self, money, company):
        """Return money in the company's currency, 0 where there is none."""
        if not money:
            return 0.0
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", money.currency)], limit=1)
        )
        today = fields.Date.context_today(self)
        return (currency or company.currency_id)._convert(
            float(money.amount), company.currency_id, company, today
        )

    @api.model
    def _shop_by_rules(self, situation, *, carrier=None, services=None, **links):
        """Shop among what the delivery method and the guides allow, and choose."""
        if services is None:
            services = self._services_of(carrier, situation.company)
        links["deadline"] = self._patience(links.get("deadline"))
        common = {
            "company": situation.company,
            "partner": situation.partner,
            "source": carrier.logistics_rate_source if carrier else None,
            "carrier_id": carrier.id if carrier else False,
            **links,
        }
        quote = self.browse()
        if not (carrier and carrier.logistics_service_id):
            guides = self.env["logistics.routing.guide"]._matching(situation)
            for guide in guides:
                quote = self._by_guide(guide, services, situation, quote, common)
                if quote.line_id or not guide.continue_if_none:
                    return quote
        unguided = self._shop(situation.consignment, candidates=services, **common)
        unguided._choose()
        if quote:
            unguided._tell_more(quote.reason)
            quote.unlink()
        return unguided

    @api.model
    def _by_guide(self, guide, services, situation, before, common):
        """Return the quote that one guide leads to, in place of an earlier one's."""
        ranks = guide._ranked_services(services)
        allowed = services.filtered(lambda s: s in ranks)
        allowed = guide._leaving_today(allowed, situation.at)
        promised = guide._promised(common["promised"], situation.at)
        patience = common["deadline"]
        if guide.continue_if_none and services.integration_id - allowed.integration_id:
            patience = patience.but_for(KEPT_FOR_OTHERS)
        quote = self._shop(
            situation.consignment,
            candidates=allowed,
            **{**common, "promised": promised, "deadline": patience},
        )
        quote.guide_id = guide
        quote._choose(guide, ranks)
        if before:
            quote._tell_more(before.reason)
            before.unlink()
        return quote

    def _tell_more(self, earlier):
        """Keep what was said before: why another guide found nothing."""
        self.reason = " ".join(part for part in (earlier, self.reason) if part)

    @api.model
    def _services_of(self, carrier, company, capability="book"):
        """Return the services a delivery method may use; all, where there is none."""
        if carrier and carrier.logistics_service_id:
            return carrier.logistics_service_id
        services = self._candidates(company)
        if carrier:
            allowed = carrier._logistics_integrations(company, capability)
            services = services.filtered(lambda s: s.integration_id in allowed)
        return services

    def _choose(self, guide=None, ranks=None):
        """Choose an offer by a guide's strategy; write down why, for each of them.

        :param dict ranks: {service: place in the order}; others are not considered.
        :return: the chosen line, or none.
        """
        self.ensure_one()
        quote = self.sudo()
        offered = quote.line_ids.filtered(lambda line: line._is_valid())
        if ranks is not None:
            offered = offered.filtered(lambda line: line.service_id in ranks)
        ranks = ranks or {}
        offers = [line._offer(ranks.get(line.service_id, 0)) for line in offered]
        choice = choose(
            offers,
            guide.strategy if guide else DEFAULT_STRATEGY,
            promised=_aware(quote.promised),
            most=quote._highest_price(guide),
            say_when=quote._said_when,
        )
        for line in offered:
            line.verdict = self._say(choice.verdicts[line.id])
        chosen = self.env["logistics.quote.line"].browse(choice.key or ())
        quote.line_id = chosen
        quote.reason = quote._why(guide, chosen, self._say(choice.reason))
        return chosen

    def _choose_by_guides(self, situation):
        """Choose among all that was offered as the guides say; return the line."""
        for guide in self.env["logistics.routing.guide"]._matching(situation):
            services = guide._leaving_today(self.line_ids.service_id, situation.at)
            self.promised = guide._promised(self.promised, situation.at)
            chosen = self._choose(guide, guide._ranked_services(services))
            if chosen or not guide.continue_if_none:
                self.guide_id = guide
                return chosen
        return self._choose()

    def _highest_price(self, guide):
        if not guide or not guide.max_price:
            return None
        limit = guide.currency_id._convert(
            guide.max_price, self.currency_id, self.company_id, self._today()
        )
        return Decimal(str(limit))

    def _said_when(self, moment):
        """Return a moment as people of the company write it."""
        partner = self.company_id.partner_id
        zone = self.env.user.tz or partner.tz or "UTC"
        naive = moment.astimezone(timezone.utc).replace(tzinfo=None)
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), naive)
        language = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return local.strftime(f"{language.date_format or '%Y-%m-%d'} %H:%M")

    def _why(self, guide, chosen, reason):
        """Return one sentence on the choice."""
        by = self.env._("Guide “%s”: ", guide.name) if guide else ""
        if not chosen:
            return by + self.env._("no offer: %s", self._why_nothing(reason))
        silent = len(self.line_ids.filtered(lambda li: li.state in ("failed", "late")))
        sentence = self.env._(
            "%(service)s for %(price)s: %(reason)s",
            service=chosen._label(),
            price=self.currency_id.format(chosen.amount),
            reason=reason,
        )
        if silent:
            sentence += self.env._("; %s did not answer", silent)
        return f"{by}{sentence}."

    def _why_nothing(self, reason):
        """Return what kept the carriers from offering, the first few reasons."""
        reasons = [
            f"{line._label()}: {line.reason.rstrip('.')}"
            for line in self.line_ids
            if line.state != "offered" and line.reason
        ]
        return ". ".join(reasons[:3]) + "." if reasons else f"{reason}."

    # For delivery methods

    @api.model
    def _rate_for(self, carrier, order):
        """Return what Odoo's ``<provider>_rate_shipment`` must return.

        The price is in the currency of the order, before the margins of the method.
        Beside Odoo's keys it names the quote and the offer it comes from.
        """
        quote, line = self._offer_of_order(carrier, order)
        answer = {
            "success": bool(line),
            "price": line.amount if line else 0.0,
            "error_message": False if line else quote.reason,
            "warning_message": quote._warning(line) if line else False,
            "logistics_quote_id": quote.id,
            "logistics_offer_id": line.id,
        }
        return answer

    @api.model
    def _offer_of_order(self, carrier, order):
        """Return (quote, line): the offer picked by a person, else the rules' choice."""
        picked = self.env.context.get("logistics_offer_id")
        line = self.env["logistics.quote.line"].sudo().browse(picked or ()).exists()
        if line and line.quote_id.order_id == order and line._is_valid():
            return line.quote_id, line
        quote = self._quote_order(order, carrier).sudo()
        return quote, quote.line_id

    def _warning(self, line=None):
        """Return what a person should know before taking an offer."""
        line, notes = line or self.line_id, []
        if line.note:
            notes.append(line.note)
        if line.is_converted:
            price = line.offer_currency_id.format(line.price)
            notes.append(self.env._("offered as %s", price))
        if self.promised and line.deliver_by and line.deliver_by > self.promised:
            when = self._said_when(_aware(self.promised))
            notes.append(self.env._("arrives after the promised %s", when))
        return "; ".join(notes) or False


class LogisticsQuoteLine(models.Model):
    _inherit = "logistics.quote.line"

    def _offer(self, rank):
        """Return the line as the plain ``Offer`` that is compared."""
        return Offer(
            key=self.id,
            label=self._label(),
            price=Decimal(str(self.amount)),
            arrives_by=_aware(self.deliver_by),
            rank=rank,
        )


def _aware(moment):
    return moment.replace(tzinfo=timezone.utc) if moment else None
