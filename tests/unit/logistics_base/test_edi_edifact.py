# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from logistics_base.protocols.edi import (
    EdiError,
    Party,
    Repeated,
    Segment,
    Transaction,
    edifact,
)

from .edi_examples import IFTSTA, elements, envelope, said, texts, transactions

TAGS = ("BGM", "STS", "RFF", "NAD", "LOC")
latin = transactions(("IFTSTA", "IFTMIN"), TAGS, elements(texts(max_codepoint=255)))
any_text = transactions(("IFTSTA",), TAGS, elements(texts(), repeated=True))


def read(text, **options):
    return edifact.read(text.encode(), **options)


def codes(interchange):
    return [(problem.level, problem.code) for problem in interchange.all_problems()]


def test_an_interchange_is_read():
    (interchange,) = read(IFTSTA)

    assert interchange.sender == Party("NORDWIND", "14")
    assert interchange.control_number == "88"
    assert interchange.date == datetime(2026, 3, 1, 8, 15)
    assert not interchange.test
    ((_group, status),) = interchange.transactions()
    assert (status.set_id, status.control, status.version) == (
        "IFTSTA",
        "1",
        "D:01B:UN",
    )
    sts, rff = status.segments[2:]
    assert (sts.text(2), sts.text(2, 3), sts.text(2, 9)) == ("21", "9", "")
    assert rff.parts(1) == ("CU", "O'Brien + Sons")


@pytest.mark.parametrize(
    "changed",
    [
        IFTSTA.replace("\n", ""),
        IFTSTA.replace("\n", "\r\n"),
        IFTSTA.removeprefix("UNA:+.? '\n"),
        IFTSTA.removesuffix("'\n"),
        "\ufeff" + IFTSTA,
        IFTSTA.replace("UNA:+.? '", "UNA:|.\\ '")
        .replace("+", "|")
        .replace("?|", "+")
        .replace("?'", "\\'"),
        IFTSTA.replace("?'", "?'?").replace("?'?", "?'"),
        # In records of fixed length, of which one ends with the release character.
        IFTSTA.replace("?'", "?\r\n'").replace("?+", "?\n+"),
    ],
)
def test_what_real_files_do_is_read_alike(changed):
    assert said(read(changed)[0]) == said(read(IFTSTA)[0])
    assert not read(changed)[0].all_problems()


def test_groups_are_read():
    grouped = IFTSTA.replace(
        "UNH+", "UNG+IFTSTA+NORDWIND+KONTOR+260301:0815+5+UN+D:01B'\nUNH+"
    ).replace("UNZ+", "UNE+1+5'\nUNZ+")

    (interchange,) = read(grouped)

    assert not interchange.all_problems()
    assert interchange.groups[0].control == "5"
    assert said(interchange) == said(read(IFTSTA)[0])


def test_several_interchanges():
    second = IFTSTA.removeprefix("UNA:+.? '\n").replace("+88'", "+89'")

    found = read(IFTSTA + second + IFTSTA)

    assert [one.control_number for one in found] == ["88", "89", "88"]


def test_any_number_of_blank_lines_is_read_in_no_time():
    lines = IFTSTA.replace("'\n", "\n").replace(".? '", ".? \n")
    lines = lines.replace("?'", "'").replace("UNH", "\n" * 300_000 + "UNH")
    assert len(read(lines + "\n" * 300_000 + lines)) == 2


def test_an_interchange_follows_one_whose_number_looks_like_its_beginning():
    odd = IFTSTA.replace("+88'", "+UNA1234'").replace("UNA:+.? '\n", "")
    assert len(read(odd.strip() + odd)) == 2


def test_what_is_shown_of_a_bad_segment_is_as_it_was_written():
    with pytest.raises(EdiError, match=r"“\+\+O'Brien”"):
        read(IFTSTA.replace("RFF+CU", "?+?+O?'Brien'RFF+CU"))


def test_nul_characters_in_a_value_are_refused():
    with pytest.raises(EdiError) as caught:
        read(IFTSTA.replace("LOAD-8", "LOAD\0-8"))
    assert caught.value.category == "encoding"


def test_the_start_of_an_interchange_in_a_text_is_a_text():
    text = IFTSTA.replace("O?'Brien ?+ Sons", "see ?'UNB?+UNOC")

    (interchange,) = read(text)

    assert said(interchange)[0][1][-1].text(1, 2) == "see 'UNB+UNOC"


def test_elements_repeat_from_version_four_on():
    text = IFTSTA.removeprefix("UNA:+.? '\n").replace("21::9", "21::9*24")

    assert (
        Repeated((("21", "", "9"), "24"))
        in read(text.replace("UNOC:3", "UNOC:4"))[0]
        .groups[0]
        .transactions[0]
        .segments[2]
        .elements
    )
    assert said(read(text)[0])[0][1][2].text(2, 3) == "9*24"


