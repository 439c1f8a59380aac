# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .rule_common import HOLD, RuleCase


class TestRuleAction(RuleCase):
    """What policies do, one kind of action after the other."""

    def act(self, *actions, code="departed", **vals):
        """Let a policy with these actions act; return what it did."""
        rule = self.make_rule(*actions, words=(code,), **vals)
        with freeze_time(self.at(2)):
            self.happen(code)
        return self.firings(rule)

    # Cases and activities

    def test_a_case_that_is_open_already_is_raised(self):
        self.env["logistics.exception"].create(
            {
                "shipment_id": self.shipment.id,
                "type": "delay",
                "severity": "0",
                "summary": "Slow",
            }
        )
        self.act({"type": "exception", "exception_type": "delay", "severity": "3"})
        self.assertEqual(self.shipment.exception_ids.mapped("severity"), ["3"])

    def test_an_exception_that_is_opened_is_a_trigger(self):
        severe = self.make_rule(
            {"type": "escalate", "severity": "3", "text": "VIP"},
            trigger="exception",
            words=("customs",),
            minimum_severity="2",
        )
        mild = self.make_rule(trigger="exception", words=("delay",))
        self.happen("customs_hold", reason_code="customs_documentation")
        self.assertEqual(self.firings(severe).state, "done")
        self.assertFalse(self.firings(mild))
        self.assertEqual(self.shipment.exception_ids.severity, "3")

    def test_people_are_given_what_they_have_to_do(self):
        manager = self.make_user("account-manager", "group_user")
        carrier = self.make_user("carrier-owner", "group_user")
        owner = self.make_user("policy-owner", "group_manager")
        self.customer.user_id = manager
        self.integration.owner_id = carrier
        with freeze_time(self.at(2)):
            self.act(
                *(
                    {
                        "type": "activity",
                        "audience": audience,
                        "text": audience,
                        "days": 3,
                    }
                    for audience in ("dispatcher", "account", "carrier", "owner")
                ),
                user_id=owner.id,
            )
        given = {a.summary: a.user_id for a in self.shipment.activity_ids}
        self.assertEqual(
            given,
            {
                "dispatcher": self.dispatcher,
                "account": manager,
                "carrier": carrier,
                "owner": owner,
            },
        )
        self.assertEqual(
            set(self.shipment.activity_ids.mapped("date_deadline")),
            {self.at(74).date()},
        )

    def test_a_case_for_customer_service_is_an_activity(self):
        self.act({"type": "case", "text": "Offer a replacement"})
        self.assertEqual(
            self.shipment.activity_ids.activity_type_id,
            self.env.ref("logistics_base.mail_activity_type_customer_case"),
        )

    def test_an_incident_has_no_shipment_but_an_integration(self):
        rule = self.make_rule(
            {"type": "activity", "audience": "carrier", "text": "Call them"},
            HOLD,
            trigger="incident",
            words=("silence",),
        )
        carrier = self.make_user("carrier-owner", "group_integration_admin")
        self.integration.owner_id = carrier
        incident = self.env["logistics.incident"].create(
            {
                "integration_id": self.integration.id,
                "kind": "silence",
                "summary": "Not a word",
            }
        )
        with mute_logger("odoo.addons.logistics_base.models.logistics_incident_watch"):
            incident._alert()
        self.hand_on()
        firing = self.firings(rule)
        self.assertEqual(
            (firing.res_model, firing.res_id), (incident._name, incident.id)
        )
        self.assertEqual(firing.state, "done", firing.outcome)
        self.assertIn("There is no shipment", firing.outcome)
        given = self.integration.activity_ids.filtered(lambda a: a.user_id == carrier)
        self.assertIn("Call them", given.mapped("summary"))

    # Words

    def test_the_customer_is_written_to_later(self):
        # when a policy writes to the customer
        firing = self.act(
            {
                "type": "mail",
                "template_id": self.env.ref(
                    "logistics_base.mail_template_customs_delay"
                ).id,
            }
        )
        self.assertEqual(firing.state, "done", firing.outcome)
        # then it is queued, not sent within the drain, and stands on the shipment
        message = self.shipment.message_ids[0]
        self.assertEqual(message.partner_ids, self.customer)
        self.assertIn("customs is holding your shipment", message.body)
        self.assertEqual(message.sudo().mail_ids.mapped("state"), ["outgoing"])

    def test_nobody_to_write_to_is_no_failure(self):
        self.customer.email = False
        firing = self.act(
            {
                "type": "mail",
                "template_id": self.env.ref("logistics_base.mail_template_delay").id,
            }
        )
        self.assertEqual(firing.state, "skipped")
        self.assertIn("Ada Customer", firing.outcome)

    def test_the_answer_of_the_customer_ends_the_waiting(self):
        firing = self.act({"type": "ask", "text": "When may it come again?", "days": 2})
        self.assertEqual(firing.state, "done", firing.outcome)
        self.assertEqual(self.shipment.activity_ids.user_id, self.dispatcher)
        asked = self.shipment.message_ids.filtered(
            lambda m: "When may it come again?" in m.body
        )
        self.assertEqual(asked.partner_ids, self.customer)
        self.assertEqual(asked.subtype_id, self.env.ref("mail.mt_comment"))
        # when a colleague says something, it goes on; when the customer does, it ends
        self.shipment.message_post(
            body="Hm", author_id=self.dispatcher.partner_id.id, message_type="comment"
        )
        self.assertTrue(self.shipment.activity_ids)
        self.shipment.message_post(
            body="Tomorrow", author_id=self.customer.id, message_type="comment"
        )
        self.assertFalse(self.shipment.activity_ids)

    # Promises

    def promise(self, **action):
        """Return the promise a policy makes of the one for Wednesday, hour 48."""
        firing = self.act({"type": "promise", "text": "Because", **action})
        return firing, self.shipment.revised_promise_date

    def test_a_promise_is_moved_over_the_weekend(self):
        # from Wednesday at 8, four working days on, is Tuesday
        self.env.company.resource_calendar_id.tz = "UTC"
        _firing, promise = self.promise(promise_by="working_days", amount=4)
        self.assertEqual(promise, self.at(48 + 6 * 24))

    def test_a_promise_is_moved_by_hours(self):
        self.assertEqual(self.promise(promise_by="hours", amount=5)[1], self.at(53))

    def test_a_promise_that_has_passed_is_moved_from_now(self):
        rule = self.make_rule(
            {"type": "promise", "promise_by": "days", "amount": 1, "text": "Late"},
            words=("departed",),
        )
        with freeze_time(self.at(60)):
            self.happen("departed", hours=59)
        self.assertEqual(self.firings(rule).state, "done")
        self.assertEqual(self.shipment.revised_promise_date, self.at(84))

    def test_a_promise_follows_the_eta_but_never_forward(self):
        for hours, promise in ((40, False), (55, self.at(55))):
            eta = self.at(hours).isoformat() + "Z"
            rule = self.make_rule(
                {"type": "promise", "promise_by": "eta", "text": "Says the carrier"},
                words=("departed",),
            )
            with freeze_time(self.at(2)):
                self.happen("departed", hours=1 + hours / 100, estimated_delivery=eta)
            self.assertEqual(self.shipment.revised_promise_date, promise)
            self.assertEqual(self.firings(rule).state, "done" if promise else "skipped")
            rule.active = False

    def test_a_delivered_shipment_keeps_its_promise(self):
        firing = self.act(
            {"type": "promise", "promise_by": "days", "amount": 1, "text": "x"},
            code="delivered",
        )
        self.assertEqual(firing.state, "skipped")
        self.assertFalse(self.shipment.revised_promise_date)

    def test_people_revise_a_promise_with_a_reason(self):
        wizard = self.env["logistics.promise.revise"].create(
            {
                "shipment_ids": [Command.set(self.shipment.ids)],
                "promise": self.at(72),
                "reason": "The ferry did not sail",
            }
        )
        wizard.action_revise()
        self.assertEqual(self.shipment.shown_promise_date, self.at(72))
        self.assertEqual(self.shipment.promised_date, self.at(48))
        self.assertEqual(self.shipment.promise_ids.reason, "The ferry did not sail")
        self.assertFalse(self.shipment.promise_ids.rule_id)
        with self.assertRaises(UserError):
            self.shipment._revise_promise(self.at(73), " ")

    # Invoices

    def test_a_proof_releases_what_was_held(self):
        rule = self.make_rule(
            {"type": "release", "text": "Proven"}, trigger="document", words=("proof",)
        )
        self.shipment._hold_invoicing("Waits for the proof")
        self.happen("delivered", proof={"signatory": "A. Neighbour"})
        self.assertEqual(self.firings(rule).state, "done")
        self.assertFalse(self.shipment.invoicing_hold)
        told = self.env["logistics.event"].search(
            [
                ("type", "=", "shipment.invoicing"),
                ("shipment_id", "=", self.shipment.id),
            ],
            order="id",
        )
        self.assertEqual(told.mapped("summary"), ["held", "released"])

    # What is not whole is refused

    def test_an_action_says_all_it_takes(self):
        for action in (
            {"type": "mail"},
            {"type": "publish", "event_name": " "},
            {"type": "ask"},
            {"type": "server"},
        ):
            with self.assertRaises(ValidationError):
                self.make_rule(action)
