# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Freight bills with errors that are known: shipments, contract, bills, answer key.

Plain Python that knows nothing of Odoo. The same seed makes the same.
"""

import random

from .carriers import CARRIERS
from .contract import draw_contract
from .desk import Desk
from .errors import ERRORS
from .noise import NOISE
from .writers import WRITERS, write


def generate(carrier, seed, *, size=2, without=()):
    """Return a ``Scenario`` of a carrier's bills.

    :param carrier: its format, a key of ``CARRIERS``.
    :param size: so many errors of each type, and of each kind of honest noise.
    :param without: types of error that are left out.
    """
    carrier = CARRIERS[carrier]
    draw = random.Random(f"{seed}/{carrier.format}")
    contract = draw_contract(draw, carrier)
    desk = Desk(seed, draw, carrier, contract)
    for turn in range(size):
        left_out = {*without, *carrier.silent}
        parts = [plant for kind, plant in ERRORS.items() if kind not in left_out]
        for part in draw.sample([*parts, *NOISE], k=len(parts) + len(NOISE)):
            part(desk, turn)
    return desk.scenario
