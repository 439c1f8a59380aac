# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Template databases, so that a fresh database takes a second.

The *base* holds the Odoo addons the suite builds on, with demo data; the *suite*
is a copy of it with the addons of this repository.
"""

import json
import re

from . import addons, configuration, databases, lock, odoo_run, stamp
from .problem import Problem

OURS = re.compile(r"logistics_template_(base|suite)_[0-9a-f]{16}")
SCRATCH = "logistics_template_scratch"


class Templates:
    """The templates of one checkout, made when they are missing or outdated."""

    def __init__(self, bench):
        self._bench = bench
        self._addons = addons.find(bench.places.root)
        self._conf = configuration.write(bench.places, bench.source, bench.server)
        if not self._addons:
            raise Problem(
                "There is no installable addon in this folder.",
                "make sure the clone is complete: git status",
            )

    @property
    def addon_names(self):
        """The names of the suite's addons."""
        return sorted(self._addons)

    @property
    def conf(self):
        """The configuration file the templates were made with."""
        return self._conf

    def foundation(self):
        """Return the Odoo addons that the suite's addons depend on."""
        wanted = {d for m in self._addons.values() for d in m.get("depends", ["base"])}
        return sorted(wanted - self._addons.keys())

    def base_name(self):
        """Return the name of the template without the suite."""
        pins = (self._bench.places.requirements / "odoo.txt").read_text()
        version = self._bench.source.version
        return (
            f"logistics_template_base_{stamp.digest(version, pins, self.foundation())}"
        )

    def suite_name(self):
        """Return the name of the template with the suite."""
        content = addons.content_digest(self._bench.places.root, self._addons)
        return f"logistics_template_suite_{stamp.digest(self.base_name(), content)}"

    def clone_base(self, name):
        """Make ``name`` a database without the suite."""
        with self._locked():
            databases.clone(self._bench, self._base(), name)

    def clone_suite(self, name):
        """Make ``name`` a database with the suite."""
        with self._locked():
            databases.clone(self._bench, self._suite(), name)

    def check_suite(self):
        """Refuse a suite that does not install without a warning."""
        with self._locked():
            kept = self._complaints(self._suite())
            odoo_run.refuse_complaints(json.loads(kept.read_text()))

    def _complaints(self, suite):
        """Return the file of what Odoo complained about while it installed."""
        return self._bench.places.run / f"{suite}.json"

    def _locked(self):
        file = self._bench.places.run / "templates.lock"
        return lock.exclusive(file, self._bench.progress)

    def _base(self):
        name = self.base_name()
        if not databases.exists(self._bench, name):
            databases.drop(self._bench, SCRATCH)
            self._install(self.foundation(), "Installing Odoo's addons with demo data")
            self._keep(name)
        return name

    def _suite(self):
        name = self.suite_name()
        if not databases.exists(self._bench, name):
            databases.clone(self._bench, self._base(), SCRATCH)
            found = self._install(self.addon_names, "Installing the suite")
            self._complaints(name).write_text(json.dumps(found))
            self._keep(name)
        return name

    def _install(self, modules, title):
        return odoo_run.install(self._bench, self._conf, SCRATCH, modules, title)

    def _keep(self, name):
        """Turn the scratch database into ``name``; drop the templates it replaces."""
        databases.rename(self._bench, SCRATCH, name)
        kind = OURS.fullmatch(name)[1]
        for other in databases.names(self._bench):
            found = OURS.fullmatch(other)
            if found and found[1] == kind and other != name:
                databases.drop(self._bench, other)
                self._complaints(other).unlink(missing_ok=True)
