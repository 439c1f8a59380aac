# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.logistics_shipment_headline import LATE_STATES
from ..models.logistics_shipment_parts import IMAGE_TYPES
from . import pages

_LIST_URL = "/my/shipments"
_LONGEST_SEARCH = 80
#: Stages behind each filter.
_STAGES = {
    "preparing": ("released", "booked"),
    "moving": ("picked_up", "in_transit", "customs"),
    "arriving": ("out_for_delivery", "available_for_pickup"),
    "delivered": ("delivered",),
    "other": ("returning", "returned", "cancelled", "lost"),
}


class ShipmentPortal(CustomerPortal):
    """The shipments of the signed-in customer."""

    _shipments_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "logistics_shipment_count" in counters:
            values["logistics_shipment_count"] = self._shipment_count(Domain.TRUE)
        return values

    # The list

    @route(
        [_LIST_URL, f"{_LIST_URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_shipments(
        self, page=1, sortby="newest", filterby="all", search="", **_kwargs
    ):
        """List the customer's shipments."""
        sortings, filters = self._shipment_sortings(), self._shipment_filters()
        sortby = sortby if sortby in sortings else "newest"
        filterby = filterby if filterby in filters else "all"
        search = search[:_LONGEST_SEARCH].strip()
        found = request.env["logistics.shipment"]._portal_search_domain(search)
        domain = found & filters[filterby]["domain"]
        arguments = {"sortby": sortby, "filterby": filterby, "search": search}
        pager = portal_pager(
            url=_LIST_URL,
            url_args=arguments,
            total=self._shipment_count(domain),
            page=page,
            step=self._shipments_per_page,
        )
        shipments = self._shipments(domain, sortings[sortby]["order"], pager["offset"])
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "shipment",
            "default_url": _LIST_URL,
            "lines": shipments._list_lines(pages.reader(full=True).times),
            "pager": pager,
            "search": search,
            "sortby": sortby,
            "sortings": sortings,
            "filterby": filterby,
            "filters": self._filter_links(filters, found, arguments),
        }
        return pages.render("logistics_portal.portal_my_shipments", values)

    def _shipment_sortings(self):
        return {
            "newest": {"label": self.env._("Newest first"), "order": "id desc"},
            "news": {
                "label": self.env._("Latest news first"),
                "order": "last_milestone_date desc nulls last, id desc",
            },
            "arrival": {
                "label": self.env._("Arrival date"),
                "order": "shown_promise_date asc nulls last, id desc",
            },
            "number": {"label": self.env._("Number"), "order": "name asc, id asc"},
        }

    def _shipment_filters(self):
        labels = {
            "all": self.env._("All"),
            "preparing": self.env._("Being prepared"),
            "moving": self.env._("On the way"),
            "arriving": self.env._("Arriving"),
            "delivered": self.env._("Delivered"),
            "other": self.env._("Returned or cancelled"),
            "late": self.env._("Late"),
            "problem": self.env._("With problems"),
        }
        domains = {
            "all": Domain.TRUE,
            **{key: Domain("state", "in", _STAGES[key]) for key in _STAGES},
            "late": Domain("is_late", "=", True) & Domain("state", "in", LATE_STATES),
            "problem": self.env["logistics.shipment"]._portal_problem_domain(),
        }
        return {
            key: {"label": label, "domain": domains[key]}
            for key, label in labels.items()
        }

    def _filter_links(self, filters, found, arguments):
        """Return the filters with how many shipments each holds and where it leads."""
        return [
            {
                "key": key,
                "label": chosen["label"],
                "count": self._shipment_count(found & chosen["domain"]),
                "url": f"{_LIST_URL}?{url_encode({**arguments, 'filterby': key})}",
                "active": key == arguments["filterby"],
            }
            for key, chosen in filters.items()
        ]

    def _shipments(self, domain, order, offset):
        model = request.env["logistics.shipment"]
        if not model.has_access("read"):
            return model
        return model.search(
            model._portal_domain() & domain,
            order=order,
            limit=self._shipments_per_page,
            offset=offset,
        )

    def _shipment_count(self, domain):
        model = request.env["logistics.shipment"]
        if not model.has_access("read"):
            return 0
        return model.search_count(model._portal_domain() & domain)

    # One shipment

    @route(
        f"{_LIST_URL}/<int:shipment_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def portal_my_shipment(self, shipment_id, access_token=None, **_kwargs):
        """Show a shipment to its customer; the bearer of a link goes to the link's page.

        To anybody else it does not exist.
        """
        try:
            shipment = self._document_check_access(
                "logistics.shipment", shipment_id, access_token=access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not self._is_own(shipment):
            return request.redirect(f"/track/{shipment.access_token}", code=303)
        values = self._shipment_page_values(shipment)
        return pages.render("logistics_portal.portal_my_shipment", values)

    def _shipment_page_values(self, shipment):
        """Return what the page of the shipment shows; other addons add theirs."""
        return {
            **self._prepare_portal_layout_values(),
            "page": shipment._tracking_page(pages.reader(full=True)),
            "page_name": "shipment",
            "page_url": shipment.access_url,
            "live_url": pages.live_url(f"{shipment.access_url}/live"),
            "share_form_url": f"{shipment.access_url}/share",
            "share_url": shipment.share_url,
        }

    @route(
        f"{_LIST_URL}/<int:shipment_id>/live",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        save_session=False,
    )
    def portal_my_shipment_live(self, shipment_id, **_kwargs):
        """Answer with what the open page should show now."""
        shipment = self._own_shipment(shipment_id)
        return pages.render_live(shipment, full=True)

    @route(
        f"{_LIST_URL}/<int:shipment_id>/share",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_my_shipment_share(self, shipment_id, renew="", **_kwargs):
        """Make a tracking link, or a new one in place of the one given out before."""
        shipment = self._own_shipment(shipment_id)
        if renew or not shipment.access_token:
            shipment.action_renew_share_link()
        return request.redirect(f"{shipment.access_url}#share", code=303)

    # Files

    @route(
        f"{_LIST_URL}/<int:shipment_id>/file/<int:attachment_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_shipment_file(self, shipment_id, attachment_id, **_kwargs):
        """Hand out a document of the shipment or a file of its proof of delivery."""
        shipment = self._own_shipment(shipment_id)
        attachment = shipment._portal_attachment(attachment_id)
        if not attachment:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(attachment)
        return _download(stream, inline=attachment.mimetype in IMAGE_TYPES)

    @route(
        f"{_LIST_URL}/<int:shipment_id>/proof/<int:proof_id>/signature",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_shipment_signature(self, shipment_id, proof_id, **_kwargs):
        """Hand out the signature of a proof of delivery."""
        shipment = self._own_shipment(shipment_id)
        proof = shipment.proof_ids.filtered(lambda p: p.id == proof_id)
        if not proof.signature:
            raise NotFound()
        stream = request.env["ir.binary"]._get_image_stream_from(proof, "signature")
        return _download(stream, inline=True)

    def _own_shipment(self, shipment_id):
        """Return the shipment, privileged, if the user may read it."""
        try:
            return self._document_check_access("logistics.shipment", shipment_id)
        except (AccessError, MissingError):
            raise NotFound()

    def _is_own(self, shipment):
        return shipment.with_user(request.env.user).has_access("read")


def _download(stream, *, inline):
    """Return a file such that a hostile one can do nothing in the customer's browser."""
    response = stream.get_response(as_attachment=not inline, immutable=False)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
