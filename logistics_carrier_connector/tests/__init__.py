# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_adoption,
    test_address_check,
    test_booking,
    test_commercial_invoice,
    test_consignment,
    test_day,
    test_orders,
    test_packages,
    test_preset_connectors,
    test_quote,
    test_routing_guide,
    test_shipped_presets,
    test_tariff,
    test_tracking,
)
