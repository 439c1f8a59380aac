# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json

from odoo import http
from odoo.fields import Domain
from odoo.http import Response, request
from odoo.tools import SQL

from ..canonical import openapi, references, vocabulary
from ..canonical.resources import MilestonePage, ShipmentPage
from . import cursor as cursors
from .problem import problem
from .shipment_resource import milestone_resource, shipment_resource

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
#: For how long the description of the API may be kept, in seconds.
DESCRIPTION_AGE = 3600
_ROUTE = {
    "type": "http",
    "auth": "logistics_api",
    "methods": ["GET"],
    "save_session": False,
    "readonly": True,
}


class InvalidParameter(ValueError):
    """A parameter of the query that cannot be used; the text says what would do."""


class ShipmentApi(http.Controller):
    """What customers and their systems read: shipments and how far they are."""

    @http.route("/logistics/v1/shipments", **_ROUTE)
    def shipments(self, reference=None, type=None, limit=None, cursor=None, **_query):  # noqa: A002
        """Answer with a page of shipments, the newest first."""
        try:
            size, last = page_of(limit, cursor)
            domain = _reference_domain(reference, type)
        except InvalidParameter as error:
            return problem("invalid-request", error)
        if last:
            domain &= Domain("id", "<", last[1])
        shipments, allowed = request.env["logistics.shipment"]._audience()
        found = shipments.search(allowed & domain, limit=size + 1, order="id desc")
        page = found[:size]
        return answer_of(
            ShipmentPage(
                items=tuple(shipment_resource(shipment) for shipment in page.sudo()),
                next_cursor=cursors.encode(None, page[-1].id)
                if len(found) > size
                else None,
            )
        )

    @http.route("/logistics/v1/shipments/<int:shipment_id>", **_ROUTE)
    def shipment(self, shipment_id, **_query):
        """Answer with one shipment."""
        shipment = _visible_shipment(shipment_id)
        if not shipment:
            return problem("not-found", "There is no such shipment.")
        return answer_of(shipment_resource(shipment))

    @http.route("/logistics/v1/shipments/<int:shipment_id>/milestones", **_ROUTE)
    def milestones(self, shipment_id, limit=None, cursor=None, **_query):
        """Answer with a page of the shipment's milestones, the latest first."""
        try:
            size, last = page_of(limit, cursor)
        except InvalidParameter as error:
            return problem("invalid-request", error)
        shipment = _visible_shipment(shipment_id)
        if not shipment:
            return problem("not-found", "There is no such shipment.")
        rows = _milestone_rows(shipment, size + 1, last)
        page = shipment.env["logistics.milestone"].browse(row[0] for row in rows[:size])
        return answer_of(
            MilestonePage(
                items=tuple(milestone_resource(milestone) for milestone in page),
                next_cursor=cursors.encode(rows[size - 1][1], rows[size - 1][0])
                if len(rows) > size
                else None,
            )
        )

    @http.route(
        "/logistics/v1/openapi.json",
        type="http",
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def description(self, **_query):
        """Describe these routes and all documents, after OpenAPI 3.1."""
        return conditional(
            openapi.document(request.httprequest.host_url.rstrip("/")),
            f"public, max-age={DESCRIPTION_AGE}",
        )


def page_of(limit, cursor):
    """Return (rows on a page, (time, id) of the last row of the page before or None)."""
    try:
        size = int(limit) if limit else DEFAULT_LIMIT
    except ValueError:
        size = 0
    if not 1 <= size <= LARGEST_LIMIT:
        raise InvalidParameter(f"limit must be between 1 and {LARGEST_LIMIT}.")
    try:
        return size, cursors.decode(cursor) if cursor else None
    except ValueError:
        raise InvalidParameter(
            "cursor must be the next_cursor of the page before."
        ) from None


def _reference_domain(reference, reference_type):
    if reference_type and reference_type not in vocabulary.REFERENCE_TYPES:
        raise InvalidParameter(
            f"type must be one of {', '.join(vocabulary.REFERENCE_TYPES)}."
        )
    if not reference:
        if reference_type:
            raise InvalidParameter("type needs a reference to go with it.")
        return Domain.TRUE
    normalized = references.normalize(reference)
    if not normalized:
        raise InvalidParameter("reference must hold a letter or a digit.")
    wanted = Domain("normalized", "=", normalized)
    if reference_type:
        wanted &= Domain("type", "=", reference_type)
    return Domain("reference_ids", "any", wanted)


def _visible_shipment(shipment_id):
    """Return the shipment, readable whole, if the caller may see it; else nothing."""
    shipments, allowed = request.env["logistics.shipment"]._audience()
    if not 0 < shipment_id < 2**31:
        return shipments
    return shipments.search(allowed & Domain("id", "=", shipment_id)).sudo()


def _milestone_rows(shipment, limit, last):
    after = SQL("AND (occurred_at, id) < (%s, %s)", *last) if last else SQL()
    return request.env.execute_query(
        SQL(
            "SELECT id, occurred_at FROM logistics_milestone WHERE shipment_id = %s %s "
            "ORDER BY occurred_at DESC, id DESC LIMIT %s",
            shipment.id,
            after,
            limit,
        )
    )


def answer_of(resource):
    """Return a resource as JSON for its caller alone, or 304."""
    response = conditional(resource.to_json(), "private, no-cache")
    response.headers["Vary"] = "Authorization"
    return response


def conditional(values, cache_control):
    """Return the values as JSON, or 304 if the caller has exactly these already."""
    body = json.dumps(values, ensure_ascii=False).encode()
    etag = hashlib.sha256(body).hexdigest()[:32]
    if request.httprequest.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = Response(body, content_type="application/json")
    response.set_etag(etag)
    response.headers["Cache-Control"] = cache_control
    return response