@pytest.mark.parametrize(
    ("syntax", "codec", "name"),
    [
        ("UNOA", "latin-1", "KÖLN"),
        ("UNOC", "latin-1", "Orléans"),
        ("UNOC", "utf-8", "Orléans"),
        ("UNOD", "iso8859-2", "Łódź"),
        ("UNOE", "iso8859-5", "Варна"),
        ("UNOF", "iso8859-7", "Πάτρα"),
        ("UNOK", "iso8859-9", "İzmir"),
        ("UNOW", "utf-8", "Łódź"),
        ("UNOX", "iso2022_jp_2", "横浜"),
        ("UNOY", "utf-8", "横浜"),
    ],
)
def test_each_charset_is_read(syntax, codec, name):
    text = IFTSTA.replace("UNOC", syntax).replace("ST-1", name)

    (interchange,) = edifact.read(text.encode(codec))

    assert said(interchange)[0][1][0].text(2) == name


def test_bytes_that_are_no_text_of_the_declared_charset_are_refused():
    text = IFTSTA.replace("UNOC", "UNOY").replace("ST-1", "Orléans")

    with pytest.raises(EdiError) as refused:
        edifact.read(text.encode("latin-1"))
    assert refused.value.category == "encoding"


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("UNT+6+1", "UNT+7+1", ("transaction", "segment_count")),
        ("UNT+6+1", "UNT+6+2", ("transaction", "control_number")),
        ("UNZ+1+88", "UNZ+3+88", ("interchange", "group_count")),
        ("UNZ+1+88", "UNZ+1+99", ("interchange", "control_number")),
    ],
)
def test_wrong_counts_and_numbers_are_told_and_the_content_is_read(
    before, after, problem
):
    (interchange,) = read(IFTSTA.replace(before, after))

    assert codes(interchange) == [problem]
    assert said(interchange) == said(read(IFTSTA)[0])


def test_a_message_without_an_envelope_is_read_and_told():
    text = IFTSTA[IFTSTA.index("UNH") : IFTSTA.index("UNZ")]

    (interchange,) = read(text)

    assert codes(interchange) == [("interchange", "no_envelope")]
    assert said(interchange) == said(read(IFTSTA)[0])


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("", "syntax"),
        ("UNA:+", "truncated"),
        (IFTSTA[: IFTSTA.index("UNT")], "truncated"),
        (IFTSTA[: IFTSTA.index("UNZ")], "truncated"),
        (IFTSTA.replace("UNT+6+1'\n", ""), "truncated"),
        (IFTSTA.replace("UNZ+1+88'\n", "UNZ+1+8"), "truncated"),
        (IFTSTA + "LOC+1'", "syntax"),
        (IFTSTA.replace("UNH+1+IFTSTA:D:01B:UN'\n", ""), "syntax"),
        ("UNA::::::" + IFTSTA[9:], "syntax"),
    ],
)
def test_what_cannot_be_trusted_whole_is_refused(text, category):
    with pytest.raises(EdiError) as refused:
        read(text)
    assert refused.value.category == category


def test_written_as_it_should_be():
    written = edifact.write(
        envelope(test=True, version="D:01B:UN"),
        [Transaction("IFTMIN", segments=(Segment("NAD", ("CZ", ("A+B", "", "9"))),))],
    )

    assert written.decode() == (
        "UNA:+.? 'UNB+UNOC:3+KONTOR:02+NORDWIND:ZZ+260301:0815+9++++++1'"
        "UNH+1+IFTMIN:D:01B:UN'NAD+CZ+A?+B::9'UNT+3+1'UNZ+1+9'"
    )


def test_the_smallest_charset_knows_capitals_alone():
    (transaction,) = (
        one for _g, one in edifact.read(IFTSTA.encode())[0].transactions()
    )
    written = edifact.write(envelope(charset="UNOA"), [transaction])
    assert b"RFF+CU:O?'BRIEN ?+ SONS'" in written
    assert written == written.upper()


def test_a_letter_that_the_charset_lacks_is_refused():
    sent = [Transaction("IFTMIN", segments=(Segment("LOC", ("Łódź",)),))]

    with pytest.raises(EdiError) as refused:
        edifact.write(envelope(charset="UNOC"), sent)
    assert refused.value.category == "encoding"


@given(latin)
def test_whatever_is_written_is_read_again(sent):
    written = edifact.write(envelope(), sent)
    # Latin-1 that happens to be valid UTF-8 is read as UTF-8: see the module.
    assume(written.isascii() or not _is_utf8(written))

    (interchange,) = edifact.read(written)

    assert said(interchange) == [(one.set_id, one.segments) for one in sent]
    assert not interchange.all_problems()


@given(any_text)
def test_any_text_is_written_in_utf8_and_read_again(sent):
    (interchange,) = edifact.read(edifact.write(envelope(charset="UNOY"), sent))

    assert said(interchange) == [(one.set_id, one.segments) for one in sent]


@given(any_text, st.data())
def test_a_cut_never_leaves_half_of_it(sent, data):
    whole = edifact.write(envelope(charset="UNOY"), sent)
    cut = data.draw(st.integers(0, len(whole) - 1))

    try:
        found = edifact.read(whole[:cut])
    except EdiError:
        assert cut < len(whole) - 1
    else:
        assert cut == len(whole) - 1
        assert found == edifact.read(whole)


@given(st.binary(max_size=300))
def test_noise_is_refused_in_words(noise):
    for hostile in (noise, b"UNA" + noise, IFTSTA.encode()[:90] + noise):
        try:
            edifact.read(hostile)
        except EdiError as refused:
            assert refused.message


def _is_utf8(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
