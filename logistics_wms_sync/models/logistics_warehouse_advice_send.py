# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timezone

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.documents import Reference
from odoo.addons.logistics_base.canonical.references import normalize
from odoo.addons.logistics_base.models.database_errors import gave_up
from odoo.addons.logistics_base.transport.call_errors import storable

from ..canonical.advices import AdvisedLine, InboundAdvice
from ..canonical.goods import HandlingUnit, LotQuantity
from .logistics_warehouse_advice import CLOSED_STATES, OPEN_STATES

_logger = logging.getLogger(__name__)

ADVICE_CRON = "logistics_wms_sync.ir_cron_advice"


class LogisticsWarehouseAdvice(models.Model):
    """Announces what is coming, and tells of changes."""

    _inherit = "logistics.warehouse.advice"

    # What is to be announced

    @api.model
    def _announce(self, picking, warehouse, **vals):
        """Return the advice of a transfer, made if there is none yet."""
        if picking.logistics_advice_id:
            return picking.logistics_advice_id
        advice = self.sudo().create(
            {
                "name": picking.name,
                "integration_id": warehouse.logistics_integration_id.id,
                "warehouse_id": warehouse.id,
                "company_id": picking.company_id.id,
                "picking_id": picking.id,
                "kind": self._kind_of(picking),
                **vals,
            }
        )
        picking.sudo().logistics_advice_id = advice
        advice._refresh()
        advice._release_parked()
        return advice

    def _release_parked(self):
        """Take up what was told of these goods before anybody here expected them."""
        names = (self.name, self.origin)
        self.env["logistics.message.wait"].sudo()._release(
            self.company_id, "reference", filter(None, map(normalize, names))
        )

    @api.model
    def _kind_of(self, picking):
        if picking.return_id or picking.location_id.usage == "customer":
            return "return"
        if picking.location_id.usage in ("internal", "transit"):
            return "transfer"
        return "production" if picking.location_id.usage == "production" else "purchase"

    def _refresh(self):
        """Bring the lines up to date with the moves; closed ones stay as they are."""
        for advice in self.filtered(lambda one: one.state not in CLOSED_STATES):
            picking = advice.picking_id
            advice.write(
                {
                    "partner_id": picking.partner_id.id,
                    "origin": picking.origin,
                    "expected_at": picking.scheduled_date,
                    "shipped_order": advice._shipped_order_of(picking),
                }
            )
            advice._add_lines(
                advice.picking_ids.move_ids.filtered(
                    lambda move: (
                        move.state != "cancel"
                        and not move.logistics_advice_line_id
                        and move.product_uom_qty
                    )
                )
            )
            for line in advice.line_ids.filtered(lambda one: not one.is_wrong):
                told = line.move_ids.filtered(lambda move: move.state != "cancel")
                line.announced = sum(told.mapped("product_qty"))

    @api.model
    def _shipped_order_of(self, picking):
        shipped = picking.return_id
        return shipped.logistics_order_id.name or shipped.name

    def _add_lines(self, moves, **vals):
        """Add one line for each move; return them."""
        goods = self.env["logistics.goods"]
        skus = goods._told_skus(self.integration_id, moves.product_id)
        last = max((int(line.line) for line in self.line_ids), default=0)
        lines = self.line_ids.browse()
        for number, move in enumerate(moves, last + 1):
            line = lines.create(
                {
                    "advice_id": self.id,
                    "line": str(number),
                    "product_id": move.product_id.id,
                    "sku": skus[move.product_id],
                    **vals,
                }
            )
            move.sudo().logistics_advice_line_id = line
            lines += line
        return lines

    # What the warehouse is told

    def _document(self, purpose, revision):
        lines = () if purpose == "cancel" else tuple(self._told_lines())
        own = self.picking_id.name
        return InboundAdvice(
            number=self.name,
            revision=revision,
            purpose=purpose,
            kind=self.kind,
            warehouse=self.warehouse_id._logistics_told(),
            order=(self.origin or "")[:120] or None,
            shipped_order=self.shipped_order or None,
            partner_reference=self.partner_reference or None,
            references=(Reference("delivery", own),) if own != self.name else (),
            supplier=self.partner_id._logistics_consignee(),
            expected_at=self.expected_at
            and self.expected_at.replace(tzinfo=timezone.utc),
            lines=lines,
            packages=() if purpose == "cancel" else tuple(self._told_packages()),
        )

    def _told_lines(self):
        lines = self.line_ids.filtered(
            lambda line: line.announced and not line.is_wrong
        )
        units = self.env["logistics.goods"]._told_units(
            self.integration_id, lines.product_id.uom_id
        )
        owner = self.picking_id.owner_id
        for line in lines:
            yield AdvisedLine(
                line=line.line,
                sku=line.sku,
                quantity=line.announced,
                unit=units[line.uom_id],
                barcode=line.product_id.barcode or None,
                description=line.product_id.display_name,
                lots=tuple(self._told_lots(line)),
                owner=owner.ref or owner.name or None,
            )

    @api.model
    def _told_lots(self, line):
        """Yield the lots that are known to come, as those of transfers are."""
        details = line.move_ids.move_line_ids.filtered(
            lambda detail: (detail.lot_id or detail.lot_name) and detail.quantity
        )
        for detail in details:
            yield LotQuantity(
                lot=detail.lot_id.name or detail.lot_name,
                quantity=detail.quantity_product_uom,
            )

    def _told_packages(self):
        details = self.picking_ids.move_line_ids
        for package in details.package_id | details.result_package_id:
            yield HandlingUnit(
                reference=package.name, parent=package.parent_package_id.name or None
            )

    def _shipment_ids_told(self):
        return self.shipment_id.ids

    # Telling

    def _note_changes(self):
        """What is expected has changed: the warehouse is told soon."""
        stale = self.sudo().filtered(
            lambda one: not one.is_final and one.state not in CLOSED_STATES
        )
        if not stale:
            return
        stale.is_stale = True
        stale.flush_recordset(["is_stale"])
        # Written where it is written already, too: a job that tells of the change
        # before this one right now, and does not see this one, must not take the note
        # away. The database ends whichever of both comes second.
        self.env.cr.execute(
            "UPDATE logistics_warehouse_advice SET is_stale = TRUE WHERE id = ANY(%s)",
            (stale.ids,),
        )
        stale._wake_telling()

    def _wake_telling(self):
        self.env.ref(ADVICE_CRON).sudo()._trigger()

    @api.model
    def _tell_due(self):
        """Tell warehouses what is new. Runs as a cron; commits each advice."""
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=self.search_count([("is_stale", "=", True)]))
        while self._tell_stale(1):
            if commit(1) <= 0:
                return

    @api.model
    def _tell_stale(self, limit=100):
        """Tell warehouses of the next advices that are new or changed; return them."""
        due = self.sudo().search([("is_stale", "=", True)], order="id", limit=limit)
        for advice in due:
            advice.with_company(advice.company_id)._tell()
        return due

    def _tell(self):
        """Send what is new; what cannot be sent says why, and waits for a person."""
        for advice in self:
            try:
                with self.env.cr.savepoint():
                    advice._tell_news()
                problem = False
            except UserError as error:
                problem = str(error)[:500]
                _logger.info("Advice %s cannot be sent: %s", advice.id, problem)
            except Exception as error:
                if gave_up(error):
                    raise
                # What nobody foresaw keeps no other advice from being told.
                _logger.exception("Advice %s cannot be sent", advice.id)
                problem = f"{type(error).__name__}: {storable(str(error))}"[:500]
            advice.write({"is_stale": False, "problem": problem})

    def _tell_news(self):
        self._refresh()
        if self.state in CLOSED_STATES:
            return
        if self._open_moves():
            if self._send_revision():
                self._set_sent()
        elif any(move.state == "done" for move in self.line_ids.move_ids):
            # Somebody received it by hand.
            self.is_final = True
            self._close()
        else:
            self._cancel()

    def _cancel(self):
        """Nothing comes any more: tell the warehouse, where it was told of it."""
        if self.revision and self.state in OPEN_STATES:
            self._send_revision("cancel")
        self._move_state("cancelled", ("draft", "rejected", *OPEN_STATES))

    # Buttons

    def action_send(self):
        """Tell the warehouse now, and show at once what is in the way."""
        self.check_access("write")
        for advice in self.sudo():
            advice._tell_news()
            advice.write({"is_stale": False, "problem": False})
        return True

    def action_reopen(self):
        """Take what the warehouse receives beyond what had ended."""
        self.check_access("write")
        self.sudo()._move_state("receiving", CLOSED_STATES, is_final=False)
        return True

    def action_close(self):
        """Expect nothing more: what is missing will not come."""
        self.check_access("write")
        for advice in self.sudo():
            advice.is_final = True
            advice._drop_rest()
            advice._close()
        return True

    def _drop_rest(self):
        """Cancel what is still expected."""
        applying = self.with_context(logistics_applying=True)
        pickings = applying._open_moves().picking_id
        open_ones = pickings.filtered(lambda one: one.state not in ("done", "cancel"))
        open_ones.action_cancel()

    def action_view_pickings(self):
        """Open the receipt and what followed from it."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
            "view_mode": "list,form",
            "domain": [("id", "in", self.picking_ids.ids)],
        }

    def action_view_receipts(self):
        """Open what the warehouse told."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receipts"),
            "res_model": "logistics.warehouse.receipt",
            "view_mode": "list,form",
            "domain": [("advice_id", "in", self.ids)],
        }

    def action_view_messages(self):
        """Open what was said about it."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Messages"),
            "res_model": "logistics.message",
            "view_mode": "list,form",
            "domain": [("correlation_id", "in", self.mapped("correlation_id"))],
        }


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _logistics_announce(self):
        """Have those told of that come to a warehouse which another system runs."""
        own = self.sudo()
        advices = own.logistics_advice_id
        for picking in own - advices.picking_ids:
            if warehouse := picking._logistics_receiver():
                advices |= advices._announce(picking, warehouse)
        advices._note_changes()
