# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    test_api,
    test_calls,
    test_core,
    test_credential,
    test_edi,
    test_folder,
    test_history_import,
    test_hostile,
    test_inbound,
    test_inbox,
    test_keys,
    test_metrics,
    test_milestone,
    test_neutralize,
    test_poll,
    test_retention,
    test_rights,
    test_screens,
    test_security,
    test_today,
    test_tour,
    test_waiting,
    test_watchdog,
    test_wizards,
)
