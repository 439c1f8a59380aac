# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# Run by "odoo shell" with the addons of 19.0.1.3.0, after what every version does.
# An integration whose partner is left alone.
env.ref("logistics_base.demo_carrier_northline").write(
    {"inbound_circuit_state": "open", "circuit_retry_at": "2099-01-01 00:00:00"}
)

# An open delivery of that shipment.
deliveries[0].write(
    {
        "logistics_shipment_id": shipment.id,
        "carrier_tracking_ref": "UPG100000001",
    }
)

# Another delivery is released to a warehouse that another system runs.
warehouse = deliveries[1].picking_type_id.warehouse_id
warehouse.write(
    {
        "logistics_code": "UPG-1",
        "logistics_integration_id": env["logistics.integration"]
        .create(
            {
                "name": "Upgrade Depot",
                "code": "upgrade-depot",
                "kind": "wms",
                "preset": "standard_webhooks",
                "state": "live",
            }
        )
        .id,
    }
)
deliveries[1].action_logistics_release()
env.cr.commit()
