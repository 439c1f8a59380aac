# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import escape

from odoo import api, fields, models

from ..canonical.vocabulary import SEVERITIES


class LogisticsRuleAction(models.Model):
    """What a policy gives people to do: cases and activities."""

    _inherit = "logistics.rule.action"

    @api.model
    def _performers(self):
        return {
            **super()._performers(),
            "exception": self._open_exceptions,
            "escalate": self._escalate,
            "activity": self._give_activities,
            "case": self._open_cases,
            "publish": self._publish_events,
            "server": self._run_server_action,
        }

    @api.model
    def _open_exceptions(self, action, firings):
        return self._for_shipments(firings, action._open_exceptions_of)

    def _open_exceptions_of(self, firings):
        told = {}
        for firing in firings:
            if known := firing._open_cases_of(self.exception_type):
                known._escalate(self.severity, self.text or self.rule_id.name)
                words = self.env._("“%s” was open already.", known[0].summary)
            else:
                case = self._open_exception(firing)
                words = self.env._(
                    "Opened “%(case)s” for %(person)s.",
                    case=case.summary,
                    person=case.user_id.name or self.env._("nobody"),
                )
            told[firing.id] = "done", words
        return told

    def _open_exception(self, firing):
        return self.env["logistics.exception"]._open_case(
            firing.shipment_id,
            self.exception_type,
            self.severity,
            self.text or self.rule_id.name,
            user=self._person(firing),
        )

    @api.model
    def _escalate(self, action, firings):
        return self._for_shipments(firings, action._escalate_of)

    def _escalate_of(self, firings):
        told = {}
        for firing in firings:
            cases = firing._cases().filtered(lambda case: case.severity < self.severity)
            for case in cases:
                case._escalate(self.severity, self.text or self.rule_id.name)
            told[firing.id] = (
                (
                    "done",
                    self.env._(
                        "Raised to %(severity)s: %(cases)s.",
                        severity=SEVERITIES[self.severity],
                        cases=", ".join(cases.mapped("summary")),
                    ),
                )
                if cases
                else ("skipped", self.env._("No open case is less severe."))
            )
        return told

    # Activities

    @api.model
    def _give_activities(self, action, firings):
        return action._schedule(
            firings,
            action.activity_type_id
            or self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False),
            action.text or action.rule_id.name,
        )

    @api.model
    def _open_cases(self, action, firings):
        return action._case_openers()[action.case_kind or "activity"](action, firings)

    @api.model
    def _case_openers(self):
        """Return {kind of case: function (action, firings)}; addons have other kinds."""
        return {"activity": self._open_activity_cases}

    @api.model
    def _open_activity_cases(self, action, firings):
        kind = self.env.ref(
            "logistics_base.mail_activity_type_customer_case", raise_if_not_found=False
        )
        return action._schedule(firings, kind, action.text or action.rule_id.name)

    def _open_records(self, firings, model, unsettled, vals_of):
        """Open a record of another addon for each shipment; one that is open is kept.

        :param model: has a field ``logistics_shipment_id``.
        :param list unsettled: domain of the records that are not over yet.
        :param vals_of: function of a firing that returns the values of its record.
        :return: {firing id: (state, what was done in words)}.
        """
        shipments = [("logistics_shipment_id", "in", firings.shipment_id.ids)]
        present = self.env[model].search([*shipments, *unsettled])
        known = present.grouped("logistics_shipment_id")
        told, fresh = {}, {}
        for firing in firings:
            if record := known.get(firing.shipment_id):
                words = self.env._("“%s” is open already.", record[0].display_name)
                told[firing.id] = "skipped", words
            else:
                fresh[firing] = vals_of(firing)
        opened = self.env[model].create(list(fresh.values()))
        for firing, record in zip(fresh, opened, strict=True):
            told[firing.id] = (
                "done",
                self.env._(
                    "Opened “%(case)s” for %(person)s.",
                    case=record.display_name,
                    person=self._person(firing).name,
                ),
            )
        return told

    def _schedule(self, firings, kind, summary):
        """Give an activity for each firing, on its shipment or integration."""
        values, told = [], {}
        deadline = fields.Date.add(fields.Date.context_today(self), days=self.days)
        for firing in firings:
            subject = firing._subject()
            if not subject:
                told[firing.id] = (
                    "skipped",
                    self.env._("There is nothing to give it on."),
                )
                continue
            person = self._person(firing)
            values.append(
                {
                    "res_model_id": self.env["ir.model"]._get_id(subject._name),
                    "res_id": subject.id,
                    "activity_type_id": kind.id if kind else False,
                    "summary": summary,
                    "note": self._note(firing),
                    "date_deadline": deadline,
                    "user_id": person.id,
                    "automated": True,
                }
            )
            told[firing.id] = (
                "done",
                self.env._(
                    "Gave “%(summary)s” to %(person)s, due %(date)s.",
                    summary=summary,
                    person=person.name,
                    date=deadline,
                ),
            )
        self.env["mail.activity"].create(values)
        return told

    def _note(self, firing):
        """Return why somebody is given something to do."""
        about = firing._about()
        # Partners' words are among these, and notes are HTML.
        return escape(
            self.env._(
                "By the policy “%(rule)s”%(about)s.",
                rule=self.rule_id.name,
                about=f": {about}" if about else "",
            )
        )

    # Machines

    @api.model
    def _publish_events(self, action, firings):
        return self._for_shipments(firings, action._publish_events_of)

    def _publish_events_of(self, firings):
        name = self.env["logistics.rule"]._custom_name(self.event_name)
        shipments = firings.shipment_id
        summaries = dict.fromkeys(shipments.ids, self.rule_id.name)
        self.env["logistics.event"]._publish(name, shipments, summaries)
        return self._done(firings, self.env._("Published “%s”.", name))

    @api.model
    def _run_server_action(self, action, firings):
        return self._for_shipments(firings, action._run_server_action_of)

    def _run_server_action_of(self, firings):
        shipments = firings.shipment_id
        self.server_action_id.with_context(
            active_model=shipments._name,
            active_ids=shipments.ids,
            active_id=shipments[:1].id,
        ).run()
        return self._done(firings, self.env._("Ran “%s”.", self.server_action_id.name))


class LogisticsRuleFiring(models.Model):
    """What a firing is about, for people."""

    _inherit = "logistics.rule.firing"

    def _cases(self):
        """Return the open cases meant: the one the event is about, else all of them."""
        self.ensure_one()
        cases = self.env["logistics.exception"]
        if self.res_model == cases._name:
            cases = cases.browse(self.res_id).exists()
        cases = cases or self.shipment_id.exception_ids
        return cases.filtered(lambda case: case.state != "resolved")

    def _open_cases_of(self, kind):
        """Return the open cases of a kind on the shipment."""
        return self.shipment_id.exception_ids.filtered(
            lambda case: case.type == kind and case.state != "resolved"
        )

    def _about(self):
        """Return what happened, in a few words."""
        self.ensure_one()
        record = self.env.get(self.res_model or "")
        if record is not None and self.res_model != "logistics.shipment":
            record = record.browse(self.res_id).exists()
            if record:
                return record.display_name
        return self.about
