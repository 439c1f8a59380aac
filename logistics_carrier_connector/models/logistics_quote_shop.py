# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import timezone

from odoo import api, fields, models
from odoo.tools.translate import get_translation

from ..tariffs.rating import NotRated
from .logistics_quote_outcome import Outcome

LIVE_SOURCES = ("live", "live_then_tariff")
TARIFF_SOURCES = ("tariff", "live_then_tariff")


class LogisticsQuote(models.Model):
    """Asks all carriers at once; a tariff answers without being asked."""

    _inherit = "logistics.quote"

    @api.model
    def _shop(
        self,
        consignment,
        *,
        company,
        partner=None,
        candidates=None,
        deadline=None,
        currency=None,
        source=None,
        promised=None,
        **links,
    ):
        """Return a quote of what all carriers ask to carry a consignment.

        Whoever does not answer in time, fails or talks nonsense is a line that says so;
        nothing is raised. Where a service may be rated by its contract, that takes the
        place of the missing answer. No offer is chosen yet: see ``_choose``.

        :param consignment: canonical ``Consignment``.
        :param company: whose carriers.
        :param partner: the customer, for the record.
        :param candidates: ``logistics.service`` records to ask; None: all there are.
        :param deadline: seconds for all carriers together; or the ``Patience`` that
            earlier rounds have left.
        :param currency: prices are compared in; else the company's.
        :param source: overrides where the services' prices come from.
        :param promised: naive UTC moment by which the customer expects it.
        :param links: ids of what it is for: ``order_id``, ``picking_id``, ``carrier_id``.
        """
        shopper = self.sudo().with_company(company)
        services = candidates
        if services is None:
            services = shopper._candidates(company)
        if not consignment.ship_at:
            consignment = replace(consignment, ship_at=_utc(fields.Datetime.now()))
        currency = currency or company.currency_id
        outcomes = shopper._outcomes(
            services.sudo(), consignment, shopper._patience(deadline), source
        )
        quote = shopper.create(
            {
                **shopper._described(consignment),
                "company_id": company.id,
                "partner_id": partner.id if partner else False,
                "currency_id": currency.id,
                "promised": promised,
                "seconds": max((o.seconds for o in outcomes), default=0.0),
                **links,
            }
        )
        quote._write_lines(outcomes, consignment)
        return quote.with_env(self.env)

    @api.model
    def _candidates(self, company):
        """Return all services of the company's carriers that are not retired."""
        return self.env["logistics.service"].search(
            [
                ("company_id", "=", company.id),
                ("integration_id.state", "!=", "retired"),
            ]
        )

    @api.model
    def _outcomes(self, services, consignment, patience, source):
        """Return an Outcome for each service."""
        excluded, eligible = [], services.browse()
        for service in services:
            objections = service._objections(consignment)
            if objections:
                reason = "; ".join(objections)
                excluded.append(
                    Outcome(
                        integration=service.integration_id,
                        service=service,
                        state="excluded",
                        reason=reason,
                    )
                )
            else:
                eligible |= service
        live = eligible.filtered(lambda s: self._asks_live(s, source))
        asked = self._ask_live(live, consignment, patience)
        asked += self._rate_by_tariff(eligible - live, consignment)
        return self._degrade(asked, consignment, source) + excluded

    @api.model
    def _asks_live(self, service, source):
        """Whether the service's price is asked of the carrier."""
        integration = service.integration_id
        return (
            (source or service.rate_source) in LIVE_SOURCES
            and integration.state == "live"
            and "rate" in integration._connector_type().capabilities
        )

    # Contract tariffs

    @api.model
    def _rate_by_tariff(self, services, consignment):
        """Return the Outcomes of services by their contracts; no call is made."""
        dates = {service: service._ship_date(consignment) for service in services}
        tariffs = {}
        for on in set(dates.values()):
            some = services.filtered(lambda s, on=on: dates[s] == on)
            tariffs |= self.env["logistics.tariff"]._of_services(some, on)
        return [
            self._rated(service, tariffs.get(service), consignment, dates[service])
            for service in services
        ]

    @api.model
    def _rated(self, service, tariff, consignment, on):
        """Return the Outcome of one service by its tariff of that day."""
        common = {
            "integration": service.integration_id,
            "service": service,
            "source": "tariff",
            "tariff": tariff,
        }
        if not tariff:
            reason = self.env._("there is no tariff for %s", on)
            return Outcome(state="excluded", reason=reason, **common)
        try:
            rating = tariff._rating(consignment, on)
        except NotRated as error:
            reason = self.env._(
                "tariff “%(tariff)s”: %(reason)s",
                tariff=tariff.name,
                reason=self._say(error.phrase),
            )
            return Outcome(state="excluded", reason=reason, **common)
        return Outcome(
            rate=rating.to_rate(self._say, service_name=service.name),
            note="; ".join(self._say(note) for note in rating.notes) or None,
            **common,
        )

    @api.model
    def _degrade(self, outcomes, consignment, source):
        """Let the contract tariff answer for carriers that do not."""
        silent = [
            outcome
            for outcome in outcomes
            if outcome.state in ("failed", "late")
            and (source or outcome.service.rate_source) in TARIFF_SOURCES
        ]
        services = self.env["logistics.service"].union(*(o.service for o in silent))
        rated = {o.service: o for o in self._rate_by_tariff(services, consignment)}
        return [
            self._degraded(outcome, rated.get(outcome.service)) for outcome in outcomes
        ]

    @api.model
    def _degraded(self, outcome, rated):
        """Return the tariff's Outcome in place of a failed one, saying so."""
        if rated is None or outcome.state not in ("failed", "late"):
            return outcome
        if not rated.rate:
            return outcome
        note = self.env._("by contract tariff, as there is %s", outcome.reason)
        if outcome.state == "failed":
            note = self.env._("by contract tariff: %s", outcome.reason)
        return replace(rated, note=note, seconds=outcome.seconds)

    @api.model
    def _say(self, phrase):
        """Return a phrase of the plain floor in the user's language."""
        return get_translation(
            "logistics_carrier_connector",
            self.env.lang or "en_US",
            phrase.template,
            phrase.values,
        )


def _utc(moment):
    return moment.replace(tzinfo=timezone.utc)
