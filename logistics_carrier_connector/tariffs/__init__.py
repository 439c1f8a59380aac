# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Contract tariffs in plain Python: what carriage costs, and why, without a call.

``terms`` holds what a contract says, ``engine`` computes with it. All of it is Decimal
and depends on nothing but its arguments, so that an invoice can be checked years later
against the very figures that were expected.
"""
