# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta, timezone

from odoo import api, fields, models

from odoo.addons.logistics_base.canonical.documents import DocumentError
from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.rates import RateRequest
from ..offers.asking import Answer, ask_all
from ..offers.fingerprint import fingerprint
from ..offers.patience import Patience
from ..offers.sieve import sift
from .logistics_quote_outcome import Outcome, Question

#: Seconds all carriers have together, unless the caller says else.
DEADLINE = 4.0
#: Seconds an answer is as good as a new one.
CACHE_SECONDS = 900
DEADLINE_PARAMETER = "logistics_carrier_connector.rate_deadline"
CACHE_PARAMETER = "logistics_carrier_connector.rate_cache_seconds"


class LogisticsQuote(models.Model):
    """Asks carriers for their prices, all at once, or remembers what they said."""

    _inherit = "logistics.quote"

    @api.model
    def _patience(self, seconds=None):
        """Return the time that carriers have, starting now; theirs who has one."""
        if isinstance(seconds, Patience):
            return seconds
        return Patience(seconds or self._parameter(DEADLINE_PARAMETER, DEADLINE))

    @api.model
    def _ask_live(self, services, consignment, patience):
        """Return the Outcomes of asking carriers, all at once, or their late answers."""
        outcomes, unknown = patience.in_vain(services), []
        asked = services.browse(o.service.id for o in outcomes)
        questions = self._questions(services - asked, consignment)
        known = self._remembered(questions)
        for question in questions:
            if question.digest in known:
                outcomes += known[question.digest]
                outcomes += self._not_offered(question, known[question.digest])
            else:
                unknown.append(question)
        found = self._call(unknown, consignment, patience)
        patience.remember(found)
        return outcomes + found

    @api.model
    def _call(self, questions, consignment, patience):
        """Ask each question, as long as there is time; return the Outcomes."""
        seconds, outcomes = patience.left, []
        if not seconds:
            late = Answer(None, is_late=True, seconds=patience.seconds)
            return [o for question in questions for o in self._read(question, late)]
        calls = {q: q.integration._connector(deadline=seconds) for q in questions}
        answers = ask_all(
            {
                place: _asking(connector, question.codes, consignment)
                for place, (question, connector) in enumerate(calls.items())
            },
            seconds,
            on_late=self._late_logger(calls),
        )
        in_time = []
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
        common = {"seconds": answer.seconds}
        outcomes = [
            Outcome(
                integration=question.integration,
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
                    integration=question.integration,
                    service=service,
                    state="refused",
                    reason=self._say(each.phrase),
                    code=each.service_code,
                    **common,
                )
            )
        return outcomes + self._not_offered(question, outcomes, **common)

    @api.model
    def _not_offered(self, question, outcomes, **more):
        """Return an Outcome for each service of which an answer says nothing."""
        nothing = self.env._("the carrier offers nothing for this")
        told = self.env["logistics.service"].union(
            *(o.service for o in outcomes if o.service)
        )
        return [
            Outcome(
                integration=question.integration,
                service=service,
                state="refused",
                reason=nothing,
                **more,
            )
            for service in question.services - told
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


def _utc(moment):
    return moment.replace(tzinfo=timezone.utc)
