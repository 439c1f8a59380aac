# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    logistics_shipment,
    logistics_shipment_look_up,
    logistics_shipment_headline,
    logistics_shipment_timeline,
    logistics_shipment_parts,
    logistics_shipment_page,
)
