# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a file to canonical documents, and to what the partner is told of it.

Options that are read here, all of them optional:

``charset``
    codec the partner writes in, whatever the file declares.
``our_ids``, ``partner_ids``
    who may be the receiver and the sender; anybody if empty.
``count_policy``
    what becomes of wrong counts and control numbers: ``process``, ``warn`` or ``refuse``.
``production``
    true where test interchanges are refused.
``<set>.use``
    what a transaction set is read for, where addons read it for different things.
"""

import hashlib
from dataclasses import dataclass, field

from ...canonical.acknowledgement import UnreadTransaction
from ...canonical.documents import DocumentError
from ...mapping.errors import DecodeError, shown
from . import edifact, x12
from .acknowledgements import Verdict, read_interchange_acknowledgements, verdict_on
from .envelope import EdiError
from .registry import reader_of

STANDARDS = {"x12": x12, "edifact": edifact}
COUNT_POLICIES = ("process", "warn", "refuse")


@dataclass(slots=True)
class Reading:
    """What a file says, what is thought of it, and what it gives.

    :ivar refusal: why nothing of it may be applied although it can be read, or None.
    :ivar answerable: the refusal is the partner's to know: it came from it, to us.
    :ivar warnings: what is wrong and was let pass, in words.
    """

    interchanges: list
    documents: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    refusal: EdiError | None = None
    answerable: bool = True
    _verdicts: dict = field(default_factory=dict)

    def verdict_of(self, transaction):
        """Return the :class:`Verdict` on one of the transactions."""
        if self.refusal:
            return Verdict("rejected", ("envelope",), str(self.refusal))
        return self._verdicts.get(id(transaction)) or verdict_on(transaction)

    def judge(self, transaction, verdict):
        """Keep what is thought of a transaction."""
        self._verdicts[id(transaction)] = verdict


def identify(standard, data, options):
    """Return (key, name) of a file: what makes it one and the same, and for people.

    :raise EdiError: if it cannot be read; nothing of it may be used then.
    """
    interchanges = STANDARDS[standard].read(data, charset=options.get("charset"))
    # Line breaks come and go on the way; sender and number alone do not tell, because
    # partners start counting anew.
    content = hashlib.sha256(data.translate(None, b"\r\n")).hexdigest()
    first = interchanges[0]
    parts = [
        f"{one.sender.id}|{one.receiver.id}|{one.control_number}"
        for one in interchanges
    ]
    more = f" +{len(interchanges) - 1}" if len(interchanges) > 1 else ""
    name = f"{first.sender.id} {first.control_number}{more}".strip()
    return "|".join((standard, *parts, content)), name or None


def decode(standard, data, options):
    """Return the :class:`Reading` of a file.

    A transaction that nobody reads, or whose content is unfit, gives an
    :class:`UnreadTransaction` document and keeps the others from nothing.

    :raise EdiError: the file cannot be trusted whole.
    """
    interchanges = STANDARDS[standard].read(data, charset=options.get("charset"))
    reading = Reading(interchanges)
    for interchange in interchanges:
        _check_parties(reading, interchange, options)
    _check_counts(reading, options)
    if reading.refusal is None:
        for interchange in interchanges:
            reading.documents += read_interchange_acknowledgements(interchange)
            _read_transactions(reading, standard, interchange, options)
    return reading


def _check_parties(reading, interchange, options):
    for party, allowed, said in (
        (interchange.sender, options.get("partner_ids"), "sent by"),
        (interchange.receiver, options.get("our_ids"), "addressed to"),
    ):
        if allowed and not interchange.bare and party.id not in allowed:
            text = f"the interchange was {said} {shown(party.id)}"
            reading.refusal = EdiError("refused", text)
            reading.answerable = False
    if interchange.test and options.get("production"):
        text = "the interchange is marked as a test, and this is production"
        reading.refusal = reading.refusal or EdiError("refused", text)


def _check_counts(reading, options):
    problems = [
        problem.message
        for interchange in reading.interchanges
        for problem in interchange.all_problems()
    ]
    policy = options.get("count_policy") or "warn"
    if problems and policy == "refuse":
        text = "; ".join(problems)
        reading.refusal = reading.refusal or EdiError("refused", text)
    elif policy == "warn":
        reading.warnings += problems


def _read_transactions(reading, standard, interchange, options):
    for _group, transaction in interchange.transactions():
        use = options.get(f"{transaction.set_id}.use")
        read = reader_of(standard, transaction.set_id, use)
        if read is None:
            text = f"no installed addon reads {shown(transaction.set_id)}"
            _leave_unread(reading, transaction, "no_handler", "unsupported", text)
            continue
        try:
            reading.documents += read(transaction, interchange, options)
        except (DecodeError, DocumentError) as error:
            _leave_unread(reading, transaction, "value", "content", str(error))


def _leave_unread(reading, transaction, category, reason, text):
    reading.judge(transaction, Verdict("rejected", (reason,), text))
    reading.documents.append(
        UnreadTransaction(
            set_id=transaction.set_id[:6],
            control=transaction.control[:35],
            category=category,
            problem=text[:500],
        )
    )
