# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical.service_level import OPEN_STATES
from .logistics_sla_policy import KINDS
from .loose_fields import LooseMany2one

STATES = [
    ("running", "Running"),
    ("at_risk", "At risk"),
    ("breached", "Breached"),
    ("met", "Met"),
    ("excluded", "Excluded"),
    ("cancelled", "Cancelled"),
]


class LogisticsSlaMeasure(models.Model):
    """One service level of one shipment, or case: when it is due and how it ended.

    It follows from the dates of the shipment or case, in whatever order they become
    known; the clock takes it from running to at risk to breached.
    """

    _name = "logistics.sla.measure"
    _description = "Service Level Measure"
    _order = "due_at, id"
    _rec_name = "kind"
    _log_access = False

    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    exception_id = fields.Many2one(
        "logistics.exception",
        string="Case",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    policy_id = LooseMany2one(
        "logistics.sla.policy", string="Service Level", readonly=True, index=True
    )
    company_id = LooseMany2one("res.company", readonly=True, required=True)
    kind = fields.Selection(list(KINDS.items()), required=True, readonly=True)
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="running",
        group_expand=True,
    )
    started_at = fields.Datetime(string="Started", required=True, readonly=True)
    at_risk_at = fields.Datetime(string="At Risk From", readonly=True)
    due_at = fields.Datetime(string="Due", readonly=True)
    stopped_at = fields.Datetime(string="Done", readonly=True)
    paused_hours = fields.Float(
        string="Stood Still (h)",
        readonly=True,
        digits=(10, 2),
        help="Working time for which the clock stood still.",
    )
    breach_count = fields.Integer(
        string="Breaches", readonly=True, help="How often it was found breached."
    )
    exclusion_reason = fields.Char(readonly=True)
    excluded_by_id = fields.Many2one("res.users", readonly=True)

    partner_id = fields.Many2one(related="shipment_id.partner_id", string="Customer")
    integration_id = fields.Many2one(
        related="shipment_id.integration_id", string="Carrier"
    )
    lane = fields.Char(related="shipment_id.lane")
    warehouse = fields.Char(related="shipment_id.warehouse")
    service_code = fields.Char(related="shipment_id.service_code")
    user_id = fields.Many2one(related="shipment_id.user_id", string="Dispatcher")
    hours_late = fields.Float(
        string="Late (h)",
        compute="_compute_hours_late",
        help="From when it was due until it was done, or until now.",
    )
    color = fields.Integer(compute="_compute_color")

    _once = models.UniqueIndex("(shipment_id, kind, COALESCE(exception_id, 0))")
    # What the timers look for, and the board: however many measures there are, these
    # hold only the open ones.
    _becomes_risk = models.Index("(at_risk_at) WHERE state = 'running'")
    _becomes_breach = models.Index("(due_at) WHERE state IN ('running', 'at_risk')")
    _on_board = models.Index(
        "(company_id, state, due_at) "
        "WHERE stopped_at IS NULL AND state IN ('at_risk', 'breached')"
    )

    @api.depends("kind", "shipment_id.name")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for measure in self:
            name = measure.shipment_id.name or ""
            measure.display_name = f"{name}: {labels.get(measure.kind, '')}"

    @api.depends("due_at", "stopped_at", "state")
    def _compute_hours_late(self):
        now = fields.Datetime.now()
        for measure in self:
            late = 0.0
            if measure.state == "breached" and measure.due_at:
                end = measure.stopped_at or now
                late = max((end - measure.due_at).total_seconds() / 3600, 0.0)
            measure.hours_late = late

    @api.depends("state")
    def _compute_color(self):
        colors = {"breached": 1, "at_risk": 3, "met": 10}
        for measure in self:
            measure.color = colors.get(measure.state, 0)

    def action_exclude(self):
        """Ask for the reason, and count it no more."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exclude"),
            "res_model": "logistics.sla.exclude",
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": self._name, "active_ids": self.ids},
        }

    def action_include(self):
        """Count again what was excluded by a person."""
        self._check_may_exclude()
        excluded = self.filtered(lambda m: m.state == "excluded" and m.excluded_by_id)
        excluded.sudo().write(
            {
                "state": "running",
                "exclusion_reason": False,
                "excluded_by_id": False,
            }
        )
        excluded._follow_again()

    def _exclude(self, reason):
        """Count it no more; the reason is kept and counted.

        :param str reason: why, in words.
        """
        self._check_may_exclude()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is not to be counted."))
        self.sudo().write(
            {
                "state": "excluded",
                "exclusion_reason": reason,
                "excluded_by_id": self.env.uid,
            }
        )
        for shipment, measures in self.grouped("shipment_id").items():
            shipment.message_post(
                body=self.env._(
                    "Not counted in service levels (%(kinds)s): %(reason)s",
                    kinds=", ".join(measures.mapped("kind")),
                    reason=reason,
                )
            )
        self.env["logistics.kpi"].sudo()._touch(self.shipment_id)

    def _check_may_exclude(self):
        if not self.env.su and not self.env.user.has_group(
            "logistics_base.group_manager"
        ):
            raise UserError(self.env._("A manager decides what is not counted."))

    def action_view_shipment(self):
        """Open the shipment."""
        self.ensure_one()
        return self.shipment_id._form_action()

    def _is_open(self):
        return self.filtered(lambda measure: measure.state in OPEN_STATES)
