# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases: whether they exist, making and cloning them, their filestores."""

import shutil

from . import process

MEND = "look at the message above; the server's log lies in .odoo/postgresql/server.log"
QUERY = """\
import sys
import psycopg2
connection = psycopg2.connect(dbname="postgres")
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(*eval(sys.argv[1]))
if cursor.description:
    print("\\n".join(str(row[0]) for row in cursor.fetchall()))
"""
CREATE = """\
import sys
from odoo.tools import config
config.parse_config(["-c", sys.argv[1], "--logfile="])
from odoo.service import db
db._create_empty_database(sys.argv[2])
"""


def execute(bench, statement, *parameters):
    """Run one SQL statement on the maintenance database; return the first column."""
    import os

    done = process.run(
        [bench.places.python, "-c", QUERY, repr((statement, parameters))],
        env={**os.environ, **bench.server.environment()},
        mend=MEND,
    )
    return done.split("\n")[:-1]


def exists(bench, name):
    """Tell whether the database ``name`` exists."""
    question = "SELECT 1 FROM pg_database WHERE datname = %s"
    return bool(execute(bench, question, name))


def create(bench, conf, name):
    """Create an empty database the way Odoo wants it."""
    process.run([bench.places.python, "-c", CREATE, conf, name], mend=MEND)


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


def filestore(bench, name):
    """Return the folder of the attachments of a database."""
    return bench.places.filestore / "filestore" / name


def quoted(name):
    """Return ``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
