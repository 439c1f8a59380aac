# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One run of Odoo to its end: installing, upgrading, with its log checked."""

import re

from . import process
from .problem import Problem

LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
COMPLAINT = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
# What Odoo says about this machine, not about the addons.
HARMLESS = re.compile(
    r"Running as user 'root'|is not officially supported|wkhtmltopdf|"
    r"unable to find (?:a )?font"
)


def install(bench, conf, database, modules, title, *, demo=True, update=()):
    """Install or update modules in ``database``, showing how far it is.

    :return: what Odoo complained about on the way, as lines of its log.
    :raise Problem: with Odoo's last lines, when it fails.
    """
    arguments = ["-c", conf, "-d", database]
    if demo:
        arguments.append("--with-demo")
    if modules:
        arguments += ["-i", ",".join(modules)]
    if update:
        arguments += ["-u", ",".join(update)]
    with bench.progress.step(title) as step:
        log = follow(bench, [*arguments, "--stop-after-init", "--no-http"], step)
    return complaints_in(log)


def refuse_complaints(complaints):
    """Raise a `Problem` when there are any."""
    if complaints:
        raise Problem(
            "Odoo complained:\n" + "\n".join(complaints),
            "mend what the lines above name",
        )


def follow(bench, arguments, step):
    """Run ``odoo server``; return the lines it logged."""
    log = []

    def show(line):
        log.append(line)
        if found := LOADING.search(line):
            done, total = int(found[2]), int(found[3])
            step.at(100 * done / total, f"{found[1]} ({done} of {total})")

    mend = "read the lines above; setup/odoo shows the whole log of the same run"
    process.follow([bench.places.odoo, "server", *arguments], show, mend=mend)
    return log


def complaints_in(log):
    """Return the warnings and errors of a log, each with the lines that follow it."""
    found, inside = [], False
    for line in log:
        if re.match(r"\d{4}-\d\d-\d\d ", line):
            inside = bool(COMPLAINT.match(line)) and not HARMLESS.search(line)
        if inside:
            found.append(line)
    return found
