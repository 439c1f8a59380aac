# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the standards' own codes mean in our words: data, a file for each standard."""

from pathlib import Path

from odoo.addons.logistics_base.protocols.edi.codes import code_among, codes_in


def codes_of(standard):
    """Return {domain: {their code: our word}} of ``x12`` or ``edifact``."""
    return codes_in(Path(__file__).parent, standard)


def code_for(standard, domain, word):
    """Return the standard's code for a word of ours, the first listed; None if none."""
    return code_among(codes_of(standard)[domain], word)
