# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..canonical.bookings import LABEL_FORMATS
from .logistics_service import RATE_SOURCES


class DeliveryCarrier(models.Model):
    """A delivery method that goes by an integration of ours."""

    _inherit = "delivery.carrier"

    delivery_type = fields.Selection(
        selection_add=[("logistics", "Logistics Carrier")],
        ondelete={
            "logistics": lambda carriers: carriers.write(
                {"delivery_type": "fixed", "fixed_price": 0}
            )
        },
    )
    logistics_integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier Integration",
        domain="[('kind', 'in', ('carrier', 'forwarder')), ('state', '!=', 'retired')]",
        index="btree_not_null",
        help="Empty: the routing guides choose among all carriers that are live, and "
        "another one takes over where the first does not book it.",
    )
    logistics_service_id = fields.Many2one(
        "logistics.service",
        string="Carrier Service",
        domain="[('integration_id', '=', logistics_integration_id)]",
        index="btree_not_null",
        help="Empty: chosen by the rules when the order is rated.",
    )
    logistics_rate_source = fields.Selection(
        RATE_SOURCES,
        string="Prices From",
        default="live_then_tariff",
        required=True,
    )
    logistics_label_format = fields.Selection(
        [(name, name.upper()) for name in LABEL_FORMATS],
        string="Label Format",
        default="pdf",
        required=True,
    )
    logistics_environment = fields.Selection(
        related="logistics_integration_id.environment", string="Carrier Environment"
    )

    def init(self):
        """Let Odoo's own addons insert before this one is loaded."""
        super().init()
        self.env.cr.execute(
            """
            ALTER TABLE delivery_carrier
                  ALTER logistics_rate_source SET DEFAULT 'live_then_tariff',
                  ALTER logistics_label_format SET DEFAULT 'pdf'
            """
        )

    @api.constrains(
        "delivery_type",
        "logistics_integration_id",
        "logistics_service_id",
        "company_id",
    )
    def _check_logistics_integration(self):
        for carrier in self.filtered(lambda c: c.delivery_type == "logistics"):
            integration = carrier.logistics_integration_id
            if carrier.logistics_service_id and not integration:
                raise ValidationError(
                    self.env._(
                        "%s: a service is chosen, but not whose. Choose the "
                        "integration, or leave the service to the rules, too.",
                        carrier.name,
                    )
                )
            if not integration or not carrier.company_id:
                continue
            if carrier.company_id != integration.company_id:
                raise ValidationError(
                    self.env._(
                        "%(carrier)s: the integration belongs to %(company)s.",
                        carrier=carrier.name,
                        company=integration.company_id.name,
                    )
                )

    @api.depends("delivery_type", "logistics_integration_id")
    def _compute_can_generate_return(self):
        super()._compute_can_generate_return()
        for carrier in self._logistics_methods():
            carrier.can_generate_return = carrier._logistics_can("return_label")

    @api.depends("delivery_type")
    def _compute_supports_shipping_insurance(self):
        super()._compute_supports_shipping_insurance()
        self._logistics_methods().supports_shipping_insurance = True

    def _logistics_methods(self):
        return self.filtered(lambda c: c.delivery_type == "logistics")

    @api.onchange("logistics_integration_id")
    def _onchange_logistics_integration_id(self):
        service = self.logistics_service_id
        if service.integration_id != self.logistics_integration_id:
            self.logistics_service_id = False

    # Odoo's hooks

    def logistics_send_shipping(self, pickings):
        """Record the intent to book; the price and the number come after the commit.

        :return: what Odoo expects, with the price still unknown.
        """
        bookings = self.env["logistics.booking"]
        for picking in pickings:
            bookings._intend(picking)
        return [{"exact_price": 0.0, "tracking_number": False} for _ in pickings]

    def logistics_get_return_label(
        self, pickings, tracking_number=None, origin_date=None
    ):
        """Have a return label bought for each transfer."""
        for picking in pickings:
            if not self._logistics_can("return_label"):
                raise UserError(
                    self.env._("%s has no return labels.", self.name),
                )
            booking = self.env["logistics.booking"]._intend(picking, "return")
            booking._raise_invalid()
        return []

    def logistics_get_tracking_link(self, picking):
        """Return where the consignee can look: the carrier's page for the parcels."""
        booking = picking.sudo().booking_id
        if booking.tracking_url:
            return booking.tracking_url
        if self.tracking_url and picking.carrier_tracking_ref:
            number = picking.carrier_tracking_ref.split(",")[0]
            number = quote(number.strip(), safe="")
            return self.tracking_url.replace("<shipmenttrackingnumber>", number)
        return False

    def logistics_cancel_shipment(self, pickings):
        """Call off what was booked for the transfers."""
        pickings.check_access("write")
        pickings.sudo().booking_ids._call_off()
