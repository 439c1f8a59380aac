# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = {
    "missing_there": "Told, Not Known There",
    "missing_here": "There, Not Known Here",
    "differs": "State Differs",
    "refused": "Could Not Be Taken In",
    "silent": "Silent",
    "undelivered": "Never Arrived There",
    "repaired": "Repaired",
}
FIELDS = {
    "logistics.warehouse.order": "order_id",
    "logistics.warehouse.advice": "advice_id",
    "logistics.message": "message_id",
}


class LogisticsReconciliationFinding(models.Model):
    """Something in which we and a warehouse's system differ, or did.

    It stays open over the passes until it is found no more, or a person sets it aside.
    """

    _name = "logistics.reconciliation.finding"
    _description = "Reconciliation Finding"
    _order = "state desc, id desc"
    _rec_name = "note"

    reconciliation_id = fields.Many2one(
        "logistics.reconciliation",
        string="Last Found by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    integration_id = fields.Many2one(
        related="reconciliation_id.integration_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="reconciliation_id.company_id", store=True, index=True
    )
    kind = fields.Selection(list(KINDS.items()), required=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("over", "Over"), ("aside", "Set Aside")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        group_expand=True,
    )
    order_id = fields.Many2one(
        "logistics.warehouse.order",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    advice_id = fields.Many2one(
        "logistics.warehouse.advice",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    message_id = fields.Many2one(
        "logistics.message", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    about = fields.Char(compute="_compute_about", compute_sudo=True)
    note = fields.Text(readonly=True)
    first_found_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    last_found_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", string="Set Aside by", readonly=True, index="btree_not_null"
    )

    _open_once = models.UniqueIndex(
        "(integration_id, kind, COALESCE(order_id, 0), COALESCE(advice_id, 0), "
        "COALESCE(message_id, 0)) WHERE state = 'open'",
        "This is found already.",
    )

    @api.depends("order_id", "advice_id", "message_id")
    def _compute_about(self):
        for finding in self:
            finding.about = finding._record().display_name

    def _record(self):
        self.ensure_one()
        return self.order_id or self.advice_id or self.message_id

    # Kept over the passes

    @api.model
    def _keep(self, run, found, kinds=None):
        """Write down what a pass found; what it found no more is over.

        :param found: ``Found`` entries.
        :param kinds: that were looked for; by default all.
        """
        kinds = kinds or [kind for kind in KINDS if kind != "repaired"]
        known = {
            (one.kind, one._record()): one
            for one in self.search(
                [
                    ("integration_id", "=", run.integration_id.id),
                    ("state", "!=", "over"),
                    ("kind", "in", kinds),
                ]
            )
        }
        now = fields.Datetime.now()
        seen = set()
        for one in found:
            key = (one.kind, one.record)
            if key in seen:
                continue
            seen.add(key)
            vals = {
                "reconciliation_id": run.id,
                "note": one.note,
                "last_found_at": now,
            }
            if key in known:
                known[key].write(vals)
            else:
                self.create({**vals, **self._about(one)})
        gone = self.browse([one.id for key, one in known.items() if key not in seen])
        gone.write({"state": "over"})

    @api.model
    def _about(self, one):
        return {"kind": one.kind, FIELDS[one.record._name]: one.record.id}

    @api.model
    def _write_repairs(self, run, repaired):
        self.create(
            [
                {
                    "reconciliation_id": run.id,
                    "state": "over",
                    "note": one.note,
                    **self._about(one),
                }
                for one in repaired
            ]
        )

    # Buttons

    def action_open_record(self):
        """Open what it is about."""
        record = self._record()
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def action_send_again(self):
        """Tell the warehouse once more what it was told last, byte for byte."""
        self.check_access("write")
        self._send_again()

    def _send_again(self):
        for finding in self:
            request = finding.order_id or finding.advice_id
            message = (
                self.env["logistics.message"]
                .sudo()
                .search(
                    [
                        ("correlation_id", "=", request.correlation_id),
                        ("integration_id", "=", finding.integration_id.id),
                        ("direction", "=", "outbound"),
                        ("transport", "!=", False),
                    ],
                    order="id desc",
                    limit=1,
                )
            )
            if not request or not message:
                raise UserError(
                    self.env._("There is nothing that could be sent again.")
                )
            message._check_may_repeat()
            message._send_again()

    def action_process_again(self):
        """Process the message again that could not be taken in."""
        self.message_id.action_replay()

    def action_set_aside(self):
        """Say that nothing is to be done about it."""
        self.check_access("write")
        self.sudo().write({"state": "aside", "user_id": self.env.uid})
