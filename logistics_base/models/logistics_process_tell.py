# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import escape

from odoo import api, models

from ..processes.kinds import STEP_KINDS

#: What of a step's course is worth a word in the chatter; the rest its dates tell.
_TOLD = ("failed", "compensating", "compensated", "manual")
ACTIVITY_TYPE = "mail.mail_activity_data_todo"


def _waits(standing):
    """Whether a person was called: to take something back, or to release again."""
    return any(
        step.state == "manual"
        or (step.state == "running" and step.undone and STEP_KINDS[step.code].restarts)
        for step in standing.steps
        if step.code in STEP_KINDS
    )


class LogisticsProcess(models.Model):
    """What is told of a process: to rules by events, to people by chatter and activity."""

    _inherit = "logistics.process"

    @api.model
    def _tell(self, standings, outcomes):
        """Tell what came of following, of those few processes where anything did."""
        failed = []
        for process_id, outcome in outcomes.items():
            before = standings[process_id]
            old = {step.id: step.state for step in before.steps}
            changed = [
                step
                for step in outcome.steps
                if step.state != old[step.id]
                and step.state in _TOLD
                and not step.by_hand
            ]
            failed += [step.id for step in changed if step.state == "failed"]
            process = self.browse(process_id)
            if _waits(before) and not _waits(outcome):
                process.activity_unlink([ACTIVITY_TYPE])
            if changed or before.undoing != outcome.undoing:
                process._tell_people(before, outcome, changed)
        if failed:
            steps = self.env["logistics.process.step"].browse(failed)
            self.env["logistics.event"]._publish(
                "process.failed",
                steps,
                {step.id: step.display_name for step in steps},
            )

    def _tell_people(self, before, outcome, changed):
        """Note in the chatter what failed and what is taken back."""
        self.ensure_one()
        steps = self.env["logistics.process.step"].browse(step.id for step in changed)
        labels = dict(steps._fields["state"]._description_selection(self.env))
        for step in steps:
            text = self.env._(
                "%(step)s: %(state)s", step=step.name, state=labels[step.state]
            )
            if step.reason_text:
                text = f"{text} ({step.reason_text})"
            self.message_post(body=text)
        if before.undoing and not outcome.undoing:
            self._call_person(
                self.env._("Release again: %s", self.shipment_id.name),
                self.env._(
                    "A step failed for good, and what had been done was taken back. Put "
                    "right what was wrong, then have it booked again."
                ),
            )
        for step in steps.filtered(lambda step: step.state == "manual"):
            self._call_person(
                self.env._("Cannot be undone: %s", step.name),
                step.reason_text or self.env._("The partner does not take it back."),
            )

    def _call_person(self, summary, note):
        """Have whoever is responsible see to it."""
        self.activity_unlink([ACTIVITY_TYPE])
        self.activity_schedule(
            ACTIVITY_TYPE,
            summary=summary,
            note=escape(note),
            user_id=self._responsible().id,
        )

    def _responsible(self):
        """Return who answers for the process: somebody who is still there."""
        shipment = self.shipment_id
        candidates = (
            self.taken_over_by_id,
            shipment.user_id,
            shipment.integration_id.owner_id,
            self.company_id.logistics_user_id,
        )
        return self.company_id._logistics_answering(candidates)
