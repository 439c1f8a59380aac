# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models

from . import logistics_warehouse_advice as advices
from . import logistics_warehouse_order as orders
from .logistics_warehouse_order_told import PROVES, RANKS

#: What of what a partner answered a person has to see to.
STUCK = ("parked", "dead", "quarantined", "in_doubt")


class Found(NamedTuple):
    """Something that differs.

    :ivar kind: of the finding; ``record``: the order, advice or message it is about.
    """

    kind: str
    record: object
    note: str


class LogisticsReconciliation(models.Model):
    """Compares what the other side answered with what is here, once that is applied."""

    _inherit = "logistics.reconciliation"

    def _conclude(self):
        """Write down what differs, and what was caught up on."""
        self.ensure_one()
        told = self._told_documents()
        found = [
            *self._not_known_there(told),
            *self._further_here(told),
            *self._not_taken_in(),
            *self._silent(),
            *self._undelivered(),
        ]
        self.env["logistics.reconciliation.finding"]._keep(self, found)
        self._note_repairs()
        self.write({"state": "done", "finished_at": fields.Datetime.now()})
        self._tell_again()

    def _conclude_unreached(self):
        """The partner was not reached: only what is silent can be told."""
        found = [*self._silent(), *self._undelivered()]
        kinds = ("silent", "undelivered")
        self.env["logistics.reconciliation.finding"]._keep(self, found, kinds)
        self.finished_at = fields.Datetime.now()

    def _told_documents(self):
        """Return the documents that the answers hold, whatever became of them.

        But for stock: that is compared line by line already, and may be very long.
        """
        messages = self.message_ids.filtered(
            lambda one: (
                one.document_type != "inventory.snapshot"
                and (one.payload or one.attachment_id)
            )
        )
        if not messages:
            return []
        received = {message.id: message.received_at for message in messages}
        items, _failures = messages.sudo()._decode_all(self.integration_id, received)
        return [item.document for group in items.values() for item in group]

    def _asked_about(self, name):
        model = {
            "orders": "logistics.warehouse.order",
            "advices": "logistics.warehouse.advice",
        }[name]
        return self.env[model].browse((self.asked or {}).get(name, ())).exists()

    # Told there, not here

    def _not_known_there(self, told):
        """Yield what we had told the warehouse and it does not know."""
        named = _numbers(told)
        for order in self._asked_about("orders"):
            can_ask = self.integration_id._can_ask("orders_status")
            if (
                can_ask
                and order.state in orders.OPEN_STATES
                and not _is_in(named, order)
            ):
                yield Found(
                    "missing_there",
                    order,
                    self.env._("Released, but the warehouse does not know it."),
                )

    # Further here than there

    def _further_here(self, told):
        """Yield orders of which the warehouse tells less than we have heard."""
        best = {}
        for document in told:
            if document.document_type == "warehouse.fulfillment" and document.order:
                rank = RANKS.get(PROVES.get(document.status, document.status), 0)
                key = document.order
                if rank >= best.get(key, (0, ""))[0]:
                    best[key] = (rank, document.status)
        for order in self._asked_about("orders"):
            rank, status = best.get(order.name, (None, None))
            if rank and rank < RANKS.get(order.state, 0):
                yield Found(
                    "differs",
                    order,
                    self.env._(
                        "Here it is %(here)s, the warehouse says %(there)s.",
                        here=orders.STATES[order.state],
                        there=status,
                    ),
                )

    # Here, not there

    def _not_taken_in(self):
        """Yield what the warehouse told and could not be taken in."""
        for message in self.message_ids.filtered(lambda one: one.state in STUCK):
            is_unknown = message.error_category in ("reference", "binding", "no_order")
            kind = "missing_here" if is_unknown else "refused"
            yield Found(kind, message, message.error_message or message.display_name)

    # Nothing heard, nothing sent

    def _silent(self):
        """Yield what is open for long without news."""
        hours = self.integration_id.reconcile_silent_hours
        if not hours:
            return
        before = fields.Datetime.now() - timedelta(hours=hours)
        for model, states in (
            ("logistics.warehouse.order", orders.OPEN_STATES),
            ("logistics.warehouse.advice", ("sent",)),
        ):
            for record in self._open(model, states):
                last = self._last_heard(record)
                if last and last < before:
                    yield Found(
                        "silent",
                        record,
                        self.env._(
                            "Nothing was heard of it since %s UTC.",
                            f"{last:%Y-%m-%d %H:%M}",
                        ),
                    )

    @api.model
    def _last_heard(self, record):
        if record._name == "logistics.warehouse.order":
            return record.told_at or record.sent_at or record.released_at
        # Before goods are to come nobody tells anything.
        return max(filter(None, (record.sent_at, record.expected_at)), default=None)

    def _undelivered(self):
        """Yield what is open here and never got to the warehouse."""
        for model, states in (
            ("logistics.warehouse.order", orders.OPEN_STATES),
            ("logistics.warehouse.advice", advices.OPEN_STATES),
        ):
            records = self._open(model, states)
            messages = self.env["logistics.message"].search(
                [
                    ("correlation_id", "in", records.mapped("correlation_id")),
                    ("integration_id", "=", self.integration_id.id),
                    ("direction", "=", "outbound"),
                    ("state", "in", ("dead", "in_doubt")),
                    ("transport", "!=", False),
                ]
            )
            stuck = messages.grouped("correlation_id")
            for record in records:
                if message := stuck.get(record.correlation_id):
                    words = message[-1].error_message or message[-1].display_name
                    yield Found("undelivered", record, words)

    # What was caught up on

    def _note_repairs(self):
        """Write down what was new to us among the answers, as findings that are over."""
        findings = self.env["logistics.reconciliation.finding"]
        ids = self.message_ids.ids
        repaired = []
        for model, name in (
            ("logistics.fulfillment", "order_id"),
            ("logistics.warehouse.receipt", "advice_id"),
        ):
            made = self.env[model].search([("message_id", "in", ids)])
            for record, own in made.grouped(name).items():
                words = ", ".join(map(str, own.mapped("display_name")))
                repaired.append(
                    Found("repaired", record, self.env._("Caught up on: %s", words))
                )
        findings._write_repairs(self, repaired)
        self.repaired_count = len(repaired)

    def _tell_again(self):
        """Send again what the warehouse does not know, where it knows repetitions."""
        if self.integration_id.reconcile_resends:
            lost = self.finding_ids.filtered(
                lambda one: one.kind == "missing_there" and one.state == "open"
            )
            lost._send_again()


def _numbers(documents):
    """Return all numbers that documents name orders by."""
    found = set()
    for document in documents:
        found.add(getattr(document, "order", None))
        found.add(getattr(document, "partner_reference", None))
        found |= {one.value for one in getattr(document, "references", ())}
    return found - {None}


def _is_in(numbers, request):
    own = {request.name, request.partner_reference or None} - {None}
    return not own.isdisjoint(numbers)
