# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# Run by "odoo shell" with the addons of each version, before what it does of its own.
import json


def tell(integration, number, code, key):
    """Take in a milestone by an integration, without processing it."""
    event = {
        "type": "shipment.milestone",
        "timestamp": "2026-03-02T08:00:00+00:00",
        "data": {
            "tracking_number": number,
            "code": code,
            "occurred_at": "2026-03-02T08:00:00+00:00",
        },
    }
    return integration.receive(
        json.dumps(event).encode(),
        content_type="application/json",
        headers={"webhook-id": key},
    )


# A shipment made by hand for a parcel, one message applied, one parked, one waiting.
integration = env.ref("logistics_base.demo_carrier_alpine")
shipment = env["logistics.shipment"].create(
    {"partner_id": integration.company_id.partner_id.id, "service_code": "UPGRADE"}
)
env["logistics.reference"].create(
    {"shipment_id": shipment.id, "type": "tracking", "value": "UPG100000001"}
)
tell(integration, "UPG100000001", "picked_up", "upgrade-1")
tell(integration, "UPG100000002", "picked_up", "upgrade-2")
while env["logistics.message"]._process_batch(100):
    pass
tell(integration, "UPG100000001", "in_transit", "upgrade-3")

# The open deliveries of sales.
orders = env["sale.order"].search(
    [("state", "=", "sale"), ("picking_ids.state", "=", "assigned")]
)
deliveries = orders.picking_ids.filtered(lambda p: p.state == "assigned")
env.cr.commit()
