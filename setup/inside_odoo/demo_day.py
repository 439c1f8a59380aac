# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The dispatcher's day: what waits on the board of today when the demo begins.

It is made once. What carriers tell, and what is sold, comes on top.
"""

from datetime import timedelta

from demo_carriers import COURIER, SANDBOX, SILENT

from odoo import fields
from odoo.fields import Command

ORDER = "demo day"
HS_CODE = "940360"
#: Customer, street, city, postcode, service: without a method of its own, any.
SALES = (
    ("Cedar & Stone Interiors", "12 Harbor Walk", "Oakland", "94607", "express"),
    ("Lakeside Reading Rooms", "880 Shore Road", "Sacramento", "95814", "economy"),
    ("Quillwork Studio", "41 Foundry Lane", "San Jose", "95112", "express"),
    ("Tern Island Rentals", "7 Causeway", "San Diego", "92101", "standard"),
)


def provide(env):
    """Provide the day's sales, a booking in doubt and a tender without an answer."""
    prepare_company(env)
    orders = env["sale.order"]
    if orders.search_count([("client_order_ref", "=", ORDER)], limit=1):
        return
    product = goods(env)
    pickings = [sell(env, product, *sale) for sale in SALES]
    leave_in_doubt(pickings[-1])
    tender(env)


def prepare_company(env):
    """Set what a company that ships abroad has set, and let no dialog stand between."""
    company = env.company
    if not company.incoterm_id:
        company.incoterm_id = env["account.incoterms"].search(
            [("code", "=", "DAP")], limit=1
        )
    company.stock_text_confirmation = False
    without = [("type", "=", "consu"), ("hs_code", "=", False)]
    env["product.template"].search(without).hs_code = HS_CODE


def goods(env):
    """Return something that is in stock."""
    product = env["product.product"].create(
        {
            "name": "Reading Lamp",
            "default_code": "DEMO-LAMP",
            "type": "consu",
            "is_storable": True,
            "weight": 1.8,
            "list_price": 64.0,
            "hs_code": "940520",
        }
    )
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", env.company.id)], limit=1
    )
    env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 500)
    return product


def sell(env, product, customer, street, city, postcode, service):
    """Return the delivery of a confirmed order, ready to be packed."""
    partner = env["res.partner"].create(
        {
            "name": customer,
            "is_company": True,
            "street": street,
            "city": city,
            "zip": postcode,
            "state_id": env.ref("base.state_us_5").id,
            "country_id": env.ref("base.us").id,
            "phone": "+1 510 555 0147",
        }
    )
    method = method_of(env, service)
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "client_order_ref": ORDER,
            "carrier_id": method.id,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": 2})
            ],
        }
    )
    order.action_confirm()
    return order.picking_ids


def method_of(env, service):
    """Return the delivery method for a service, or one that chooses it."""
    code = COURIER if service == "standard" else SANDBOX
    ours = [("logistics_integration_id.code", "=", code)]
    exact = [*ours, ("logistics_service_id.code", "=", service)]
    methods = env["delivery.carrier"]
    return methods.search(exact, limit=1) or methods.search(ours, limit=1)


def leave_in_doubt(picking):
    """Leave a booking as a cut connection does that cannot be asked about."""
    booking = picking.env["logistics.booking"]._intend(picking)
    booking.write(
        {
            "state": "in_doubt",
            "next_attempt_at": False,
            "error_category": "uncertain",
            "error_message": "The connection was cut before the carrier answered. Ask"
            " the carrier whether it has this booking.",
        }
    )


def tender(env):
    """Offer a truckload to a carrier that takes its time."""
    integration = env["logistics.integration"].search([("code", "=", SILENT)])
    partner = env["res.partner"].search([("name", "=", SALES[1][0])], limit=1)
    shipment = env["logistics.shipment"].create(
        {
            "company_id": env.company.id,
            "partner_id": partner.id,
            "ship_from_id": env.company.partner_id.id,
            "ship_to_id": partner.id,
            "mode": "ftl",
            "weight": 9400.0,
            "released_date": fields.Datetime.now(),
            "promised_date": fields.Datetime.now() + timedelta(days=3),
        }
    )
    env["logistics.package"].create(
        {"shipment_id": shipment.id, "name": "1", "package_type": "pallet"}
        | {"weight": 9400.0}
    )
    offer = env["logistics.tender.offer"].create(
        {
            "shipment_ids": [Command.set(shipment.ids)],
            "respond_within": 6.0,
            "pickup_from": fields.Datetime.now() + timedelta(hours=20),
            "pickup_until": fields.Datetime.now() + timedelta(hours=24),
        }
    )
    offer.line_ids = [
        Command.clear(),
        Command.create({"integration_id": integration.id, "price": 1150.0}),
    ]
    offer.action_offer()
