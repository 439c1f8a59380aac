# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The account PostgreSQL runs under: it refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass

from .problem import Problem

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of this machine; ``options`` make a subprocess run as that user."""

    name: str
    uid: int
    gid: int
    switch: bool

    @property
    def options(self):
        """Return the options of `subprocess.run` that drop to this user."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, folder):
        """Tell whether this user can enter and read ``folder``."""
        test = ["sh", "-c", 'test -r "$0" && test -x "$0"', str(folder)]
        done = subprocess.run(test, cwd="/", check=False, **self.options)
        return done.returncode == 0

    def own(self, path):
        """Give ``path`` to this user."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def database_account(uid=None, lookup=pwd.getpwnam, by_uid=pwd.getpwuid):
    """Return who is to run PostgreSQL: oneself, or as root an unprivileged user."""
    uid = os.geteuid() if uid is None else uid
    if uid:
        return Account(name_of(uid, by_uid), uid, os.getegid(), switch=False)
    for name in CANDIDATES:
        try:
            entry = lookup(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid, switch=True)
    raise Problem(
        "PostgreSQL does not run as root, and this machine has no other user for it.",
        "make one (useradd --system postgres), or run the command as a normal user",
    )


def name_of(uid, by_uid):
    """Return the name of a user, or its number in a container without an entry."""
    try:
        return by_uid(uid).pw_name
    except KeyError:
        return str(uid)
