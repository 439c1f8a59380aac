# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The base addon's local partner, for tests that have no Odoo.

The file is plain, but its package is not: it imports tests that need Odoo.
"""

import importlib.util
import sys

from tests.plain import ROOT

_spec = importlib.util.spec_from_file_location(
    "logistics_local_partner", ROOT / "logistics_base" / "tests" / "local_partner.py"
)
_module = importlib.util.module_from_spec(_spec)
# Dataclasses look for the module of their annotations.
sys.modules[_spec.name] = _module
_spec.loader.exec_module(_module)

LocalPartner = _module.LocalPartner
Reply = _module.Reply
Request = _module.Request
