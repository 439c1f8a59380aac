# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

from odoo.addons.logistics_base.canonical import references
from odoo.addons.logistics_base.protocols.networks import network_of
from odoo.addons.logistics_base.protocols.rate_limit import RateLimit

from . import pages

#: Attempts to find a shipment: from one address, and on one number from anywhere.
ATTEMPTS = RateLimit(burst=10, every=6)
ATTEMPTS_ON_NUMBER = RateLimit(burst=30, every=60)
_LONGEST = 80


class PublicTracking(Controller):
    """Following a shipment without an account."""

    @route(
        "/track",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=True,
        readonly=True,
    )
    def track(self, number="", **_kwargs):
        """Ask for a number and the postcode of the destination."""
        return request.render("logistics_portal.track_form", _form(number=number))

    # csrf: nothing here belongs to a session, so a shop may post its own form here
    @route(
        "/track",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        csrf=False,
        save_session=False,
    )
    def track_look_up(self, number="", postcode="", **_kwargs):
        """Lead to the shipment, or say that there is none, whatever did not fit."""
        number, postcode = number[:_LONGEST], postcode[:_LONGEST]
        if wait := self._seconds_to_wait(number):
            minutes = max(1, round(wait / 60))
            told = self.env._("Too many attempts. Please try again in %s min.", minutes)
            values = _form(number, postcode, refused=told)
            response = pages.render("logistics_portal.track_form", values, status=429)
            response.headers["Retry-After"] = str(wait)
            return response
        shipment = request.env["logistics.shipment"]._look_up(number, postcode)
        if not shipment:
            values = _form(number, postcode, not_found=True)
            return pages.render("logistics_portal.track_form", values, status=404)
        token = shipment._portal_ensure_token()
        return request.redirect(f"/track/{token}", code=303)

    @route(
        "/track/<string:access_token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def track_shipment(self, access_token, **_kwargs):
        """Show the shipment of a tracking link, without anything about persons."""
        shipment = request.env["logistics.shipment"]._of_share_token(access_token)
        if not shipment:
            values = _form(dead_link=True)
            return pages.render("logistics_portal.track_form", values, status=404)
        page = shipment._tracking_page(pages.reader(full=False))
        values = {
            "page": page,
            "page_name": "track",
            "live_url": pages.live_url(f"/track/{access_token}/live"),
            "account_url": self._account_url(shipment),
            "no_breadcrumbs": True,
        }
        return pages.render("logistics_portal.track_shipment", values)

    @route(
        "/track/<string:access_token>/live",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
        readonly=True,
        save_session=False,
    )
    def track_shipment_live(self, access_token, **_kwargs):
        """Answer with what the open page should show now."""
        shipment = request.env["logistics.shipment"]._of_share_token(access_token)
        if not shipment:
            raise NotFound()
        return pages.render_live(shipment, full=False)

    def _seconds_to_wait(self, number):
        address = network_of(request.httprequest.remote_addr)
        normalized = references.normalize(number)
        wait = ATTEMPTS.take(address)
        if wait or not normalized:
            return wait
        return ATTEMPTS_ON_NUMBER.take(normalized)

    def _account_url(self, shipment):
        """Return where the signed-in customer sees more, or None."""
        own = shipment.with_user(request.env.user)
        return own.access_url if own.has_access("read") else None


def _form(number="", postcode="", **state):
    return {
        "number": number[:_LONGEST],
        "postcode": postcode,
        "page_name": "track",
        "no_breadcrumbs": True,
        "not_found": False,
        "dead_link": False,
        "refused": "",
        **state,
    }
