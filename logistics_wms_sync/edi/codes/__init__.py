# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the standards' own codes mean in our words: data, a file for each standard."""

from pathlib import Path

from odoo.addons.logistics_base.protocols.edi.codes import codes_in


def codes_of(standard):
    """Return {domain: {their code: our word}} of ``x12`` or ``edifact``."""
    return codes_in(Path(__file__).parent, standard)
