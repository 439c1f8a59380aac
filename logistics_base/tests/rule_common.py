# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .common import LogisticsCase


class RuleCase(LogisticsCase):
    """A shipment on its way, a dispatcher, and a factory for policies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.rule"].search([]).active = False
        cls.hand_on()
        cls.dispatcher = cls.make_user("rule-dispatcher", "group_dispatcher")
        cls.customer.email = "ada@customer.example.com"
        cls.shipment = cls.make_shipment(
            "RULE1",
            user_id=cls.dispatcher.id,
            promised_date=cls.at(48),
        )
        cls.shipment.action_release()
        cls.hand_on()
        cls.earlier = cls.env["logistics.rule.firing"].search([])

    @classmethod
    def make_user(cls, login, *groups):
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [
                    Command.set(
                        [cls.env.ref(f"logistics_base.{name}").id for name in groups]
                    )
                ],
            }
        )

    @classmethod
    def words(cls, kind, *codes):
        """Return the words of a kind."""
        found = cls.env["logistics.word"].search(
            [("kind", "=", kind), ("code", "in", codes)]
        )
        assert len(found) == len(codes), f"{kind}: {codes}"
        return found

    @classmethod
    def make_rule(cls, *actions, words=(), reasons=(), **vals):
        """Return a policy that does ``actions`` (values of each)."""
        trigger = vals.setdefault("trigger", "milestone")
        # What tests tell of is long over by the clock of whoever runs them.
        vals.setdefault("news_hours", 0)
        kind = {
            "sla": "measure",
            "incident_closed": "incident",
        }.get(trigger, trigger)
        return cls.env["logistics.rule"].create(
            {
                "name": "Policy",
                "word_ids": words and [Command.set(cls.words(kind, *words).ids)],
                "reason_ids": reasons
                and [Command.set(cls.words("reason", *reasons).ids)],
                "action_ids": [
                    Command.create({"sequence": at, **action})
                    for at, action in enumerate(actions or [HOLD])
                ],
                **vals,
            }
        )

    @classmethod
    def happen(cls, code, hours=1, tracking="RULE1", **data):
        """Tell a milestone and hand on whatever follows from it."""
        cls.tell(cls.event(tracking, code, hours=hours, **data))
        cls.hand_on()

    def firings(self, rule):
        """Return what the policy did in this test, the oldest first."""
        found = self.env["logistics.rule.firing"].search(
            [("rule_id", "=", rule.id)], order="id"
        )
        return found - self.earlier


HOLD = {"type": "hold", "text": "Looked into"}
