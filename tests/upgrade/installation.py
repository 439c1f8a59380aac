# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A database that a released version was installed in, worked with and upgraded."""

import contextlib
import tarfile

import psycopg2

from workbench import configuration, odoo_run, process

ADDONS_PATH = "addons_path"


class Installation:
    """One database, first under a released version, then under this checkout's.

    :param bench: the workbench of this checkout.
    :param templates: its templates.
    :param database: a copy of the template without the suite.
    :param folder: where the release is unpacked to.
    """

    def __init__(self, bench, templates, database, folder):
        self._bench = bench
        self._templates = templates
        self._folder = folder
        self.database = database

    def install(self, archive):
        """Install the addons of an archive, with their demo data."""
        with tarfile.open(archive) as release:
            release.extractall(self._folder, filter="data")
        names = self._released_addons()
        title = f"Installing {archive.name.removesuffix('.tar.xz')}"
        odoo_run.install(self._bench, self._old_conf(), self.database, names, title)

    def upgrade(self):
        """Upgrade to this checkout; return what Odoo complained about."""
        return odoo_run.install(
            *(self._bench, self._templates.conf, self.database, ()),
            "Upgrading it",
            demo=False,
            update=self._released_addons(),
        )

    def complete(self):
        """Install the addons that the release did not have."""
        new = sorted(set(self._templates.addon_names) - set(self._released_addons()))
        if new:
            odoo_run.install(
                *(self._bench, self._templates.conf, self.database, new),
                "Installing the addons that are new",
                demo=False,
            )

    def work(self, *scripts):
        """Run scripts as one in Odoo's shell of the released version."""
        self._shell(
            self._old_conf(), "\n".join(script.read_text() for script in scripts)
        )

    def shell(self, script):
        """Run a script in Odoo's shell of this checkout; return what it printed."""
        return self._shell(self._templates.conf, script)

    def _shell(self, conf, script):
        file = self._folder / "shell.py"
        file.write_text(script)
        arguments = ("shell", "-c", conf, "-d", self.database, "--no-http")
        with file.open() as lines:
            return process.run(
                [self._bench.places.odoo, *arguments, "--log-level=error"],
                stdin=lines,
                mend="read the lines above",
            )

    def _released_addons(self):
        return sorted(
            path.parent.name for path in self._folder.glob("*/__manifest__.py")
        )

    def _old_conf(self):
        bench = self._bench
        path = self._folder / "odoo.conf"
        path.touch(mode=0o600)
        folders = ",".join(map(str, (*bench.source.addons, self._folder)))
        options = {ADDONS_PATH: folders}
        path.write_text(
            configuration.render(bench.places, bench.source, bench.server, options)
        )
        return path

    def rows(self, statement):
        """Return the one column of what a statement gives."""
        server = self._bench.server
        values = (server.host, server.port, server.user, server.password)
        names = ("host", "port", "user", "password")
        given = {n: v for n, v in zip(names, values, strict=True) if v is not None}
        connection = psycopg2.connect(dbname=self.database, **given)
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(statement)
            return [row[0] for row in cursor.fetchall()]
