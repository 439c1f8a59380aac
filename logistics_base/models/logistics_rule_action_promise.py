# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from pytz import timezone, utc

from odoo import api, fields, models

from ..policies.moments import next_midnight, same_time


class LogisticsRuleAction(models.Model):
    """What a policy does to promises and invoices."""

    _inherit = "logistics.rule.action"

    @api.model
    def _performers(self):
        return {
            **super()._performers(),
            "promise": self._move_promises,
            "hold": self._hold,
            "release": self._release,
        }

    @api.model
    def _move_promises(self, action, firings):
        return self._for_shipments(firings, action._move_promises_of)

    def _move_promises_of(self, firings):
        reason = self.text or self.rule_id.name
        wanted, told = {}, {}
        for firing in firings:
            shipment = firing.shipment_id
            when, why_not = self._new_promise(shipment)
            if why_not:
                told[firing.id] = "skipped", why_not
                continue
            wanted[shipment.id] = when
            told[firing.id] = (
                "done",
                self.env._(
                    "Revised the promise from %(before)s to %(after)s UTC.",
                    before=shipment.shown_promise_date,
                    after=when,
                ),
            )
        self.env["logistics.shipment"].browse(wanted)._revise_promise(
            wanted, reason, rule=self.rule_id
        )
        return told

    def _new_promise(self, shipment):
        """Return (the new promise, None), or (None, why it stays as it is)."""
        if shipment.state in ("delivered", "returned", "cancelled"):
            return None, self.env._("The shipment is over: its promise stays.")
        if self.promise_by == "eta":
            when = shipment.eta_date
            if not when:
                return None, self.env._("The carrier has told no time of arrival.")
        elif not shipment.shown_promise_date:
            return None, self.env._("There is no promise to move.")
        else:
            when = self._moved(shipment)
        known = shipment.shown_promise_date
        if known and (when == known or when < known and not self.may_be_earlier):
            return None, self.env._("The promise is no earlier than that: it stays.")
        return when, None

    def _moved(self, shipment):
        """Return the promise put off; one that has passed is put off from now."""
        start = shipment.shown_promise_date
        if self.amount > 0:
            start = max(start, fields.Datetime.now())
        if self.promise_by == "hours":
            return start + timedelta(hours=self.amount)
        if self.promise_by == "days":
            return start + timedelta(days=self.amount)
        calendar = shipment.company_id.resource_calendar_id
        local = utc.localize(start).astimezone(timezone(calendar.tz or "UTC"))
        if self.promise_by == "working_hours":
            planned = calendar.plan_hours(self.amount, local, compute_leaves=True)
            return _naive(planned) if planned else start + timedelta(hours=self.amount)
        planned = calendar.plan_days(
            self.amount, next_midnight(local), compute_leaves=True
        )
        if not planned:
            return start + timedelta(days=self.amount)
        zone = timezone(calendar.tz or "UTC")
        day = planned.astimezone(zone).date()
        return _naive(zone.localize(same_time(day, local).replace(tzinfo=None)))

    # Invoices

    @api.model
    def _hold(self, action, firings):
        return self._for_shipments(firings, action._hold_of)

    def _hold_of(self, firings):
        firings.shipment_id._hold_invoicing(self.text or self.rule_id.name)
        return self._done(firings, self.env._("Invoicing is held."))

    @api.model
    def _release(self, action, firings):
        return self._for_shipments(firings, action._release_of)

    def _release_of(self, firings):
        held = firings.filtered(lambda firing: firing.shipment_id.invoicing_hold)
        held.shipment_id._release_invoicing(self.text or self.rule_id.name)
        return {
            **self._skip(firings - held, self.env._("Invoicing was not held.")),
            **self._done(held, self.env._("Invoicing is released.")),
        }


def _naive(when):
    return when.astimezone(utc).replace(tzinfo=None, microsecond=0)
