# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The suite's plain-Python floor, importable where there is no Odoo.

An addon's ``__init__`` imports its models and so needs Odoo. Registering the package
without running that file lets unit tests and simulators use ``canonical``,
``protocols``, ``transport`` and ``mapping`` alone, and proves that they need no Odoo.

One addon's floor names another's as Odoo does, ``odoo.addons.logistics_base``: here
that is the same module under its short name.
"""

import importlib
import importlib.abc
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


class _LongNames(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes ``odoo.addons.logistics_x.y`` the module ``logistics_x.y``."""

    prefix = "odoo.addons."

    def find_spec(self, fullname, path=None, target=None):
        if fullname in ("odoo", "odoo.addons"):
            return importlib.util.spec_from_loader(fullname, self, is_package=True)
        if fullname.startswith(f"{self.prefix}logistics_"):
            return importlib.util.spec_from_loader(fullname, self)
        return None

    def exec_module(self, module):
        name = module.__name__
        if name.startswith(self.prefix):
            sys.modules[name] = importlib.import_module(name.removeprefix(self.prefix))


def alias_long_names():
    """Let the long names be used, unless Odoo itself is loaded."""
    if "odoo" not in sys.modules:
        sys.meta_path.insert(0, _LongNames())


def forget_long_names():
    """Make room for Odoo itself, in a process that is going to load it."""
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, _LongNames)]
    for name in [n for n in sys.modules if n == "odoo" or n.startswith("odoo.")]:
        del sys.modules[name]


register_addons()
alias_long_names()
