# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one way a command of ``setup/`` tells a person what went wrong."""


class Problem(Exception):
    """Something a person can mend: ``what`` happened and the ``mend`` for it."""

    def __init__(self, what, mend):
        super().__init__(what)
        self.what = what
        self.mend = mend

    def __str__(self):
        return f"{self.what}\n  What to do: {self.mend}"
