# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the signed-in and the public tracking pages have in common."""

from odoo import fields
from odoo.http import request
from odoo.tools.lru import LRU

from ..tracking.reader import Reader
from ..tracking.times import ReaderTimes, zone_or_none

_HEADERS = {
    # A shipment is nobody else's business: no shared cache, no frame, no trace.
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

#: What was sent last, by shipment and kind of reader: (version, ETag). A change that
#: leaves the shipment's row alone, such as a document made public, is seen when the
#: minute is over.
_sent = LRU(4096)


def reader(*, full):
    """Return the reader of this request, with zone and language.

    The zone is that of the user's preferences, else the browser's, else our own.
    """
    user = request.env.user
    own = None if user._is_public() else user.tz
    zone = (
        zone_or_none(own)
        or zone_or_none(request.httprequest.args.get("tz"))
        or zone_or_none(request.httprequest.cookies.get("tz"))
        or zone_or_none(request.env.company.sudo().partner_id.tz)
        or zone_or_none("UTC")
    )
    return Reader(full, ReaderTimes(zone, request.env.lang, fields.Datetime.now()))


def render(template, values, *, status=200):
    """Return the rendered page with the headers that keep it private."""
    response = request.render(template, values, status=status)
    response.headers.update(_HEADERS)
    return response


def live_url(url):
    """Return the address of a live part in the language of this page."""
    return request.env["ir.http"]._url_for(url)


def render_live(shipment, *, full):
    """Return the part of the page that changes: 304 where the reader has it already.

    Many readers ask every second and are told every time that nothing happened. So
    what was sent is remembered with the version of the shipment's row: while that is
    the same, the page need not be put together to know that it is.
    """
    asking = reader(full=full)
    known = request.httprequest.headers.get("If-None-Match", "")
    key = (request.env.cr.dbname, shipment.id, full, str(asking.times.zone))
    key += (request.env.lang,)
    version = (shipment._row_version(), asking.times.now.replace(second=0))
    sent_version, etag = _sent.get(key, (None, None))
    if sent_version == version and etag in known:
        return _live_response(request.make_response("", status=304), etag)
    page = shipment._tracking_page(asking)
    etag = f'"{page.fingerprint()}"'
    _sent[key] = (version, etag)
    if etag in known:
        return _live_response(request.make_response("", status=304), etag)
    rendered = request.render("logistics_portal.shipment_live", {"page": page})
    return _live_response(rendered, etag)


def _live_response(response, etag):
    response.headers.update(_HEADERS)
    response.headers["ETag"] = etag
    return response
