# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .logistics_resolution_code import DUPLICATE


class LogisticsException(models.Model):
    """Which cases belong together: one root cause, or one and the same told twice."""

    _inherit = "logistics.exception"

    parent_id = fields.Many2one(
        "logistics.exception",
        string="Root Cause",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        copy=False,
        domain="[('company_id', '=', company_id), ('id', '!=', id)]",
        help="The case that this one follows from.",
    )
    child_ids = fields.One2many(
        "logistics.exception", "parent_id", string="Follows from It"
    )
    child_count = fields.Integer(
        string="Cases That Follow", compute="_compute_children"
    )
    open_child_count = fields.Integer(
        string="Open Cases That Follow", compute="_compute_children"
    )
    incident_id = fields.Many2one(
        "logistics.incident",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        copy=False,
        domain="[('company_id', '=', company_id)]",
        help="The trouble with a partner, or of many shipments, that it is part of.",
    )
    merged_into_id = fields.Many2one(
        "logistics.exception",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    merged_ids = fields.One2many(
        "logistics.exception", "merged_into_id", string="Merged into It"
    )
    duplicate_ids = fields.Many2many(
        "logistics.exception",
        string="Looks Like the Same",
        compute="_compute_duplicate_ids",
    )
    duplicate_count = fields.Integer(compute="_compute_duplicate_ids")

    def _compute_children(self):
        counts = {
            (parent.id, state): count
            for parent, state, count in self._read_group(
                [("parent_id", "in", self.ids)], ["parent_id", "state"], ["__count"]
            )
        }
        for case in self:
            unresolved = sum(
                counts.get((case.id, state), 0) for state in ("open", "acknowledged")
            )
            case.open_child_count = unresolved
            case.child_count = unresolved + counts.get((case.id, "resolved"), 0)

    @api.depends("shipment_id.exception_ids.state", "type", "reason_code", "state")
    def _compute_duplicate_ids(self):
        for case in self:
            case.duplicate_ids = case.shipment_id.exception_ids.filtered(case._is_like)
            case.duplicate_count = len(case.duplicate_ids)

    def _is_like(self, other):
        """Tell whether another case on the shipment seems to tell of the same."""
        if other._origin == self._origin or "resolved" in (self.state, other.state):
            return False
        if self.package_id and other.package_id and self.package_id != other.package_id:
            return False
        return self.type == other.type or bool(
            self.reason_code
            and self.reason_code != "unknown"
            and self.reason_code == other.reason_code
        )

    @api.constrains("parent_id", "incident_id", "company_id")
    def _check_root(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A case cannot be its own root cause."))
        for case in self:
            roots = case.parent_id.company_id | case.incident_id.company_id
            if roots - case.company_id:
                raise ValidationError(
                    self.env._(
                        "%s: a root cause is of the same company.", case.display_name
                    )
                )

    def _with_followers(self):
        """Return the cases and all open ones that follow from them."""
        found = self
        while (
            following := found.child_ids.filtered(lambda case: case.state != "resolved")
            - found
        ):
            found |= following
        return found

    def action_acknowledge_all(self):
        """Take the case and all that follow from it."""
        self._with_followers().action_acknowledge()

    def action_view_children(self):
        """Open the cases that follow from this one."""
        return self._cases_action([("parent_id", "in", self.ids)])

    def action_view_duplicates(self):
        """Offer to merge the case with those that look like the same."""
        return (self | self.duplicate_ids).action_merge()

    @api.model
    def _cases_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_exception_action"
        )
        action["domain"] = domain
        action["context"] = {}
        return action

    # One and the same

    def action_merge(self):
        """Choose the case that stays, and merge the others into it."""
        self.check_access("write")
        self._check_mergeable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge"),
            "res_model": "logistics.exception.merge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_exception_ids": self.ids},
        }

    def _check_mergeable(self):
        if len(self) < 2:
            raise UserError(self.env._("Choose at least two cases to merge."))
        if len(self.company_id) > 1:
            raise UserError(
                self.env._("Cases of different companies cannot be merged.")
            )
        if len(self.shipment_id) > 1:
            raise UserError(
                self.env._(
                    "These cases are of different shipments: link them to one root "
                    "cause instead of merging them."
                )
            )

    def _merge_into(self, target):
        """Resolve the cases as duplicates of ``target``, which gets all they hold."""
        (self | target)._check_mergeable()
        merged = self - target
        for case in merged:
            target._take_over(case)
        target.severity = max((merged | target).mapped("severity"))
        names = ", ".join(merged.mapped("display_name"))
        target.message_post(body=self.env._("Merged into this case: %s", names))
        merged.write({"merged_into_id": target.id, "parent_id": False})
        merged._set_resolved(
            self.env._("Merged into “%s”", target.display_name),
            code=self.env.ref(DUPLICATE),
        )

    def _take_over(self, case):
        """Move what hangs on another case here."""
        case.message_change_thread(self)
        case.activity_ids.write({"res_id": self.id})
        case.claim_ids.exception_id = self
        case.child_ids.parent_id = self
        case.merged_ids.merged_into_id = self
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", case.id)]
        )
        attachments.write({"res_id": self.id})
        self.message_subscribe(case.message_partner_ids.ids)
        if not self.incident_id:
            self.incident_id = case.incident_id
