# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Short transactions of their own, for what must hold whatever becomes of the caller."""

import contextlib
import threading

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.sql_db import Cursor, db_connect

_test_lock = threading.RLock()


class OwnCursor:
    """Opens cursors on a database, from any thread.

    Within a test there is but the test's cursor: a savepoint of it stands in for the
    transaction, and threads take turns. Where a test's request is read-only, nothing can
    be written beside it: it goes to a cursor that is rolled back.
    """

    def __init__(self, cr):
        """:param cr: the cursor in hand; outside of tests only its database matters."""
        self.dbname = cr.dbname
        self._test_cr = cr if module.current_test else None

    @property
    def is_shared(self):
        """Whether other transactions see what is committed here: not in a test."""
        return self._test_cr is None

    @contextlib.contextmanager
    def open(self):
        """Yield a cursor in READ COMMITTED; it is committed at the end.

        It is rolled back if the block raises.
        """
        if getattr(self._test_cr, "readonly", False):
            with db_connect(self.dbname).cursor() as cr:
                yield cr
                cr.rollback()
            return
        if self._test_cr is not None:
            with _test_lock, self._test_cr.savepoint(flush=False):
                yield self._test_cr
            return
        with Registry(self.dbname).cursor() as cr:
            use_read_committed(cr)
            yield cr


def use_read_committed(cr):
    """Let each statement see what others have committed; for a fresh cursor only.

    A cursor of a test shares its connection with the test and stays as it is.
    """
    if type(cr) is Cursor:
        cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
