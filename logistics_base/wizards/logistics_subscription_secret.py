# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsSubscriptionSecret(models.AbstractModel):
    """Shows a new signing secret, once: it is stored nowhere but encrypted."""

    _name = "logistics.subscription.secret"
    _description = "Signing Secret of a Subscription"

    # A form needs one; there is no record.
    id = fields.Id()
    secret = fields.Char(readonly=True)
    is_rotated = fields.Boolean(readonly=True)
