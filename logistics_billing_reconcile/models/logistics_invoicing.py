# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models

#: Where goods come back, are gone, or never left, nobody is charged without a person.
_TROUBLE = ("returning", "returned", "lost", "cancelled")
_EVENTS = frozenset(
    (
        "shipment.milestone",
        "shipment.milestone.mapped",
        "shipment.milestone.retracted",
        "shipment.stage",
        "shipment.proof",
        "transfer.done",
    )
)
_SELECT = """
    SELECT s.id, s.invoicing_policy, s.state, s.direction, s.picked_up_date IS NOT NULL,
           proof.conditions, told.is_told
      FROM logistics_shipment s
      LEFT JOIN LATERAL (
            SELECT array_agg(latest.condition) AS conditions
              FROM (SELECT DISTINCT ON (p.package_id) p.condition
                      FROM logistics_proof p
                      LEFT JOIN logistics_milestone m ON m.id = p.milestone_id
                     WHERE p.shipment_id = s.id AND m.retracted IS NOT TRUE
                     ORDER BY p.package_id, COALESCE(p.signed_at, p.create_date) DESC,
                              p.id DESC) latest) proof ON TRUE
      LEFT JOIN LATERAL (
            SELECT TRUE AS is_told
              FROM logistics_milestone m
             WHERE m.shipment_id = s.id AND m.code = 'pod_received'
               AND m.classifier = 'actual' AND m.retracted IS NOT TRUE
             LIMIT 1) told ON TRUE
     WHERE s.id = ANY(%s) AND s.invoicing_policy IS NOT NULL
"""


class Progress(NamedTuple):
    """How far a shipment is on the way to its invoice.

    :ivar reached: policies whose milestone it reached.
    :ivar trouble: why a person has to look, None if nobody has.
    """

    policy: str
    reached: frozenset
    trouble: str | None


class LogisticsInvoicing(models.AbstractModel):
    """Follows what happens to shipments, and releases and holds their invoices."""

    _name = "logistics.invoicing"
    _description = "Release of Customer Invoices"

    @api.model
    def _on_events(self, rows):
        """Follow shipments whose customer is invoiced by a milestone."""
        touched = {row.shipment_id for row in rows if row.type in _EVENTS}
        self._follow(touched - {None, False})

    @api.model
    def _follow(self, shipment_ids):
        """Hold or release shipments by what is known of them now; repeatable."""
        if not shipment_ids:
            return
        self.env.flush_all()
        for shipment_id, progress in self._progress(sorted(shipment_ids)).items():
            shipment = self.env["logistics.shipment"].sudo().browse(shipment_id)
            self._bring_up_to_date(shipment, progress)

    @api.model
    def _bring_up_to_date(self, shipment, progress):
        is_due = progress.policy in progress.reached and not progress.trouble
        if shipment.invoicing_hold and shipment.invoicing_wait != "person":
            if is_due:
                shipment._release_by_policy(self._reached(progress.policy))
                return
            reason = progress.trouble or shipment._reason_to_wait(progress.policy)
            if reason != shipment.invoicing_hold_reason:
                wait = "problem" if progress.trouble else progress.policy
                shipment._wait_for_again(reason, wait)
        elif shipment.invoicing_wait == "done" and not is_due:
            if progress.policy not in progress.reached:
                shipment._invoicing_was_released_wrongly(self._gone(progress.policy))

    @api.model
    def _progress(self, shipment_ids):
        """Return {shipment id: Progress} of those that a policy holds or held."""
        self.env.cr.execute(_SELECT, (shipment_ids,))
        return {row[0]: self._progress_of(*row[1:]) for row in self.env.cr.fetchall()}

    @api.model
    def _progress_of(self, policy, state, direction, picked_up, conditions, is_told):
        reached, conditions = set(), conditions or []
        has_arrived = state == "delivered"
        if picked_up or has_arrived:
            reached.add("dispatch")
        if has_arrived:
            reached.add("delivery")
        if has_arrived and (conditions or is_told):
            reached.add("pod")
        return Progress(
            policy, frozenset(reached), self._trouble(policy, state, conditions)
        )

    @api.model
    def _trouble(self, policy, state, conditions):
        if state in _TROUBLE:
            stages = self.env["logistics.shipment"]._fields["state"]
            stage = dict(stages._description_selection(self.env))[state]
            return self.env._("Held, the shipment's stage is: %s", stage)
        if policy != "dispatch" and "damaged" in conditions:
            return self.env._("Held, the proof of delivery tells of damage")
        if policy != "dispatch" and "short" in conditions:
            return self.env._("Held, the proof of delivery tells that goods are short")
        return None

    @api.model
    def _reached(self, policy):
        return {
            "dispatch": self.env._("It was dispatched."),
            "delivery": self.env._("It was delivered."),
            "pod": self.env._("Its delivery is proven."),
        }[policy]

    @api.model
    def _gone(self, policy):
        return {
            "dispatch": self.env._("The news of its dispatch was taken back"),
            "delivery": self.env._("The news of its delivery was taken back"),
            "pod": self.env._("The proof of its delivery was taken back"),
        }[policy]


class LogisticsEvent(models.Model):
    _inherit = "logistics.event"

    @api.model
    def _consumers(self):
        return [*super()._consumers(), "logistics.invoicing"]
