# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.protocols.edi import EdiError, Party, Segment, Transaction, x12

from .edi_examples import X12_214, elements, envelope, said, texts, transactions

TAGS = ("AT7", "N1", "L11", "B10", "R4")
plain = transactions(("214", "990"), TAGS, elements(texts(exclude_characters="*~>")))
repeating = transactions(
    ("214",), TAGS, elements(texts(exclude_characters="*~>^"), repeated=True)
)


def read(text, **options):
    return x12.read(text.encode(), **options)


def codes(interchange):
    return [(problem.level, problem.code) for problem in interchange.all_problems()]


def test_an_interchange_is_read():
    (interchange,) = read(X12_214)

    assert interchange.sender == Party("NORDWIND", "ZZ")
    assert interchange.receiver == Party("KONTOR", "02")
    assert interchange.control_number == "000000071"
    assert interchange.date == datetime(2026, 3, 1, 8, 15)
    assert interchange.test
    assert not interchange.all_problems()
    (group,) = interchange.groups
    assert (group.functional_id, group.control, group.version) == ("QM", "71", "004010")
    (status,) = group.transactions
    assert (status.set_id, status.control) == ("214", "0001")
    at7 = status.segments[2]
    assert (at7.text(1), at7.text(3), at7.text(5), at7.text(99)) == (
        "X3",
        "",
        "20260301",
        "",
    )


@pytest.mark.parametrize(
    "changed",
    [
        X12_214.replace("\n", ""),
        X12_214.replace("\n", "\r\n"),
        X12_214.replace("~\n", "\n"),
        X12_214.replace("~\n", "\r\n"),
        X12_214.replace("*", "|").replace(">", "^"),
        X12_214.replace("          ", " ")
        .replace("       ", "")
        .replace("         *", "*"),
        X12_214.removesuffix("~\n"),
        "\ufeff" + X12_214 + "\x1a",
        "\n".join(X12_214.replace("\n", "")[n : n + 80] for n in range(0, 400, 80)),
    ],
    ids=[
        "one line",
        "line breaks of Windows",
        "line breaks for terminators",
        "both",
        "other delimiters",
        "not padded",
        "last terminator missing",
        "byte order mark and end of file",
        "records of 80 characters",
    ],
)
def test_what_real_files_do_is_read_alike(changed):
    assert said(read(changed)[0]) == said(read(X12_214)[0])
    assert not read(changed)[0].all_problems()


def test_several_interchanges_each_with_its_own_delimiters():
    other = X12_214.replace("*", "|").replace("000000071", "000000072")

    found = read(X12_214 + other)

    assert [one.control_number for one in found] == ["000000071", "000000072"]
    assert said(found[0]) == said(found[1])


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("SE*6*", "SE*60*", ("transaction", "segment_count")),
        ("SE*6*0001", "SE*6*0002", ("transaction", "control_number")),
        ("GE*1*71", "GE*2*71", ("group", "transaction_count")),
        ("GE*1*71", "GE*1*17", ("group", "control_number")),
        ("IEA*1*", "IEA*2*", ("interchange", "group_count")),
        ("IEA*1*000000071", "IEA*1*000000017", ("interchange", "control_number")),
    ],
)
def test_wrong_counts_and_numbers_are_told_and_the_content_is_read(
    before, after, problem
):
    (interchange,) = read(X12_214.replace(before, after))

    assert codes(interchange) == [problem]
    assert said(interchange) == said(read(X12_214)[0])


def test_leading_zeros_of_control_numbers_mean_nothing():
    assert not read(X12_214.replace("IEA*1*000000071", "IEA*1*71"))[0].all_problems()


def test_a_transaction_without_an_envelope_is_read_and_told():
    text = X12_214[X12_214.index("ST*") : X12_214.index("GE*")]

    (interchange,) = read(text)

    assert interchange.bare
    assert codes(interchange) == [("interchange", "no_envelope")]
    assert said(interchange) == said(read(X12_214)[0])


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("", "syntax"),
        ("hello", "syntax"),
        ("ISA", "truncated"),
        ("ISA*00*", "truncated"),
        (X12_214[:105], "truncated"),
        (X12_214[:110], "truncated"),
        (X12_214[: X12_214.index("GE*")], "truncated"),
        (X12_214[: X12_214.index("IEA*")], "truncated"),
        (X12_214.replace("SE*6*0001~\n", ""), "truncated"),
        (X12_214.replace("GE*1*71~\n", ""), "truncated"),
        (X12_214.replace("IEA*1*000000071~\n", "IEA*1*0000"), "truncated"),
        (X12_214.replace("ST*214*0001~\n", ""), "syntax"),
        (X12_214 + "LX*1~", "syntax"),
        (X12_214.replace("LX*1", "<html>"), "syntax"),
        (X12_214.replace("*>~", "*A~"), "syntax"),
    ],
)
def test_what_cannot_be_trusted_whole_is_refused(text, category):
    with pytest.raises(EdiError) as refused:
        read(text)
    assert refused.value.category == category


