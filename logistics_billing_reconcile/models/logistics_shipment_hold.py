# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

WAITS = [
    ("dispatch", "Dispatch"),
    ("delivery", "Delivery"),
    ("pod", "Proof of Delivery"),
    ("problem", "Trouble to Be Settled"),
    ("person", "Policy or Person"),
    ("done", "Nothing"),
    ("freed", "Nothing, Released by Hand"),
]


class LogisticsShipment(models.Model):
    """What a shipment's invoice waits for, by the customer's policy.

    There is one hold, ``invoicing_hold``. Here it is known who holds, and so who lets
    go: what waits for a milestone is released by it, and what a person or a rule of the
    control tower holds by a person or a rule alone.
    """

    _inherit = "logistics.shipment"

    invoicing_policy = fields.Selection(
        [
            ("dispatch", "Dispatch"),
            ("delivery", "Delivery"),
            ("pod", "Proof of Delivery"),
        ],
        string="Invoiced at",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The customer's policy when it was ordered; empty: nothing is waited for.",
    )
    invoicing_wait = fields.Selection(
        WAITS, string="Invoicing Waits for", readonly=True, copy=False
    )
    invoicing_held_at = fields.Datetime(string="Held Since", readonly=True, copy=False)
    invoicing_released_at = fields.Datetime(readonly=True, copy=False)
    invoicing_released_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    def write(self, vals):
        guarded = {
            *("invoicing_policy", "invoicing_wait", "invoicing_held_at"),
            *("invoicing_released_at", "invoicing_released_by_id"),
        }
        if not self.env.su and guarded & set(vals):
            raise UserError(
                self.env._("Hold or release invoicing: it is told and on record.")
            )
        return super().write(vals)

    def _hold_invoicing(self, reason):
        """Hold what is free, and what waits for a milestone is held for good."""
        waiting = self.filtered("invoicing_hold")
        waiting.check_access("write")
        result = super()._hold_invoicing(reason)
        self.sudo().write({"invoicing_wait": "person"})
        (self - waiting).sudo().write({"invoicing_held_at": fields.Datetime.now()})
        waiting.sudo().write({"invoicing_hold_reason": reason})
        return result

    def _release_invoicing(self, reason):
        held = self.filtered("invoicing_hold")
        result = super()._release_invoicing(reason)
        held.sudo().write(
            {
                "invoicing_wait": "freed",
                "invoicing_released_at": fields.Datetime.now(),
                "invoicing_released_by_id": self.env.uid,
            }
        )
        return result

    def _release_by_finance(self, reason):
        """Release by hand: finance may, and says why.

        :raise UserError: without a reason.
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is released."))
        self._check_may_release_invoicing()
        self.check_access("read")
        self.sudo()._release_invoicing(
            self.env._(
                "%(person)s: %(reason)s", person=self.env.user.name, reason=reason
            )
        )

    @api.model
    def _check_may_release_invoicing(self):
        if not self._may_release_invoicing():
            raise AccessError(
                self.env._("Billing and logistics managers release what is held.")
            )

    @api.model
    def _may_release_invoicing(self):
        user = self.env.user
        return self.env.su or any(
            user.has_group(group)
            for group in (
                "account.group_account_invoice",
                "logistics_base.group_manager",
            )
        )

    def action_release_invoicing(self):
        """Release by hand; what a customer's policy holds asks for a reason."""
        if self.filtered("invoicing_policy"):
            return self.action_ask_release_invoicing()
        return super().action_release_invoicing()

    def action_ask_release_invoicing(self):
        """Ask for the reason, and release."""
        self._check_may_release_invoicing()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release Invoicing"),
            "res_model": "logistics.invoicing.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_shipment_ids": self.ids},
        }

    # By policy

    def _wait_for(self, policy):
        """Have the shipments wait for a milestone; what reached it does not."""
        free = self.sudo().filtered(lambda shipment: not shipment.invoicing_hold)
        self.sudo().write({"invoicing_policy": policy})
        free.write(
            {
                "invoicing_hold": True,
                "invoicing_hold_reason": self._reason_to_wait(policy),
                "invoicing_wait": policy,
                "invoicing_held_at": fields.Datetime.now(),
            }
        )
        free._tell_invoicing("held", self._reason_to_wait(policy))

    @api.model
    def _reason_to_wait(self, policy):
        return {
            "dispatch": self.env._("Waits until it is dispatched"),
            "delivery": self.env._("Waits until it is delivered"),
            "pod": self.env._("Waits for the proof of delivery"),
        }[policy]

    def _wait_no_more(self, reason):
        """No policy holds the shipments any more; what others hold stays held."""
        waits = ("dispatch", "delivery", "pod", "problem")
        self.sudo().write({"invoicing_policy": False})
        self.sudo().filtered(
            lambda s: s.invoicing_hold and s.invoicing_wait in waits
        )._release_by_policy(reason)

    def _release_by_policy(self, reason):
        self._release_invoicing(reason)
        self.sudo().write({"invoicing_wait": "done", "invoicing_released_by_id": False})

    def _invoicing_was_released_wrongly(self, reason):
        """What the release rested on was taken back: hold again; glue tells of invoices.

        :param str reason: why.
        """
        self._wait_for_again(reason)

    def _wait_for_again(self, reason, wait=None):
        for shipment in self.sudo():
            vals = {
                "invoicing_wait": wait or shipment.invoicing_policy,
                "invoicing_hold_reason": reason,
            }
            if not shipment.invoicing_hold:
                vals |= {
                    "invoicing_hold": True,
                    "invoicing_held_at": fields.Datetime.now(),
                }
            is_new = not shipment.invoicing_hold
            shipment.write(vals)
            if is_new:
                shipment._tell_invoicing("held", reason)
