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


class LogisticsRule(models.Model):
    _name = "logistics.rule"
    _inherit = ["logistics.rule", "logistics.audited"]

    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {"problem", "armed_at", "revision"}


class LogisticsRuleAction(models.Model):
    _name = "logistics.rule.action"
    _inherit = ["logistics.rule.action", "logistics.audited"]


class LogisticsSlaPolicy(models.Model):
    _name = "logistics.sla.policy"
    _inherit = ["logistics.sla.policy", "logistics.audited"]

    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {"problem"}


class LogisticsSubscription(models.Model):
    """Who is told of what is on record; how far they are is not."""

    _name = "logistics.subscription"
    _inherit = ["logistics.subscription", "logistics.audited"]

    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {
            "position",
            "is_behind",
            "last_delivered_at",
            "failing_since",
            "last_error",
        }


class LogisticsProcessTemplate(models.Model):
    _name = "logistics.process.template"
    _inherit = ["logistics.process.template", "logistics.audited"]


class LogisticsProcessTemplateLine(models.Model):
    _name = "logistics.process.template.line"
    _inherit = ["logistics.process.template.line", "logistics.audited"]


class LogisticsExceptionOwnerRule(models.Model):
    _name = "logistics.exception.owner.rule"
    _inherit = ["logistics.exception.owner.rule", "logistics.audited"]
