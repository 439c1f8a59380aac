# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..processes.kinds import STEP_KINDS

CODES = [(kind.code, kind.label) for kind in STEP_KINDS.values()]
DUE_BY = [
    ("never", "No Limit"),
    ("hours", "Hours"),
    ("working", "Working Hours"),
    ("promise", "Promised Date"),
]
OWNERS = [
    ("dispatcher", "Dispatcher of the Shipment"),
    ("carrier", "Who Answers for the Carrier"),
    ("user", "A Named Person"),
]


class LogisticsProcessTemplateLine(models.Model):
    """A step that a process of this kind has.

    Addons that bring a step of their own add its code by ``selection_add``, here, on
    ``logistics.process.step`` and on ``logistics.process``.
    """

    _name = "logistics.process.template.line"
    _description = "Step of a Process Template"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "logistics.process.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id")
    sequence = fields.Integer(default=10)
    code = fields.Selection(CODES, string="Step", required=True)
    name = fields.Char(
        required=True,
        translate=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    required = fields.Boolean(
        help="It must be proven before the process is done. What is not required is "
        "passed over where a later step is done."
    )
    automatic = fields.Boolean(
        help="The system does what this step takes, as soon as its turn comes: it books "
        "the carrier of the delivery method, for instance. Else people do."
    )
    reverts = fields.Boolean(
        string="Undo on Failure",
        help="Where this step fails for good, what was done since the release is taken "
        "back, the last first (a booking is cancelled), and the shipment waits to be "
        "released again.",
    )
    due_by = fields.Selection(DUE_BY, string="Limit", required=True, default="never")
    expected_hours = fields.Float(
        string="Expected (h)",
        help="How long the step takes, at most, from the end of the one before.",
    )
    owner = fields.Selection(
        OWNERS,
        string="When Late",
        required=True,
        default="dispatcher",
        help="Who has to see to it when the step is late.",
    )
    user_id = fields.Many2one(
        "res.users", string="Person", domain=[("share", "=", False)]
    )

    _once = models.UniqueIndex(
        "(template_id, code)", "A template has each step once only."
    )
    _takes_time = models.Constraint(
        "CHECK(expected_hours >= 0)", "A step cannot take less than no time."
    )

    @api.depends("code")
    def _compute_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for line in self:
            line.name = line.name or labels.get(line.code)
