# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The Sandbox Carrier: a carrier to learn and test with, played by the simulators.

Its API is JSON over HTTP, with OAuth2 client credentials or an API key, and described
by the simulators' README.
"""