@pytest.mark.parametrize("place", ["NORDWIND", "PRO4711", "QM*NORD", "LX*1"])
def test_nul_characters_in_a_value_are_refused_and_padding_is_not(place):
    inside = X12_214.replace(place, place[:-1] + "\0" + place[-1], 1)
    with pytest.raises(EdiError) as caught:
        read(inside)
    assert caught.value.category == "encoding"
    assert len(read(X12_214.replace("~\n", "~\0\0"))) == 1


def test_any_number_of_blank_lines_is_read_in_no_time():
    lines = X12_214.replace("~", "").replace("GS*", "\n" * 300_000 + "GS*")
    assert len(read(lines + "\n" * 300_000 + lines)) == 2


def test_letters_beyond_ascii_in_utf8_latin1_or_what_is_told():
    umlaut = X12_214.replace("KIEL", "MÜNCHEN")
    cyrillic = X12_214.replace("KIEL", "ВАРНА")

    assert x12.read(umlaut.encode("utf-8"))[0] == x12.read(umlaut.encode("latin-1"))[0]
    (interchange,) = x12.read(cyrillic.encode("cp1251"), charset="cp1251")
    assert "ВАРНА" in str(said(interchange))


def test_written_and_read_again():
    written = x12.write(
        envelope(test=True, ack_requested=True),
        [Transaction("990", segments=(Segment("B1", ("NRDW", "LOAD-8", "", "A")),))],
    )

    assert written.decode() == (
        "ISA*00*          *00*          *02*KONTOR         *ZZ*NORDWIND       "
        "*260301*0815*U*00401*000000009*1*T*>~GS*GF*KONTOR*NORDWIND*20260301*0815*1*X*"
        "004010~ST*990*0001~B1*NRDW*LOAD-8**A~SE*3*0001~GE*1*1~IEA*1*000000009~"
    )


def test_a_delimiter_in_a_text_becomes_a_space():
    sent = [Transaction("990", segments=(Segment("N1", ("SH", "A*B~C\nD")),))]

    (interchange,) = x12.read(x12.write(envelope(), sent))

    assert said(interchange)[0][1][0].text(2) == "A B C D"


@pytest.mark.parametrize(
    "wrong",
    [
        {"control_number": 0},
        {"control_number": 10**9},
        {"sender": Party("")},
        {"sender": Party("SIXTEENCHARACTER")},
        {"sender": Party("A*B")},
        {"charset": "no-such"},
        {"version": "4010"},
    ],
)
def test_an_envelope_that_cannot_be_written_is_refused(wrong):
    with pytest.raises(EdiError):
        x12.write(envelope(**wrong), [Transaction("990")])


@given(plain)
def test_whatever_is_written_is_read_again(sent):
    (interchange,) = x12.read(x12.write(envelope(), sent))

    assert said(interchange) == [(one.set_id, one.segments) for one in sent]
    assert not interchange.all_problems()


@given(repeating)
def test_repeated_elements_are_written_and_read_again(sent):
    (interchange,) = x12.read(x12.write(envelope(version="005010"), sent))

    assert said(interchange) == [(one.set_id, one.segments) for one in sent]


@given(plain, st.data(), st.booleans())
def test_a_cut_never_leaves_half_of_it(sent, data, line_breaks):
    whole = x12.write(envelope(line_breaks=line_breaks), sent)
    cut = data.draw(st.integers(0, len(whole) - 1))
    complete = len(whole.rstrip(b"~\r\n"))

    try:
        found = x12.read(whole[:cut])
    except EdiError:
        assert cut < complete
    else:
        assert cut >= complete
        assert found == x12.read(whole)


@given(st.binary(max_size=300))
def test_noise_is_refused_in_words(noise):
    for hostile in (noise, b"ISA*" + noise, X12_214.encode()[:130] + noise):
        try:
            x12.read(hostile)
        except EdiError as refused:
            assert refused.message
