# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import api, fields, models

#: Of what a subscriber answers, no more is read.
LONGEST_ANSWER = 16 * 1024
#: How long a subscriber may take, in seconds: it is to store the event and answer.
SUBSCRIBER_BOUNDS = {
    "connect_timeout": 5.0,
    "read_timeout": 10.0,
    "call_deadline": 15.0,
    "call_attempts": 1,
}


class LogisticsIntegration(models.Model):
    """A system that is told of events, and sends none itself."""

    _inherit = "logistics.integration"

    adapter = fields.Selection(
        selection_add=[("events", "Receiver of Events")],
        ondelete={"events": "cascade"},
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {**SUBSCRIBER_BOUNDS, **vals}
                if vals.get("adapter") == "events"
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        result = super().write(vals)
        if "environment" in vals:
            # Who is told of what rests on it.
            self.env.registry.clear_cache()
        return result

    def _call_policy(self):
        policy = super()._call_policy()
        if self.adapter != "events":
            return policy
        return replace(
            policy,
            max_attempts=1,
            max_answer_size=LONGEST_ANSWER,
            cut_long_answers=True,
        )
