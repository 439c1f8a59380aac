# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import canonical, consigning, edi, models, wizards
from .hooks import post_init_hook
