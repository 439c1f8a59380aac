# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's own ``test_lint``, narrowed to the addons of this repository.

Its classes for pylint and ESLint are run by the lint stage of ``setup/test``.
"""

import inspect
from pathlib import Path
from unittest.mock import patch

from odoo.modules import Manifest
from odoo.modules.registry import Registry
from odoo.tests import tagged

from odoo.addons.test_lint.tests import (
    test_docstring,
    test_dunderinit,
    test_i18n,
    test_index,
    test_jstranslate,
    test_manifests,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_routes,
    test_test_holes,
)

ROOT = Path(__file__).resolve().parents[2]
OUR_ADDONS = tuple(sorted(path.parent.name for path in ROOT.glob("*/__manifest__.py")))


def our_models(database):
    """Return the models that our addons introduce, by name."""
    models = Registry(database).items()
    return {name: cls for name, cls in models if cls._original_module in OUR_ADDONS}


def methods_of_ours(model, predicate, members=inspect.getmembers):
    """Return the methods that our addons introduced, not what a mixin brought along."""
    return [
        (name, method)
        for name, method in members(model, predicate)
        if introduced_by(model, name) in OUR_ADDONS
    ]


def introduced_by(model, name):
    """Return the addon whose class has the method first."""
    for parent in reversed(model.mro()[1:-1]):
        if callable(getattr(parent, name, None)):
            return getattr(parent, "_module", None)
    return None


class OurAddonsOnly:
    """Lets a lint class see our addons alone, and turns its warnings into failures."""

    def setUp(self):
        super().setUp()
        ours = [m for m in Manifest.all_addon_manifests() if m.name in OUR_ADDONS]
        self.assertEqual(sorted(m.name for m in ours), list(OUR_ADDONS))
        self._start(patch.object(Manifest, "all_addon_manifests", lambda: ours))
        quiet = self.assertNoLogs("odoo.addons.test_lint", "WARNING")
        quiet.__enter__()
        self.addCleanup(quiet.__exit__, None, None, None)

    def _start(self, patcher):
        patcher.start()
        self.addCleanup(patcher.stop)


@tagged("post_install", "-at_install")
class TestDocstring(OurAddonsOnly, test_docstring.TestDocstring):
    def setUp(self):
        super().setUp()
        self._start(patch.object(test_docstring, "MODULES_TO_LINT", OUR_ADDONS))
        self._start(patch.object(test_docstring, "Registry", our_models))
        self._start(patch.object(inspect, "getmembers", methods_of_ours))


class TestDunderinit(OurAddonsOnly, test_dunderinit.TestDunderinit):
    pass


class TestI18n(OurAddonsOnly, test_i18n.TestI18n):
    test_directives_regex = None


@tagged("post_install", "-at_install")
class TestIndex(OurAddonsOnly, test_index.TestIndex):
    pass


class TestJsTranslations(OurAddonsOnly, test_jstranslate.TestJsTranslations):
    test_regular_expression = None
    test_regular_expression_long = None
    test_matches_underscore = None


class TestManifests(OurAddonsOnly, test_manifests.ManifestLinter):
    pass


@tagged("post_install", "-at_install")
class TestNaming(OurAddonsOnly, test_naming.TestNaming):
    pass


class TestOnchangeDomains(OurAddonsOnly, test_onchange_domains.TestOnchangeDomains):
    pass


class TestOrmImport(OurAddonsOnly, test_orm_import.TestDunderinit):
    pass


@tagged("post_install", "-at_install")
class TestOverrides(OurAddonsOnly, test_override_signatures.TestLintOverrideSignatures):
    pass


class TestPoFiles(OurAddonsOnly, test_pofile.PotLinter):
    pass


@tagged("post_install", "-at_install")
class TestRoutes(OurAddonsOnly, test_routes.RoutesLinter):
    pass


class TestTestHoles(OurAddonsOnly, test_test_holes.TestTestHoles):
    pass
