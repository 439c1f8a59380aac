# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EDI as a warehouse reads and writes it: 940, 943 and INSDES in, 945, 944, 846 out.

Who sent and who is meant is turned round from the file that came last, so nothing about
ids is to be configured.
"""

from logistics_base.canonical.documents import DOCUMENTS, DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi import (
    EdiError,
    Envelope,
    Party,
    Transaction,
    registry,
)
from logistics_base.protocols.edi import acknowledgements as acks
from logistics_base.protocols.edi import edifact as edifact_syntax
from logistics_base.protocols.edi import x12 as x12_syntax
from logistics_wms_sync import canonical, edi  # noqa: F401  registers documents and sets

from .words import DELTA, FULFILLMENT, RECEIPT, SNAPSHOT

SYNTAXES = {"x12": x12_syntax, "edifact": edifact_syntax}
_VERSIONS = {"x12": "005010", "edifact": "D:01B:UN"}
#: What tells what: by standard, by the type of the document, by status where there is one.
_SETS = {
    "x12": {RECEIPT: "944", SNAPSHOT: "846", DELTA: "947"},
    "edifact": {RECEIPT: "RECADV", SNAPSHOT: "INVRPT"},
}
#: Files can tell less than calls: of an order, what became of it.
_ANSWERS = ("accepted", "rejected", "cancel_refused")
_ENDS = ("shipped", "short", "backordered", "cancelled")
_SETS_OF_ORDERS = {
    "x12": dict.fromkeys(_ANSWERS, "824") | dict.fromkeys(_ENDS, "945"),
    "edifact": dict.fromkeys(_ANSWERS, "APERAK") | dict.fromkeys(_ENDS, "DESADV"),
}


def read(content):
    """Return what is in a file.

    :return: ([(document type, document as JSON values)], who speaks with whom, the
        interchange that is to be acknowledged or None).
    :raise EdiError: if it cannot be read whole.
    """
    syntax = next(
        (each for each in SYNTAXES.values() if each.looks_like(content)), None
    )
    if not syntax:
        raise EdiError("syntax", "neither X12 nor EDIFACT")
    found, facts, answered = [], None, None
    for interchange in syntax.read(content):
        found += _documents(interchange)
        facts = _facts(interchange)
        if acks.wants_answer(interchange):
            answered = interchange
    return found, facts, answered


def _documents(interchange):
    found = []
    for group in interchange.groups:
        for transaction in group.transactions:
            reader = registry.reader_of(interchange.standard, transaction.set_id)
            if not reader or _is_answer(transaction):
                continue
            try:
                documents = reader(transaction, interchange, {})
            except (DecodeError, DocumentError) as error:
                raise EdiError("syntax", str(error)) from error
            found += [(each.document_type, each.to_json()) for each in documents]
    return found


def _is_answer(transaction):
    return transaction.set_id in ("997", "999", "824", "CONTRL", "APERAK")


def _facts(interchange):
    groups = interchange.groups
    return {
        "standard": interchange.standard,
        "parties": [list(interchange.sender), list(interchange.receiver)],
        "version": groups[0].version if groups else "",
    }


def envelope(plan, facts, control, now):
    """Return the Envelope of a file: their ids turned round."""
    facts = facts or {"parties": [["SHIPPER", "ZZ"], [plan.code.upper(), "ZZ"]]}
    theirs, ours = facts["parties"]
    return Envelope(
        sender=Party(*ours),
        receiver=Party(*theirs),
        control_number=control,
        group_control=control,
        date=now.replace(tzinfo=None),
        version=(plan.format == "x12" and facts.get("version"))
        or _VERSIONS[plan.format],
        test=True,
    )


def acknowledged(interchange, envelope):
    """Return the bytes of the acknowledgement of an interchange."""
    if interchange.standard == "x12":
        found = acks.functional_acknowledgements(interchange, acks.verdict_on)
    else:
        found = [acks.syntax_acknowledgement(interchange, acks.verdict_on)]
    return SYNTAXES[interchange.standard].write(envelope, found)


def write(plan, document_type, content, envelope):
    """Return the bytes of a file that tells a document; None where no set tells it."""
    sets = _SETS[plan.format] | {
        FULFILLMENT: _SETS_OF_ORDERS[plan.format].get(content.get("status"))
    }
    set_id = sets.get(document_type)
    if not set_id:
        return None
    writer = registry.writer_of(plan.format, document_type, set_id)
    document = DOCUMENTS[document_type].from_json(content)
    written = writer.write(document, {"now": envelope.date})
    if not isinstance(written, Transaction):
        written = Transaction(set_id, segments=tuple(written))
    return SYNTAXES[plan.format].write(envelope, [written])
