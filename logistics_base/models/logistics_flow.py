# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsFlow(models.Model):
    """One interface: a document type, one way, between Odoo and one partner system.

    The list of flows is the interface inventory: who owns the object, how fast it must
    travel, what is shed first under load, how long its messages are kept.
    """

    _name = "logistics.flow"
    _description = "Integration Flow"
    _order = "integration_id, direction, document_type"

    integration_id = fields.Many2one(
        "logistics.integration", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    document_type = fields.Selection(
        selection="_selection_document_type", required=True
    )
    direction = fields.Selection(
        [("inbound", "Inbound"), ("outbound", "Outbound")],
        required=True,
        default="inbound",
    )
    system_of_record = fields.Selection(
        [("odoo", "Odoo"), ("partner", "Partner")],
        required=True,
        default="partner",
        help="Who may change the object. A message from the other side is refused and "
        "shown.",
    )
    latency = fields.Selection(
        [
            ("real_time", "Real Time"),
            ("near_real_time", "Near Real Time"),
            ("batch", "Scheduled Batch"),
        ],
        required=True,
        default="real_time",
    )
    priority = fields.Integer(
        default=5, help="1 goes first; what is above 7 waits when the inbox is behind."
    )
    mode = fields.Selection(
        [("live", "Live"), ("shadow", "Shadow"), ("off", "Off")],
        required=True,
        default="live",
        help="Shadow: decode and compare, change nothing. Off: messages wait.",
    )
    owner_id = fields.Many2one(
        "res.users",
        compute="_compute_owner_id",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
    retention_days = fields.Integer(
        default=lambda self: self._default_retention_days(),
        help="Payloads older than this are deleted; the fact that the message came is "
        "kept. 0: keep.",
    )
    note = fields.Char()

    _once = models.Constraint(
        "unique(integration_id, document_type, direction)",
        "This integration has this flow already.",
    )
    _retention_positive = models.Constraint(
        "CHECK(retention_days >= 0)", "Retention cannot be negative."
    )

    @api.model
    def _default_retention_days(self):
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("logistics_base.retention_days", 90))

    @api.model
    def _selection_document_type(self):
        return self.env["logistics.message"]._selection_document_type()

    @api.depends("integration_id.owner_id")
    def _compute_owner_id(self):
        for flow in self:
            flow.owner_id = flow.owner_id or flow.integration_id.owner_id

    @api.depends("integration_id.name", "document_type", "direction")
    def _compute_display_name(self):
        labels = dict(self._selection_document_type())
        for flow in self:
            flow.display_name = (
                f"{flow.integration_id.name} · {labels.get(flow.document_type, '')}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        flows = super().create(vals_list)
        self.env["logistics.door"]._forget()
        return flows

    def write(self, vals):
        result = super().write(vals)
        self.env["logistics.door"]._forget()
        if vals.get("mode") in ("live", "shadow"):
            self._release_parked()
        return result

    def unlink(self):
        keys = self._wait_keys()
        result = super().unlink()
        self.env["logistics.door"]._forget()
        # What no flow speaks of is live.
        self._release(keys)
        return result

    def _release_parked(self):
        self._release(self._wait_keys())

    @api.model
    def _release(self, keys):
        waits = self.env["logistics.message.wait"].sudo()
        for company, key in keys:
            waits._release(company, "flow", [key])

    def _wait_keys(self):
        return [(flow.company_id, flow._wait_key()) for flow in self]

    def _wait_key(self):
        return f"{self.integration_id.id}:{self.document_type}"
