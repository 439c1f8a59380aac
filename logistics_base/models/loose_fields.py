# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Links without foreign keys, for tables written thousands of times a second.

A foreign key costs a look-up for every row written, and a scan for every row deleted on
the other side. Where the other record may be gone before this one (a message past its
retention), the link simply leads nowhere then.
"""

from odoo import fields


class LooseMany2one(fields.Many2one):
    """A Many2one whose column has no foreign key."""

    def update_db_foreign_key(self, model, column):
        """Leave the column without a foreign key."""


class LooseMany2many(fields.Many2many):
    """A Many2many whose relation has no foreign keys."""

    def update_db_foreign_keys(self, model):
        """Leave the relation without foreign keys."""
