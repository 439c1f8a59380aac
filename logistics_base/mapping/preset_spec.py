# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading a preset's text so that every problem is found at once, with its path."""

from dataclasses import dataclass

import yaml

from .errors import PresetError
from .expression import ExpressionError, compile_closure

DECIMALS = ("point", "comma")
# The names that can begin an expression beside the current element's own fields.
NAMES = frozenset({"root", "parent", "headers"})
_MAX_TEXT = 512 * 1024
# YAML aliases can make a small text a huge structure.
_MAX_PARTS = 50_000


def nothing(_value, _names):
    """Stands for what could not be compiled, while further problems are looked for."""
    return None


class _Loader(yaml.SafeLoader):
    """YAML without the silent loss of keys that are there twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _value in node.value:
            name = (key.tag, key.value) if isinstance(key, yaml.ScalarNode) else None
            if name in seen and name != ("tag:yaml.org,2002:merge", "<<"):
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key.value[:40]}” is there twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


def read_yaml(text):
    """Return what a preset's text holds. :raise PresetError: if it is not YAML."""
    if len(text) > _MAX_TEXT:
        raise PresetError([f"the preset is longer than {_MAX_TEXT} characters"])
    try:
        return yaml.load(text, _Loader)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise PresetError([f"{where}{error.problem}"]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise PresetError(["the preset is not YAML"]) from None


@dataclass(slots=True)
class Locale:
    """How a partner writes numbers and times where a value does not say otherwise."""

    decimal: str = "point"
    times: tuple = ("iso",)


class Spec:
    """A part of a preset: its value, where it stands, and the list of problems."""

    __slots__ = ("path", "problems", "value")
    #: The names that its expressions know beside the current element's own fields.
    names = NAMES

    def __init__(self, value, path="", problems=None):
        self.value = value
        self.path = path
        self.problems = _Problems() if problems is None else problems
        self.problems.count()

    @property
    def locale(self):
        """The `Locale` of the preset that this is a part of."""
        return self.problems.locale

    def problem(self, text):
        """Note a problem here; compiling goes on."""
        self.problems.add(f"{self.path}: {text}" if self.path else text)

    def at(self, key):
        """The part under ``key``; its value is None if there is none."""
        path = f"{self.path}.{key}" if self.path else str(key)
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return type(self)(value, path, self.problems)

    def without(self, keys):
        """The mapping without these keys, at the same place."""
        left = {key: one for key, one in self.value.items() if key not in keys}
        return type(self)(left, self.path, self.problems)

    def elements(self):
        """The elements of a list; whatever is no list is a problem and has none."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.problem("a list is expected here")
            return []
        return [
            type(self)(value, f"{self.path}[{position}]", self.problems)
            for position, value in enumerate(self.value)
        ]

    def has(self, key):
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def is_mapping(self, allowed, required=()):
        """Check for a mapping with these keys and note what is wrong."""
        if not isinstance(self.value, dict):
            self.problem("a mapping is expected here")
            return False
        for key in self.value:
            if key not in allowed:
                self.problem(f"unknown key “{str(key)[:40]}”")
        for key in required:
            if self.value.get(key) is None:
                self.at(key).problem("missing")
        return True

    def text(self):
        """The value if it is a text or nothing, else a problem."""
        if self.value is None or isinstance(self.value, str):
            return self.value
        self.problem("a text is expected here")
        return None

    def word(self, words):
        """The value if it is one of ``words`` or nothing, else a problem."""
        if self.value is None or self.is_word(words):
            return self.value
        self.problem(f"“{str(self.value)[:40]}” is none of {', '.join(words)}")
        return None

    def is_word(self, words):
        return isinstance(self.value, str) and self.value in words

    def flag(self):
        if isinstance(self.value, bool) or self.value is None:
            return bool(self.value)
        self.problem("true or false is expected here")
        return False

    def expression(self):
        """The compiled expression, None if there is none."""
        if self.value is None:
            return None
        try:
            return compile_closure(self.value, self.names, null_on_error=True)
        except ExpressionError as error:
            self.problem(str(error))
            return nothing


class _Problems(list):
    def __init__(self):
        super().__init__()
        self._parts = 0
        self.locale = Locale()

    def add(self, text):
        # The same part can be looked at for several reasons.
        if text not in self:
            self.append(text)

    def count(self):
        self._parts += 1
        if self._parts > _MAX_PARTS:
            raise PresetError(["the preset has too many parts"])
