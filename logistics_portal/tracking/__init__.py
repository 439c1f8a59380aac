# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a customer is shown of a shipment, in plain Python: no database, no Odoo."""
