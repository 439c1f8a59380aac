# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsHandlerAcknowledgement(models.AbstractModel):
    """Brings partners' acknowledgements to the messages they answer."""

    _name = "logistics.handler.edi.acknowledgement"
    _inherit = "logistics.handler"
    _description = "EDI Acknowledgement Handler"

    @api.model
    def _apply(self, batch):
        """Note on each answered message what the partner says of it."""
        sent = self._sent(batch)
        for item in batch.live():
            number = _number(item.document)
            message = sent.get(number)
            if message is None:
                item.refuse(
                    "reference",
                    self.env._("Nothing was sent under the control number %s.", number),
                )
                continue
            message._acknowledge(item.document)
            item.shipment_ids = message.shipment_ids.ids
            item.correlation_id = message.correlation_id

    @api.model
    def _sent(self, batch):
        """Return {control number: the message that was sent under it last}."""
        numbers = {_number(item.document) for item in batch.live()}
        messages = self.env["logistics.message"].search(
            [
                ("integration_id", "=", batch.integration.id),
                ("direction", "=", "outbound"),
                ("control_number", "in", list(numbers)),
            ],
            order="id",
        )
        return {message.control_number: message for message in messages}

    @api.model
    def _compare(self, batch):
        """Tell whether there is a message that would be acknowledged."""
        numbers = {_number(item.document) for item in batch.shadow()}
        known = self.env["logistics.message"].search(
            [
                ("integration_id", "=", batch.integration.id),
                ("direction", "=", "outbound"),
                ("control_number", "in", list(numbers)),
            ]
        )
        known = {message.control_number: message.ack_state for message in known}
        for item in batch.shadow():
            said = known.get(_number(item.document))
            if said is None:
                item.shadow = ("new", self.env._("Nothing was sent under this number."))
            else:
                result = "same" if said == item.document.status else "differs"
                item.shadow = (result, said)


class LogisticsHandlerUnread(models.AbstractModel):
    """Has a person see to a transaction that could not be read."""

    _name = "logistics.handler.edi.unread"
    _inherit = "logistics.handler"
    _description = "Unread EDI Transaction Handler"

    @api.model
    def _apply(self, batch):
        """Refuse each: what else is in its file is applied."""
        for item in batch.live():
            document = item.document
            item.refuse(
                document.category,
                f"{document.set_id} {document.control}: {document.problem}",
            )


def _number(document):
    """Return the control number that is answered, as it was sent."""
    found = document.interchange_control or document.group_control
    return found.strip().lstrip("0")
