# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""OpenAPI 3.1 of the public routes, generated from the canonical documents."""

from . import deprecations, openapi_events, openapi_routes, resources
from .documents import DOCUMENTS
from .schema import DIALECT, object_schema
from .vocabulary import REFERENCE_TYPES

_PREFIX = "#/components/schemas/"
_PROBLEMS = {
    "400": "InvalidRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "410": "Gone",
    "413": "TooLarge",
    "415": "UnsupportedContentType",
    "422": "Unreadable",
    "429": "TooManyRequests",
}
_MEANINGS = {
    "InvalidRequest": "A parameter is missing or wrong.",
    "Unauthorized": "Unsigned, wrongly signed or stale; or no valid API key.",
    "Forbidden": "This sender may not do this.",
    "NotFound": "Nothing of that name that the caller may see.",
    "Gone": "What the cursor stands at is not kept any more: begin anew without it.",
    "TooLarge": "The message is larger than the integration allows.",
    "UnsupportedContentType": "Not what the integration's format says.",
    "Unreadable": "JSON or XML that does not parse.",
    "TooManyRequests": "Send it again after the time in Retry-After.",
}
_API_KEY = (
    "Key of a machine access for the scope that the route asks for, or a user's API key "
    "of scope logistics.api"
)
_METRICS_KEY = (
    "Key of a machine access for the scope metrics, or an integration administrator's "
    "API key of scope logistics.metrics"
)


def document(server_url=None, version="1") -> dict:
    """Return the description of all public routes.

    :param server_url: address of this installation, as people reach it.
    """
    schemas = _schemas()
    described = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": "Odoo Logistics Suite",
            "version": version,
            "description": "Partners post messages, customers and systems read "
            "shipments.",
            "license": {"name": "LGPL-3.0-or-later", "identifier": "LGPL-3.0-or-later"},
        },
        "paths": _paths(),
        "webhooks": openapi_events.webhooks(_PREFIX),
        "components": {
            "schemas": schemas,
            "responses": {name: _problem(name) for name in _PROBLEMS.values()},
            "securitySchemes": _security_schemes(),
        },
        "tags": [
            {"name": "inbound", "description": "For partners"},
            {"name": "shipments", "description": "For customers and other systems"},
            {"name": "events", "description": "For who wants to be told, or asks"},
            *openapi_routes.tags(),
            {"name": "operation", "description": "For those who run it"},
        ],
    }
    if server_url:
        described["servers"] = [{"url": server_url}]
    return deprecations.mark(described)


def _schemas():
    schemas = {}
    for cls in (
        resources.ShipmentPage,
        resources.MilestonePage,
        resources.Problem,
        resources.Receipt,
        *openapi_routes.resources(),
        *DOCUMENTS.values(),
    ):
        schemas[cls.__name__] = object_schema(cls, schemas, _PREFIX)
    for document_type, cls in DOCUMENTS.items():
        schemas[f"{cls.__name__}Message"] = _envelope(document_type, cls)
    schemas["CanonicalMessage"] = _any_envelope()
    schemas |= openapi_events.schemas(_PREFIX, schemas)
    return schemas


def _envelope(document_type, cls):
    return {
        "type": "object",
        "required": ["type", "data"],
        "properties": {
            "type": {"const": document_type},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {"$ref": _PREFIX + cls.__name__},
        },
    }


def _any_envelope():
    names = {kind: f"{cls.__name__}Message" for kind, cls in DOCUMENTS.items()}
    return {
        "oneOf": [{"$ref": _PREFIX + name} for name in names.values()],
        "discriminator": {
            "propertyName": "type",
            "mapping": {kind: _PREFIX + name for kind, name in names.items()},
        },
    }


def _paths():
    return {
        "/logistics/v1/inbound/{integration}": {"post": _inbound()},
        "/logistics/v1/shipments": {"get": _find_shipments()},
        "/logistics/v1/shipments/{id}": {"get": _get_shipment()},
        "/logistics/v1/shipments/{id}/milestones": {"get": _get_milestones()},
        "/logistics/v1/events": {"get": _read_events()},
        "/logistics/v1/export/{dataset}": {"get": _export()},
        "/logistics/v1/openapi.json": {"get": _describe()},
        "/logistics/metrics": {"get": _metrics()},
        **openapi_routes.paths(),
    }


