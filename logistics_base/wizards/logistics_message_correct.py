# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PAYLOAD_VIEWER = "logistics_base.group_payload_viewer"
#: More bytes than a browser edits as a text.
LARGEST_TEXT = 2 * 1024 * 1024


class LogisticsMessageCorrect(models.TransientModel):
    """Mends the payload of one message and processes it; the first payload is kept."""

    _name = "logistics.message.correct"
    _description = "Correct a Message"

    message_id = fields.Many2one(
        "logistics.message", required=True, readonly=True, ondelete="cascade"
    )
    error_category = fields.Selection(related="message_id.error_category")
    error_message = fields.Text(related="message_id.error_message")
    content_type = fields.Char(related="message_id.content_type")
    payload_text = fields.Text(string="Content", required=True, groups=PAYLOAD_VIEWER)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        message = self.env["logistics.message"].browse(values.get("message_id"))
        if message and "payload_text" in fields:
            values["payload_text"] = self._text_of(message)
            message._note_payload_read()
        return values

    @api.model
    def _text_of(self, message):
        """Return the payload as text.

        :raise AccessError: for who may not see payloads.
        :raise UserError: if it is no text, where editing would damage it, or too much.
        """
        self._check_may_see()
        message.check_access("write")
        if message.size > LARGEST_TEXT:
            raise UserError(
                self.env._(
                    "%s is too large to be corrected here. Ask the partner to send it "
                    "again.",
                    message.display_name,
                )
            )
        body = message._body()
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise UserError(
                self.env._(
                    "%s is not text in UTF-8, so it cannot be corrected here. "
                    "Ask the partner to send it again.",
                    message.display_name,
                )
            )
        return text

    def _check_may_see(self):
        if not self.env.user.has_group(PAYLOAD_VIEWER):
            raise AccessError(
                self.env._("Only who may see message payloads can correct them.")
            )

    def action_correct(self):
        """Take the corrected text in the place of what came, and process it."""
        self.ensure_one()
        self._check_may_see()
        if self.payload_text == self._text_of(self.message_id):
            raise UserError(
                self.env._("Nothing was changed. To process it as it is, replay it.")
            )
        return self.message_id._correct(self.payload_text.encode())
