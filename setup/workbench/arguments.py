# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What ``setup/test`` was asked for: our own flags, the rest for pytest."""

from dataclasses import dataclass, field

USAGE = """\
setup/test [--full | --lint | --fix] [PYTEST ARGUMENTS...]

  (nothing)   lint, the tests without a database, an upgrade from what was released,
              all tests of the addons, wheels
  ARGUMENTS   go to pytest (paths, -k, -x, -m ...); lint is left out
  --full      also: without demo data, upgrade of the same version, Odoo's own tests of
              the addons we extend, fault runs and benchmarks
  --lint      lint alone
  --fix       let the formatters mend what they can, then lint
"""
# The folders of the tests that need no database.
UNIT = ("tests/unit", "tests/conformance")


@dataclass(frozen=True)
class Request:
    """A parsed command line."""

    full: bool = False
    lint: bool = True
    tests: bool = True
    fix: bool = False
    help: bool = False
    options: tuple = ()
    unit_paths: tuple = ()
    odoo_paths: tuple = ()
    selected: bool = field(default=False)


def parse(arguments, exists):
    """Return the `Request` of a command line.

    :param exists: tells whether a path exists, to know paths from options' values.
    """
    own = {a for a in arguments if a in ("--full", "--lint", "--fix", "--help", "-h")}
    rest = [a for a in arguments if a not in own]
    paths = [a for a in rest if is_path(a, exists)]
    return Request(
        full="--full" in own,
        lint=not rest or bool(own & {"--lint", "--fix"}),
        tests=not own & {"--lint", "--fix"},
        fix="--fix" in own,
        help=bool(own & {"--help", "-h"}),
        options=tuple(a for a in rest if a not in paths),
        unit_paths=tuple(p for p in paths if is_unit(p)),
        odoo_paths=tuple(p for p in paths if not is_unit(p)),
        selected=bool(rest),
    )


def is_path(argument, exists):
    """Tell whether a pytest argument names a file, a folder or a node in a file."""
    return not argument.startswith("-") and exists(argument.partition("::")[0])


def is_unit(path):
    """Tell whether a path belongs to the tests that need no database."""
    parts = path.partition("::")[0].strip("/").removeprefix("./")
    return parts.startswith(tuple(f"{folder}/" for folder in UNIT)) or parts in UNIT
