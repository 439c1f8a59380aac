# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical.vocabulary import DIRECTIONS

#: What goes as freight rather than as a parcel.
FREIGHT = ("ltl", "ftl", "air", "ocean", "rail")


class LogisticsProcessTemplate(models.Model):
    """The steps that shipments of a kind go through, as a manager wants them.

    A shipment takes a copy of the steps when it is released; what is changed here
    afterwards is for those that follow.
    """

    _name = "logistics.process.template"
    _description = "Process Template"
    _inherit = ["logistics.own.rights"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="The first template that fits a shipment is taken."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    direction = fields.Selection(
        list(DIRECTIONS.items()), help="Empty: for every direction."
    )
    transport = fields.Selection(
        [("parcel", "Parcel and Courier"), ("freight", "Freight")],
        help="Empty: however the goods travel.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="What working hours are counted by. Empty: the company's.",
    )
    line_ids = fields.One2many(
        "logistics.process.template.line", "template_id", string="Steps", copy=True
    )
    step_names = fields.Char(compute="_compute_step_names", string="Course")
    process_count = fields.Integer(compute="_compute_process_count")

    @api.depends("line_ids.name", "line_ids.sequence")
    def _compute_step_names(self):
        for template in self:
            template.step_names = " → ".join(
                template.line_ids.sorted("sequence").mapped(
                    lambda line: line.name or ""
                )
            )

    def _compute_process_count(self):
        counts = dict(
            self.env["logistics.process"]._read_group(
                [
                    ("template_id", "in", self.ids),
                    ("state", "not in", ("done", "cancelled")),
                ],
                ["template_id"],
                ["__count"],
            )
        )
        for template in self:
            template.process_count = counts.get(template, 0)

    def action_view_processes(self):
        """Open the processes that run by this template."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_process_action"
        )
        action["domain"] = [("template_id", "=", self.id)]
        return action

    @api.model
    def _chooser(self, company_id):
        """Return a function of (direction, mode) that gives the template's id or None."""
        templates = self.sudo().search([("company_id", "in", (company_id, False))])
        rows = [
            (template.id, template.direction, template.transport)
            for template in templates
            if template.line_ids
        ]

        def choose(direction, mode):
            transport = "freight" if mode in FREIGHT else "parcel"
            for template_id, wanted, carried in rows:
                if wanted in (False, direction) and carried in (False, transport):
                    return template_id
            return None

        return choose
