# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical import booking_course as course
from ..carriers.connector import Connector, NotSupported
from .logistics_carrier_work import LEASE

_logger = logging.getLogger(__name__)

#: How long one run of the cron lasts, in seconds.
RUN_SECONDS = 50


@dataclass(frozen=True, slots=True)
class Task:
    """What one holder of a lease does at the carrier, with no record and no cursor."""

    claim: int
    step: str
    standing: course.Standing
    partner: course.Partner
    connector: Connector
    work: Callable


class LogisticsErrand(models.AbstractModel):
    """Something a carrier is asked to do once, such as to come and collect.

    It follows the course of a booking: the intent is committed, then the carrier is
    called under a lease, and what came of it is written down. Where the outcome is not
    known and the carrier does not honour keys, a person has to tell.

    A model says in :meth:`_work` what is asked, in :meth:`_take_in` what the answer
    means, and has a field ``state`` with the states of the course.
    """

    _name = "logistics.errand"
    _description = "Errand at a Carrier"
    _inherit = ["logistics.carrier.work"]

    #: The canonical type of what is asked, under which the calls are kept.
    _errand_document = ""
    #: The method of ``Connector`` that asks it.
    _errand_call = ""

    # What a model says

    def _work(self, step):
        """Return ``work(connector) -> answer`` for a step, ``book`` or ``cancel``."""
        raise NotImplementedError

    def _take_in(self, answer):
        """Enter what the carrier answered to ``book``; called once, in its transaction."""
        raise NotImplementedError

    def _was_done(self):
        """Enter that the carrier did it, without anything that it answered."""

    def _undo(self):
        """Enter that the carrier has called it off."""

    # Asking

    def _ask(self):
        """Have the carrier asked once this transaction is committed."""
        if wrong := self.filtered(lambda e: e.state not in course.REPEATABLE):
            raise UserError(
                self.env._(
                    "Asked for already: %s", ", ".join(wrong.mapped("display_name"))
                )
            )
        for errand in self:
            errand.write(
                {
                    "key": uuid.uuid4().hex,
                    "state": "pending",
                    "attempts": 0,
                    "next_attempt_at": False,
                    "error_category": False,
                    "error_message": False,
                }
            )
        self._call_after_commit()

    def _call_off(self):
        """Call off what nobody wants any more, at the carrier where it knows of it."""
        self._lock()
        for errand in self:
            if errand.state in course.REPEATABLE or (
                errand.state == "pending" and not errand.unsure
            ):
                errand.write({"state": "cancelled", "next_attempt_at": False})
                errand._undo()
            elif errand.state == "ready":
                errand.write({"state": "cancelling", "next_attempt_at": False})
            else:
                raise UserError(
                    self.env._(
                        "%s is being talked about with the carrier. Wait for the "
                        "answer.",
                        errand.display_name,
                    )
                )
        self.filtered(lambda e: e.state == "cancelling")._call_after_commit()

    @api.model
    def _drain(self):
        """Do what is due and was not done at once. Runs as a cron."""
        cron = self.env["ir.cron"]
        deadline = time.monotonic() + RUN_SECONDS
        for errand_id in self._due_ids():
            try:
                self._advance(errand_id)
            except Exception:
                # One that breaks holds up no other; it is due again with the next run.
                _logger.exception("%s %s cannot be advanced", self._name, errand_id)
            if time.monotonic() > deadline or not cron._commit_progress(1, remaining=1):
                return
        cron._commit_progress(0, remaining=0)

    @api.model
    def _due_ids(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE %s ORDER BY id",
                self._sql_table(),
                self._is_due(),
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _is_due(self):
        return SQL(
            """
            (state IN ('pending', 'cancelling')
             AND (next_attempt_at IS NULL OR next_attempt_at <= %(now)s)
             OR state = 'calling')
            AND (lease_until IS NULL OR lease_until <= %(now)s)
            """,
            now=fields.Datetime.now(),
        )

    # One errand

    @api.model
    def _advance(self, errand_id):
        """Take the errand one step further, in cursors of its own."""
        self = self.with_context(work_in_hand=errand_id)
        task = self._in_own_cursor(lambda errands: errands._claim(errand_id))
        if task is None:
            return False
        answer = error = None
        try:
            answer = task.work(task.connector)
        except CallError as failure:
            error = failure
        except NotSupported:
            text = self.env._("The carrier's interface has no such thing.")
            error = CallError("refused", text)
        except Exception:
            # Whatever broke, it broke after the intent to call: nobody knows.
            _logger.exception("%s %s: the connector failed", self._name, errand_id)
            text = self.env._("The answer could not be understood.")
            error = CallError("uncertain", text)
        self._in_own_cursor(lambda errands: errands.browse(errand_id)._log(task))
        self._in_own_cursor(
            lambda errands: errands.browse(errand_id)._conclude(task, answer, error)
        )
        return True

    @api.model
    def _claim(self, errand_id):
        """Take a lease if it is due and nobody has it; return a :class:`Task` or None."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id = %s AND %s FOR UPDATE SKIP LOCKED",
                self._sql_table(),
                errand_id,
                self._is_due(),
            )
        )
        if not rows:
            return None
        return self.browse(errand_id)._take_up()

    def _take_up(self):
        """Return the :class:`Task` of what comes next; None where nothing can be done."""
        standing = self._standing()
        lease = self._seconds("booking_lease", LEASE)
        try:
            connector = self.integration_id._connector(deadline=lease / 2)
        except UserError as error:
            # Nobody was called: what is missing may be set right in the meantime.
            self._postpone(standing, CallError("unreachable", str(error)))
            return None
        partner = course.Partner(
            honours_keys=connector.knows_keys_of(self._errand_call)
        )
        step = course.step_of(standing, partner)
        if step == "wait":
            self.write({**course.stuck(standing), "lease_until": False})
            self._tell_trouble(self.env._("Nobody knows whether the carrier did it."))
            return None
        return self._lease(step, standing, partner, connector, lease)

    def _postpone(self, standing, error):
        step = "cancel" if standing.state == "cancelling" else "book"
        self._follow(standing, step, course.Partner(), error)
        self.attempts += 1

    def _lease(self, step, standing, partner, connector, seconds):
        work, now = self._work(step), fields.Datetime.now()
        self.write(
            {
                **course.begun(standing, step, now),
                "claims": self.claims + 1,
                "lease_until": now + timedelta(seconds=seconds),
            }
        )
        return Task(self.claims, step, standing, partner, connector, work)

    def _standing(self):
        return course.Standing(
            state=self.state,
            unsure=self.unsure,
            asked=self.asked,
            external_id=self.external_id or None,
            attempts=self.attempts,
            called_at=self.called_at or None,
        )

    def _log(self, task):
        """Keep every call as a message, whatever becomes of the rest."""
        if task.connector.client is not None:
            self.integration_id._log_calls(task.connector.client, self._errand_document)

    def _conclude(self, task, answer, error):
        """Write down what came of it, unless somebody else holds the lease by now."""
        self._lock()
        if self.claims != task.claim:
            return
        self.lease_until = False
        if error is not None:
            self._follow(task.standing, task.step, task.partner, error)
        elif task.step == "cancel":
            self._conclude_cancel(task, answer)
        else:
            self.write({"state": "ready", "unsure": False, "next_attempt_at": False})
            self.write({"error_category": False, "error_message": False})
            self._take_in(answer)

    def _conclude_cancel(self, task, answer):
        if answer.status == "refused":
            self.write(course.refused_to_cancel(task.standing))
            self._tell_trouble(answer.reason or self.env._("It cannot be called off."))
            return
        self.write(course.cancelled())
        self._undo()

    def _follow(self, standing, step, partner, error):
        """Write down what follows from a failure, and have people told if need be."""
        now = fields.Datetime.now()
        changes = course.failed(standing, step, error, partner, now, random.random())
        text = "\n".join([str(error), *error.problems])
        self.write(
            {
                **changes,
                "error_category": error.category,
                "error_message": text,
            }
        )
        if changes.get("state") in ("failed", "in_doubt", "ready"):
            self._tell_trouble(text)

    def _tell_trouble(self, text):
        """Have a person look at it."""
        self.error_message = text
        self.activity_unlink(["mail.mail_activity_data_warning"])
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.display_name,
            note=text,
            user_id=(self.create_uid or self.integration_id.owner_id).id,
        )

    # What people decide

    def action_try_again(self):
        """Ask anew for what failed."""
        self.check_access("write")
        self.sudo()._ask()

    def action_not_done(self):
        """A person has made sure that the carrier knows nothing of it."""
        self._check_in_doubt()
        self.sudo().write({"state": "failed", "unsure": False})
        self.message_post(body=self.env._("The carrier did not do it."))

    def action_was_done(self):
        """A person has made sure that the carrier did it."""
        self._check_in_doubt()
        self.sudo().write({"state": "ready", "unsure": False, "error_message": False})
        for errand in self.sudo():
            errand._was_done()
        self.activity_unlink(["mail.mail_activity_data_warning"])
        self.message_post(body=self.env._("The carrier did it."))

    def action_call_off(self):
        """Call it off."""
        self.check_access("write")
        self.sudo()._call_off()

    def _check_in_doubt(self):
        self.check_access("write")
        if any(errand.state != "in_doubt" for errand in self):
            raise UserError(self.env._("There is no doubt about it."))
