# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One entry of a preset's ``documents`` compiled: from an element to a document."""

from ..canonical.documents import DOCUMENTS, DocumentError
from ..canonical.vocabulary import CLASSIFIERS
from . import coercion
from .completeness import check_complete
from .errors import DecodeError
from .field_lists import compile_codes, compile_references
from .fields import blank_values, compile_fills, field_types
from .preset_spec import nothing
from .preset_times import compile_time
from .values import compile_value

# Told by the engine from what the preset says of other fields.
_DERIVED = {"raw_code_alternatives", "utc_offset_minutes", "time_assumed"}


def document_class(spec):
    """The class of the document type that stands there, None (a problem) if unknown."""
    if spec.is_word(DOCUMENTS):
        return DOCUMENTS[spec.value]
    spec.problem("missing" if spec.value is None else "unknown document type")
    return None


def compile_document(spec, cls, classifiers, given=None):
    """Compile ``fields`` to ``(element, names) -> document``.

    :param classifiers: ``{raw code: classifier}`` from the preset's codes.
    :param given: ``{field: (found, element, names) -> None}`` of what is put there by
        other means.
    """
    types = field_types(cls)
    allowed = set(types) - _DERIVED
    if "references" in types:
        allowed.add("tracking_number")
    if not spec.is_mapping(allowed):
        return nothing
    if given:
        spec = spec.without(given)
    special = {**_special_fills(spec, types, classifiers), **(given or {})}
    # The place is found before the times that are told by it.
    fills = (*compile_fills(spec, cls, skipped=special), *special.values())
    blanks = blank_values(cls)
    path = spec.path
    is_checked = cls.needs_all_parts

    def build(value, names):
        names["place"] = None
        found = {}
        for fill in fills:
            fill(found, value, names)
        document = cls(**{**blanks, **found}) if blanks else cls(**found)
        if is_checked:
            check_complete(document, f"{path}.")
        _check(document, path)
        return document

    return build


def _check(document, path):
    check = getattr(document, "check", None)
    if check is None:
        return
    try:
        check()
    except DocumentError as error:
        raise DecodeError("missing", f"{path}.{error}") from None


def _special_fills(spec, types, classifiers):
    """``{field: fill}`` for what fills more than the field it is named after."""
    special = {}
    if "references" in types and (
        spec.has("tracking_number") or spec.has("references")
    ):
        special["references"] = _references(spec)
    if "raw_code_alternatives" in types:
        # In this order: the message's own classifier overrides the code's.
        special["raw_code"] = _codes(spec, classifiers)
        special["classifier"] = _classified(spec.at("classifier"))
    if "utc_offset_minutes" in types and spec.has("occurred_at"):
        special["occurred_at"] = _occurred(spec)
    return special


def _references(spec):
    read = compile_references(spec)

    def fill(found, value, names):
        found["references"] = read(value, names)

    return fill


def _codes(spec, classifiers):
    if not spec.has("raw_code"):
        return _nothing_more
    read = compile_codes(spec.at("raw_code"))

    def fill(found, value, names):
        codes = read(value, names)
        if not codes:
            return
        found["raw_code"] = codes[0]
        if len(codes) > 1:
            found["raw_code_alternatives"] = codes[1:]
        if classifiers:
            told = [classifiers[code] for code in codes if code in classifiers]
            found.update({"classifier": told[0]} if told else {})

    return fill


def _classified(spec):
    if spec.value is None:
        return _nothing_more
    read = compile_value(spec, lambda _spec: coercion.word(CLASSIFIERS))

    def fill(found, value, names):
        classifier = read(value, names)
        if classifier is not None:
            found["classifier"] = classifier

    return fill


def _nothing_more(_found, _value, _names):
    return None


def _occurred(spec):
    read = compile_time(spec.at("occurred_at"))

    def fill(found, value, names):
        moment = read(value, names)
        if moment is not None:
            found["occurred_at"], found["utc_offset_minutes"], assumed = moment
            if assumed:
                found["time_assumed"] = True

    return fill
