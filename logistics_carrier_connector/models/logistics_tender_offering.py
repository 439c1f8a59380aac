# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical.events import TENDER_EVENTS

_logger = logging.getLogger(__name__)

CRON = "logistics_carrier_connector.ir_cron_tenders"
#: So many tenders that nobody answered are taken in one transaction.
BATCH = 100


class LogisticsTender(models.Model):
    """How an offering goes from carrier to carrier."""

    _inherit = "logistics.tender"

    def _offering(self):
        """Return all tenders of the offering, the next to ask first."""
        self.ensure_one()
        return self.search([("offering", "=", self.offering)], order="sequence, id")

    # Asking

    def _ask(self, purpose="original"):
        """Send the offer, and wait for an answer until ``respond_by``."""
        self.ensure_one()
        now = fields.Datetime.now()
        until = fields.Datetime.add(now, hours=self.respond_within)
        self.write(
            {
                "state": "sent",
                "sent_at": self.sent_at or now,
                "respond_by": until,
                "answered_at": False,
                "reason": False,
                "reason_code": False,
            }
        )
        self._tell(purpose)
        if purpose == "original":
            self._record("tendered")
        self.env.ref(CRON).sudo()._trigger(at=until)

    def _set_accepted(self):
        """The carrier has the load: the shipments are booked, nobody else is asked."""
        self.ensure_one()
        self._move(("sent", "counter", "expired", "declined"), "accepted")
        self.has_load = True
        others = (self._offering() - self).filtered(
            lambda t: t.state in ("draft", "sent", "counter")
        )
        carrier = self.integration_id.name
        others._withdraw(self.env._("%s accepted the load.", carrier))
        self._book()
        self._record("tender_accepted")

    def _book(self):
        for shipment in self.shipment_ids.sudo():
            vals = {"integration_id": self.integration_id.id}
            if self.service_code:
                vals["service_code"] = self.service_code
            shipment.write(vals)
            if shipment.office_state != "booked":
                shipment.action_book()

    def _set_declined(self):
        """The carrier does not want the load, or gives it back."""
        self.ensure_one()
        self._move(("sent", "counter", "accepted"), "declined")
        self._unbook()
        self._record("tender_declined")

    def _set_counter(self):
        """The carrier would do it otherwise: a person decides."""
        self.ensure_one()
        self._move(("sent",), "counter")
        user = self.shipment_ids.user_id[:1] or self.create_uid
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("%s makes a counter-offer", self.integration_id.name),
            note=self.reason or "",
            user_id=user.id,
        )

    def _take_counter_offer(self):
        """What the carrier proposed is what we offer now."""
        self._check_counter_price()
        vals = {}
        if self.counter_currency_id:
            vals["price"] = self.counter_price
            vals["currency_id"] = self.counter_currency_id.id
        if self.counter_pickup_at:
            vals["pickup_from"] = self.counter_pickup_at
            if self.pickup_until and self.pickup_until < self.counter_pickup_at:
                vals["pickup_until"] = self.counter_pickup_at
        self.write(vals)
        self._tell("change")

    def _check_counter_price(self):
        if self.counter_price < 0 or (
            self.counter_price and not self.counter_currency_id
        ):
            raise UserError(
                self.env._(
                    "What %(carrier)s asks for cannot be agreed to: %(reason)s. Ask "
                    "again with a change, or turn it down.",
                    carrier=self.integration_id.name,
                    reason=self.reason,
                )
            )

    def _unbook(self):
        """Take back what an acceptance did, where nothing has moved yet."""
        if not self.has_load:
            return
        self.has_load = False
        for shipment in self.shipment_ids.sudo():
            if shipment.office_state == "booked":
                shipment.office_state = "released"
            if shipment.integration_id == self.integration_id:
                shipment.integration_id = False
        self._record("booking_cancelled")

    def _withdraw(self, reason):
        """Call tenders off; carriers that were asked are told."""
        for tender in self:
            before = tender.state
            tender._move(("draft", "sent", "counter", "accepted"), "cancelled")
            tender.reason = reason
            if before != "draft":
                tender._tell("cancel")
                tender._unbook()

    def _move(self, from_states, state):
        self.ensure_one()
        if self.state not in from_states:
            raise UserError(
                self.env._(
                    "%(tender)s is %(state)s.", tender=self.name, state=self.state
                )
            )
        was_asked = self.state != "draft"
        self.write({"state": state, "answered_at": fields.Datetime.now()})
        if was_asked and state in TENDER_EVENTS:
            self._publish_answer(TENDER_EVENTS[state])
        if state != "counter":
            self.activity_unlink(["mail.mail_activity_data_todo"])

    # The next carrier

    def _continue(self):
        """Ask the next carrier of the offering; where there is none, a person has to."""
        self.ensure_one()
        self._revive_unasked()
        for tender in self._offering().filtered(lambda t: t.state == "draft"):
            try:
                with self.env.cr.savepoint():
                    tender._ask()
                return tender
            except UserError as error:
                # One carrier that cannot be written to must not hold up the load.
                _logger.warning("Tender %s: %s", tender.name, error)
                tender._move(("draft",), "cancelled")
                tender.reason = str(error)
        self._exhausted()
        return self.browse()

    def _revive_unasked(self):
        """An acceptance that was given back leaves those after it to be asked."""
        unasked = self._offering().filtered(
            lambda t: (
                t.state == "cancelled" and not t.sent_at and t.sequence > self.sequence
            )
        )
        if self.state == "declined" and unasked:
            unasked.write({"state": "draft", "reason": False, "answered_at": False})

    def _exhausted(self):
        """Open, or make urgent, a case for whoever dispatches the shipments."""
        asked = self._offering().filtered("sent_at")
        summary = self.env._("No carrier took the load: %s asked", len(asked))
        exceptions = self.env["logistics.exception"].sudo()
        cases = exceptions._open_case(
            self.shipment_ids, "tender", "3", summary, automatic=True
        )
        cases.write({"summary": summary})

    # No answer

    @api.model
    def _expire_due(self):
        """Ask the next carrier where one has not answered in time. Runs as a cron."""
        while taken := self._expire_batch():
            self.env["ir.cron"]._commit_progress(taken)

    @api.model
    def _expire_batch(self):
        """Take up to ``BATCH`` tenders that are due; return how many."""
        due = self.search(
            [("state", "=", "sent"), ("respond_by", "<=", fields.Datetime.now())],
            order="respond_by, id",
            limit=BATCH,
        )
        taken = 0
        # Who is answering right now holds the lock, and is left alone.
        for tender in due.try_lock_for_update():
            try:
                with self.env.cr.savepoint():
                    tender._expire()
                taken += 1
            except UserError:
                _logger.exception("Tender %s cannot expire", tender.name)
        return taken

    def _expire(self):
        self.ensure_one()
        self._move(("sent",), "expired")
        self.reason = self.env._("No answer in time")
        self._tell("cancel")
        self._unbook()
        self._record(
            "tender_declined",
            self.env._("%s gave no answer in time", self.integration_id.name),
        )
        self._continue()

    # What the shipments are told

    def _record(self, code, description=None):
        """Add a milestone to the shipments; the same one at the same time only once."""
        self.ensure_one()
        now = fields.Datetime.now()
        milestones = self.env["logistics.milestone"].sudo()
        for shipment in self.shipment_ids:
            identity = f"tender|{self.name}|{shipment.id}|{code}|{now}"
            same = [
                ("integration_id", "=", self.integration_id.id),
                ("identity", "=", identity),
            ]
            if milestones.search_count(same, limit=1):
                continue
            milestones.create(
                {
                    "shipment_id": shipment.id,
                    "integration_id": self.integration_id.id,
                    "code": code,
                    "occurred_at": now,
                    "identity": identity,
                    "description": description or self._told(code),
                }
            )

    def _told(self, code):
        """Return what happened, in words: it names the case that a decline opens."""
        names = {"carrier": self.integration_id.name, "number": self.name}
        if code != "tender_declined":
            return "{carrier} · {number}".format(**names)
        told = self.env._("%(carrier)s declined %(number)s", **names)
        return f"{told}: {self.reason}"[:500] if self.reason else told
