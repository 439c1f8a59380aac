# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a partner's bytes to canonical documents, without Odoo and without partner code.

``preset.Preset`` is the entrance; the format it reads is told in readme/PRESETS.md.
"""
