# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

STATES = [
    ("compared", "Compared"),
    ("held", "Held"),
    ("superseded", "Superseded"),
    ("discarded", "Discarded"),
]


class LogisticsInventorySnapshot(models.Model):
    """What a warehouse told that it had at one moment, and what came of comparing it."""

    _name = "logistics.inventory.snapshot"
    _description = "Inventory Snapshot"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "as_of desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True)
    reference = fields.Char(string="Partner's Id", readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Told by",
        required=True,
        readonly=True,
        index=True,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    message_id = LooseMany2one("logistics.message", readonly=True)
    as_of = fields.Datetime(required=True, readonly=True)
    scope = fields.Selection(
        [("complete", "Complete"), ("partial", "Partial")],
        required=True,
        readonly=True,
        help="What is not in a complete one has no stock; a partial one tells nothing of "
        "it.",
    )
    sequence = fields.Float(
        digits=(20, 0), readonly=True, help="The partner's; empty where it tells none."
    )
    has_sequence = fields.Boolean(readonly=True)
    digest = fields.Char(readonly=True)
    state = fields.Selection(
        STATES,
        required=True,
        default="compared",
        readonly=True,
        index=True,
        tracking=True,
    )
    held_reason = fields.Char(readonly=True)
    count_id = fields.Many2one(
        "logistics.inventory.count",
        string="Answers",
        readonly=True,
        index="btree_not_null",
    )
    line_ids = fields.One2many(
        "logistics.inventory.snapshot.line", "snapshot_id", readonly=True
    )
    problem_ids = fields.One2many(
        "logistics.inventory.snapshot.line",
        "snapshot_id",
        domain=[("problem", "!=", False)],
        readonly=True,
    )
    discrepancy_ids = fields.One2many(
        "logistics.inventory.discrepancy", "snapshot_id", readonly=True
    )

    line_count = fields.Integer(string="Lines", readonly=True)
    product_count = fields.Integer(string="Products", readonly=True)
    unknown_count = fields.Integer(
        string="Unknown Products", readonly=True, help="Lines of goods nobody knows."
    )
    problem_count = fields.Integer(
        string="Not Compared",
        readonly=True,
        help="Lines that could not be compared: of unknown products, units, owners.",
    )
    differing_count = fields.Integer(string="Differing", readonly=True)
    difference_value = fields.Monetary(
        string="Value of Differences",
        readonly=True,
        help="At cost, whatever is missing and whatever is too much added up.",
    )

    _latest = models.Index("(warehouse_id, as_of DESC) WHERE state = 'compared'")
    _same = models.Index("(warehouse_id, digest)")

    def write(self, vals):
        if not self.env.su and any(
            not name.startswith(("message_", "activity_", "my_activity_"))
            for name in vals
        ):
            raise UserError(self.env._("What a warehouse told stays as it was told."))
        return super().write(vals)

    def unlink(self):
        ids = self.ids
        result = super().unlink()
        self.env["logistics.inventory.snapshot.line"]._delete_of(ids)
        return result

    # Steps

    def action_release(self):
        """Compare held snapshots all the same: a person has looked at them."""
        self._check_works()
        for snapshot in self._in_states("held"):
            snapshot.sudo().with_context(logistics_released=True)._compare_now()

    def action_compare(self):
        """Compare again: products may have become known since."""
        self._check_works()
        for snapshot in self._in_states("compared"):
            snapshot.sudo()._compare_now()

    def action_discard(self):
        """Take back nothing, and let the snapshot count no more."""
        self._check_works()
        self._in_states("held").sudo().write({"state": "discarded"})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _compare_now(self):
        self.ensure_one()
        own = self.sudo()
        if own._newer_complete():
            own.state = "superseded"
            return
        self.env["logistics.inventory.staging"]._resolve_again(own)
        self.env["logistics.inventory.comparison"]._compare_snapshots(own)
        own.activity_unlink(["mail.mail_activity_data_todo"])

    def action_view_discrepancies(self):
        """Open the differences that it found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_inventory_discrepancy_action"
        )
        return {**action, "domain": [("snapshot_id", "=", self.id)], "context": {}}

    def action_view_lines(self):
        """Open what was told."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_inventory_snapshot_line_action"
        )
        problems = self.env.context.get("only_problems")
        domain = [("snapshot_id", "=", self.id)]
        if problems:
            domain.append(("problem", "!=", False))
        return {**action, "domain": domain, "context": {}}

    # Facts

    def _in_states(self, *states):
        return self.filtered(lambda snapshot: snapshot.state in states)

    def _check_works(self):
        self.check_access("write")
        if not self.env.user.has_group("logistics_base.group_dispatcher"):
            raise UserError(self.env._("Only dispatchers decide about snapshots."))

    def _newer_complete(self):
        """Return a complete snapshot of the same warehouse that is newer than this."""
        self.ensure_one()
        last = self._last_complete(self.warehouse_id, self)
        return last if last and last._is_newer_than(self) else self.browse()

    @api.model
    def _last_complete(self, warehouse, but=None):
        """Return the last complete snapshot that was compared; empty for none."""
        return self.sudo().search(
            [
                ("warehouse_id", "=", warehouse.id),
                ("scope", "=", "complete"),
                ("state", "=", "compared"),
                ("id", "!=", but.id if but else 0),
            ],
            limit=1,
        )

    def _is_newer_than(self, other):
        """Tell which is newer, by the partner's sequence where both tell one."""
        return self._is_after(other.as_of, other.sequence, other.has_sequence)

    def _is_after(self, as_of, sequence, has_sequence):
        if self.has_sequence and has_sequence:
            return self.sequence > sequence
        return self.as_of > as_of

    def _contains(self, as_of, sequence, has_sequence):
        """Tell whether a change at that time is contained in this snapshot."""
        if self.has_sequence and has_sequence:
            return sequence <= self.sequence
        return as_of <= self.as_of

    def _is_repeated(self):
        """Tell whether the same was told before, be it under another name."""
        self.ensure_one()
        same = self.sudo().search_count(
            [
                ("id", "!=", self.id),
                ("warehouse_id", "=", self.warehouse_id.id),
                ("digest", "=", self.digest),
                ("scope", "=", self.scope),
                ("as_of", "=", self.as_of),
                ("has_sequence", "=", self.has_sequence),
                ("sequence", "=", self.sequence),
                ("count_id", "=", self.count_id.id),
            ],
            limit=1,
        )
        return bool(same)

    def _hold(self, reason):
        """Keep the snapshot until a person has looked at it."""
        self.ensure_one()
        self.write({"state": "held", "held_reason": reason})
        user = self.warehouse_id._logistics_answers()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Suspicious snapshot"),
            note=reason,
            user_id=(user or self.env.user).id,
        )
