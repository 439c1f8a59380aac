# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone

from odoo import fields, models

from odoo.addons.logistics_base.canonical.documents import to_json


class LogisticsQuote(models.Model):
    """Writes down what was offered, every price also in the quote's currency."""

    _inherit = "logistics.quote"

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


def _naive(moment):
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment else False
