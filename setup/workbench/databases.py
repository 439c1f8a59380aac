# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases: whether they exist, making and cloning them, their filestores."""

import os
import shutil

from . import process

MEND = "look at the message above; the server's log lies in .odoo/postgresql/server.log"
QUERY = """\
import sys
import psycopg2
connection = psycopg2.connect(dbname=sys.argv[2])
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(*eval(sys.argv[1]))
if cursor.description:
    for row in cursor.fetchall():
        print(row[0])
"""


def execute(bench, statement, *parameters, database="postgres"):
    """Run one SQL statement; return the first column of what it gives, as text."""
    question = repr((statement, parameters))
    done = process.run(
        [bench.places.python, "-c", QUERY, question, database],
        env={**os.environ, **bench.server.environment()},
        mend=MEND,
    )
    return done.splitlines()


def exists(bench, name):
    """Tell whether the database ``name`` exists."""
    question = "SELECT 1 FROM pg_database WHERE datname = %s"
    return bool(execute(bench, question, name))


def drop(bench, name):
    """Drop the database ``name`` with its filestore, if it is there."""
    execute(bench, f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
    shutil.rmtree(filestore(bench, name), ignore_errors=True)


def clone(bench, template, name):
    """Make ``name`` a copy of ``template``, replacing what was there."""
    drop(bench, name)
    execute(bench, f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}")
    if filestore(bench, template).is_dir():
        shutil.copytree(filestore(bench, template), filestore(bench, name))


def rename(bench, old, new):
    """Rename a database together with its filestore."""
    execute(bench, f"ALTER DATABASE {quoted(old)} RENAME TO {quoted(new)}")
    shutil.rmtree(filestore(bench, new), ignore_errors=True)
    if filestore(bench, old).is_dir():
        filestore(bench, old).rename(filestore(bench, new))


def names(bench):
    """Return the names of all databases."""
    return execute(bench, "SELECT datname FROM pg_database")


def filestore(bench, name):
    """Return the folder of the attachments of a database."""
    return bench.places.filestore / "filestore" / name


def quoted(name):
    """Return ``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
