# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os

from odoo import api, fields, models
from odoo.tools import config

from ..protocols.keyring import Keyring, KeyringError
from .logistics_credential import KEY_OPTION, KEY_VARIABLE


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_retention_days = fields.Integer(
        string="Keep Payloads For (days)",
        config_parameter="logistics_base.retention_days",
        default=90,
    )
    logistics_silence_days = fields.Integer(
        related="company_id.logistics_silence_days", readonly=False
    )
    logistics_user_id = fields.Many2one(
        related="company_id.logistics_user_id", readonly=False
    )
    logistics_key_source = fields.Selection(
        [
            ("environment", "The server's environment"),
            ("configuration", "The server's odoo.conf"),
            ("none", "Not set"),
        ],
        string="Encryption Key From",
        compute="_compute_logistics_key",
    )
    logistics_key_problem = fields.Char(compute="_compute_logistics_key")
    logistics_credential_count = fields.Integer(
        string="Stored Credentials", compute="_compute_logistics_counts"
    )
    logistics_integration_count = fields.Integer(
        string="Integrations", compute="_compute_logistics_counts"
    )

    @api.depends("company_id")
    def _compute_logistics_key(self):
        source = (
            "environment"
            if os.environ.get(KEY_VARIABLE)
            else "configuration"
            if config.get(KEY_OPTION)
            else "none"
        )
        problem = False
        try:
            Keyring.from_text(self.env["logistics.credential"]._keys_text())
        except KeyringError as error:
            problem = str(error)
        self.logistics_key_source = source
        self.logistics_key_problem = problem

    @api.depends("company_id")
    def _compute_logistics_counts(self):
        self.logistics_credential_count = (
            self.env["logistics.credential"]
            .sudo()
            .search_count([("encrypted_value", "!=", False)])
        )
        self.logistics_integration_count = (
            self.env["logistics.integration"]
            .sudo()
            .with_context(active_test=False)
            .search_count([])
        )

    def action_logistics_rotate_keys(self):
        """Encrypt every stored credential anew with the first key."""
        self.env["res.config.settings"].check_access("create")
        credentials = (
            self.env["logistics.credential"]
            .sudo()
            .search([("encrypted_value", "!=", False)])
        )
        lost = credentials.browse()
        for credential in credentials:
            try:
                credential.action_rotate_key()
            except KeyringError:
                lost |= credential
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": self._rotation_notice(credentials - lost, lost),
        }

    @api.model
    def _rotation_notice(self, rotated, lost):
        message = self.env._(
            "%s credentials encrypted with the first key.", len(rotated)
        )
        if not lost:
            return {"type": "success", "message": message}
        where = ", ".join(sorted(set(lost.integration_id.mapped("name"))))
        return {
            "type": "danger",
            "sticky": True,
            "message": self.env._(
                "%(done)s No key in use can read those of %(where)s: add the key they "
                "were stored with, or enter them again.",
                done=message,
                where=where,
            ),
        }
