# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""prettier and ESLint, where npm is there to install them."""

import shutil

from . import process, stamp

MEND = "check the network and the proxy settings of npm, then run the command again"


def provide(places, progress):
    """Return the folder of the Node programs, or None without npm."""
    if not shutil.which("npm"):
        progress.note("    npm is not installed: prettier and ESLint are left out")
        return None
    folder = places.state / "node"
    source = places.root / "setup" / "lint"
    recipe = stamp.digest((source / "package-lock.json").read_text())
    if not stamp.is_fresh(folder / "npm.stamp", recipe):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, folder / name)
        with progress.step("Node packages for prettier and ESLint"):
            command = ["npm", "ci", "--no-audit", "--no-fund"]
            process.run(command, cwd=folder, mend=MEND)
        stamp.write(folder / "npm.stamp", recipe)
    return folder / "node_modules"
