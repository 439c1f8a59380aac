# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compiled expressions give what jmespath gives, whatever the text and the value."""

import jmespath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jmespath import exceptions

from logistics_base.mapping.expression import (
    ExpressionError,
    compile_closure,
    compile_expression,
)

KEYS = st.sampled_from(["a", "b", "c", "status"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.sampled_from([0.0, 1.0, -1.5, 2.5])
    | st.sampled_from(["", "a", "b", "10", "x:y"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=25,
)
LITERALS = st.sampled_from(
    ["`0`", "`1`", "`true`", "`false`", "`null`", "`[]`", "`{}`", "`[1, 0]`"]
    + ["'a'", "''", "'x:y'", "`-1.5`"]
)


def _calls(inner):
    one = st.sampled_from(
        ["abs", "avg", "ceil", "floor", "keys", "length", "max", "min", "not_null"]
        + ["reverse", "sort", "sum", "to_array", "to_number", "to_string", "type"]
        + ["values", "merge"]
    )
    two = st.sampled_from(["contains", "starts_with", "ends_with", "join", "merge"])
    by = st.sampled_from(["sort_by", "min_by", "max_by"])
    return (
        st.builds("{}({})".format, one, inner)
        | st.builds("{}({}, {})".format, two, inner, inner)
        | st.builds("{}({}, &{})".format, by, inner, inner)
        | st.builds("map(&{}, {})".format, inner, inner)
    )


def _compound(inner):
    slices = st.sampled_from(["[:1]", "[1:]", "[::-1]", "[-2:]", "[0:3:2]", "[::0]"])
    suffix = st.sampled_from(["[0]", "[-1]", "[*]", "[]", ".*", ".a", "[*].b", "[].a"])
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "&&", "||", "|"])
    return (
        st.builds("{}.{}".format, inner, KEYS)
        | st.builds("{}{}".format, inner, suffix | slices)
        | st.builds("{}[?{}]".format, inner, inner)
        | st.builds("{}[?{}].{}".format, inner, inner, KEYS)
        | st.builds("{} {} {}".format, inner, operators, inner)
        | st.builds("!{}".format, inner)
        | st.builds("({})".format, inner)
        | st.builds("[{}, {}]".format, inner, inner)
        | st.builds("{{x: {}, y: {}}}".format, inner, inner)
        | st.builds("{}.[{}, {}]".format, inner, inner, inner)
        | st.builds("{}.{{a: {}}}".format, inner, inner)
        | _calls(inner)
    )


EXPRESSIONS = st.recursive(
    KEYS | LITERALS | st.sampled_from(["@", "*", "[*]", "[]", "[0]"]),
    _compound,
    max_leaves=8,
)


def _outcome(search, value):
    try:
        return "result", search(value)
    except (ValueError, TypeError, OverflowError) as error:
        return "error", type(error).__name__


def _same(one, other):
    """Equality that tells 1 from True and 1.0, and knows NaN."""
    return repr(one) == repr(other)


@settings(max_examples=1500, deadline=None)
@given(text=EXPRESSIONS, value=VALUES)
def test_gives_what_jmespath_gives(text, value):
    try:
        compiled = compile_expression(text)
    except ExpressionError:
        refused = _outcome(lambda it: jmespath.search(text, it), value)
        # jmespath notices an unknown function only if its evaluation gets there.
        assert refused[0] == "error" or "(" in text
        return
    expected = _outcome(lambda it: jmespath.search(text, it), value)
    assert _same(_outcome(compiled, value), expected), text


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("a.b", {"a": {"b": 1}}, 1),
        ("a.b", {"a": [1]}, None),
        ("a[*].b", {"a": [{"b": 1}, {}, {"b": 2}]}, [1, 2]),
        ("a[?b == 'x'].c | [0]", {"a": [{"b": "x", "c": 3}]}, 3),
        ("[a, b][]", {"a": [1], "b": 2}, [1, 2]),
        ("a || b", {"a": "", "b": 0}, 0),
        ("!a", {"a": 0}, False),
        ("join(':', [a, b])", {"a": "x", "b": "y"}, "x:y"),
        ("a == `1`", {"a": True}, False),
        ("a < b", {"a": "1", "b": None}, None),
        ("sort_by(a, &b)[-1].b", {"a": [{"b": 2}, {"b": 1}]}, 2),
    ],
)
def test_examples(text, value, expected):
    assert compile_expression(text)(value) == expected


@pytest.mark.parametrize(
    "text", ["a..b", "", "a[", "nothing(a)", "join(',')", "length(a, b)", "a == ", None]
)
def test_what_is_no_expression_is_refused_when_compiled(text):
    with pytest.raises(ExpressionError):
        compile_expression(text)


def test_deeply_nested_expression_is_refused_not_fatal():
    with pytest.raises(ExpressionError):
        compile_expression("(" * 5000 + "a" + ")" * 5000)


def test_a_wrong_argument_raises_as_in_jmespath():
    with pytest.raises(exceptions.JMESPathTypeError):
        compile_expression("join(':', [a, b])")({"a": "x"})


def test_null_on_error_turns_a_wrong_argument_into_null():
    run = compile_closure("join(':', [a, b])", null_on_error=True)
    assert run({"a": "x"}, {}) is None
    assert run({"a": "x", "b": "y"}, {}) == "x:y"


NAMES = frozenset({"root", "parent"})
BOUND = {"root": {"id": 7, "list": [1, 2]}, "parent": None}


class TestNames:
    def _run(self, text, value):
        return compile_closure(text, NAMES)(value, BOUND)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("root.id", 7),
            ("root.list[1]", 2),
            ("root.list[*]", [1, 2]),
            ("parent.id", None),
            ("[a, root.id]", ["x", 7]),
            ("items[?n == root.id].n", [7]),
            ("to_string(root.id)", "7"),
            ("items | root.id", 7),
            ("a || root.id", "x"),
        ],
    )
    def test_a_bound_name_can_begin_an_expression(self, text, expected):
        assert self._run(text, {"a": "x", "items": [{"n": 7}, {"n": 8}]}) == expected

    @pytest.mark.parametrize("text", ["@.root", "a.root", "b[*].root | [0]"])
    def test_after_a_dot_it_is_an_ordinary_key(self, text):
        value = {"root": 1, "a": {"root": 1}, "b": [{"root": 1}]}
        assert self._run(text, value) == 1

    def test_after_a_projection_it_is_an_ordinary_key(self):
        value = {"b": [{"root": [{"c": 1}]}]}
        assert self._run("b[*].root[*].c", value) == [[1]]
        assert self._run("b[].root[].c", value) == [1]


def test_the_tree_is_not_walked_again_for_each_value(monkeypatch):
    # Walking it for every event of a batch takes several times as long.
    compiled = compile_expression(
        "data.tracking_status.substatus.code || data.tracking_status.status"
    )

    def walk(*_arguments, **_options):
        raise AssertionError("the tree was walked")

    monkeypatch.setattr("jmespath.visitor.TreeInterpreter.visit", walk)

    assert compiled({"data": {"tracking_status": {"status": "TRANSIT"}}}) == "TRANSIT"
