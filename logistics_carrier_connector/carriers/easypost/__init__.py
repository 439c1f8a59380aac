# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost, API version 2: what it is asked, and what its answers mean.

After EasyPost's published documentation and client libraries.
"""
