# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When two messages of a warehouse tell the same thing, whichever way they came."""

import hashlib
import json
from datetime import timezone


def identity(update):
    """Return what an update is known by within its order, for ever.

    The partner's id where it gives one, else what the update says. One id may be told
    with several statuses, as some partners have one for a whole shipment.
    """
    if update.id:
        return f"{update.status}|id|{update.id}"
    return f"{update.status}|says|{digest(update)}"


def digest(update):
    """Return a digest of what an update says: status, time, goods and packages.

    The order of lines and packages, the zone of the time, and words that only people
    read make no difference.
    """
    said = [
        update.status,
        _second(update.occurred_at),
        update.is_final,
        sorted(map(_line, update.lines)),
        sorted(map(_package, update.packages)),
    ]
    text = json.dumps(said, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _second(moment):
    if moment is None:
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc)
    return moment.strftime("%Y%m%d%H%M%S")


def _line(line):
    return json.dumps(
        [
            line.line,
            line.sku,
            line.unit,
            line.substitutes,
            *map(_number, (line.quantity, line.shorted, line.backordered)),
            sorted([lot.lot, _number(lot.quantity)] for lot in line.lots),
            sorted(line.serials),
        ]
    )


def _package(package):
    contents = [
        json.dumps(
            [
                packed.line,
                packed.sku,
                packed.unit,
                packed.lot,
                _number(packed.quantity),
                sorted(packed.serials),
            ]
        )
        for packed in package.contents
    ]
    return json.dumps(
        [
            package.reference,
            package.parent,
            package.tracking_number,
            sorted(contents),
        ]
    )


def _number(quantity):
    return f"{quantity or 0:.6f}"
