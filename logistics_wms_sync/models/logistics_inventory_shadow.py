# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a document of stock would do, found by doing it and taking it back."""

from dataclasses import replace

from odoo.addons.logistics_base.canonical.batch import Batch


class _Undone(Exception):
    """Ends what is only to be seen, not to be kept."""


def would_be(handler, batch, item, result):
    """Return (``same`` or ``differs``, a note) for a document that is only compared.

    The very code that applies it tells, and the database forgets it again.

    :param result: function of the item that reads what came of it.
    """
    tried = replace(item, mode="live", waits=[], problem=None, shipment_ids=[])
    try:
        with handler.env.cr.savepoint():
            handler._apply(Batch(batch.integration, batch.document_type, [tried]))
            found = result(tried) if tried.is_open else ("differs", tried.problem[1])
            raise _Undone
    except _Undone:
        handler.env.invalidate_all(flush=False)
    return found
