# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import asdict

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.transport.call_errors import CallError

#: Seconds a person waits for the carrier's opinion of an address.
DEADLINE = 15
#: Part of a ``Party`` -> field of a contact.
PARTS = {
    "street": "street",
    "street2": "street2",
    "city": "city",
    "postcode": "zip",
}


class LogisticsAddressCheck(models.TransientModel):
    """What a carrier says of an address, and how it would write it."""

    _name = "logistics.address.check"
    _description = "Address Check"

    partner_id = fields.Many2one("res.partner", required=True, readonly=True)
    carrier_name = fields.Char(required=True, readonly=True)
    is_deliverable = fields.Boolean(readonly=True)
    problems = fields.Text(readonly=True)
    suggestion = fields.Json(readonly=True)
    current_address = fields.Text(compute="_compute_addresses")
    suggested_address = fields.Text(compute="_compute_addresses")

    def _compute_addresses(self):
        for check in self:
            own = asdict(check.partner_id._logistics_party())
            check.current_address = check._written(own)
            check.suggested_address = check.suggestion and check._written(
                {**own, **check.suggestion}
            )

    def _written(self, party):
        place = [party.get("postcode"), party.get("city"), party.get("state")]
        lines = [
            party.get("street"),
            party.get("street2"),
            " ".join(filter(None, place)),
            party.get("country"),
        ]
        return "\n".join(filter(None, lines))

    def action_apply(self):
        """Write the address as the carrier writes it."""
        self.ensure_one()
        suggested = self.suggestion or {}
        vals = {
            name: suggested[part] for part, name in PARTS.items() if part in suggested
        }
        country = self.partner_id.country_id
        if suggested.get("country") and suggested["country"] != country.code:
            raise UserError(
                self.env._(
                    "The suggestion lies in another country: correct it by hand."
                )
            )
        if state := suggested.get("state"):
            found = country.state_ids.filtered(lambda each: each.code == state)
            vals["state_id"] = found.id or self.partner_id.state_id.id
        self.partner_id.write(vals)
        return {"type": "ir.actions.act_window_close"}


class StockPicking(models.Model):
    _inherit = "stock.picking"

    logistics_can_check_address = fields.Boolean(
        compute="_compute_logistics_can_check_address", compute_sudo=True
    )

    def _compute_logistics_can_check_address(self):
        for picking in self:
            integration = picking._logistics_executor()
            picking.logistics_can_check_address = (
                bool(integration)
                and integration.state == "live"
                and "check_address" in integration._connector_type().capabilities
            )

    def action_check_logistics_address(self):
        """Ask the carrier whether it can deliver there, and show what it says."""
        self.ensure_one()
        self.check_access("write")
        if not self.logistics_can_check_address:
            raise UserError(self.env._("This carrier does not check addresses."))
        integration = self.sudo()._logistics_executor()
        partner = self._logistics_addresses()[1]
        answer = self._logistics_ask_about(partner, integration)
        suggestion = answer.suggestion and {
            part: value
            for part, value in asdict(answer.suggestion).items()
            if value and part in {*PARTS, "state", "country"}
        }
        check = self.env["logistics.address.check"].create(
            {
                "partner_id": partner.id,
                "carrier_name": integration.name,
                "is_deliverable": answer.deliverable,
                "problems": "\n".join(answer.problems),
                "suggestion": suggestion or False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Address of %s", partner.display_name),
            "res_model": check._name,
            "res_id": check.id,
            "view_mode": "form",
            "target": "new",
        }

    def _logistics_ask_about(self, partner, integration):
        """Return the carrier's ``AddressCheck``; every call is kept as a message."""
        connector = integration._connector(deadline=DEADLINE)
        shipment = self.sudo().logistics_shipment_id
        try:
            return connector.check_address(partner._logistics_party())
        except CallError as error:
            raise UserError(
                self.env._(
                    "%(carrier)s could not be asked: %(reason)s",
                    carrier=integration.name,
                    reason="\n".join([str(error), *error.problems]),
                )
            ) from error
        finally:
            if connector.client is not None:
                integration._log_calls(
                    connector.client,
                    "address.check",
                    correlation_id=shipment.correlation_id,
                    shipment_ids=shipment.ids,
                )
