# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .logistics_carrier_work import LABEL_WAIT, LEASE
from .logistics_quote_live import CACHE_PARAMETER, CACHE_SECONDS, DEADLINE_PARAMETER
from .logistics_quote_live import DEADLINE as RATE_DEADLINE

#: Below this many seconds no carrier has a chance to answer.
SHORTEST_LEASE = 10
#: In these, zero means "not at all".
_ZERO_COUNTS = ("logistics_label_wait", "logistics_rate_cache_seconds")


class ResConfigSettings(models.TransientModel):
    """How long carriers are waited for."""

    _inherit = "res.config.settings"

    logistics_label_wait = fields.Float(
        string="Wait for a Label (s)",
        config_parameter="logistics_carrier_connector.label_wait",
        default=LABEL_WAIT,
    )
    logistics_booking_lease = fields.Float(
        string="Take Over After (s)",
        config_parameter="logistics_carrier_connector.booking_lease",
        default=LEASE,
    )
    logistics_rate_deadline = fields.Float(
        string="Wait for Prices (s)",
        config_parameter=DEADLINE_PARAMETER,
        default=RATE_DEADLINE,
    )
    logistics_rate_cache_seconds = fields.Float(
        string="Use Prices Again For (s)",
        config_parameter=CACHE_PARAMETER,
        default=CACHE_SECONDS,
    )

    def set_values(self):
        super().set_values()
        parameters = self.env["ir.config_parameter"].sudo()
        for name in _ZERO_COUNTS:
            if not self[name]:
                # Odoo forgets a zero, and what is not set means our default.
                parameters.set_param(self._fields[name].config_parameter, "0")

    @api.constrains(
        "logistics_label_wait",
        "logistics_booking_lease",
        "logistics_rate_deadline",
        "logistics_rate_cache_seconds",
    )
    def _check_logistics_seconds(self):
        for settings in self:
            if any(settings[name] < 0 for name in _ZERO_COUNTS):
                raise ValidationError(self.env._("Seconds cannot be below zero."))
            if settings.logistics_rate_deadline <= 0:
                raise ValidationError(
                    self.env._("Carriers need some time to tell their prices.")
                )
            if settings.logistics_booking_lease < SHORTEST_LEASE:
                raise ValidationError(
                    self.env._(
                        "A carrier is given half of the time to answer: at least %s "
                        "seconds in all.",
                        SHORTEST_LEASE,
                    )
                )
