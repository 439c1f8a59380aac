# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A look-alike of EasyPost's API, version 2, with the parts the connector uses.

Everything it answers is invented; its shapes follow EasyPost's published documentation.
"""
