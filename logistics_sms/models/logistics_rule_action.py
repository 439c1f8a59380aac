# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LogisticsRuleAction(models.Model):
    """Text messages."""

    _inherit = "logistics.rule.action"

    type = fields.Selection(
        selection_add=[("sms", "Send a text message")], ondelete={"sms": "cascade"}
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        string="Text Message",
        domain=[("model", "=", "logistics.shipment")],
        ondelete="set null",
        index="btree_not_null",
    )
    sms_recipient = fields.Selection(
        [("customer", "Customer"), ("consignee", "Consignee")],
        string="To Whom",
        default="customer",
    )

    @api.constrains("type", "sms_template_id")
    def _check_sms_template(self):
        for action in self:
            if action.type == "sms" and not action.sms_template_id:
                raise ValidationError(self.env._("Say which text message is sent."))

    @api.model
    def _versioned(self):
        return [*super()._versioned(), "sms_template_id", "sms_recipient"]

    @api.model
    def _performers(self):
        return {**super()._performers(), "sms": self._send_texts}

    @api.model
    def _phrases(self):
        return {**super()._phrases(), "sms": self._say_text}

    @api.model
    def _say_text(self, action):
        return self.env._(
            "text “%(template)s” to the %(whom)s",
            template=action.sms_template_id.name or self.env._("nothing"),
            whom=action._label_of("sms_recipient").lower(),
        )

    @api.model
    def _send_texts(self, action, firings):
        return self._for_shipments(firings, action._send_texts_of)

    def _send_texts_of(self, firings):
        """Queue a text message for each shipment; the SMS queue sends it."""
        told = {}
        for firing in firings:
            shipment = firing.shipment_id
            partner = (
                shipment.ship_to_id
                if self.sms_recipient == "consignee"
                else shipment.partner_id
            )
            if not partner.phone:
                told[firing.id] = (
                    "skipped",
                    self.env._("No number to text to: %s", partner.display_name or "–"),
                )
                continue
            shipment._message_sms_with_template(
                template=self.sms_template_id,
                partner_ids=partner.ids,
                put_in_queue=True,
            )
            told[firing.id] = (
                "done",
                self.env._(
                    "Texted “%(template)s” to %(person)s.",
                    template=self.sms_template_id.name,
                    person=partner.display_name,
                ),
            )
        return told
