# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Entry point of the commands in this folder: ``main.py {demo,test,odoo} ...``."""

import sys

from workbench.problem import Problem


def main(arguments):
    """Run one command; a `Problem` is shown with its mend and ends with status 1."""
    name, rest = arguments[0], arguments[1:]
    try:
        if name == "odoo":
            from workbench import odoo_command as command
        elif name == "demo":
            from workbench import demo_command as command
        else:
            from workbench import test_command as command
        return command.main(rest)
    except Problem as problem:
        print(f"\nProblem: {problem}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted; run it again to go on.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
