# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# Run by "odoo shell" with the addons of 19.0.1.1.0, after what every version does.
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
env.cr.commit()
