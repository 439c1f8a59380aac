# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models


class LogisticsMessage(models.Model):
    """What a person is told about a message that did not go through."""

    _inherit = "logistics.message"

    advice = fields.Char(
        string="What to Do",
        compute="_compute_advice",
        help="The next step for a message that waits for a person.",
    )
    is_corrected = fields.Boolean(compute="_compute_is_corrected")
    payload_view = fields.Text(
        string="Content in Lines",
        compute="_compute_payload_view",
        groups="logistics_base.group_payload_viewer",
        help="The content; JSON is laid out in lines.",
    )
    may_correct = fields.Boolean(compute="_compute_may_correct")

    @api.depends("error_category", "state")
    def _compute_advice(self):
        advice = self._advice_by_category()
        for message in self:
            waiting = message.state not in ("done", "discarded", "received")
            message.advice = waiting and advice.get(message.error_category)

    def _compute_payload_view(self):
        for message in self:
            text = message.payload_text
            try:
                laid_out = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
            except (ValueError, RecursionError):
                laid_out = text
            message.payload_view = laid_out

    @api.depends("corrected_by_id")
    def _compute_is_corrected(self):
        for message in self:
            message.is_corrected = bool(message.corrected_by_id)

    @api.depends_context("uid")
    def _compute_may_correct(self):
        self.may_correct = self.env.user.has_group(
            "logistics_base.group_payload_viewer"
        ) and self.has_access("write")

    @api.model
    def _advice_by_category(self):
        """Return {error category: what to do about it}."""
        return {
            "syntax": self.env._(
                "It was cut off or damaged on its way. Ask the partner to send it again; "
                "correct it by hand only if you can see what is missing."
            ),
            "decode": self.env._(
                "The preset of the integration does not fit it. Try the payload in the "
                "preset editor, mend the preset, then replay."
            ),
            "value": self.env._(
                "A field holds something that cannot be. Correct the payload and replay, "
                "or mend the preset if every message of this kind fails."
            ),
            "reference": self.env._(
                "Nothing to do if the shipment is still to come: the message is taken up "
                "as soon as one bears this number. Otherwise add the reference to its "
                "shipment."
            ),
            "ambiguous": self.env._(
                "Several shipments bear this number. Take it off the ones that are not "
                "meant; the message is then taken up."
            ),
            "mapping": self.env._(
                "Map the code in the queue of unmapped codes, then replay."
            ),
            "binding": self.env._(
                "Choose the record that the partner means in the queue of unbound ids; "
                "the message is taken up at once."
            ),
            "time": self.env._(
                "The time told is far in the future or long past. Correct the payload, "
                "or the time zone in the preset."
            ),
            "not_authoritative": self.env._(
                "The flow says that Odoo decides on this object. Discard the message, or "
                "change the system of record of the flow."
            ),
            "flow_off": self.env._(
                "Switch the flow on: the message is taken up at once."
            ),
            "no_handler": self.env._(
                "Install the addon that handles this kind of document, then replay."
            ),
            "access": self.env._(
                "An access rule forbids what the message asks for. Check the company of "
                "the integration, then replay."
            ),
            "transient": self.env._(
                "It is tried again by itself. If it keeps failing, look at the server's "
                "log."
            ),
            "internal": self.env._(
                "Something broke while it was processed. The server's log tells more; "
                "replay once the cause is mended."
            ),
        }
