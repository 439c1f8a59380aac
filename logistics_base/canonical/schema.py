# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""JSON Schema (2020-12) of canonical documents, read from their dataclasses."""

import inspect
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import get_args, get_origin, get_type_hints

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
# Field metadata and the schema keywords they stand for.
_KEYWORDS = {
    "enum": "enum",
    "max_length": "maxLength",
    "format": "format",
    "minimum": "minimum",
    "maximum": "maximum",
    "description": "description",
}
_ANY_REFERENCE = {
    "anyOf": [
        {"required": ["tracking_number"]},
        {"required": ["references"], "properties": {"references": {"minItems": 1}}},
    ]
}
# What a type of document asks for beyond what its fields can say.
RULES = {
    "shipment.milestone": {
        "anyOf": [
            {"required": ["retracts"]},
            {
                "required": ["occurred_at"],
                "allOf": [
                    _ANY_REFERENCE,
                    {"anyOf": [{"required": ["code"]}, {"required": ["raw_code"]}]},
                ],
            },
        ]
    },
    "shipment": _ANY_REFERENCE,
}


def json_schema(cls) -> dict:
    """Return the schema of one document type, complete in itself."""
    definitions = {}
    schema = object_schema(cls, definitions, "#/$defs/")
    whole = {"$schema": DIALECT, **schema}
    return {**whole, "$defs": definitions} if definitions else whole


def object_schema(cls, definitions, prefix) -> dict:
    """Return the schema of a dataclass.

    :param definitions: gathers the schemas of nested dataclasses by their names.
    :param prefix: how these are referred to, ``#/$defs/``.
    """
    hints = get_type_hints(cls)
    properties = {
        field.name: _property(field, hints[field.name], definitions, prefix)
        for field in fields(cls)
    }
    if "references" in properties and hasattr(cls, "from_json"):
        properties["tracking_number"] = {
            "type": "string",
            "description": "short for a reference of type tracking",
        }
    schema = {"type": "object", "title": cls.__name__, "properties": properties}
    schema["description"] = inspect.cleandoc(cls.__doc__ or "")
    required = [field.name for field in fields(cls) if _is_required(field)]
    if required:
        schema["required"] = required
    return {**schema, **RULES.get(getattr(cls, "document_type", None), {})}


def _is_required(field):
    return field.default is MISSING and field.default_factory is MISSING


def _property(field, hint, definitions, prefix):
    schema = _type_schema(hint, definitions, prefix)
    for name, keyword in _KEYWORDS.items():
        if name in field.metadata:
            value = field.metadata[name]
            target = schema.get("items", schema) if name == "max_length" else schema
            target[keyword] = list(value) if name == "enum" else value
    if field.default not in (MISSING, None, ()):
        schema["default"] = field.default
    return schema


def _type_schema(hint, definitions, prefix):
    options = [one for one in get_args(hint) if one is not NoneType]
    if NoneType in get_args(hint):
        hint = options[0]
    if get_origin(hint) is tuple:
        items = _type_schema(get_args(hint)[0], definitions, prefix)
        return {"type": "array", "items": items}
    if is_dataclass(hint):
        return _reference(hint, definitions, prefix)
    return dict(_SCALARS[hint])


def _reference(cls, definitions, prefix):
    if cls.__name__ not in definitions:
        # Held before it is filled, for dataclasses that hold themselves.
        definitions[cls.__name__] = {}
        definitions[cls.__name__] = object_schema(cls, definitions, prefix)
    return {"$ref": prefix + cls.__name__}
