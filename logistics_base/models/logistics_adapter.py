# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

import psycopg2

from odoo import api, models

from ..mapping.errors import DecodeError


class Identity(NamedTuple):
    """What makes a message one and the same, however often it is sent.

    :ivar document_type: the type of its documents, None where only decoding tells.
    :ivar key: identifies the message among those of its integration and type; None lets
        the content identify it.
    :ivar external_id: what the partner calls the message, for people.
    :ivar problem: (category, message) where it cannot be read at all.
    :ivar keep: unreadable as it is, it is kept in quarantine instead of being turned
        away: files and EDI are, a webhook is not.
    """

    document_type: str | None
    key: str | None = None
    external_id: str | None = None
    problem: tuple | None = None
    keep: bool = False


class LogisticsAdapter(models.AbstractModel):
    """Turns a partner's messages into canonical documents; one model per adapter.

    An adapter reads and translates. It writes nothing: what the documents do to Odoo is
    the handlers' business. A new one is a model ``logistics.adapter.<name>`` and a
    ``selection_add`` of ``<name>`` to ``logistics.integration.adapter``::

        class LogisticsAdapterAcme(models.AbstractModel):
            _name = "logistics.adapter.acme"
            _inherit = "logistics.adapter"
            _description = "ACME Adapter"

            def _decode(self, message):
                for line in message._body().decode().splitlines():
                    number, code, time = line.split(";")
                    yield TrackingEvent(
                        references=(Reference("tracking", number),),
                        raw_code=code,
                        occurred_at=datetime.fromisoformat(time),
                    )
    """

    _name = "logistics.adapter"
    _description = "Adapter"

    @api.model
    def _accepts_content_type(self, door, content_type):
        """Tell whether the door takes a body that is declared so."""
        return True

    @api.model
    def _identify(self, door, body, headers, content_type=None, filename=None):
        """Return the message's :class:`Identity`; never raises."""
        return Identity(None)

    @api.model
    def _identify_large(self, door, large, headers, content_type=None, filename=None):
        """As `_identify`, for a ``Spool``: a payload on its way to the filestore.

        Where there is too much to look into, the content as a whole identifies it; what
        it is shows when it is decoded.
        """
        body = large.read()
        if body is None:
            return Identity(None)
        return self._identify(door, body, headers, content_type, filename)

    @api.model
    def _decode(self, message):
        """Return the canonical documents in a message.

        :param message: one ``logistics.message``; ``message._body()`` gives the bytes,
            ``message._open_payload()`` a stream of them, however many they are.
        :return: iterable of documents, with ``raw_code`` where the partner's code is to
            be mapped.
        :raise DecodeError: if it cannot be read; the category tells why.
        """
        raise DecodeError("internal", "This adapter cannot decode messages.")

    @api.model
    def _decode_all(self, integration, messages):
        """Decode a whole batch; yield (message, its documents or the error).

        An adapter may override it where reading messages one by one costs too much.
        """
        messages.fetch(["payload", "content_type", "filename", "received_at"])
        for message in messages:
            try:
                yield message, list(self._decode(message))
            except psycopg2.Error:
                raise
            except Exception as error:  # noqa: BLE001  whatever an adapter meets
                yield message, error

    @api.model
    def _encode(self, document, integration=None):
        """Return what brings a document to the partner: an ``Outgoing``, or several.

        Several are a list, for partners that are told of one thing at a time.

        :param integration: whose partner it is for.
        :raise NotImplementedError: where the partner takes none.
        """
        raise NotImplementedError

    @api.model
    def _conclude(self, integration, messages):
        """Hook: messages were processed, and whoever sent them may be told.

        Called in the batch's transaction, for each batch, and again where a message is
        processed again.
        """
