# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast

from odoo import api, fields, models

from ..canonical.vocabulary import SEVERITIES

_OPERATORS = {
    "=": "is",
    "in": "is",
    "!=": "is not",
    "not in": "is not",
    ">": "above",
    ">=": "at least",
    "<": "below",
    "<=": "at most",
    "ilike": "contains",
    "like": "contains",
    "not ilike": "does not contain",
    "not like": "does not contain",
    "child_of": "belongs to",
    "any": "fits",
    "set": "is set",
    "not set": "is not set",
}


class LogisticsRule(models.Model):
    """A policy as a sentence."""

    _inherit = "logistics.rule"

    sentence = fields.Text(compute="_compute_sentence", string="In Words")
    filter_words = fields.Char(compute="_compute_sentence")

    @api.depends(
        "trigger",
        "word_ids",
        "reason_ids",
        "minimum_severity",
        "classifier",
        "standing",
        "hours",
        "moment_field",
        "moment_side",
        "event_type",
        "custom_event",
        "filter_domain",
        "once_per_shipment",
        "pause_hours",
        "action_ids.phrase",
        "action_ids.sequence",
    )
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

    # Which

    def _filter_in_words(self):
        """Return the filter as people read it; as it is written where it is involved."""
        try:
            domain = ast.literal_eval(self.filter_domain or "[]")
            return self._domain_in_words(list(domain))
        except (ValueError, SyntaxError, TypeError, KeyError, IndexError):
            return self.filter_domain

    @api.model
    def _domain_in_words(self, domain):
        """Say a domain in prefix notation; several conditions in a row all hold."""
        said = []
        for term in reversed(domain):
            if term == "!":
                said.append(self.env._("not (%s)", said.pop()))
            elif term in ("&", "|"):
                first, second = said.pop(), said.pop()
                said.append(
                    self.env._("%(first)s and %(second)s", first=first, second=second)
                    if term == "&"
                    else self.env._(
                        "(%(first)s or %(second)s)", first=first, second=second
                    )
                )
            else:
                said.append(self._condition_in_words(*term))
        return f" {self.env._('and')} ".join(reversed(said))

    @api.model
    def _condition_in_words(self, path, operator, value):
        model, labels, field = self.env["logistics.shipment"], [], None
        for name in path.split("."):
            field = model._fields[name]
            labels.append(field._description_string(self.env))
            model = self.env[field.comodel_name] if field.relational else model
        if value is False and operator in ("=", "!=") and field.type != "boolean":
            return (
                f"{': '.join(labels)} {'is not set' if operator == '=' else 'is set'}"
            )
        said = self._value_in_words(field, value)
        return f"{': '.join(labels)} {_OPERATORS.get(operator, operator)} {said}"

    @api.model
    def _value_in_words(self, field, value):
        values = value if isinstance(value, (list, tuple)) else [value]
        if field.type == "boolean":
            return self.env._("yes") if value in (True, [True]) else self.env._("no")
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return self._either([str(labels.get(item, item)) for item in values])
        if field.relational and all(isinstance(item, int) for item in values):
            found = self.env[field.comodel_name].sudo().browse(values).exists()
            return self._either(found.mapped("display_name")) or "?"
        return self._either([str(item) for item in values])


class LogisticsRuleAction(models.Model):
    """An action as a clause of its policy's sentence."""

    _inherit = "logistics.rule.action"

    @api.depends(lambda self: self._versioned())
    @api.depends_context("lang")
    def _compute_phrase(self):
        for action in self:
            say = action._phrases().get(action.type)
            action.phrase = say(action) if say else action._label()

    @api.model
    def _phrases(self):
        """Return {type: function that says it of an action, as a clause}."""
        return {
            "exception": self._say_open,
            "escalate": self._say_escalate,
            "activity": self._say_activity,
            "case": self._say_case,
            "mail": self._say_mail,
            "promise": self._say_promise,
            "ask": self._say_ask,
            "publish": self._say_publish,
            "server": self._say_server,
            "hold": lambda action: action._because(action.env._("hold invoicing")),
            "release": lambda action: action._because(
                action.env._("release invoicing")
            ),
        }

    def _label(self):
        """Return what people read for the type."""
        return self._label_of("type")

    def _label_of(self, name):
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name]) or ""

    def _for_whom(self):
        if self.audience == "user":
            return self.user_id.name or self.env._("somebody who is gone")
        return {
            "account": self.env._("the account manager"),
            "carrier": self.env._("who answers for the carrier"),
            "owner": self.env._("the policy's owner"),
        }.get(self.audience, self.env._("the dispatcher"))

    def _because(self, clause):
        return f"{clause} (“{self.text}”)" if self.text else clause

    @api.model
    def _say_open(self, action):
        return self.env._(
            "open an exception (%(kind)s, %(severity)s) for %(whom)s",
            kind=action._label_of("exception_type"),
            severity=SEVERITIES[action.severity or "1"].lower(),
            whom=action._for_whom(),
        )

    @api.model
    def _say_escalate(self, action):
        return self.env._(
            "raise the exception to %s", action._label_of("severity").lower()
        )

    @api.model
    def _say_activity(self, action):
        return self.env._(
            "give %(whom)s “%(what)s” to do within %(days)s days",
            whom=action._for_whom(),
            what=action.text or action.activity_type_id.name or self.env._("To-Do"),
            days=action.days,
        )

    @api.model
    def _say_case(self, action):
        return self.env._(
            "open a customer-service case (%(kind)s) for %(whom)s",
            kind=action._label_of("case_kind").lower(),
            whom=action._for_whom(),
        )

    @api.model
    def _say_mail(self, action):
        return self.env._(
            "e-mail “%(template)s” to the %(whom)s",
            template=action.template_id.name or self.env._("nothing"),
            whom=action._label_of("recipient").lower(),
        )

    @api.model
    def _say_promise(self, action):
        if action.promise_by == "eta":
            clause = self.env._("move the promise to the carrier's ETA")
        else:
            clause = self.env._(
                "move the promise by %(amount)s %(unit)s",
                amount=action.amount,
                unit=action._label_of("promise_by").lower(),
            )
        return action._because(clause)

    @api.model
    def _say_ask(self, action):
        return self.env._("ask the customer “%s”", action.text or "")

    @api.model
    def _say_publish(self, action):
        return self.env._("publish “%s”", action.event_name or "")

    @api.model
    def _say_server(self, action):
        return self.env._("run “%s”", action.server_action_id.name or "")
