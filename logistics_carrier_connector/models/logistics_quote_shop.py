# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import threading
from dataclasses import dataclass, replace
from datetime import timedelta, timezone

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.tools.translate import get_translation

from odoo.addons.logistics_base.canonical.documents import DocumentError, to_json
from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.rates import Rate, RateRequest
from ..offers.asking import ask_all
from ..offers.fingerprint import fingerprint
from ..offers.sieve import sift
from ..tariffs.rating import NotRated

_logger = logging.getLogger(__name__)

#: Seconds all carriers have together, unless the caller says else.
DEADLINE = 4.0
#: Seconds an answer is as good as a new one.
CACHE_SECONDS = 900
DEADLINE_PARAMETER = "logistics_carrier_connector.rate_deadline"
CACHE_PARAMETER = "logistics_carrier_connector.rate_cache_seconds"
LIVE_SOURCES = ("live", "live_then_tariff")
TARIFF_SOURCES = ("tariff", "live_then_tariff")


@dataclass(slots=True, frozen=True, kw_only=True)
class Outcome:
    """What became of one service: a rate, or the reason why there is none."""

    integration: object
    service: object = None
    state: str = "offered"
    source: str | None = None
    rate: Rate | None = None
    reason: str | None = None
    note: str | None = None
    tariff: object = None
    seconds: float = 0.0
    fingerprint: str | None = None
    code: str | None = None


