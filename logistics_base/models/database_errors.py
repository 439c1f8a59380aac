# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Telling what is wrong with the database from what is wrong with the data."""

import psycopg2

#: What PostgreSQL refuses by its own limits, such as an index entry that is too long.
_PROGRAM_LIMIT = "54"


def gave_up(error):
    """Tell whether the database gave up: a deadlock, a lost connection, a full disk.

    What exceeds its limits is refused however often it is tried, and nothing else is.
    """
    return isinstance(error, psycopg2.OperationalError) and not (
        error.pgcode or ""
    ).startswith(_PROGRAM_LIMIT)
