# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be wrong, rule by rule: each a statement that adds to ``audit_found``.

Shipment by shipment one reason is told, the root of it: what was voided is not also told
to be too dear, nor the fuel that follows from a freight that is.
"""

from . import amounts, accessorials, deliveries, invoices, numbers, taxes

#: In this order: what comes later looks at what was found before.
RULES = (
    *numbers.RULES,
    *deliveries.VOIDED,
    *amounts.RULES,
    *accessorials.RULES,
    *deliveries.RULES,
    *taxes.RULES,
    *invoices.RULES,
)