@dataclass(slots=True, frozen=True)
class Question:
    """One call to one carrier: about these services, known again by its digest."""

    integration: object
    services: object
    digest: str

    @property
    def codes(self):
        return tuple(self.services.mapped("code"))


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
        :param float deadline: seconds for all carriers together.
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
        outcomes = shopper._outcomes(services.sudo(), consignment, deadline, source)
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
    def _outcomes(self, services, consignment, deadline, source):
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
        asked = self._ask_live(live, consignment, deadline)
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

    # Asking the carriers

    @api.model
    def _ask_live(self, services, consignment, deadline):
        """Return the Outcomes of asking carriers, all at once, or their late answers."""
        seconds = deadline or self._parameter(DEADLINE_PARAMETER, DEADLINE)
        outcomes, calls = [], {}
        questions = self._questions(services, consignment)
        known = self._remembered(questions)
        for question in questions:
            if question.digest in known:
                outcomes += known[question.digest]
            else:
                calls[question] = question.integration._connector(deadline=seconds)
        outcomes += self._call(calls, consignment, seconds)
        return outcomes

    @api.model
    def _call(self, calls, consignment, seconds):
        """Ask each connector; return the Outcomes."""
        answers = ask_all(
            {
                place: _asking(connector, question.codes, consignment)
                for place, (question, connector) in enumerate(calls.items())
            },
            seconds,
            on_late=self._late_logger(calls),
        )
        in_time, outcomes = [], []
        for place, (question, connector) in enumerate(calls.items()):
            answer = answers[place]
            if not answer.is_late:
                in_time.append((question.integration.id, connector.client))
            outcomes += self._read(question, answer)
        self._log(in_time)
        return outcomes

    @api.model
    def _questions(self, services, consignment):
        """Return a Question for each call: as many services as one call may ask about."""
        questions = []
        for integration, own in services.grouped("integration_id").items():
            size = integration._connector_type().rate_batch_size or len(own)
            settings = integration._rate_settings()
            for start in range(0, len(own), size):
                some = own[start : start + size]
                digest = fingerprint(consignment, settings, some.mapped("code"))
                questions.append(Question(integration, some, digest))
        return questions

    @api.model
    def _read(self, question, answer):
        """Return the Outcomes of one answer: for each service one."""
        if answer.is_late or answer.error:
            state = "late" if answer.is_late else "failed"
            reason = self._why_none(answer)
            return [
                Outcome(
                    integration=question.integration,
                    service=service,
                    state=state,
                    reason=reason,
                    seconds=answer.seconds,
                )
                for service in question.services
            ]
        return self._sifted(question, answer)

    @api.model
    def _sifted(self, question, answer):
        """Return the Outcomes of an answer that holds offers."""
        now = _utc(fields.Datetime.now())
        rates, refused = sift(answer.value, question.codes, now)
        by_code = {service.code: service for service in question.services}
        common = {"integration": question.integration, "seconds": answer.seconds}
        outcomes = [
            Outcome(
                service=by_code.pop(rate.service_code),
                source="live",
                rate=rate,
                fingerprint=question.digest,
                **common,
            )
            for rate in rates
        ]
        for each in refused:
            service = by_code.pop(each.service_code, question.services.browse())
            outcomes.append(
                Outcome(
                    service=service,
                    state="refused",
                    reason=self._say(each.phrase),
                    code=each.service_code,
                    **common,
                )
            )
        nothing = self.env._("the carrier offers nothing for this")
        return outcomes + [
            Outcome(service=service, state="refused", reason=nothing, **common)
            for service in by_code.values()
        ]

    @api.model
    def _why_none(self, answer):
        """Return why no answer came, for people."""
        if answer.is_late:
            return self.env._("no answer within %.1f s", answer.seconds)
        error = answer.error
        if isinstance(error, DocumentError):
            return self.env._("the answer is wrong: %s", error)
        if not isinstance(error, CallError):
            return self.env._("the answer could not be read (%s)", type(error).__name__)
        if error.category == "circuit_open":
            return self.env._("the carrier is down; it is not called for a while")
        problems = "; ".join(error.problems)
        return f"{error} ({problems})" if problems else str(error)

    # Remembering answers

    @api.model
    def _remembered(self, questions):
        """Return {digest: Outcomes} of the questions that were asked a moment ago."""
        seconds = self._parameter(CACHE_PARAMETER, CACHE_SECONDS)
        now = fields.Datetime.now()
        lines = self.env["logistics.quote.line"].search(
            [
                ("fingerprint", "in", [question.digest for question in questions]),
                ("source", "=", "live"),
                ("create_date", ">", now - timedelta(seconds=seconds)),
            ],
            order="id desc",
        )
        found = {}
        for question in questions:
            same = lines.filtered(lambda line, q=question: line.fingerprint == q.digest)
            latest = same.filtered(lambda line, s=same: line.quote_id == s[0].quote_id)
            if latest and all(line._is_valid(now) for line in latest):
                found[question.digest] = [self._recalled(line) for line in latest]
        return found

    @api.model
    def _recalled(self, line):
        """Return the Outcome that a line of an earlier quote tells of."""
        return Outcome(
            integration=line.integration_id,
            service=line.service_id,
            source="cache",
            rate=line._document(),
            fingerprint=line.fingerprint,
        )

    @api.model
    def _parameter(self, name, default):
        value = self.env["ir.config_parameter"].sudo().get_param(name)
        try:
            return float(value) if value else default
        except ValueError:
            return default

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

    # Writing down

    def _write_lines(self, outcomes, consignment):
        """Make the lines of the outcomes, and mark the cheapest and the fastest."""
        self.ensure_one()
        lines = self.env["logistics.quote.line"].create(
            [self._line_vals(outcome, consignment) for outcome in outcomes]
        )
        offered = lines.filtered(lambda line: line.state == "offered")
        if len(offered) > 1:
            offered.sorted(lambda line: (line.amount, line.id))[0].is_cheapest = True
            timed = offered.filtered("deliver_by")
            fastest = timed.sorted(lambda line: (line.deliver_by, line.amount, line.id))
            fastest[:1].is_fastest = True

    def _line_vals(self, outcome, consignment):
        vals = {
            "quote_id": self.id,
            "integration_id": outcome.integration.id,
            "service_id": outcome.service.id if outcome.service else False,
            "service_code": outcome.code or (outcome.service and outcome.service.code),
            "state": outcome.state,
            "source": outcome.source,
            "tariff_id": outcome.tariff.id if outcome.tariff else False,
            "reason": outcome.reason,
            "note": outcome.note,
            "seconds": outcome.seconds,
            "fingerprint": outcome.fingerprint,
        }
        if not outcome.rate:
            return vals
        return {**vals, **self._offer_vals(outcome, consignment)}

    def _offer_vals(self, outcome, consignment):
        """Return what an offer says, its price also in the quote's currency."""
        rate, service = outcome.rate, outcome.service
        currency, problem = self._usable_currency(rate.price.currency)
        if problem:
            return {"state": "refused", "reason": problem, "fingerprint": False}
        arrival = rate.deliver_by or service._timetable(consignment.options).arrives_by(
            consignment.ship_at, rate.transit_days
        )
        return {
            "rate": to_json(rate),
            "service_name": rate.service_name or service.name,
            "price": float(rate.price.amount),
            "offer_currency_id": currency.id,
            "amount": currency._convert(
                float(rate.price.amount),
                self.currency_id,
                self.company_id,
                self._today(),
            ),
            "deliver_by": _naive(arrival),
            "transit_days": rate.transit_days or service.transit_days,
            "guaranteed": rate.guaranteed or service.guaranteed,
            "expires_at": _naive(rate.expires_at),
        }

    def _usable_currency(self, code):
        """Return (currency, why it cannot be used)."""
        if code == self.currency_id.name:
            return self.currency_id, None
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", code)], limit=1)
        )
        if not currency:
            return currency, self.env._("the price is in an unknown currency, %s", code)
        if not currency.active:
            return currency, self.env._(
                "the price is in %s: activate this currency and its rate first", code
            )
        for each in currency | self.currency_id:
            if each != self.company_id.currency_id and not each.rate_ids.filtered(
                lambda r: not r.company_id or r.company_id in self.company_id.parent_ids
            ):
                return currency, self.env._(
                    "the price is in %(code)s, and there is no rate of exchange for "
                    "%(missing)s",
                    code=code,
                    missing=each.name,
                )
        return currency, None

    def _today(self):
        return fields.Date.context_today(self)

    # Every call is a message

    @api.model
    def _log(self, clients):
        """Write down the calls of finished clients; nobody waits for it."""
        spoken = [(own, client) for own, client in clients if _has_spoken(client)]
        if not spoken:
            return
        if module.current_test:
            self._log_now(spoken)
            return
        threading.Thread(
            target=_log_apart, args=(self.env.cr.dbname, spoken), daemon=True
        ).start()

    @api.model
    def _log_now(self, clients):
        for integration_id, client in clients:
            integration = self.env["logistics.integration"].browse(integration_id)
            integration._log_calls(client, document_type=RateRequest.document_type)

    @api.model
    def _late_logger(self, calls):
        """Return what writes down a call that ended too late, from its thread."""
        database = self.env.cr.dbname
        clients = [(q.integration.id, c.client) for q, c in calls.items()]

        def log(place):
            if _has_spoken(clients[place][1]) and not module.current_test:
                _log_apart(database, [clients[place]])

        return log


def _log_apart(database, clients):
    """Write down calls in a transaction of their own."""
    try:
        with Registry(database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["logistics.quote"]._log_now(clients)
    except Exception:  # noqa: BLE001  the quote is made; only its trace is lost
        _logger.exception("calls for rates could not be written down")


def _asking(connector, codes, consignment):
    """Return a function that asks, without anything of Odoo in it."""
    request = RateRequest(consignment=consignment, services=codes)

    def ask():
        try:
            return connector.rate(request)
        finally:
            if connector.client is not None:
                connector.client.close()

    return ask


def _has_spoken(client):
    return bool(client is not None and client.exchanges)


def _utc(moment):
    return moment.replace(tzinfo=timezone.utc)


def _naive(moment):
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment else False