def _inbound():
    text = {"schema": {"type": "string"}}
    return {
        "tags": ["inbound"],
        "operationId": "postMessage",
        "summary": "Hand over a message",
        "description": "Authenticated by the signature scheme of the integration over "
        "the raw body. JSON bodies of the preset standard_webhooks are canonical "
        "messages; other presets read the partner's own format. The answer is sent "
        "once the message is stored durably; a repeated one answers as a duplicate.",
        "parameters": [path_parameter("integration", {"type": "string"})],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"anyOf": [{"$ref": _PREFIX + "CanonicalMessage"}, {}]}
                },
                "application/xml": text,
                "text/csv": text,
                "application/edi-x12": text,
                "application/edifact": text,
            },
        },
        "security": [{"signature": []}],
        "responses": {
            "202": _json("Stored", "Receipt"),
            "200": _json("It was there already", "Receipt"),
            **_problems("401", "403", "404", "413", "415", "422", "429"),
        },
    }


def _find_shipments():
    return {
        "tags": ["shipments"],
        "operationId": "findShipments",
        "summary": "Find shipments by reference",
        "parameters": [
            query_parameter(
                "reference", "Any number the shipment is known by", {"type": "string"}
            ),
            query_parameter(
                "type",
                "Only references of this type",
                {"type": "string", "enum": list(REFERENCE_TYPES)},
            ),
            *page_parameters(),
        ],
        **readable("A page of shipments", "ShipmentPage", "400"),
    }


def _get_shipment():
    return {
        "tags": ["shipments"],
        "operationId": "getShipment",
        "summary": "Read a shipment",
        "parameters": [path_parameter("id", {"type": "integer"}), if_none_match()],
        **readable("The shipment", "ShipmentResource", "404"),
    }


def _get_milestones():
    return {
        "tags": ["shipments"],
        "operationId": "getMilestones",
        "summary": "Read what happened to a shipment",
        "parameters": [
            path_parameter("id", {"type": "integer"}),
            *page_parameters(),
        ],
        **readable("A page of milestones", "MilestonePage", "400", "404"),
    }


def _read_events():
    found = readable("A page of events", "EventPage", "400", "410")
    return openapi_events.feed(found["security"], found["responses"], if_none_match())


def _export():
    problems = _problems("400", "401", "403", "404", "429")
    return openapi_events.export([{"apiKey": []}], problems)


def _describe():
    return {
        "tags": ["operation"],
        "operationId": "getDescription",
        "summary": "This description",
        "security": [],
        "responses": {
            "200": {
                "description": "OpenAPI 3.1",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _metrics():
    text = {"text/plain": {"schema": {"type": "string"}}}
    return {
        "tags": ["operation"],
        "operationId": "getMetrics",
        "summary": "Figures for Prometheus",
        "security": [{"metricsKey": []}],
        "responses": {
            "200": {"description": "Prometheus text format", "content": text},
            **_problems("401", "403"),
        },
    }


def readable(description, schema, *problems):
    """Security and responses of a route that is read with a key and an ETag."""
    found = _json(description, schema)
    text = {"schema": {"type": "string"}}
    found["headers"] = {"ETag": text, "RateLimit": text, "RateLimit-Policy": text}
    return {
        "security": [{"apiKey": []}],
        "responses": {
            "200": found,
            "304": {"description": "Unchanged since the ETag that was sent"},
            **_problems("401", "403", *problems, "429"),
        },
    }


def _json(description, schema):
    content = {"application/json": {"schema": {"$ref": _PREFIX + schema}}}
    return {"description": description, "content": content}


def _problem(name):
    schema = {"$ref": _PREFIX + "Problem"}
    return {
        "description": _MEANINGS[name],
        "content": {"application/problem+json": {"schema": schema}},
    }


def _problems(*statuses):
    return {
        status: {"$ref": f"#/components/responses/{_PROBLEMS[status]}"}
        for status in statuses
    }


def path_parameter(name, schema):
    return {"name": name, "in": "path", "required": True, "schema": schema}


def query_parameter(name, description, schema):
    return {"name": name, "in": "query", "description": description, "schema": schema}


def page_parameters():
    size = {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}
    return (
        query_parameter("cursor", "From the page before", {"type": "string"}),
        query_parameter("limit", "Items on a page", size),
        if_none_match(),
    )


def if_none_match():
    return {
        "name": "If-None-Match",
        "in": "header",
        "description": "ETag of what the caller has",
        "schema": {"type": "string"},
    }


def _security_schemes():
    key = {"type": "http", "scheme": "bearer"}
    return {
        "signature": {
            "type": "apiKey",
            "in": "header",
            "name": "webhook-signature",
            "description": "The header depends on the integration's signature scheme; "
            "Standard Webhooks uses this one.",
        },
        "apiKey": {**key, "description": _API_KEY},
        "metricsKey": {**key, "description": _METRICS_KEY},
    }
