# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .loose_fields import LooseMany2one


class LogisticsMessageKey(models.Model):
    """What was received once, remembered for ever.

    It outlives the message, whose payload is deleted after its retention: the same event
    sent again years later is still a duplicate. So it is slim, and nothing cascades.
    """

    _name = "logistics.message.key"
    _description = "Message Deduplication Key"
    _log_access = False
    _rec_name = "key"

    integration_id = LooseMany2one("logistics.integration", required=True)
    company_id = fields.Many2one(related="integration_id.company_id")
    document_type = fields.Char(required=True)
    key = fields.Char(required=True)
    message_id = LooseMany2one("logistics.message", required=True)

    _once = models.UniqueIndex("(integration_id, document_type, key)")
