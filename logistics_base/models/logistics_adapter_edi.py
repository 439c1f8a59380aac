# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ..mapping.errors import DecodeError
from ..protocols.edi import EdiError, Transaction, decoding, registry
from ..protocols.edi.acknowledgements import wants_answer
from ..transport.outgoing import Outgoing
from .logistics_adapter import Identity

_logger = logging.getLogger(__name__)

_CONTENT_TYPES = (
    "",
    "application/edi-x12",
    "application/edifact",
    "application/edi-consent",
    "application/octet-stream",
    "text/plain",
    "text/edi",
)
#: Messages in these states have had their decision: it can be told.
_DECIDED = ("done", "parked", "dead", "quarantined")


class LogisticsAdapterEdi(models.AbstractModel):
    """What X12 and EDIFACT have in common.

    The transaction sets are read and written by functions that addons register in
    ``protocols.edi.registry``; each standard adds how it answers.
    """

    _name = "logistics.adapter.edi"
    _inherit = "logistics.adapter"
    _description = "EDI Adapter"

    _standard = None
    _content_type = None

    # What comes in

    @api.model
    def _accepts_content_type(self, door, content_type):
        declared = (content_type or "").split(";")[0].strip().lower()
        return declared in _CONTENT_TYPES

    @api.model
    def _identify(self, door, body, headers, content_type=None, filename=None):
        integration = self.env["logistics.integration"].browse(door.integration_id)
        try:
            options = integration.sudo()._edi_options()
            key, name = decoding.identify(self._standard, body, options)
        except EdiError as error:
            # What cannot be trusted whole waits for a person, and for a better copy.
            return Identity(None, problem=("syntax", self._words(error)), keep=True)
        return Identity(None, key, name)

    @api.model
    def _decode(self, message):
        reading = self._read(message)
        if reading.refusal:
            raise reading.refusal
        return reading.documents

    @api.model
    def _read(self, message):
        options = message.integration_id._edi_options()
        return decoding.decode(self._standard, message._body(), options)

    @api.model
    def _words(self, error):
        if error.category != "truncated":
            return str(error)
        return self.env._("The file was cut off: %s", error)

    # What goes out

    @api.model
    def _encode(self, document, integration=None):
        """Return the interchange that says what the document says.

        :param integration: whose partner it is for.
        :raise NotImplementedError: where no installed addon writes such documents.
        :raise EdiError: if it cannot be written as it is.
        """
        options = integration._edi_options()
        document_type = document.document_type
        writer = registry.writer_of(
            self._standard, document_type, options.get(f"set.{document_type}")
        )
        if writer is None:
            raise NotImplementedError(
                self.env._(
                    "No installed addon writes %(type)s as %(standard)s.",
                    type=document_type,
                    standard=self._standard,
                )
            )
        written = writer.write(document, options)
        if not isinstance(written, Transaction):
            written = Transaction(writer.set_id, segments=tuple(written))
        return self._interchange(integration, [written], acknowledged=True)

    @api.model
    def _interchange(
        self, integration, transactions, *, own_segments=(), acknowledged=False, **to
    ):
        """Return transactions in an envelope, ready for the road."""
        control = integration._edi_next_control()
        envelope = integration._edi_envelope(control, **to)
        content = self._enveloped(envelope, transactions, own_segments)
        sets = "-".join(dict.fromkeys(one.set_id for one in transactions)) or "TA1"
        return Outgoing(
            content=content,
            content_type=self._content_type,
            name=f"{sets} {control}",
            extension="edi",
            control_number=str(control),
            acknowledged=acknowledged and integration.edi_acknowledged_within > 0,
        )

    @api.model
    def _enveloped(self, envelope, transactions, own_segments):
        """Return the interchange as bytes."""
        raise NotImplementedError

    # What the partner is told of what came in

    @api.model
    def _conclude(self, integration, messages):
        """Keep the warnings, and answer what has been decided; once for each message."""
        for message in messages:
            if message.state not in _DECIDED:
                continue
            try:
                with self.env.cr.savepoint():
                    self._conclude_one(integration, message)
            except (DecodeError, UserError) as error:
                self._leave_unanswered(message, error)
            except psycopg2.OperationalError:
                raise
            except Exception as error:
                _logger.exception("Message %s cannot be answered", message.id)
                self._leave_unanswered(message, error)

    @api.model
    def _leave_unanswered(self, message, error):
        """What came in is safe; that it could not be answered is to be seen."""
        told = message._error_text(error)
        _logger.warning("Message %s is not answered: %s", message.id, told)
        message.warning = self.env._("It could not be acknowledged: %s", told)

    @api.model
    def _conclude_one(self, integration, message):
        try:
            reading = self._read(message)
        except EdiError as error:
            self._answer_unreadable(integration, message, error)
            return
        warnings = list(reading.warnings)
        if reading.answerable and integration.edi_count_policy != "process":
            warnings += self._reused_numbers(integration, message, reading)
        message.warning = "\n".join(warnings) or False
        if reading.answerable and not message.answer_ids:
            self._answer(integration, message, reading)

    @api.model
    def _reused_numbers(self, integration, message, reading):
        """Return what is to be said of control numbers that stood for other content.

        Such a file is processed: partners start counting anew. The number belongs to
        the message that came under it first, for ever.
        """
        told = []
        for one in reading.interchanges:
            if one.bare or not one.control_number:
                continue
            number = f"{one.sender.id}|{one.receiver.id}|{one.control_number}"
            first_id = message._first_under(f"number|{self._standard}|{number}")
            if first_id != message.id:
                told.append(
                    self.env._(
                        "%(partner)s has used the control number %(number)s before, for "
                        "something else (message #%(id)s).",
                        partner=one.sender.id,
                        number=one.control_number,
                        id=first_id,
                    )
                )
        return told

    @api.model
    def _answer(self, integration, message, reading):
        for number, interchange in enumerate(reading.interchanges):
            if not wants_answer(interchange):
                continue
            transactions, own_segments = self._answers(
                integration, message, reading, interchange
            )
            if not (transactions or own_segments):
                continue
            self._send_answer(
                integration, message, interchange, transactions, own_segments, number
            )

    @api.model
    def _answers(self, integration, message, reading, interchange):
        """Return (transactions, segments of the interchange) that answer one."""
        raise NotImplementedError

    @api.model
    def _answer_unreadable(self, integration, message, error):
        """Tell the partner that a file was cut off, where its header says who sent it."""
        header = decoding.STANDARDS[self._standard].read_header(message._body())
        if header is None or error.category != "truncated" or message.answer_ids:
            return
        policy = integration.edi_acknowledge
        if policy == "never" or policy == "asked" and not header.ack_requested:
            return
        options = integration._edi_options()
        if options["partner_ids"] and header.sender.id not in options["partner_ids"]:
            return
        transactions, own_segments = self._rejection(header)
        self._send_answer(integration, message, header, transactions, own_segments, 0)

    @api.model
    def _rejection(self, header):
        """Return (transactions, segments) that refuse a file which was cut off."""
        raise NotImplementedError

    @api.model
    def _send_answer(
        self, integration, message, interchange, transactions, own_segments, number
    ):
        # As they addressed us, and called themselves.
        group = interchange.groups[0] if interchange.groups else None
        outgoing = self._interchange(
            integration,
            transactions,
            own_segments=own_segments,
            sender=interchange.receiver,
            receiver=interchange.sender,
            group_sender=group and group.receiver,
            group_receiver=group and group.sender,
            version=group and _release(group.version),
        )
        self.env["logistics.message"]._queue_outbound(
            integration,
            "edi.acknowledgement",
            outgoing,
            key=f"answer:{message.id}:{number}",
            correlation_id=message.correlation_id,
            answers_id=message.id,
        )

    @api.model
    def _is_wanted(self, integration, reading, interchange):
        """Tell whether the partner gets an answer, as was agreed."""
        policy = integration.edi_acknowledge
        if policy == "errors":
            return (
                reading.refusal is not None
                or bool(interchange.all_problems())
                or any(
                    reading.verdict_of(transaction).status != "accepted"
                    for _group, transaction in interchange.transactions()
                )
            )
        return policy == "always" or policy == "asked" and interchange.ack_requested


def _release(version):
    """Return the release that a group is written in, None where it is none."""
    return version[:6] if version[:6].isdigit() and len(version) >= 6 else None
