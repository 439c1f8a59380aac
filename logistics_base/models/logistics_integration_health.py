# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..protocols import signatures


class LogisticsIntegration(models.Model):
    """What an administrator must see of an integration at a glance."""

    _inherit = "logistics.integration"

    covers_body = fields.Boolean(
        compute="_compute_scheme_promises",
        help="The signature covers the message itself, so nobody can change it.",
    )
    requires_secret = fields.Boolean(compute="_compute_scheme_promises")
    secret_names = fields.Char(compute="_compute_scheme_promises")
    unmapped_count = fields.Integer(compute="_compute_open_questions")
    unbound_count = fields.Integer(compute="_compute_open_questions")
    shipment_count = fields.Integer(compute="_compute_shipment_count")

    @api.depends("signature_scheme")
    def _compute_scheme_promises(self):
        for integration in self:
            scheme = signatures.SCHEMES.get(integration.signature_scheme)
            integration.covers_body = bool(scheme and scheme.covers_body)
            integration.requires_secret = bool(scheme and scheme.requires_secret)
            integration.secret_names = scheme and ", ".join(scheme.secret_names)

    def _compute_open_questions(self):
        for name, model, domain in (
            ("unmapped_count", "logistics.code.map", [("is_mapped", "=", False)]),
            ("unbound_count", "logistics.binding", [("state", "!=", "bound")]),
        ):
            counts = dict(
                self.env[model]._read_group(
                    [("integration_id", "in", self.ids), *domain],
                    ["integration_id"],
                    ["__count"],
                )
            )
            for integration in self:
                integration[name] = counts.get(integration, 0)

    def _compute_shipment_count(self):
        counts = dict(
            self.env["logistics.shipment"]._read_group(
                [("integration_id", "in", self.ids)], ["integration_id"], ["__count"]
            )
        )
        for integration in self:
            integration.shipment_count = counts.get(integration, 0)

    def action_view_problems(self):
        """Open the messages that wait for a person."""
        action = self.action_view_messages()
        states = self.env["logistics.message"]._problem_states()
        action["domain"] = [*action["domain"], ("state", "in", states)]
        return action

    def action_view_unmapped(self):
        """Open the codes of the partner that nobody has mapped yet."""
        return self._own_action("logistics_base.logistics_code_map_action_unmapped")

    def action_view_code_maps(self):
        """Open the code map in force: the integration's own and its preset's."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_code_map_action"
        )
        action["domain"] = [
            "|",
            ("integration_id", "=", self.id),
            ("preset", "=", self.preset or ""),
        ]
        action["context"] = {"default_integration_id": self.id}
        return action

    def action_view_bindings(self):
        """Open what the partner calls our records."""
        return self._own_action("logistics_base.logistics_binding_action")

    def action_view_shipments(self):
        """Open the shipments that this carrier executes."""
        return self._own_action("logistics_base.logistics_shipment_action")

    def _own_action(self, xml_id):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["domain"] = [("integration_id", "=", self.id)]
        action["context"] = {"default_integration_id": self.id}
        return action

    def action_edit_preset(self):
        """Open the preset of the integration."""
        self.ensure_one()
        preset = self.env["logistics.preset"].search([("code", "=", self.preset)])
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.preset",
            "res_id": preset.id,
            "view_mode": "form",
        }

    def action_try_preset(self):
        """Open the try-out: paste a payload, see what it would become."""
        self.ensure_one()
        preset = self.env["logistics.preset"].search([("code", "=", self.preset)])
        return preset._try_action(integration_id=self.id)
