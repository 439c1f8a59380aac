# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The database of the demo: made from the template, kept, upgraded when needed."""

from . import databases, odoo_run, stamp

NAME = "logistics_demo"


def is_current(places, templates):
    """Tell whether the database was made or upgraded with these very addons."""
    return stamp.is_fresh(mark(places), templates.suite_name())


def provide(bench, templates, conf, *, reset=False):
    """Make the demo database, or bring the one that is there up to date."""
    if reset:
        databases.drop(bench, NAME)
    if not databases.exists(bench, NAME):
        mark(bench.places).unlink(missing_ok=True)
        templates.clone_suite(NAME)
    elif not is_current(bench.places, templates):
        title = "Upgrading the demo to the present addons"
        names = templates.addon_names
        odoo_run.install(bench, conf, NAME, names, title, update=names)
    stamp.write(mark(bench.places), templates.suite_name())


def mark(places):
    """Return the file that tells what the database was made from."""
    return places.run / "demo-database.stamp"
