# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Entry point of the commands in this folder: ``main.py {demo,test,odoo} ...``.

Written so that even a very old Python can say that it is too old.
"""

import importlib
import sys

OLDEST = (3, 10)


def main(arguments):
    """Run one command; a problem is shown with its mend and ends with status 1."""
    if sys.version_info < OLDEST:
        return refuse_python()
    from workbench.problem import Problem

    try:
        command = importlib.import_module("workbench." + arguments[0] + "_command")
        return command.main(arguments[1:])
    except Problem as problem:
        sys.stderr.write("\nProblem: " + str(problem) + "\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted; run it again to go on.\n")
        return 130


def refuse_python():
    """Say that this Python is too old; return the exit status."""
    version = ".".join(str(number) for number in sys.version_info[:2])
    sys.stderr.write(
        "Problem: Python " + version + " is too old for Odoo 19.\n"
        "  What to do: install Python 3.10 to 3.13 and name it:"
        " PYTHON=python3.12 setup/demo\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
