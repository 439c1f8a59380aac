# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Simulated carriers: signed webhooks in partners' own formats, and their mishaps.

``python -m tests.simulators`` runs them as a process of its own (README.md). In tests
:class:`~tests.simulators.carrier.Carrier` makes signed requests without a network, and
:func:`~tests.simulators.simulator.running` runs the whole in threads.
"""

from tests import plain  # makes the plain-Python floor importable without Odoo
