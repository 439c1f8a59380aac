# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import sql


def migrate(cr, version):
    """Keep what the circuit of the inbox was: it has a name of its own now."""
    table = "logistics_integration"
    if sql.column_exists(cr, table, "circuit_state"):
        if not sql.column_exists(cr, table, "inbound_circuit_state"):
            sql.rename_column(cr, table, "circuit_state", "inbound_circuit_state")
