# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about deliveries for which the rules choose the carrier."""

from tests.kit.shipping import ADDRESS


class OpenShippingCommands:
    """Makes deliveries that two carriers may carry; the first is to be preferred."""

    def prepare_open_deliveries(self, count, urls, api_key, parameters):
        """Make deliveries that are ready to be validated; return their ids.

        :param urls: {code: address} of the carriers, the first one first.
        """
        env = self._env()
        for name, value in parameters.items():
            env["ir.config_parameter"].set_param(
                f"logistics_carrier_connector.{name}", value
            )
        services = [
            self._express(env, code, url, api_key) for code, url in urls.items()
        ]
        env["logistics.routing.guide"].create(
            {
                "name": "One after the other",
                "strategy": "first",
                "line_ids": [(0, 0, {"service_id": s.id}) for s in services],
            }
        )
        # Its prices are in euro.
        euro = env.ref("base.EUR")
        euro.active = True
        if euro != env.company.currency_id:
            euro.rate_ids = [(5,), (0, 0, {"name": "2020-01-01", "rate": 0.9})]
        germany = env.ref("base.de").id
        warehouse = env["stock.warehouse"].search([], limit=1)
        warehouse.partner_id.write({**ADDRESS, "country_id": germany})
        customer = env["res.partner"].create(
            {"name": "Ada Customer", **ADDRESS, "country_id": germany}
        )
        product = env["product.product"].create(
            {"name": "Sextant", "type": "consu", "weight": 1.5, "list_price": 100}
        )
        method = self._open_method(env)
        pickings = env["stock.picking"].create(
            [
                self._delivery(env, warehouse, customer, method, product)
                for _at in range(count)
            ]
        )
        pickings.action_confirm()
        pickings.action_assign()
        env.cr.commit()
        env.cr.close()
        return pickings.ids

    def _express(self, env, code, url, api_key):
        integration = env["logistics.integration"].create(
            {
                "name": code.title(),
                "code": code,
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
        return env["logistics.service"].create(
            {"name": "Express", "code": "express", "integration_id": integration.id}
        )

    def _open_method(self, env):
        freight = env["product.product"].create({"name": "Freight", "type": "service"})
        return env["delivery.carrier"].create(
            {
                "name": "Whoever it is",
                "delivery_type": "logistics",
                "logistics_rate_source": "live",
                "product_id": freight.id,
            }
        )

    def live_bookings(self):
        """Return how many transfers have so many bookings that count: {number: how
        many}, and how often another carrier took over."""
        env = self._env()
        env.cr.execute(
            """
            SELECT count(*) FILTER (WHERE unwanted IS NOT TRUE
                                      AND state NOT IN ('cancelling', 'cancelled')),
                   count(*) - 1
              FROM logistics_booking GROUP BY picking_id
            """
        )
        rows = env.cr.fetchall()
        env.cr.close()
        live = [number for number, _more in rows]
        return {
            "live": {str(number): live.count(number) for number in set(live)},
            "taken_over": sum(more for _live, more in rows),
        }
