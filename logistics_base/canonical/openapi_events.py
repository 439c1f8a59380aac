# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What subscribers are sent and the feed answers, for the description of the API.

Generated from the registered event types and the classes of their data.
"""

from .event_types import EVENT_TYPES
from .exports import DATASETS
from .notices import notice_class
from .openapi_routes import posted
from .schema import object_schema

_TEXT = {"type": "string"}
_TIME = {"type": "string", "format": "date-time"}


def public_types():
    """Return the registered event types that may be told outside, by code."""
    return {code: one for code, one in EVENT_TYPES.items() if one.is_public}


def schemas(prefix, found):
    """Return the schemas of all events and of the feed's page.

    :param prefix: where schemas are referred to.
    :param found: gathers the schemas of what they are made of.
    """
    named = {"Ping": _event("ping", {"type": "object"}, "A test by a person.")}
    for code, event_type in public_types().items():
        cls = notice_class(code)
        if cls.__name__ not in found:
            found[cls.__name__] = object_schema(cls, found, prefix)
        named[schema_name(code)] = _event(
            code, {"$ref": prefix + cls.__name__}, event_type.label
        )
    named["EventPage"] = _page(prefix)
    return named


def schema_name(code):
    """Return the name of an event's schema: ``ShipmentMilestoneEvent``."""
    words = code.replace(".", " ").replace("_", " ").title().replace(" ", "")
    return f"{words}Event"


def webhooks(prefix):
    """Return the section ``webhooks``: one operation for each type of event.

    Documents that are posted to partners who speak our JSON are there, too.
    """
    names = {code: schema_name(code) for code in public_types()}
    sent = {code: f"{cls.__name__}Message" for code, cls in posted().items()}
    return {
        code: {"post": _webhook(code, prefix + name)}
        for code, name in {"ping": "Ping", **names, **sent}.items()
    }


def feed(security, problems, if_none_match):
    """Return the operation that reads the feed."""
    parameters = [
        ("after", "next_cursor of the page before; without it, from the oldest kept"),
        ("type", "Only events of these types, with commas between; shipment.* too"),
    ]
    size = {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}
    return {
        "tags": ["events"],
        "operationId": "readEvents",
        "summary": "Read what happened, in order",
        "description": "The same events that subscribers are sent, under the same ids. "
        "next_cursor is always there: keep it, and go on from it later.",
        "parameters": [
            *(
                {"name": name, "in": "query", "description": text, "schema": _TEXT}
                for name, text in parameters
            ),
            {"name": "limit", "in": "query", "schema": size},
            if_none_match,
        ],
        "security": security,
        "responses": problems,
    }


def export(security, problems):
    """Return the operation that exports in bulk."""
    day = {"type": "string", "format": "date"}
    columns = {
        code: [name for name, _kind, _sql in one.columns]
        for code, one in DATASETS.items()
    }
    told = "; ".join(f"{code}: {', '.join(names)}" for code, names in columns.items())
    parameters = [
        ("dataset", "path", {**_TEXT, "enum": list(DATASETS)}),
        ("from", "query", day),
        ("to", "query", day),
    ]
    return {
        "tags": ["events"],
        "operationId": "exportRows",
        "summary": "Export the rows of a period",
        "description": f"Streamed, the oldest first, times in UTC. Columns: {told}.",
        "parameters": [
            *(
                {"name": name, "in": place, "required": True, "schema": schema}
                for name, place, schema in parameters
            ),
            {
                "name": "format",
                "in": "query",
                "description": "csv, or what else is installed, such as parquet",
                "schema": {**_TEXT, "default": "csv"},
            },
        ],
        "security": security,
        "responses": {
            "200": {
                "description": "The rows",
                "content": {
                    "text/csv": {"schema": _TEXT},
                    "application/vnd.apache.parquet": {"schema": {}},
                },
            },
            **problems,
        },
    }


def _event(code, data, description):
    return {
        "type": "object",
        "description": description,
        "required": ["type", "timestamp", "data"],
        "properties": {"type": {"const": code}, "timestamp": _TIME, "data": data},
    }


def _page(prefix):
    told = [{"$ref": prefix + schema_name(code)} for code in public_types()]
    named = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {**_TEXT, "description": "the webhook-id of the event"}},
    }
    item = {"allOf": [named, {"anyOf": told}]}
    return {
        "type": "object",
        "description": "Events in the order in which they happened.",
        "required": ["items", "next_cursor", "has_more"],
        "properties": {
            "items": {"type": "array", "items": item},
            "next_cursor": _TEXT,
            "has_more": {"type": "boolean"},
        },
    }


def _webhook(code, reference):
    headers = {
        "webhook-id": "The same for every attempt and repetition of one event",
        "webhook-timestamp": "When it was sent, in seconds since the epoch",
        "webhook-signature": "Signatures after Standard Webhooks, one for each secret",
    }
    return {
        "tags": ["events"],
        "operationId": "told" + schema_name(code),
        "summary": f"Told of {code}",
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": description,
                "schema": _TEXT,
            }
            for name, description in headers.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": reference}}},
        },
        "responses": {
            "2XX": {"description": "Taken; the answer's body is not read"},
            "410": {"description": "Gone for good: the subscription is switched off"},
            "default": {"description": "It is sent again, for three days"},
        },
    }
