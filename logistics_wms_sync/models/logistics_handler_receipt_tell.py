# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone

from odoo import api, fields, models

from odoo.addons.logistics_base.canonical.batch import Batch, Item
from odoo.addons.logistics_base.canonical.documents import Reference, TrackingEvent
from odoo.addons.logistics_base.canonical.references import normalize


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Tells whom it concerns what was received: shipments, people, subscribers."""

    _inherit = "logistics.handler.warehouse.receipt"

    @api.model
    def _follow_up(self, integration, receivings):
        found = self._shipments_named(integration, receivings)
        for one in receivings:
            if shipment := self._shipment_of(one, found):
                one.receipt.shipment_id = shipment
                one.item.shipment_ids.append(shipment.id)
            self._dispose(one)
            self._raise_differences(one)
        self._tell_returns(integration, receivings)
        receipts = self.env["logistics.warehouse.receipt"].concat(
            *(one.receipt for one in receivings)
        )
        self.env["logistics.event"]._publish(
            "warehouse.receipt",
            receipts,
            {one.receipt.id: one.advice.name for one in receivings},
        )

    @api.model
    def _shipments_named(self, integration, receivings):
        """Return {number: where it is known} of all numbers that are told."""
        names = {
            normalize(name)
            for one in receivings
            for some in self._shipment_names(one)
            for name in some
        }
        return self.env["logistics.resolver"]._look_up(integration, names - {""})

    @api.model
    def _shipment_names(self, one):
        """Return the numbers a shipment may bear: those told, then those of ours."""
        advice = one.advice
        told = [reference.value for reference in one.told.references]
        return told, [advice.name, advice.shipped_order, advice.partner_reference]

    @api.model
    def _shipment_of(self, one, found):
        """Return the shipment by which the goods came, empty where none is known."""
        if one.advice.shipment_id:
            return one.advice.shipment_id
        is_return = one.advice.kind == "return"
        directions = ("return", "outbound") if is_return else ("inbound",)
        for names in self._shipment_names(one):
            ids = {
                row.shipment_id for n in names for row in found.get(normalize(n), ())
            }
            shipments = self.env["logistics.shipment"].browse(sorted(ids))
            for direction in directions:
                of_direction = shipments.filtered(
                    lambda shipment, wanted=direction: shipment.direction == wanted
                )
                if len(of_direction) == 1:
                    return of_direction
        return self.env["logistics.shipment"]

    # Returns

    @api.model
    def _tell_returns(self, integration, receivings):
        """Have return shipments, and deliveries that came back whole, end as returned."""
        items = [
            self._returned_item(one)
            for one in receivings
            if one.advice.kind == "return" and self._is_back(one)
        ]
        if items:
            self.env.flush_all()
            batch = Batch(integration, "shipment.milestone", items)
            self.env["logistics.handler.shipment.milestone"]._apply(batch)

    @api.model
    def _is_back(self, one):
        shipment = one.receipt.shipment_id
        if shipment.direction == "return":
            return True
        shipped = one.advice.picking_id.return_id.move_ids
        back = sum(one.advice.line_ids.mapped("received"))
        return bool(shipment) and back >= sum(shipped.mapped("product_qty"))

    @api.model
    def _returned_item(self, one):
        numbers = one.receipt.shipment_id.reference_ids
        event = TrackingEvent(
            id=f"receipt:{one.identity}",
            references=tuple(Reference(own.type, own.value) for own in numbers),
            code="returned",
            occurred_at=one.receipt.received_at.replace(tzinfo=timezone.utc),
        )
        return Item(event, one.item.message_id, one.item.received_at)

    # What differs

    @api.model
    def _raise_differences(self, one):
        """Open what a person has to see to: a case, an activity, a claim to be filed."""
        found = self._differences(one)
        shipment = one.receipt.shipment_id
        for kind, words in found.items():
            if not shipment:
                continue
            case = self.env["logistics.exception"]._open_case(
                shipment, kind, "2", words.splitlines()[0][:200]
            )
            if one.advice.warehouse_id.logistics_drafts_claims:
                self._draft_claim(one, case, kind, words)
        if found and not shipment:
            self._ask_somebody(one, "\n".join(found.values()))

    @api.model
    def _differences(self, one):
        """Return {type of case: what is wrong, for people}."""
        found = {}
        words = {}
        for line in one.receipt.line_ids:
            kind, text = self._difference(line)
            if kind:
                words.setdefault(kind, []).append(text)
        if one.told.is_final:
            words.setdefault("shortage", []).extend(
                self.env._(
                    "%(product)s: %(quantity)g missing of %(announced)g",
                    product=line.product_id.display_name,
                    quantity=line.short,
                    announced=line.announced,
                )
                for line in one.advice.line_ids.filtered("short")
            )
        for kind, texts in words.items():
            if texts:
                found[kind] = "\n".join(texts)
        return found

    @api.model
    def _difference(self, line):
        """Return (type of case, what is wrong) of a received line; (None, None)."""
        told = {"product": line.product_id.display_name, "quantity": line.quantity}
        if line.advice_line_id.is_wrong:
            text = self.env._("%(product)s: %(quantity)g that nobody announced", **told)
            return "other", text
        if line.condition == "damaged":
            text = self.env._("%(product)s: %(quantity)g damaged", **told)
            return "damage", f"{text} ({line.reason})" if line.reason else text
        if line.is_over:
            text = self.env._(
                "%(product)s: %(quantity)g more than was announced", **told
            )
            return "other", text
        return None, None

    @api.model
    def _draft_claim(self, one, case, kind, words):
        types = {"damage": "damage", "shortage": "shortage"}
        if kind not in types or not case.shipment_id.integration_id:
            return
        self.env["logistics.claim"].create(
            {
                "shipment_id": case.shipment_id.id,
                "exception_id": case.id,
                "type": types[kind],
                "user_id": case.user_id.id,
                "description": self.env._(
                    "%(warehouse)s told in receipt %(receipt)s of %(date)s:\n%(words)s",
                    warehouse=one.advice.warehouse_id.name,
                    receipt=one.receipt.name,
                    date=fields.Date.to_string(one.receipt.received_at),
                    words=words,
                ),
            }
        )

    @api.model
    def _ask_somebody(self, one, words):
        picking = one.advice.picking_id
        user = (
            one.advice.warehouse_id._logistics_answers()
            or picking.user_id
            or picking.create_uid
        )
        one.advice.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Received otherwise than announced"),
            note=words.replace("\n", "<br/>"),
            user_id=user.id,
        )
