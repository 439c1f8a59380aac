# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsPromise(models.Model):
    """That a promise was revised: from when to when, why, and by whom.

    The original promise stays on the shipment; whether it came on time is measured
    against that one.
    """

    _name = "logistics.promise"
    _description = "Revision of a Promise"
    _order = "id desc"
    _rec_name = "reason"

    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="shipment_id.company_id")
    before = fields.Datetime(string="From", readonly=True)
    after = fields.Datetime(string="To", readonly=True)
    reason = fields.Char(readonly=True)
    rule_id = fields.Many2one(
        "logistics.rule",
        string="By Policy",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Empty where a person revised it.",
    )


class LogisticsShipment(models.Model):
    """The promise that is shown, and how it came to be."""

    _inherit = "logistics.shipment"

    promise_ids = fields.One2many(
        "logistics.promise", "shipment_id", string="Revised Promises", readonly=True
    )

    def write(self, vals):
        if "revised_promise_date" not in vals:
            return super().write(vals)
        before = {shipment.id: shipment.shown_promise_date for shipment in self}
        result = super().write(vals)
        self._keep_promises(before)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        shipments = super().create(vals_list)
        revised = shipments.filtered("revised_promise_date")
        if revised:
            revised._keep_promises({s.id: s.promised_date for s in revised})
        return shipments

    def _keep_promises(self, before):
        """Record which promises have changed, and tell of it.

        :param dict before: {shipment id: the promise that was shown}.
        """
        changed = self.filtered(lambda s: s.shown_promise_date != before[s.id])
        if not changed:
            return
        self.env["logistics.promise"].sudo().create(
            [
                {
                    "shipment_id": shipment.id,
                    "before": before[shipment.id],
                    "after": shipment.shown_promise_date,
                    "reason": shipment.revised_promise_reason,
                    "rule_id": self.env.context.get("logistics_promise_rule"),
                }
                for shipment in changed
            ]
        )
        self.env["logistics.event"]._publish(
            "shipment.promise",
            changed,
            {s.id: str(s.shown_promise_date or "") for s in changed},
        )

    def _revise_promise(self, when, reason, *, rule=None):
        """Show customers another promise; the original one stays.

        :param when: the new promise, naive and UTC; or {shipment id: promise}.
        :param str reason: what customers are told.
        :param rule: the policy that does it; None where a person does.
        :raise UserError: where no reason is given.
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the promise is revised."))
        by_promise = {}
        for shipment in self:
            promise = when[shipment.id] if isinstance(when, dict) else when
            by_promise.setdefault(promise, self.browse())
            by_promise[promise] |= shipment
        for promise, shipments in by_promise.items():
            shipments.with_context(logistics_promise_rule=rule and rule.id).write(
                {"revised_promise_date": promise, "revised_promise_reason": reason}
            )

    def action_revise_promise(self):
        """Ask for another promise, and why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revise the Promise"),
            "res_model": "logistics.promise.revise",
            "view_mode": "form",
            "target": "new",
            "context": {"default_shipment_ids": self.ids},
        }
