# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..canonical.vocabulary import SEVERITIES


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
        what = action.text or action.activity_type_id.name or self.env._("To-Do")
        if action.days < 1:
            return self.env._(
                "give %(whom)s “%(what)s” to do today",
                whom=action._for_whom(),
                what=what,
            )
        if action.days == 1:
            return self.env._(
                "give %(whom)s “%(what)s” to do by tomorrow",
                whom=action._for_whom(),
                what=what,
            )
        return self.env._(
            "give %(whom)s “%(what)s” to do within %(days)s days",
            whom=action._for_whom(),
            what=what,
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
