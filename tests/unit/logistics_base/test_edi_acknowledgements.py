# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

import pytest

from logistics_base.canonical.reading import DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi import Segment, Transaction, edifact, x12
from logistics_base.protocols.edi.acknowledgements import (
    Verdict,
    application_error,
    functional_acknowledgements,
    interchange_acknowledgement,
    read_interchange_acknowledgements,
    syntax_acknowledgement,
    verdict_on,
    wants_answer,
)
from logistics_base.protocols.edi.registry import reader_of

from .edi_examples import IFTSTA, X12_214, envelope

REJECTED = Verdict("rejected", ("content",), "no such date")
UNREAD = Verdict("rejected", ("unsupported",), "nobody reads 214")


def two_sets(second="214"):
    """One group of two transactions."""
    st = X12_214[X12_214.index("ST*") : X12_214.index("GE*")]
    other = st.replace("0001", "0002").replace("ST*214", f"ST*{second}")
    text = X12_214.replace(st, st + other).replace("GE*1*", "GE*2*")
    return x12.read(text.encode())[0]


def answered(interchange, verdict_of=verdict_on, set_id="997"):
    """Answer, send the answer, and read it as the partner would."""
    (answer,) = functional_acknowledgements(interchange, verdict_of, set_id)
    (received,) = x12.read(x12.write(envelope(), [answer]))
    ((group, transaction),) = received.transactions()
    assert group.functional_id == "FA"
    read = reader_of("x12", set_id)
    return answer, read(transaction, received, {})


def lines(answer):
    return ["*".join((one.tag, *one.elements)) for one in answer.segments]


def test_all_is_well():
    answer, documents = answered(two_sets())

    assert lines(answer) == [
        "AK1*QM*71",
        "AK2*214*0001",
        "AK5*A",
        "AK2*214*0002",
        "AK5*A",
        "AK9*A*2*2*2",
    ]
    assert [one.status for one in documents] == ["accepted"] * 3
    assert documents[-1].group_control == "71"
    assert [one.transaction_control for one in documents] == ["0001", "0002", None]


def test_999_says_it_in_its_own_segments():
    answer, documents = answered(two_sets(), set_id="999")

    assert lines(answer)[:3] == ["AK1*QM*71*004010", "AK2*214*0001", "IK5*A"]
    assert {one.kind for one in documents} == {"999"}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("SE*6*0001", "SE*7*0001", ["AK5*E*4", "AK9*E*1*1*1"]),
        ("SE*6*0001", "SE*6*0009", ["AK5*E*3", "AK9*E*1*1*1"]),
        ("GE*1*71", "GE*4*71", ["AK5*A", "AK9*E*4*1*1*5"]),
        ("GE*1*71", "GE*1*72", ["AK5*A", "AK9*E*1*1*1*4"]),
    ],
)
def test_wrong_counts_are_answered_with_e(before, after, said):
    (interchange,) = x12.read(X12_214.replace(before, after).encode())

    answer, documents = answered(interchange)

    assert lines(answer)[-2:] == said
    assert documents[-1].status == "accepted_with_errors"


def test_some_are_rejected():
    def verdict_of(transaction):
        return REJECTED if transaction.control == "0002" else verdict_on(transaction)

    answer, documents = answered(two_sets(), verdict_of)

    assert lines(answer)[-2:] == ["AK5*R*5", "AK9*P*2*2*1"]
    assert [one.status for one in documents] == [
        "accepted",
        "rejected",
        "partially_accepted",
    ]
    assert documents[1].problems == ("AK5: error 5",)


def test_all_are_rejected():
    answer, _documents = answered(two_sets(), lambda transaction: UNREAD)

    assert lines(answer)[-1] == "AK9*R*2*2*0"
    assert lines(answer)[2] == "AK5*R*1"


def test_answers_are_not_answered():
    (answer,) = functional_acknowledgements(two_sets(), verdict_on)
    (received,) = x12.read(x12.write(envelope(), [answer]))

    assert not functional_acknowledgements(received, verdict_on)
    assert not wants_answer(received)
    assert wants_answer(two_sets())


def test_an_answer_in_words():
    said = Transaction(
        "997",
        segments=(
            Segment("AK1", ("SM", "82")),
            Segment("AK2", ("204", "0001")),
            Segment("AK3", ("AT7", "14", "", "8")),
            Segment("AK4", ("5", "373", "8", "20161399")),
            Segment("AK5", ("E", "5")),
            Segment("AK9", ("E", "1", "1", "1")),
        ),
    )

    one, whole = reader_of("x12", "997")(said, None, {})

    assert one.status == whole.status == "accepted_with_errors"
    assert one.problems == (
        "segment AT7 at 14: error 8",
        "element 5: error 8 “20161399”",
        "AK5: error 5",
    )


def test_an_answer_to_nothing_is_refused():
    with pytest.raises(DocumentError):
        reader_of("x12", "997")(
            Transaction("997", segments=(Segment("AK9", ("A", "1", "1", "1")),)),
            None,
            {},
        )


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        (X12_214, "", "TA1*000000071*260301*0815*A*000"),
        (
            X12_214.replace("IEA*1", "IEA*3"),
            "",
            "TA1*000000071*260301*0815*E*021",
        ),
        (
            X12_214.replace("IEA*1*000000071", "IEA*1*000000017"),
            "",
            "TA1*000000071*260301*0815*E*001",
        ),
    ],
)
def test_an_interchange_is_answered(text, reason, said):
    segment = interchange_acknowledgement(x12.read(text.encode())[0], reason=reason)

    assert "*".join((segment.tag, *segment.elements)) == said
    (received,) = x12.read(x12.write(envelope(), [], [segment]))
    (document,) = read_interchange_acknowledgements(received)
    assert document.interchange_control == "000000071"
    assert document.status == ("accepted" if "*A*" in said else "accepted_with_errors")


