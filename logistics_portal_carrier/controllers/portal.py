# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.logistics_portal.controllers import pages
from odoo.addons.logistics_portal.controllers.portal import ShipmentPortal, _download

_RETURN_URL = "/my/shipments/<int:shipment_id>/return"


class ReturnPortal(ShipmentPortal):
    """Sending goods back from the page of the shipment."""

    @route(
        _RETURN_URL,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_my_shipment_return(self, shipment_id, **_kwargs):
        """Ask what is sent back, and why."""
        shipment = self._own_shipment(shipment_id)
        goods = shipment._returnable()
        if not goods:
            return request.redirect(f"{shipment.access_url}#returns", code=303)
        return self._return_form(shipment, goods)

    @route(
        _RETURN_URL,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_my_shipment_send_back(self, shipment_id, reason="", note="", **form):
        """Make the return and its label, then show the shipment with both."""
        shipment = self._own_shipment(shipment_id)
        goods = shipment._returnable()
        try:
            quantities = {
                line.move_id: _quantity(form.get(f"quantity_{line.move_id}"))
                for line in goods
            }
            with request.env.cr.savepoint():
                shipment._send_back(quantities, reason, note)
        except (UserError, ValueError) as error:
            request.env.invalidate_all(flush=False)
            text = str(error) if isinstance(error, UserError) else ""
            return self._return_form(
                shipment,
                shipment._returnable(),
                problem=text or request.env._("Quantities are numbers."),
                status=422,
            )
        return request.redirect(f"{shipment.access_url}#returns", code=303)

    @route(
        "/my/shipments/<int:shipment_id>/return/label/<int:attachment_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_shipment_return_label(self, shipment_id, attachment_id, **_kwargs):
        """Hand out the label of a return."""
        label = self._own_shipment(shipment_id)._return_label(attachment_id)
        if not label:
            raise NotFound()
        return _download(request.env["ir.binary"]._get_stream_from(label), inline=False)

    def _return_form(self, shipment, goods, *, problem="", status=200):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "shipment",
            "page": shipment._tracking_page(pages.reader(full=True)),
            "shipment_url": shipment.access_url,
            "goods": goods,
            "reasons": shipment._return_reasons(),
            "problem": problem,
        }
        template = "logistics_portal_carrier.portal_my_shipment_return"
        return pages.render(template, values, status=status)

    def _shipment_page_values(self, shipment):
        """Return what the page shows of returns."""
        values = super()._shipment_page_values(shipment)
        return {
            **values,
            "returns": shipment._return_lines(),
            "return_url": f"{shipment.access_url}/return"
            if shipment._returnable()
            else None,
        }


def _quantity(text):
    """Return a quantity from a form field.

    :raise ValueError: if it is none.
    """
    number = float(text or 0)
    if not 0 <= number < 1e6:
        raise ValueError("a quantity is not below zero")
    return number
