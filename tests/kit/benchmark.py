# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command line of a benchmark that has several figures."""

import argparse


def run(description, figures):
    """Measure the figures asked for; return the exit status, 1 if one misses its aim.

    :param str description: the benchmark's docstring.
    :param dict figures: {name: function of ``quick`` that tells whether its aim is met}.
    """
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=figures, default=list(figures))
    parser.add_argument("--quick", action="store_true", help="smaller, rougher")
    options = parser.parse_args()
    met = [figures[name](options.quick) for name in options.only]
    return 0 if all(met) else 1
