# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about deliveries that a carrier is to carry."""

ADDRESS = {
    "street": "Speicherstr. 5",
    "city": "Hamburg",
    "zip": "20457",
    "phone": "+49 40 428280",
    "email": "dock@example.com",
}


class ShippingCommands:
    """Makes deliveries to book with the Sandbox Carrier, and tells what became of them."""

    def prepare_deliveries(self, count, url, api_key, parameters=None):
        """Make deliveries that are ready to be validated; return their ids."""
        env = self._env()
        for name, value in (parameters or {}).items():
            env["ir.config_parameter"].set_param(
                f"logistics_carrier_connector.{name}", value
            )
        carrier = self._sandbox(env, url, api_key)
        warehouse = env["stock.warehouse"].search([], limit=1)
        germany = env.ref("base.de")
        warehouse.partner_id.write({**ADDRESS, "country_id": germany.id})
        customer = env["res.partner"].create(
            {"name": "Ada Customer", **ADDRESS, "country_id": germany.id}
        )
        product = env["product.product"].create(
            {"name": "Sextant", "type": "consu", "weight": 1.5, "list_price": 100}
        )
        values = [
            self._delivery(env, warehouse, customer, carrier, product)
            for _at in range(count)
        ]
        pickings = env["stock.picking"].create(values)
        pickings.action_confirm()
        pickings.action_assign()
        env.cr.commit()
        env.cr.close()
        return pickings.ids

    def open_shop(self, url, api_key, webhook_secret):
        """Make a shop that ships with the Sandbox Carrier, and somebody who buys.

        :return: the names of customer and product.
        """
        env = self._env()
        germany = env.ref("base.de")
        env.company.partner_id.write({**ADDRESS, "country_id": germany.id})
        # Let no question stand between validating and the label.
        env.company.stock_text_confirmation = False
        carrier = self._sandbox(env, url, api_key)
        integration = carrier.logistics_integration_id
        env["logistics.credential"].create(
            {
                "integration_id": integration.id,
                "name": "webhook_secret",
                "value": webhook_secret,
            }
        )
        carrier.logistics_service_id.is_return = True
        env["res.partner"].create(
            {"name": "Ada Customer", **ADDRESS, "country_id": germany.id}
        )
        product = env["product.product"].create(
            {
                "name": "Sextant",
                "type": "consu",
                "is_storable": True,
                "weight": 1.5,
                "list_price": 100,
            }
        )
        stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
        env["stock.quant"]._update_available_quantity(product, stock, 100)
        env.cr.commit()
        env.cr.close()
        return {"customer": "Ada Customer", "product": "Sextant"}

    def _sandbox(self, env, url, api_key):
        known = env["delivery.carrier"].search(
            [("logistics_integration_id.code", "=", "sandbox")]
        )
        if known:
            known.logistics_integration_id.base_url = url
            return known
        integration = env["logistics.integration"].create(
            {
                "name": "Sandbox Carrier",
                "code": "sandbox",
                "preset": "sandbox",
                "base_url": url,
                "auth_scheme": "header",
                "auth_header": "X-Api-Key",
                "allow_internal_address": True,
                "call_rate": 0,
                "state": "live",
            }
        )
        env["logistics.credential"].create(
            {"integration_id": integration.id, "name": "api_key", "value": api_key}
        )
        service = env["logistics.service"].create(
            {
                "name": "Express",
                "code": "express",
                "integration_id": integration.id,
            }
        )
        freight = env["product.product"].create({"name": "Freight", "type": "service"})
        return env["delivery.carrier"].create(
            {
                "name": "Sandbox Express",
                "delivery_type": "logistics",
                "logistics_integration_id": integration.id,
                "logistics_service_id": service.id,
                "product_id": freight.id,
            }
        )

    def _delivery(self, env, warehouse, customer, carrier, product):
        source = warehouse.lot_stock_id.id
        target = env.ref("stock.stock_location_customers").id
        move = {
            "product_id": product.id,
            "product_uom_qty": 1,
            "quantity": 1,
            "location_id": source,
            "location_dest_id": target,
        }
        return {
            "picking_type_id": warehouse.out_type_id.id,
            "partner_id": customer.id,
            "carrier_id": carrier.id,
            "location_id": source,
            "location_dest_id": target,
            "move_ids": [(0, 0, move)],
        }

    def deliveries_to_do(self):
        """Return the ids of deliveries that nobody validated yet."""
        env = self._env()
        found = env["stock.picking"].search([("state", "not in", ("done", "cancel"))])
        env.cr.close()
        return found.ids

    def bookings(self):
        """Return {state: how many}, and how many are entered and have their label."""
        env = self._env()
        env.cr.execute(
            """
            SELECT b.state, count(*), count(*) FILTER (WHERE b.settled),
                   count(*) FILTER (WHERE p.carrier_tracking_ref IS NOT NULL),
                   count(*) FILTER (WHERE EXISTS (
                        SELECT 1 FROM logistics_booking_label_rel l
                         WHERE l.logistics_booking_id = b.id))
              FROM logistics_booking b
              JOIN stock_picking p ON p.id = b.picking_id
             GROUP BY b.state
            """
        )
        found = {row[0]: list(row[1:]) for row in env.cr.fetchall()}
        env.cr.close()
        return found

    def labels(self, picking_ids):
        """Return [(label state, number)] of deliveries."""
        env = self._env()
        pickings = env["stock.picking"].browse(picking_ids)
        found = [(p.label_state, p.carrier_tracking_ref) for p in pickings]
        env.cr.close()
        return found

    def booking_troubles(self):
        """Return {what is wrong: how many} of bookings that are not ready."""
        env = self._env()
        env.cr.execute(
            "SELECT state || ': ' || coalesce(error_message, ''), count(*) "
            "FROM logistics_booking WHERE state != 'ready' GROUP BY 1"
        )
        found = dict(env.cr.fetchall())
        env.cr.close()
        return found
