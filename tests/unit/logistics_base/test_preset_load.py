# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every mistake in a preset is named when it is loaded, all of them at once."""

import pytest

from logistics_base.mapping.errors import PresetError
from logistics_base.mapping.preset import Preset

from .preset_examples import preset

HEAD = "code: px\nname: Parcel Express\nkind: carrier\n"


def _problems(source):
    with pytest.raises(PresetError) as error:
        Preset.load(source)
    return error.value.problems


def _problem_of(fields=None, **keys):
    with pytest.raises(PresetError) as error:
        preset(fields, **keys)
    (problem,) = error.value.problems
    return problem


def test_what_a_preset_says_of_itself():
    flow = {
        "document_type": "shipment.milestone",
        "direction": "inbound",
        "latency": "real_time",
    }
    loaded = preset(
        verified=True,
        documentation="page 7",
        flows=[flow],
        signature={"scheme": "static_header", "options": {"header": "X-Key"}},
        codes={"milestone": {"D": "delivered"}, "service": {"EXP": "express"}},
    )
    assert (loaded.code, loaded.format, loaded.adapter) == ("px", "json", "preset")
    assert (loaded.verified, loaded.documentation) == (True, "page 7")
    assert loaded.flows == (flow,)
    assert loaded.signature_scheme == "static_header"
    assert loaded.signature_options == {"header": "X-Key"}
    assert loaded.codes["service"] == {"EXP": "express"}


def test_all_problems_are_named_with_their_paths():
    problems = _problems(
        {
            "code": "px",
            "kind": "carrier",
            "colour": "red",
            "signature": {"scheme": "rot13"},
            "messages": [
                {
                    "document_type": "shipment.milestone",
                    "fields": {
                        "tracking_number": "a..b",
                        "occurred_at": {"value": "x", "zone": "Mars"},
                        "colour": "red",
                    },
                }
            ],
            "codes": {"milestone": {"D": "beamed", 11: "delivered"}},
        }
    )
    starts = sorted(problem.split(": ")[0] for problem in problems)
    assert starts == [
        "codes.milestone.11",
        "codes.milestone.D",
        "messages[0].fields",
        "messages[0].fields.occurred_at.zone",
        "messages[0].fields.tracking_number",
        "name",
        "signature.scheme",
        "unknown key “colour”",
    ]


def test_a_preset_of_another_adapter_needs_no_messages():
    source = {"code": "x12", "name": "X12", "kind": "carrier", "adapter": "x12"}
    loaded = Preset.load({**source, "codes": {"milestone": {"D1": "delivered"}}})
    assert loaded.codes == {"milestone": {"D1": "delivered"}}
    assert _problems({**source, "adapter": "preset"}) == (
        "messages: at least one entry is expected here",
    )


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"raw_code": 5}, "raw_code"),
        ({"raw_code": {"join": []}}, "raw_code.join"),
        ({"description": {"value": "a", "constant": "b"}}, "description"),
        ({"description": {"value": "a", "map": [1]}}, "description.map"),
        ({"description": {"value": "a", "map": {1: "x"}}}, "description.map"),
        ({"description": {"value": "a", "case": "title"}}, "description.case"),
        ({"description": {"value": "a", "wen": "b"}}, "description"),
        ({"description": "nothing(a)"}, "description"),
        ({"classifier": {"constant": "perhaps"}}, "classifier.constant"),
        ({"location": "city"}, "location"),
        ({"location": {"town": "city"}}, "location"),
        (
            {"location": {"latitude": {"value": "n", "scale": "2"}}},
            "location.latitude.scale",
        ),
        ({"references": [{"type": "order"}]}, "references[0].value"),
        ({"references": {"type": "order"}}, "references"),
        ({"occurred_at": {"date": "d", "value": "v"}}, "occurred_at"),
        ({"occurred_at": {"value": "v", "formats": ["%Q"]}}, "occurred_at.formats"),
        ({"occurred_at": {"value": "v", "at": "noon"}}, "occurred_at.at"),
        ({"occurred_at": {"value": "v", "zone": {"planet": "x"}}}, "occurred_at.zone"),
        ({"utc_offset_minutes": "x"}, ""),
    ],
)
def test_a_mistake_in_a_field_is_named(fields, path):
    problem = _problem_of(fields)
    assert problem.startswith(f"messages[0].fields{'.' if path else ''}{path}: ")


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ({"format": "edi"}, "format"),
        ({"csv": {"delimiter": ";"}}, "csv"),
        ({"format": "csv", "csv": {"delimiter": ";;"}}, "csv.delimiter"),
        ({"format": "xml", "xml": {"list": []}}, "xml"),
        ({"encoding": "klingon"}, "encoding"),
        ({"verified": "yes please"}, "verified"),
        (
            {
                "flows": [
                    {"document_type": "tea", "direction": "inbound", "latency": "batch"}
                ]
            },
            "flows[0].document_type",
        ),
        ({"codes": {"tea": {}}}, "codes"),
        ({"codes": {"milestone": {True: "delivered"}}}, "codes.milestone.True"),
        (
            {"codes": {"milestone": {"A": {"code": "delivered", "classifier": "x"}}}},
            "codes.milestone.A.classifier",
        ),
        ({"message": {"when": "a =="}}, "messages[0].when"),
        ({"message": {"each": "a["}}, "messages[0].each"),
        ({"message": {"document_type": "tea"}}, "messages[0].document_type"),
        ({"message": {"documents": []}}, "messages[0]"),
        ({"message": {"ignore": True}}, "messages[0]"),
    ],
)
def test_a_mistake_elsewhere_is_named(keys, path):
    with pytest.raises(PresetError) as error:
        preset(**keys)
    assert any(one.startswith(f"{path}") for one in error.value.problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code: [", "line"),
        ("- a\n- b\n", "a mapping"),
        ("", "a mapping"),
        (HEAD, "messages"),
        (HEAD + "messages: []\ncode: other\n", "is there twice"),
        (HEAD + "messages: !!python/object/apply:os.system [x]\n", "could not"),
        ("x" * 600_000, "longer"),
        (HEAD + "messages: []\n", "at least one"),
    ],
)
def test_a_text_that_is_no_preset_is_refused(text, said):
    assert said in "\n".join(_problems(text))


def test_aliases_share_fields_but_cannot_make_a_small_text_huge():
    shared = HEAD + (
        "messages:\n"
        "  - {when: a, document_type: shipment.milestone, fields: &f {raw_code: x}}\n"
        "  - {document_type: shipment.milestone, fields: {<<: *f, carrier: c}}\n"
    )
    assert Preset.load(shared).code == "px"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    bomb = HEAD + "messages: [{document_type: shipment.milestone, fields: {raw_code: "
    bomb += "{join: *a8}}}]\n"
    assert "too many parts" in _problems("\n".join(lines) + "\n" + bomb)[0]
