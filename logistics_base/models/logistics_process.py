# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..processes.steps import PROCESS_STATES
from .logistics_process_template_line import CODES

#: A person changes none of these: they follow from what happens.
DERIVED = {
    "shipment_id",
    "company_id",
    "template_id",
    "state",
    "current_code",
    "is_late",
    "due_at",
    "started_at",
    "ended_at",
    "taken_over_at",
    "taken_over_by_id",
    "taken_over_reason",
    "undoing",
    "seen",
    "step_ids",
}


class LogisticsProcess(models.Model):
    """What a shipment goes through, from the order to the bill, step by step.

    A step is done because something happened: a shipment was released, a label came, a
    milestone was told. People may take a process over; nothing is done by itself then.
    """

    _name = "logistics.process"
    _description = "Process"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "shipment_id"
    _rec_names_search = ["shipment_id"]

    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    template_id = fields.Many2one(
        "logistics.process.template",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    partner_id = fields.Many2one(related="shipment_id.partner_id", string="Customer")
    integration_id = fields.Many2one(
        related="shipment_id.integration_id", string="Carrier"
    )
    user_id = fields.Many2one(related="shipment_id.user_id", string="Dispatcher")
    shipment_state = fields.Selection(related="shipment_id.state", string="Stage")
    step_ids = fields.One2many("logistics.process.step", "process_id", readonly=True)
    state = fields.Selection(
        list(PROCESS_STATES.items()), required=True, default="running", readonly=True
    )
    current_code = fields.Selection(
        CODES,
        string="Current Step",
        readonly=True,
        group_expand="_group_expand_current_code",
    )
    is_late = fields.Boolean(readonly=True)
    due_at = fields.Datetime(
        string="Due",
        readonly=True,
        help="Until when the step that runs should be done.",
    )
    started_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    ended_at = fields.Datetime(readonly=True)
    taken_over_at = fields.Datetime(readonly=True)
    taken_over_by_id = fields.Many2one("res.users", readonly=True)
    taken_over_reason = fields.Char(readonly=True)
    undoing = fields.Char(
        readonly=True,
        help="The step whose failure has what was done before it taken back.",
    )
    seen = fields.Char(
        readonly=True,
        help="What was known of the shipment when the steps were derived.",
    )
    ribbon = fields.Json(compute="_compute_ribbon")

    _once = models.UniqueIndex("(shipment_id)", "The shipment has its process already.")
    _open = models.Index(
        "(company_id, current_code) WHERE state NOT IN ('done', 'cancelled')"
    )

    @api.model
    def _group_expand_current_code(self, codes, domain):
        """Show the steps in their order, those of the usual course even when empty."""
        usual = {"book", "label", "dispatch", "deliver", "proof"}
        return [code for code, _label in CODES if code in {*usual, *codes}]

    @api.depends("step_ids.state", "step_ids.is_late", "state")
    def _compute_ribbon(self):
        for process in self:
            process.ribbon = {
                "id": process.id,
                "state": process.state,
                "steps": [step._shown() for step in process.step_ids],
            }

    def write(self, vals):
        if not self.env.su and not DERIVED.isdisjoint(vals):
            raise UserError(
                self.env._("Steps follow from what happens: take the process over.")
            )
        return super().write(vals)

    # What people decide

    def action_take_over(self):
        """Ask why, then let a person steer: nothing is done by itself any more."""
        return self._ask("take_over", process=self)

    def _ask(self, decision, *, process, step=None):
        process.ensure_one()
        process.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": dict(
                self.env["logistics.process.decide"]
                ._fields["decision"]
                ._description_selection(self.env)
            )[decision],
            "res_model": "logistics.process.decide",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_process_id": process.id,
                "default_step_id": step.id if step else False,
                "default_decision": decision,
            },
        }

    def _take_over(self, reason):
        """Let the user steer; who and why is logged."""
        self.check_access("write")
        for process in self.sudo():
            process.write(
                {
                    "taken_over_at": fields.Datetime.now(),
                    "taken_over_by_id": self.env.uid,
                    "taken_over_reason": reason,
                }
            )
            process._log(self.env._("Taken over: %s", reason))
        self.sudo()._follow_again()

    def action_resume(self):
        """Go on by itself, from what is known by now."""
        self.check_access("write")
        for process in self.sudo().filtered("taken_over_at"):
            process.write(
                {
                    "taken_over_at": False,
                    "taken_over_by_id": False,
                    "taken_over_reason": False,
                }
            )
            process._log(self.env._("Goes on by itself again."))
        self.sudo()._follow_again()

    def action_view_shipment(self):
        """Open the shipment."""
        self.ensure_one()
        return self.shipment_id._form_action()

    def _log(self, text):
        """Note on the process what was decided, in the user's name."""
        self.ensure_one()
        author = self.env.user.partner_id
        self.message_post(body=text, author_id=author.id)
