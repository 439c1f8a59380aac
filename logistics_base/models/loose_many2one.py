# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields


class LooseMany2one(fields.Many2one):
    """A link without a foreign key, for columns written thousands of times a second.

    A foreign key costs a look-up for every row written, and a scan for every row
    deleted on the other side. Where the other record may be gone before this one (a
    message past its retention), the link simply leads nowhere then.
    """

    def update_db_foreign_key(self, model, column):
        """Leave the column without a foreign key."""
