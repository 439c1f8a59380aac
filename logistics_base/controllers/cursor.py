# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where a page of answers ends, so that the next one begins right after it.

Opaque to callers. It names the last row of a page rather than a count, so that rows that
come or go in the meantime neither repeat nor hide others.
"""

import base64
import binascii
import json
from datetime import datetime

_LONGEST = 200


def encode(when, record_id):
    """Return the cursor after the row of that id; ``when`` is its time or None."""
    text = json.dumps([when and when.isoformat(), record_id])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(text):
    """Return (when or None, id) as they were encoded.

    :raise ValueError: if it is not one of ours.
    """
    if len(text) > _LONGEST:
        raise ValueError(text)
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        when, record_id = json.loads(raw)
        if type(record_id) is not int or not 0 < record_id < 2**31:
            raise ValueError(text)
        return (datetime.fromisoformat(when) if when else None), record_id
    except (binascii.Error, TypeError, UnicodeError) as error:
        raise ValueError(text) from error
