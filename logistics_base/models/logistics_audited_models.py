# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsIntegration(models.Model):
    """Whoever sets up an integration is on record; what its circuit does is not."""

    _name = "logistics.integration"
    _inherit = ["logistics.integration", "logistics.audited"]

    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {
            "inbound_circuit_state",
            "circuit_failures",
            "circuit_retry_at",
            "message_main_attachment_id",
        }


class LogisticsFlow(models.Model):
    _name = "logistics.flow"
    _inherit = ["logistics.flow", "logistics.audited"]


class LogisticsCredential(models.Model):
    _name = "logistics.credential"
    _inherit = ["logistics.credential", "logistics.audited"]

    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {
            "encrypted_value",
            "is_reference",
            "last_rotated",
        }

    def _audit_secret_fields(self):
        return super()._audit_secret_fields() | {"value"}


class LogisticsPreset(models.Model):
    _name = "logistics.preset"
    _inherit = ["logistics.preset", "logistics.audited"]

    def _audit_applies(self):
        # Presets of addons come with their files: those are nobody's decision here.
        return self.browse() if self.env.context.get("install_mode") else self


class LogisticsFolder(models.Model):
    _name = "logistics.folder"
    _inherit = ["logistics.folder", "logistics.audited"]

    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {"last_run_at", "last_error"}


class LogisticsCodeMap(models.Model):
    """Codes that people map are on record; those that partners send are in the queue."""

    _name = "logistics.code.map"
    _inherit = ["logistics.code.map", "logistics.audited"]

    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {"occurrences", "last_seen"}

    def _audit_applies(self):
        return self.browse() if self.env.su else self


class LogisticsBinding(models.Model):
    _name = "logistics.binding"
    _inherit = ["logistics.binding", "logistics.audited"]

    def _audit_applies(self):
        return self.browse() if self.env.su else self