def test_a_file_that_was_cut_off_is_answered_by_its_header():
    header = x12.read_header(X12_214[:300].encode())

    segment = interchange_acknowledgement(header, "rejected", "truncated")

    assert segment.elements[0] == "000000071"
    assert segment.elements[3:] == ("R", "023")


def test_a_rejection_never_says_that_nothing_is_wrong():
    segment = interchange_acknowledgement(x12.read(X12_214.encode())[0], "rejected")

    assert segment.elements[3:] == ("R", "024")
    assert x12.read_header(X12_214[:60].encode()) is None


# EDIFACT


def contrl(text, verdict_of=verdict_on, reason=""):
    (interchange,) = edifact.read(text.encode())
    answer = syntax_acknowledgement(interchange, verdict_of, reason)
    (received,) = edifact.read(edifact.write(envelope(), [answer]))
    ((_group, transaction),) = received.transactions()
    assert (transaction.set_id, transaction.version) == ("CONTRL", "D:3:UN")
    return answer, reader_of("edifact", "CONTRL")(transaction, received, {})


def test_contrl_accepts():
    answer, documents = contrl(IFTSTA)

    assert answer.segments == (
        Segment("UCI", ("88", ("NORDWIND", "14"), ("KONTOR", "14"), "7")),
        Segment("UCM", ("1", ("IFTSTA", "D", "01B", "UN"), "7")),
    )
    assert [one.status for one in documents] == ["accepted", "accepted"]
    assert documents[1].transaction_control == "1"


def test_contrl_rejects_a_message():
    answer, documents = contrl(IFTSTA, lambda message: UNREAD)

    assert answer.segments[1].elements[2:] == ("4", "14", "UNH")
    assert [one.status for one in documents] == ["accepted", "rejected"]
    assert documents[1].problems == ("UCM: error 14 UNH",)


def test_contrl_rejects_an_interchange():
    answer, (document,) = contrl(IFTSTA, reason="truncated")

    assert answer.segments[0].elements[3:] == ("4", "13", "UNZ")
    assert document.status == "rejected"


def test_a_cut_file_of_edifact_is_answered_by_its_header():
    assert edifact.read_header(IFTSTA[:120].encode()).control_number == "88"
    assert edifact.read_header(IFTSTA[:30].encode()) is None


def test_aperak_tells_what_is_wrong():
    problem = "Nobody here knows the consignment LOAD-8. " * 3
    answer = application_error("7", "88", [problem], datetime(2026, 3, 1, 9, 0))
    (received,) = edifact.read(edifact.write(envelope(), [answer]))
    ((_group, transaction),) = received.transactions()

    (document,) = reader_of("edifact", "APERAK")(transaction, received, {})

    assert document.status == "rejected"
    assert document.interchange_control == "88"
    assert "LOAD-8" in document.problems[1]


@pytest.mark.parametrize(
    ("bgm", "status"),
    [
        (("312", "A", "29"), "accepted"),
        (("312", "A", "9", "AP"), "accepted"),
        (("312", "A", "9", "RE"), "rejected"),
        (("313", "A", "9"), "rejected"),
        (("312", "A", "9"), "received"),
    ],
)
def test_aperak_is_read(bgm, status):
    said = Transaction(
        "APERAK", segments=(Segment("BGM", bgm), Segment("RFF", (("ACW", "9"),)))
    )

    (document,) = reader_of("edifact", "APERAK")(said, None, {})

    assert document.status == status


# 824


def advised(*lines):
    segments = tuple(Segment(tag, tuple(more)) for tag, *more in map(_split, lines))
    return reader_of("x12", "824")(Transaction("824", "1", segments), None, {})


def _split(line):
    return line.split("*")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("TA", "accepted"),
        ("TE", "accepted_with_errors"),
        ("TC", "accepted_with_errors"),
        ("TP", "partially_accepted"),
        ("TR", "rejected"),
        ("IR", "rejected"),
    ],
)
def test_application_advice_tells_what_became_of_a_transaction(code, status):
    (answer,) = advised(
        "BGN*11*ADV-1*20260302",
        f"OTI*{code}*SI*LOAD-7*ACME*KONTOR*20260302*0930*71*0001*204",
        "TED*024*NO SUCH LANE",
        "NTE*ADD*ASK DISPATCH",
    )

    assert (answer.kind, answer.status) == ("824", status)
    assert (answer.group_control, answer.transaction_control) == ("71", "0001")
    assert answer.set_id == "204"
    assert answer.problems == ("024: NO SUCH LANE", "ASK DISPATCH")


def test_application_advice_without_our_control_numbers_answers_no_message():
    assert not advised("BGN*11*ADV-1*20260302", "OTI*TR*SI*LOAD-7******204")


def test_application_advice_that_answers_nothing_is_refused():
    with pytest.raises(DecodeError):
        advised("BGN*11*ADV-1*20260302")


@pytest.mark.parametrize("code", ["", "T", "XR", "TZ", "REJECT"])
def test_application_advice_that_decides_nothing_is_refused(code):
    with pytest.raises(DecodeError):
        advised("BGN*11*ADV-1*20260302", f"OTI*{code}*SI*LOAD-7*****71*0001*204")
