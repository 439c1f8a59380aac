# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log as one JSON object a line, for systems that collect and search logs."""

import json
import logging
import os
import re
import threading
from datetime import datetime, timezone

from .context import current

#: ``json`` in this variable of the server's environment switches it on.
FORMAT_VARIABLE = "LOGISTICS_LOG_FORMAT"
_COLORS = re.compile(r"\x1b\[[0-9;]*m")


class JsonLines(logging.Formatter):
    """Writes a record as JSON: what happened, where, and what the work was about."""

    def format(self, record):
        """Return the record as one line."""
        told = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(
                timespec="milliseconds"
            ),
            "level": _COLORS.sub("", record.levelname),
            "logger": _COLORS.sub("", record.name),
            "message": _COLORS.sub("", record.getMessage()),
            "pid": os.getpid(),
            "database": getattr(threading.current_thread(), "dbname", None),
            **current(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(
            {name: value for name, value in told.items() if value is not None},
            ensure_ascii=False,
            default=str,
        )


def switch_on(environ=None, logger=None):
    """Have everything logged as JSON lines, where the environment says so.

    :param environ: mapping; the server's environment by default.
    :param logger: whose handlers write; the root logger by default.
    :return: whether it was switched on.
    """
    environ = os.environ if environ is None else environ
    if (environ.get(FORMAT_VARIABLE) or "").lower() != "json":
        return False
    for handler in (logger or logging.getLogger()).handlers:
        # Odoo's log in the database has columns of its own.
        if isinstance(handler, logging.StreamHandler):
            handler.setFormatter(JsonLines())
    return True
