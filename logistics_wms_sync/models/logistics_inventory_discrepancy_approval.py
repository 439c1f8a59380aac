# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .logistics_inventory_adjustment import Correction
from .logistics_inventory_discrepancy import WAITING_STATES


class LogisticsInventoryDiscrepancy(models.Model):
    """Approvals: the only way from what a warehouse tells to Odoo's stock."""

    _inherit = "logistics.inventory.discrepancy"

    def action_approve(self):
        """Adjust our stock by these differences, after a look at them."""
        return self._open_decision("approve")

    def _approve(self, reason, cause=None):
        """Adjust stock by what still differs, as far as the user may decide that.

        What another person has to approve as well waits for that. What differs otherwise
        by now is brought up to date, and waits for another look.

        :param str reason: what the adjustment is called.
        :return: {what became of them: discrepancies}: ``adjusted``, ``approved`` (once),
            ``changed``, ``gone``, ``refused``; and ``problems``, a list of texts.
        """
        self._check_approves()
        asked = self._in_states(*WAITING_STATES)
        before = {one.id: one.difference for one in asked}
        asked._recheck()
        gone = asked._in_states("gone")
        changed = (asked - gone).filtered(lambda one: one.difference != before[one.id])
        due = asked - gone - changed
        if cause:
            due.write({"cause": cause})
        once, refused = due._without_authority()
        once.sudo().write({"state": "approved", "approver_id": self.env.uid})
        adjusted, problems = (due - once - refused)._adjust(reason)
        return {
            "adjusted": adjusted,
            "approved": once,
            "changed": changed,
            "gone": gone,
            "refused": refused,
            "problems": problems,
        }

    def _check_approves(self):
        self.check_access("write")
        limits = self.env["logistics.inventory.limit"]
        for company in self.company_id:
            if not limits._may_approve(company):
                raise UserError(
                    self.env._(
                        "You may not approve differences of stock: no approval limit is "
                        "set for any of your groups. A manager sets them in Logistics > "
                        "Configuration > Stock of Warehouses > Approval Limits."
                    )
                )

    def _without_authority(self):
        """Return (those the user can only approve once, those it cannot at all)."""
        limits = self.env["logistics.inventory.limit"]
        once = refused = self.browse()
        for one in self:
            if one.absolute_value <= limits._limit(one.company_id):
                continue
            if not one.warehouse_id.logistics_two_approvals:
                refused |= one
            elif not one.approver_id or one.approver_id == self.env.user:
                once |= one
        return once, refused

    def _recheck(self):
        """Compare again what was told with what is here, as of the same moment."""
        comparison = self.env["logistics.inventory.comparison"]
        for warehouse, same in self.grouped("warehouse_id").items():
            comparison._compare_again(warehouse, same)

    # Odoo's stock

    def _adjust(self, reason):
        """Make Odoo's adjustments; one that cannot be made keeps no other from it.

        :return: (those that were adjusted, [what is wrong with the others]).
        """
        try:
            with self.env.cr.savepoint():
                self._adjust_all(reason)
            return self, []
        except UserError as error:
            if len(self) == 1:
                return self.browse(), [str(error)]
        self.env.invalidate_all(flush=False)
        adjusted, problems = self.browse(), []
        for one in self:
            done, wrong = one._adjust(reason)
            adjusted |= done
            problems += wrong
        return adjusted, problems

    def _adjust_all(self, reason):
        if not self:
            return
        adjusting = self.env["logistics.inventory.adjustment"]
        pairs = self._pairs()
        for taken, given in pairs:
            correction = taken._correction()
            adjusting._move_status(
                correction._replace(quantity=given.difference),
                given.location_id,
                reason,
            )
        paired = self.browse().concat(*(one for pair in pairs for one in pair))
        if alone := self - paired:
            adjusting._adjust([one._correction() for one in alone], reason)
        self._set_adjusted(reason)

    def _pairs(self):
        """Return [(missing here, there instead)] of goods in another condition."""
        pairs, left = (
            [],
            self.filtered(lambda one: (one.cause or one.suggested_cause) == "status"),
        )
        for taken in left.filtered(lambda one: one.difference < 0):
            given = left.filtered(
                lambda one, taken=taken: (
                    one.difference == -taken.difference
                    and one.product_id == taken.product_id
                    and one.lot_id == taken.lot_id
                    and one.lot_name == taken.lot_name
                    and one.owner_id == taken.owner_id
                    and one.warehouse_id == taken.warehouse_id
                )
            )[:1]
            if given:
                pairs.append((taken, given))
                left -= taken | given
        return pairs

    def _correction(self):
        """Return the difference as a :class:`Correction` of our stock."""
        self.ensure_one()
        lot = self.lot_id or self.adjust_lot_id
        if not lot and self.lot_name:
            lot = self.env["logistics.inventory.adjustment"]._lot_named(
                self.product_id, self.company_id, self.lot_name
            )
        return Correction(
            product=self.product_id,
            location=self.location_id,
            lot=lot,
            owner=self.owner_id,
            quantity=self.difference,
            all_lots=self.all_lots,
            all_owners=self.all_owners,
            occurred_at=self.as_of,
            discrepancy_id=self.id,
        )

    def _set_adjusted(self, reason):
        self._in_states(*WAITING_STATES).sudo().write(
            {
                "state": "adjusted",
                "second_approver_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
                "reason": reason,
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.env["logistics.inventory.position"]._agree(self)
        self.env["logistics.event"]._publish("inventory.discrepancy", self)

    # Without stock

    def _dismiss(self, reason, cause=None):
        """Leave both sides as they are, until the figures change."""
        self._check_approves()
        self._check_limit()
        self._in_states(*WAITING_STATES).sudo().write(
            {
                "state": "dismissed",
                "reason": reason,
                "closed_at": fields.Datetime.now(),
                **({"cause": cause} if cause else {}),
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _check_limit(self):
        """Refuse what the user may not decide alone: nobody puts that out of sight."""
        limits = self.env["logistics.inventory.limit"]
        above = self._in_states(*WAITING_STATES).filtered(
            lambda one: one.absolute_value > limits._limit(one.company_id)
        )
        if above:
            raise UserError(
                self.env._(
                    "Above your limit; explain it, or have it approved: %s",
                    ", ".join(above[:5].mapped("display_name")),
                )
            )

    def _explain(self, reason, cause=None):
        """Say what the cause is; the difference stays in sight until it is gone."""
        self.check_access("write")
        self._in_states("open", "explained").sudo().write(
            {
                "state": "explained",
                "reason": reason,
                "cause": cause or "other",
                "explained_until": False,
            }
        )
