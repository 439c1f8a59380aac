# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_access,
    test_headline,
    test_list,
    test_live,
    test_page,
    test_queries,
    test_share,
    test_track,
    test_tour,
)
