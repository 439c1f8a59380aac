# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_adoption,
    test_address_check,
    test_booking,
    test_booking_edi,
    test_booking_messages,
    test_booking_rights,
    test_commercial_invoice,
    test_consignment,
    test_day,
    test_edi_transport,
    test_labels_print,
    test_orders,
    test_packages,
    test_preset_connectors,
    test_quote,
    test_routing_guide,
    test_shipped_presets,
    test_tariff,
    test_tender,
    test_tracking,
)
