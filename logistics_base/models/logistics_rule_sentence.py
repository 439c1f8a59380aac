# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .logistics_rule import VERSIONED


class LogisticsRule(models.Model):
    """A policy as a sentence."""

    _inherit = "logistics.rule"

    sentence = fields.Text(compute="_compute_sentence", string="In Words")
    filter_words = fields.Char(compute="_compute_sentence")

    @api.depends(*VERSIONED, "action_ids.phrase", "action_ids.sequence")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for rule in self:
            rule.filter_words = rule._filter_in_words()
            rule.sentence = rule._in_words()

    def _in_words(self):
        when = self._triggers_in_words()[self.trigger or "milestone"](self)
        if self.filter_words:
            when = self.env._(
                "%(when)s of shipments where %(filter)s",
                when=when,
                filter=self.filter_words,
            )
        done = [action.phrase for action in self.action_ids.sorted() if action.phrase]
        if not done:
            done = [self.env._("do nothing yet")]
        sentence = self.env._(
            "%(when)s: %(actions)s.", when=when, actions="; ".join(done)
        )
        if self.once_per_shipment:
            sentence += " " + self.env._("Once for each shipment.")
        elif self.pause_hours:
            sentence += " " + self.env._(
                "For the same shipment again after %s hours at the earliest.",
                self.pause_hours,
            )
        return sentence

    # When

    @api.model
    def _triggers_in_words(self):
        """Return {trigger: function that says it of a policy, as a clause}."""
        return {
            "milestone": self._say_milestone,
            "stage": self._say_stage,
            "exception": self._say_exception,
            "sla": self._say_service_level,
            "document": self._say_document,
            "silence": self._say_silence,
            "moment": self._say_moment,
            "incident": self._say_incident,
            "incident_closed": self._say_incident_over,
            "event": self._say_event,
        }

    def _named(self, anything):
        """Return the chosen words, or what it is called where none was chosen."""
        names = [f"“{name}”" for name in self.word_ids.mapped("display_name")]
        return self._either(names) if names else anything

    @api.model
    def _either(self, names):
        if len(names) < 2:
            return "".join(names)
        return self.env._(
            "%(first)s or %(last)s", first=", ".join(names[:-1]), last=names[-1]
        )

    def _with_reason(self, clause):
        if not self.reason_ids:
            return clause
        return self.env._(
            "%(clause)s for the reason %(reasons)s",
            clause=clause,
            reasons=self._either(
                [f"“{name}”" for name in self.reason_ids.mapped("display_name")]
            ),
        )

    @api.model
    def _say_milestone(self, rule):
        named = rule._named(self.env._("any milestone"))
        clauses = {
            "actual": self.env._("When %s is told", named),
            "estimated": self.env._("When %s is estimated", named),
            "planned": self.env._("When %s is planned", named),
            "any": self.env._("When %s is told, estimated or planned", named),
        }
        return rule._with_reason(clauses[rule.classifier or "actual"])

    @api.model
    def _say_stage(self, rule):
        return self.env._(
            "When the stage becomes %s", rule._named(self.env._("another"))
        )

    @api.model
    def _say_exception(self, rule):
        clause = self.env._(
            "When an exception is opened: %s", rule._named(self.env._("of any kind"))
        )
        if (rule.minimum_severity or "0") != "0":
            clause = self.env._(
                "%(clause)s, at least %(severity)s",
                clause=clause,
                severity=rule._label_of("minimum_severity").lower(),
            )
        return rule._with_reason(clause)

    @api.model
    def _say_service_level(self, rule):
        return self.env._(
            "When %(level)s is %(standing)s",
            level=rule._named(self.env._("any service level")),
            standing=rule._label_of("standing").lower(),
        )

    @api.model
    def _say_document(self, rule):
        return self.env._(
            "When %s is received", rule._named(self.env._("any document"))
        )

    @api.model
    def _say_silence(self, rule):
        return self.env._(
            "When nothing is heard for %s hours while it moves", rule.hours
        )

    @api.model
    def _say_moment(self, rule):
        if not rule.hours:
            return self.env._("At the %s", rule._label_of("moment_field").lower())
        return self.env._(
            "%(hours)s hours %(side)s the %(moment)s",
            hours=rule.hours,
            side=rule._label_of("moment_side"),
            moment=rule._label_of("moment_field").lower(),
        )

    @api.model
    def _say_incident(self, rule):
        return self.env._(
            "When an incident is opened: %s", rule._named(self.env._("of any kind"))
        )

    @api.model
    def _say_incident_over(self, rule):
        return self.env._(
            "When an incident is over: %s", rule._named(self.env._("of any kind"))
        )

    @api.model
    def _say_event(self, rule):
        if rule.event_type == "custom":
            return self.env._("When a policy publishes “%s”", rule.custom_event or "")
        return self.env._("At the event “%s”", rule._label_of("event_type"))

    def _label_of(self, name):
        """Return what people read for the value of one of the policy's selections."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name]) or ""
