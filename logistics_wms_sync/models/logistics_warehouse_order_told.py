# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .logistics_warehouse_order import CLOSED_STATES, OPEN_STATES, STATES

#: Status of a fulfilment -> the state it proves.
PROVES = {
    "accepted": "accepted",
    "allocated": "allocated",
    "picking": "picking",
    "picked": "picking",
    "packed": "packed",
    "shipped": "shipped",
    "short": "short",
}
#: What is further on is never moved back by what comes late.
RANKS = {
    "sent": 1,
    "accepted": 2,
    "allocated": 3,
    "picking": 4,
    "packed": 5,
    "shipped": 6,
    "short": 6,
    "cancelled": 7,
}


class LogisticsWarehouseOrder(models.Model):
    """What the warehouse tells of an order, and how far that brings it."""

    _inherit = "logistics.warehouse.order"

    def _told(
        self,
        status,
        *,
        occurred_at=None,
        reason=None,
        partner_reference=None,
        revision=None,
    ):
        """Move orders on by what their warehouse tells; return those that moved.

        Safe in any order of arrival and any number of times: an order only moves on.
        Quantities and stock are the handler's business.

        :param str status: of a ``FulfillmentUpdate``; ``shipped`` and ``short`` are
            told once nothing more is to come.
        :param datetime occurred_at: in UTC, naive.
        :param revision: of our release that the warehouse answers.
        """
        was_newest = {
            order: not order.told_at or not occurred_at or occurred_at >= order.told_at
            for order in self
        }
        self._note_told(occurred_at, partner_reference, revision)
        if status == "rejected":
            return self._told_rejected(reason, revision)
        if status == "cancelled":
            return self._told_cancelled(reason)
        if status == "cancel_refused":
            return self._told_too_late(reason)
        state = PROVES.get(status)
        moved = self.filtered(
            lambda order: order._moves_on_to(state, was_newest[order])
        )
        moved._set_state(state)
        return moved

    def _moves_on_to(self, state, is_news):
        """Whether it is further on than what was known."""
        if self.state == "rejected":
            # Whoever rejected it may think better of it.
            return bool(state) and is_news
        return self.state in OPEN_STATES and RANKS.get(state, 0) > RANKS[self.state]

    def _note_told(self, occurred_at, partner_reference, revision):
        now = fields.Datetime.now()
        for order in self:
            vals = {}
            told_at = max(filter(None, (order.told_at, occurred_at or now)))
            if order.told_at != told_at:
                vals["told_at"] = told_at
            if partner_reference and order.partner_reference != partner_reference:
                vals["partner_reference"] = partner_reference
            if (revision or 0) > order.confirmed_revision:
                vals["confirmed_revision"] = min(revision, order.revision)
            if vals:
                order.write(vals)

    def _set_state(self, state):
        """Move orders to a state, and publish that they did."""
        moved = self.filtered(lambda order: order.state != state)
        if not moved:
            return
        moved.write({"state": state})
        if state in CLOSED_STATES:
            moved.write({"needs_review": False})
        moved._publish_state()

    def _publish_state(self):
        """Publish how far orders are, for rules, processes and subscribers."""
        told = self.filtered("shipment_id")
        summaries = {order.id: STATES[order.state] for order in told}
        self.env["logistics.event"]._publish("warehouse.order", told, summaries)

    # What went otherwise

    def _told_rejected(self, reason, revision):
        """The warehouse does not take it; or, once it took it, does not take a change."""
        changes = self.filtered(
            lambda order: (
                order.state in OPEN_STATES[1:]
                and (not revision or revision > 1 or order.state != "accepted")
            )
        )
        changes._told_too_late(reason)
        rejected = (self - changes).filtered(lambda o: o.state in ("sent", "accepted"))
        rejected.write({"reason": reason, "sent_digest": False, "cancel_state": False})
        rejected._set_state("rejected")
        for order in rejected:
            words = self.env._(
                "%(warehouse)s rejected %(order)s: %(reason)s",
                warehouse=order.warehouse_id.name,
                order=order.name,
                reason=reason or self.env._("no reason given"),
            )
            order.block_note = words
            order._open_case("hold", words, automatic=True)
        return rejected

    def _open_case(self, kind, summary, severity="2", automatic=False):
        """Have a person look at the order; what is wrong stands on it, too."""
        self.ensure_one()
        self._message_log(body=summary)
        if self.shipment_id:
            self.env["logistics.exception"].sudo()._open_case(
                self.shipment_id, kind, severity, summary, automatic=automatic
            )
