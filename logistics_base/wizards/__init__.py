# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    logistics_exception_resolve,
    logistics_exception_merge,
    logistics_exception_link,
    logistics_incident_resolve,
    logistics_api_key,
    logistics_message_correct,
    logistics_message_discard,
    logistics_message_resend,
    logistics_preset_try,
    logistics_preset_try_request,
    logistics_forget_person,
    logistics_history_import,
    logistics_subscription_replay,
    logistics_subscription_secret,
    logistics_export,
    logistics_process_decide,
    logistics_promise_revise,
    logistics_rule_try,
    logistics_sla_exclude,
)
