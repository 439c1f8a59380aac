# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every check of the code's form, each one command of its own."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import addons, node_env, process, python_env

FORMATTED = "xml,js,scss,css"
ODOO_CHECKERS = (
    "pylint.extensions.bad_builtin",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
)
ODOO_MESSAGES = (
    "used-before-assignment",
    "undefined-variable",
    "eval-used",
    "unreachable",
    "function-redefined",
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
    "raise-unlink-override",
)


@dataclass(frozen=True)
class Check:
    """One lint command; ``fix`` is the same tool mending what it can."""

    name: str
    command: tuple
    fix: tuple = ()
    environment: dict = field(default_factory=dict)


def run(bench, *, fix=False):
    """Run all checks, two at a time; return whether all passed."""
    python_env.provide_lint(bench.places, bench.progress)
    node = node_env.provide(bench.places, bench.progress)
    checks = list(all_checks(bench.places, bench.source, node))
    if fix:
        for check in checks:
            if check.fix:
                execute(bench.places, check, check.fix)
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = pool.map(lambda c: (c, execute(bench.places, c, c.command)), checks)
        passed = [tell(bench.progress, *result) for result in results]
    return all(passed)


def execute(places, check, command):
    """Run one command of a check in the root of the repository."""
    environment = {**os.environ, **check.environment}
    return process.call(command, cwd=places.root, env=environment)


def tell(progress, check, done):
    """Write how a check ended; return whether it passed."""
    if done.returncode == 0:
        progress.note(f"    {check.name}: ok")
        return True
    progress.note(f"    {check.name}: FAILED\n{done.stdout.rstrip()}")
    return False


def all_checks(places, source, node):
    """Yield every `Check` for the addons that are there."""
    names = sorted(addons.find(places.root))
    yield from python_checks(places.lint_bin)
    if names:
        yield from addon_checks(places, source, names)
    if names and node:
        yield from node_checks(source, node, names)


def python_checks(tools):
    """Yield the checks over all Python of the repository."""
    ruff = str(tools / "ruff")
    yield Check(
        "ruff check", (ruff, "check", "."), (ruff, "check", "--fix", "--quiet", ".")
    )
    yield Check("ruff format", (ruff, "format", "--check", "."), (ruff, "format", "."))


def addon_checks(places, source, names):
    """Yield the checks of Odoo and of the OCA over the addons."""
    tools = places.lint_bin
    yield Check("pylint-odoo", (str(tools / "pylint"), *names))
    yield odoo_pylint(tools, source, names)
    oca = str(tools / "oca-checks-odoo-module")
    yield Check("oca-checks-odoo-module", (oca, *names), (oca, "--fix", *names))
    catalogues = [
        str(f) for name in names for f in (places.root / name).glob("i18n/*.po*")
    ]
    if catalogues:
        yield Check("oca-checks-po", (str(tools / "oca-checks-po"), *catalogues))
    select = (
        "--odoo-series=19.0",
        "--select-addons-dir=.",
        "--no-addons-path-from-import-odoo",
    )
    folders = ",".join(map(str, (source.library / "odoo" / "addons", *source.addons)))
    manifestoo = (str(tools / "manifestoo"), *select, f"--addons-path={folders}")
    yield Check("manifestoo check-licenses", (*manifestoo, "check-licenses"))


def odoo_pylint(tools, source, names):
    """Return the check with Odoo's own pylint plug-ins (its addon test_lint)."""
    plugins = source.library / "odoo" / "addons" / "test_lint" / "tests"
    command = (
        str(tools / "pylint"),
        f"--rcfile={os.devnull}",
        "--disable=all,useless-option-value",
        f"--enable={','.join(ODOO_MESSAGES)}",
        f"--load-plugins={','.join(ODOO_CHECKERS)}",
        "--reports=n",
        "--score=n",
        *names,
    )
    return Check("Odoo's pylint", command, environment={"PYTHONPATH": str(plugins)})


def node_checks(source, node, names):
    """Yield prettier, and ESLint with Odoo's own rules."""
    program = str(node / ".bin" / "prettier")
    plugin = node / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    globs = [f"{name}/**/*.{{{FORMATTED}}}" for name in names]
    flags = (
        f"--plugin={plugin}",
        "--no-error-on-unmatched-pattern",
        "--log-level=warn",
    )
    yield Check(
        "prettier",
        (program, "--check", *flags, *globs),
        (program, "--write", *flags, *globs),
    )
    rules = source.library / "odoo" / "addons" / "test_lint" / "tests" / "eslintrc"
    scripts = [f"{name}/static/**/*.js" for name in names]
    eslint = (str(node / ".bin" / "eslint"), "--no-eslintrc", "-c", str(rules))
    yield Check("ESLint", (*eslint, "--no-error-on-unmatched-pattern", *scripts))
