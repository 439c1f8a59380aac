# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..protocols.keyring import KeyringError
from ..protocols.signatures import SCHEMES
from .logistics_incident_watch import Cause, Sighting

_logger = logging.getLogger(__name__)

#: Messages that have been due for longer than this should have been taken.
SILENCE = timedelta(minutes=5)
#: Even a busy drain gets to every message within this.
NEGLECT = timedelta(minutes=15)
#: A partner may take this long to recover before anybody is told.
CIRCUIT_PATIENCE = timedelta(minutes=15)
#: A credential that ends sooner than this needs a successor.
CREDENTIAL_NOTICE = timedelta(days=14)


class LogisticsWatchdog(models.AbstractModel):
    """Looks every few minutes for what fails without a sound.

    Odoo deactivates a cron that keeps failing: messages then pile up, and nothing says
    so. Here the drains are set going again, and people are told.
    """

    _name = "logistics.watchdog"
    _description = "Logistics Watchdog"

    @api.model
    def _check(self):
        """Look, mend what can be mended, and tell who must know. Runs as a cron."""
        for kind, look, patience in self._looks():
            try:
                with self.env.cr.savepoint():
                    self.env["logistics.incident"]._observe(kind, look(), patience)
            except Exception:
                # The watchdog must outlive whatever it stumbles on.
                _logger.exception("The watchdog could not look after: %s", kind)

    @api.model
    def _looks(self):
        """Return [(kind of incident, method giving {integration: what is wrong},
        patience)].
        """
        return [
            ("drain", self._neglected_integrations, timedelta(0)),
            ("circuit", self._open_circuits, CIRCUIT_PATIENCE),
            ("credential", self._credential_problems, timedelta(0)),
        ]

    # Messages that nobody processes

    @api.model
    def _neglected_integrations(self):
        due = self._due_since(fields.Datetime.now() - SILENCE)
        if not due:
            return {}
        crons = self.env["logistics.message"]._drain_crons()
        if stopped := crons.filtered(lambda cron: not cron.active):
            self._reactivate(stopped)
            why = self.env._("Odoo had deactivated the drain; it was set going again.")
        elif self._are_silent(crons):
            crons[:1]._trigger()
            why = self.env._("The drain does not run. Are the cron workers alive?")
        else:
            neglected = fields.Datetime.now() - NEGLECT
            due = self._due_since(neglected, only_new=True)
            why = self.env._("The drain runs, but does not get to these messages.")
        return {
            self.env["logistics.integration"].browse(integration_id): self.env._(
                "Messages have waited since %(time)s UTC. %(why)s",
                time=since.replace(microsecond=0),
                why=why,
            )
            for integration_id, since in due.items()
        }

    @api.model
    def _due_since(self, before, only_new=False):
        """Return {integration id: since when its oldest message has been due}.

        :param bool only_new: leave out those that were queued again: they bear the time
            at which they first came.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.integration_id, min(COALESCE(m.next_attempt_at, m.received_at))
                  FROM logistics_message m
                  JOIN logistics_integration i ON i.id = m.integration_id
                 WHERE m.direction = 'inbound' AND m.state IN ('received', 'retry')
                   AND COALESCE(m.next_attempt_at, m.received_at) <= %s
                   AND i.state != 'paused' AND i.inbound_circuit_state = 'closed' AND %s
                 GROUP BY m.integration_id
                """,
                before,
                SQL("m.attempts = 0") if only_new else SQL("TRUE"),
            )
        )
        return dict(rows)

    @api.model
    def _reactivate(self, crons):
        _logger.error(
            "Reactivated after messages had piled up: %s",
            ", ".join(crons.mapped("name")),
        )
        crons.write({"active": True, "failure_count": 0, "first_failure_date": False})
        crons[:1]._trigger()

    @api.model
    def _are_silent(self, crons):
        """Tell whether none of them has given a sign of life for a while."""
        progress = self.env["ir.cron.progress"].search(
            [("cron_id", "in", crons.ids)], order="id desc", limit=1
        )
        signs = [*crons.mapped("lastcall"), progress.write_date]
        last = max(filter(None, signs), default=None)
        return last is None or last <= fields.Datetime.now() - SILENCE

    # Partners that do not recover

    @api.model
    def _open_circuits(self):
        integrations = self.env["logistics.integration"].search(
            [("circuit_state", "!=", "closed"), ("state", "in", ("live", "paused"))]
        )
        return {
            integration: self._circuit_summary(integration)
            for integration in integrations
        }

    @api.model
    def _circuit_summary(self, integration):
        if integration.inbound_circuit_state == "closed":
            return self.env._(
                "The partner does not answer our calls: none is made but one now and "
                "then to try."
            )
        return self.env._(
            "%(count)s batches in a row failed for a passing reason: the partner's "
            "messages wait.",
            count=integration.circuit_failures,
        )

    # Credentials

    @api.model
    def _credential_problems(self):
        integrations = self.env["logistics.integration"].search(
            [("state", "=", "live")]
        )
        problems = {
            integration: problem
            for integration in integrations
            if (problem := self._credential_problem(integration))
        }
        if self.env["logistics.credential"]._keys_text():
            return problems
        return self._without_key(problems)

    @api.model
    def _without_key(self, problems):
        """Make one incident of what has one cause, however many partners it hits."""
        hit = self.env["logistics.integration"].union(
            *(integration for integration in problems if integration.has_credential)
        )
        return {
            **{one: problem for one, problem in problems.items() if one not in hit},
            **{
                Cause(company.id, None, "key"): Sighting(
                    self.env._(
                        "No encryption key is set, so no credential can be read: messages "
                        "of %s partners are refused.",
                        len(group),
                    ),
                    len(group),
                )
                for company, group in hit.grouped("company_id").items()
            },
        }

    @api.model
    def _credential_problem(self, integration):
        scheme = SCHEMES.get(integration.signature_scheme)
        if not scheme or not scheme.requires_secret:
            return None
        credentials = integration.credential_ids.filtered(
            lambda credential: (
                credential.name in scheme.secret_names and credential.encrypted_value
            )
        )
        valid = credentials.filtered("is_valid")
        if not valid:
            return self.env._("No credential is valid: all messages are refused.")
        if problem := self._unreadable(valid):
            return problem
        return self._ends_soon(credentials)

    @api.model
    def _unreadable(self, credentials):
        problem = None
        for credential in credentials:
            try:
                credential._secret()
            except KeyringError as error:
                problem = str(error)
            else:
                return None
        return self.env._("No credential can be read: %s", problem)

    @api.model
    def _ends_soon(self, credentials):
        ends = credentials.mapped("valid_until")
        if not all(ends) or max(ends) > fields.Datetime.now() + CREDENTIAL_NOTICE:
            return None
        return self.env._(
            "The last credential ends on %s UTC: add its successor.", max(ends)
        )
