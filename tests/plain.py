# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The suite's plain-Python floor, importable where there is no Odoo.

An addon's ``__init__`` imports its models and so needs Odoo. Registering the package
without running that file lets unit tests and simulators use ``canonical``,
``protocols``, ``transport`` and ``mapping`` alone, and proves that they need no Odoo.
"""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def register_addons(root=ROOT):
    """Make every addon below ``root`` a package that runs nothing when imported."""
    for manifest in sorted(root.glob("*/__manifest__.py")):
        name = manifest.parent.name
        if name in sys.modules:
            continue
        spec = importlib.util.spec_from_loader(name, loader=None, is_package=True)
        spec.submodule_search_locations = [str(manifest.parent)]
        sys.modules[name] = importlib.util.module_from_spec(spec)


register_addons()
