# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical import vocabulary
from .loose_fields import LooseMany2one

#: What a case came with: nobody writes over it.
GIVEN = {"opened_at", "automatic", "company_id"}


class LogisticsException(models.Model):
    """A case that a person owns, beside the stage of the shipment."""

    _name = "logistics.exception"
    _description = "Shipment Exception"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "severity desc, opened_at desc, id desc"
    _rec_name = "summary"

    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    package_id = fields.Many2one(
        "logistics.package", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="shipment_id.partner_id",
        string="Customer",
        store=True,
        index="btree_not_null",
    )
    integration_id = fields.Many2one(
        related="shipment_id.integration_id",
        string="Carrier",
        store=True,
        index="btree_not_null",
    )
    milestone_id = LooseMany2one("logistics.milestone", readonly=True)
    type = fields.Selection(
        list(vocabulary.EXCEPTION_TYPES.items()), required=True, default="other"
    )
    reason_code = fields.Selection(list(vocabulary.REASONS.items()), string="Reason")
    severity = fields.Selection(
        list(vocabulary.SEVERITIES.items()), required=True, default="1", tracking=True
    )
    summary = fields.Char(required=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("acknowledged", "Acknowledged"),
            ("resolved", "Resolved"),
        ],
        required=True,
        default="open",
        index=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Owner", index="btree_not_null", tracking=True
    )
    opened_at = fields.Datetime(required=True, default=fields.Datetime.now)
    acknowledged_at = fields.Datetime(readonly=True, copy=False)
    resolved_at = fields.Datetime(readonly=True, copy=False)
    resolved_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        help="Empty where a later milestone proved it over.",
    )
    resolution_code_id = fields.Many2one(
        "logistics.resolution.code",
        string="Outcome",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        copy=False,
    )
    resolution = fields.Char(copy=False)
    automatic = fields.Boolean(
        readonly=True,
        help="Opened by a milestone; a later one that proves it over closes it.",
    )
    claim_ids = fields.One2many("logistics.claim", "exception_id")
    claim_count = fields.Integer(compute="_compute_claim_count")
    color = fields.Integer(compute="_compute_color")

    _open_once = models.UniqueIndex(
        "(shipment_id, COALESCE(package_id, 0), type) "
        "WHERE automatic AND state != 'resolved'",
        "This exception is open already.",
    )

    @api.depends("claim_ids")
    def _compute_claim_count(self):
        for exception in self:
            exception.claim_count = len(exception.claim_ids)

    @api.depends("severity", "state")
    def _compute_color(self):
        colors = {"2": 2, "3": 1}  # orange, red
        for exception in self:
            is_over = exception.state == "resolved"
            exception.color = 0 if is_over else colors.get(exception.severity, 0)

    @api.model_create_multi
    def create(self, vals_list):
        exceptions = super().create(vals_list)
        exceptions.shipment_id._refresh_has_exception()
        exceptions._publish("exception.opened", "open", "acknowledged")
        return exceptions

    def write(self, vals):
        if not self.env.su and not GIVEN.isdisjoint(vals):
            raise UserError(self.env._("Where a case came from, and when, stays."))
        if "state" in vals:
            is_over = vals["state"] == "resolved"
            vals = {
                "resolved_at": is_over and fields.Datetime.now(),
                "resolved_by_id": is_over and self.env.uid,
                **vals,
            }
        before = {case: (case.state, case.severity) for case in self}
        result = super().write(vals)
        if "state" in vals:
            self.shipment_id._refresh_has_exception()
        self._publish_changes(before)
        return result

    def unlink(self):
        shipments = self.shipment_id
        result = super().unlink()
        shipments._refresh_has_exception()
        return result

    # What has changed

    def _publish_changes(self, before):
        """Publish one event for each change of state, and for each rise in severity.

        :param dict before: {case: (state, severity)}.
        """
        moved = self.filtered(lambda case: case.state != before[case][0])
        back = moved.filtered(lambda case: before[case][0] == "resolved")
        back._publish("exception.opened", "open", "acknowledged")
        (moved - back)._publish("exception.acknowledged", "acknowledged")
        moved._publish("exception.resolved", "resolved")
        graver = self.filtered(lambda case: case.severity > before[case][1])
        graver._publish("exception.escalated", "open", "acknowledged")

    def _publish(self, event_type, *states):
        cases = self._in_states(*states)
        types = {case.id: case.type for case in cases}
        self.env["logistics.event"]._publish(event_type, cases, types)

    # Steps

    def action_acknowledge(self):
        """Take the case: from now on somebody owns it."""
        taken = self._in_states("open")
        vals = {"state": "acknowledged", "acknowledged_at": fields.Datetime.now()}
        taken.filtered("user_id").write(vals)
        taken.filtered(lambda case: not case.user_id).write(
            {**vals, "user_id": self.env.uid}
        )

    def action_resolve(self):
        """Close the cases; ask how they ended where that is not told yet."""
        unresolved = self._in_states("open", "acknowledged")
        if any(not (case.resolution or case.resolution_code_id) for case in unresolved):
            return unresolved.action_open_resolve()
        return self._set_resolved()

    def action_open_resolve(self):
        """Ask how the cases ended, then close them."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Resolve"),
            "res_model": "logistics.exception.resolve",
            "view_mode": "form",
            "target": "new",
            "context": {"default_exception_ids": self.ids},
        }

    def action_reopen(self):
        """Open a closed case again."""
        self._in_states("resolved").write(
            {
                "state": "acknowledged",
                "automatic": False,
                "resolution_code_id": False,
                "merged_into_id": False,
            }
        )

    def action_claim(self):
        """Begin a claim for this case."""
        self.ensure_one()
        kinds = {"damage": "damage", "loss": "loss", "shortage": "shortage"}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Claim"),
            "res_model": "logistics.claim",
            "view_mode": "form",
            "context": {
                "default_shipment_id": self.shipment_id.id,
                "default_package_id": self.package_id.id,
                "default_exception_id": self.id,
                "default_type": kinds.get(self.type, "delay"),
                "default_description": self.summary,
            },
        }

    def action_view_claims(self):
        """Open the claims for this case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_claim_action"
        )
        action["domain"] = [("exception_id", "=", self.id)]
        action["context"] = {}
        return action

    def _set_resolved(self, resolution=None, *, proven=False, code=None):
        """Close the cases.

        :param code: the ``logistics.resolution.code`` of how they ended.
        :param bool proven: milestones did, not a person; they may open them again.
        """
        vals = {"state": "resolved"}
        if resolution:
            vals["resolution"] = resolution
        if code:
            vals["resolution_code_id"] = code.id
        if proven:
            vals["resolved_by_id"] = False
        if unresolved := self._in_states("open", "acknowledged"):
            unresolved.write(vals)

    def _in_states(self, *states):
        return self.filtered(lambda exception: exception.state in states)
