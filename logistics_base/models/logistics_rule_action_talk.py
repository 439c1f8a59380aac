# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, models

_LAYOUT = "mail.mail_notification_light"


class LogisticsRuleAction(models.Model):
    """What a policy says, and whom it asks."""

    _inherit = "logistics.rule.action"

    @api.model
    def _performers(self):
        return {
            **super()._performers(),
            "mail": self._send_mails,
            "ask": self._ask_customers,
        }

    # E-mails

    @api.model
    def _send_mails(self, action, firings):
        return self._for_shipments(firings, action._send_mails_of)

    def _send_mails_of(self, firings):
        """Queue an e-mail for each shipment; it is sent after the commit."""
        told = {}
        for firing in firings:
            partners = self._recipients(firing)
            reachable = partners.filtered("email")
            if not reachable:
                told[firing.id] = (
                    "skipped",
                    self.env._(
                        "Nobody to write to: %s",
                        ", ".join(partners.mapped("display_name"))
                        or self.env._("no contact is known"),
                    ),
                )
                continue
            firing.shipment_id.message_post_with_source(
                self.template_id,
                email_layout_xmlid=_LAYOUT,
                message_type="auto_comment",
                subtype_id=self._subtype().id,
                partner_ids=reachable.ids,
            )
            told[firing.id] = (
                "done",
                self.env._(
                    "Wrote “%(mail)s” to %(people)s.",
                    mail=self.template_id.name,
                    people=", ".join(reachable.mapped("display_name")),
                ),
            )
        return told

    def _subtype(self):
        """What customers are told is part of the conversation; the rest are notes."""
        is_open = self.recipient in ("customer", "followers")
        return self.env.ref("mail.mt_comment" if is_open else "mail.mt_note")

    def _recipients(self, firing):
        shipment = firing.shipment_id
        if self.recipient == "customer":
            return shipment.partner_id
        if self.recipient == "followers":
            return shipment.message_partner_ids
        return self._person(firing, self.recipient).partner_id

    # Questions

    @api.model
    def _ask_customers(self, action, firings):
        return self._for_shipments(firings, action._ask_customers_of)

    def _ask_customers_of(self, firings):
        asked = firings.filtered(lambda firing: firing.shipment_id.partner_id)
        told = self._skip(firings - asked, self.env._("The shipment has no customer."))
        kind = self.env.ref(
            "logistics_base.mail_activity_type_question", raise_if_not_found=False
        )
        for firing in asked:
            self._put_question(firing.shipment_id)
        told.update(self._schedule(asked, kind, self.env._("Answer of the customer")))
        for firing in asked:
            state, words = told[firing.id]
            customer = firing.shipment_id.partner_id.display_name
            told[firing.id] = state, self.env._("Asked %s.", customer) + " " + words
        return told

    def _put_question(self, shipment):
        language = shipment.partner_id.lang or self.env.lang
        action = self.with_context(lang=language)
        shipment.message_post(
            body=Markup("<p>%s</p><p>%s</p>")
            % (
                action.text,
                action.env._("Please answer on the page of your shipment."),
            ),
            subject=action.env._("A question about %s", shipment.name),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=shipment.partner_id.ids,
            email_layout_xmlid="mail.mail_notification_layout",
        )


class LogisticsShipment(models.Model):
    """An answer of the customer ends the waiting for it."""

    _inherit = "logistics.shipment"

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        customer = self.partner_id.commercial_partner_id
        if customer and message.author_id.commercial_partner_id == customer:
            self._note_answer(message)
        return result

    def _note_answer(self, message):
        kind = self.env.ref(
            "logistics_base.mail_activity_type_question", raise_if_not_found=False
        )
        waiting = self.sudo().activity_ids.filtered(
            lambda activity: kind and activity.activity_type_id == kind
        )
        if waiting:
            waiting.action_feedback(
                feedback=self.env._("%s has answered.", message.author_id.display_name)
            )
