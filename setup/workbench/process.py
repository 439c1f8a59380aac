# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Running other programs: quiet when all is well, their last words when not."""

import os
import subprocess

from .problem import Problem

LAST_LINES = 25


def run(arguments, *, mend, **options):
    """Run a program and return its output; a failure is a `Problem`.

    :param mend: what a person should do when the program fails.
    :raise Problem: with the program's last lines.
    """
    done = call(arguments, **options)
    if done.returncode:
        raise Problem(failure(arguments, done.returncode, done.stdout), mend)
    return done.stdout


def call(arguments, **options):
    """Run a program to its end with no standard input; return what it printed."""
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(
        words(arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        **options,
    )


def follow(arguments, on_line, *, mend, **options):
    """Run a program, handing each line of its output to ``on_line``.

    A line for which that returns true tells only how far the program is, and is not
    shown again when it fails.
    """
    seen = []
    with subprocess.Popen(
        words(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    ) as process:
        for line in process.stdout:
            if not on_line(line.rstrip("\n")):
                seen.append(line)
    if process.returncode:
        raise Problem(failure(arguments, process.returncode, "".join(seen)), mend)


def words(arguments):
    """Return the arguments of a program as text."""
    return [str(part) for part in arguments]


def failure(arguments, status, output):
    """Return the words for a program that ended with ``status``."""
    tail = "\n".join(f"    {line}" for line in output.splitlines()[-LAST_LINES:])
    name = os.path.basename(os.fspath(arguments[0]))
    return f"{name} ended with status {status}. Its last lines:\n{tail}"
