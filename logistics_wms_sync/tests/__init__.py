# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_fulfillment
from . import test_fulfillment_hostile
from . import test_rights
from . import test_screens
from . import test_hostile_values
from . import test_substitution
from . import test_fulfillment_arrival
from . import test_csv_files
from . import test_edi_edifact
from . import test_edi_x12
from . import test_advice
from . import test_items
from . import test_receipt
from . import test_receipt_lots
from . import test_receipt_return
from . import test_reconciliation
from . import test_shadow
from . import test_partners
from . import test_availability
from . import test_inventory_count
from . import test_inventory_delta
from . import test_inventory_discrepancy
from . import test_inventory_order
from . import test_inventory_snapshot
from . import test_inventory_stream
from . import test_fulfillment_parity
