# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import uuid
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.references import normalize

from ..canonical import booking_answer
from ..canonical import booking_course as course

#: A number that was in use less than so many days ago is no new number.
RECENT_DAYS = 120


class LogisticsBooking(models.Model):
    """What becomes of a booking by what the carrier says, or does not say.

    The row is locked by who calls these.
    """

    _inherit = "logistics.booking"

    def _decide(self, vals):
        """Write what is known for certain; whoever holds the lease has lost it.

        A call that fails afterwards must not make the booking unknown again.
        """
        self.write({**vals, "claims": self.claims + 1, "lease_until": False})

    # The carrier has answered

    def _confirm(self, document):
        """Take in what the carrier says about this booking, whoever brings the word.

        Applying it again changes nothing. A second booking of the same goods is called
        off.

        :param document: a ``BookingDocument``.
        """
        self.ensure_one()
        if self._is_known(document):
            return
        if self._is_another(document):
            self._split_off(document)
            return
        verdict = self._judge(document)
        if verdict.state == "failed":
            self._set_declined(document)
        elif verdict.state == "cancelled":
            self._set_cancelled()
        elif verdict.state == "partial":
            self._set_partial(document)
        else:
            self._set_booked(document, verdict)

    def _confirm_by_hand(self, document):
        """Take in what a person was told; a label may be missing."""
        self._lock()
        self.message_post(
            body=self.env._("It was booked, says %s.", self.env.user.name)
        )
        verdict = booking_answer.judge(document, self._piece_keys(), wants_label=False)
        if verdict.state != "ready":
            raise UserError(
                self.env._(
                    "Enter one number for each of the %s packages, or one for all.",
                    len(self._piece_keys()),
                )
            )
        self._set_booked(document, verdict)

    def _is_known(self, document):
        """Tell whether this was said, and done with, before."""
        if document.status not in ("requested", "confirmed"):
            return False
        same = not document.id or document.id == self.external_id
        return same and (
            self.state == "ready"
            or self.state in ("cancelling", "cancelled")
            and bool(self.external_id)
        )

    def _is_another(self, document):
        return (
            document.status == "confirmed"
            and bool(self.external_id and document.id)
            and document.id != self.external_id
        )

    def _judge(self, document):
        verdict = booking_answer.judge(
            document, self._piece_keys(), wants_label=self._wants_label()
        )
        if verdict.state in ("ready", "requested") and self._twins(document):
            return booking_answer.Verdict("in_doubt", "duplicate_number")
        return verdict

    def _wants_label(self):
        """Whether the carrier sends the labels, so that without them something lacks."""
        return True

    def _twins(self, document):
        """Return the bookings of other goods that bear a number of this answer."""
        numbers = self._numbers_in(document)
        if not numbers:
            return self.browse()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=RECENT_DAYS)
        references = self.env["logistics.reference"].search(
            [
                ("type", "=", "tracking"),
                ("normalized", "in", [normalize(number) for number in numbers]),
                ("company_id", "=", self.company_id.id),
            ]
        )
        return self.search(
            [
                ("id", "!=", self.id),
                ("integration_id", "=", self.integration_id.id),
                ("picking_id", "!=", self.picking_id.id),
                ("state", "not in", course.GONE),
                ("booked_at", ">=", since),
                "|",
                # Those that were entered already, and those that were not yet.
                ("shipment_id", "in", references.shipment_id.ids),
                ("tracking_number", "in", [self._joined(numbers), *numbers]),
            ]
        )

    def _set_booked(self, document, verdict):
        """Write down the carrier's word, complete or not."""
        now = fields.Datetime.now()
        changes = course.booked(self._standing(), verdict, now)
        self._decide(
            {
                **self._facts(document),
                **changes,
                "booked_at": self.booked_at or now,
                "settled": False,
                "error_category": verdict.problem or False,
                "error_message": self._problem_text(verdict.problem, document),
            }
        )
        self._keep_files(document)
        if self.state == "in_doubt":
            self._tell_trouble()
        elif self.state == "ready":
            self.activity_unlink(["mail.mail_activity_data_warning"])
        self._call_after_commit()

    def _facts(self, document):
        """Return the fields that the answer fills in; what it leaves out stays."""
        price, problem = document.price, booking_answer.price_problem(document.price)
        currency = self._currency(price.currency) if price else None
        vals = {
            "external_id": document.id,
            "tracking_number": self._joined(self._numbers_in(document)),
            "tracking_url": document.tracking_url,
            "service_code": document.service_code,
            "promised": document.deliver_by
            and document.deliver_by.replace(tzinfo=None, microsecond=0),
            "answer": self._without_files(document),
        }
        if price and currency and not problem:
            vals |= {"price": float(price.amount), "currency_id": currency.id}
        if document.charges:
            vals["charges"] = [charge_json(charge) for charge in document.charges]
        return {name: value for name, value in vals.items() if value}

    @api.model
    def _currency(self, code):
        """Return the currency of that code, in use here or not."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        return currencies.search([("name", "=", code.upper())], limit=1)

    @api.model
    def _without_files(self, document):
        bare = replace(
            document,
            label=None,
            documents=(),
            pieces=tuple(replace(piece, label=None) for piece in document.pieces),
        )
        return bare.to_json()

    def _set_partial(self, document):
        """Undo what the carrier took of it: a booking is whole, or it is none."""
        given = self._numbers_in(document)
        self._decide(
            {
                "error_category": "partial",
                "error_message": self.env._(
                    "The carrier took %(given)s of %(asked)s packages only. What it "
                    "took is called off; try again.",
                    given=len(given),
                    asked=len(self._piece_keys()),
                ),
                "unsure": False,
                "next_attempt_at": False,
                "state": "failed" if document.id else "in_doubt",
            }
        )
        if document.id:
            self._split_off(document)
        self._tell_trouble()

    def _split_off(self, document):
        """Call off what the carrier booked beside what is wanted."""
        if self.search_count(
            [
                ("integration_id", "=", self.integration_id.id),
                ("external_id", "=", document.id),
            ],
            limit=1,
        ):
            return
        surplus = self.copy(
            {
                **self._facts(document),
                "state": "cancelling",
                "unwanted": True,
                "key": uuid.uuid4().hex,
                "request": self.request,
                "booked_at": fields.Datetime.now(),
            }
        )
        self.message_post(
            body=self.env._(
                "The carrier booked %(id)s as well, which nobody wants: it is called "
                "off.",
                id=document.id,
            )
        )
        surplus._call_after_commit()

    def _set_declined(self, document):
        reason = document.reason or self.env._("The carrier gives no reason.")
        self._decide(
            {
                **course.declined(self._standing()),
                "error_category": "declined",
                "error_message": reason,
            }
        )
        self._tell_trouble()

    # The carrier has not answered

    def _fail(self, error, task):
        """Follow from a call that failed.

        :param error: the ``CallError``.
        :param task: what was tried.
        """
        standing = replace(task.standing, unwanted=self.unwanted)
        self._follow(standing, task.step, error, task.partner)

    def _follow(self, standing, step, error, partner):
        """Write down what follows from a failure, and have people told if need be."""
        now = fields.Datetime.now()
        changes = course.failed(standing, step, error, partner, now, random.random())
        self.write(
            {
                **changes,
                "error_category": error.category,
                "error_message": "\n".join([str(error), *error.problems]),
            }
        )
        if changes.get("state") in ("failed", "in_doubt"):
            self._tell_trouble()
        self._come_back()

    def _set_not_found(self, task):
        """The carrier was asked and knows of no such booking."""
        changes = course.not_found(
            self._standing(), task.partner, task.begun_at, fields.Datetime.now()
        )
        self.write(changes)
        self._come_back()

    def _come_back(self):
        """Have the cron look again when it is time."""
        if self.next_attempt_at and self.state in course.DRIVEN:
            cron = self.env.ref("logistics_carrier_connector.ir_cron_bookings", False)
            if cron:
                cron._trigger(at=self.next_attempt_at)

    # People are told

    def _problem_text(self, problem, document):
        texts = {
            "duplicate_number": self.env._(
                "The carrier gave the number %(number)s, which is on %(other)s already.",
                number=self._joined(self._numbers_in(document)),
                other=", ".join(self._twins(document).picking_id.mapped("name")),
            )
            if problem == "duplicate_number"
            else "",
            "no_number": self.env._("Booked, but no tracking number has come yet."),
            "no_label": self.env._(
                "Booked, but the label has not come, or not come whole. It is fetched "
                "again; nothing is bought twice."
            ),
            "empty_answer": self.env._(
                "The carrier says it has booked, but gives neither number nor id."
            ),
        }
        return texts.get(problem, False)

    def _tell_trouble(self, text=None):
        """Have a person look at it."""
        text = text or self.error_message or self.env._("The outcome is not known.")
        person = self.picking_id.user_id or self.integration_id.owner_id
        self.activity_unlink(["mail.mail_activity_data_warning"])
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("No label for %s", self.picking_id.name),
            note=text,
            user_id=(person or self.env.user).id,
        )
        self.picking_id.message_post(
            body=self.env._(
                "%(carrier)s, %(booking)s: %(text)s",
                carrier=self.carrier_id.name,
                booking=self.name,
                text=text,
            )
        )


def charge_json(charge):
    """Return a RateCharge as it is kept."""
    return {
        "type": charge.type,
        "amount": str(charge.amount.amount),
        "currency": charge.amount.currency,
        "description": charge.description,
        "raw_code": charge.raw_code,
    }
