# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from odoo.addons.logistics_base.processes.steps import OPEN, Fact

from ..canonical.booking_facts import Booked, Tendered, of_bookings, of_tenders

_HEARD = frozenset(
    {
        "transfer.done",
        "booking.requested",
        "booking.ready",
        "booking.failed",
        "booking.label_failed",
        "booking.in_doubt",
        "booking.cancelled",
        "booking.kept",
        "tender.accepted",
        "tender.declined",
        "tender.expired",
        "tender.withdrawn",
    }
)
_SELECT_BOOKINGS = """
    SELECT shipment_id, id, state, COALESCE(unwanted, FALSE), error_category,
           error_message, extract(epoch FROM next_attempt_at)::float8, external_id,
           extract(epoch FROM booked_at)::float8,
           extract(epoch FROM called_at)::float8,
           floor(extract(epoch FROM create_date))::float8,
           floor(extract(epoch FROM write_date))::float8,
           extract(epoch FROM kept_at)::float8
      FROM logistics_booking
     WHERE shipment_id = ANY(%s)
     ORDER BY shipment_id, id DESC
"""
_SELECT_TENDERS = """
    SELECT r.shipment_id, t.id, t.state, i.name,
           extract(epoch FROM t.answered_at)::float8
      FROM logistics_tender_shipment_rel r
      JOIN logistics_tender t ON t.id = r.tender_id
      LEFT JOIN logistics_integration i ON i.id = t.integration_id
     WHERE r.shipment_id = ANY(%s)
     ORDER BY r.shipment_id, t.sequence, t.id
"""
#: Which shipments are booked here: by their delivery method. And what was ordered when.
_SELECT_ORIGINS = """
    SELECT s.id, c.delivery_type = 'logistics' AND c.integration_level = 'rate_and_ship',
           o.id, floor(extract(epoch FROM o.date_order))::float8
      FROM logistics_shipment s
      LEFT JOIN delivery_carrier c ON c.id = s.carrier_id
      LEFT JOIN sale_order o ON o.id = s.sale_id
     WHERE s.id = ANY(%s) AND (s.carrier_id IS NOT NULL OR s.sale_id IS NOT NULL)
"""
#: Goods that left our stock, or came to it, once all of a shipment's did.
_SELECT_TRANSFERS = """
    SELECT s.id, s.direction, s.integration_id IS NOT NULL,
           max(p.id), floor(extract(epoch FROM max(p.date_done)))::float8
      FROM logistics_shipment s
      JOIN stock_picking p ON p.logistics_shipment_id = s.id
      JOIN stock_picking_type t ON t.id = p.picking_type_id
     WHERE s.id = ANY(%s) AND p.state != 'cancel'
       AND t.code = CASE WHEN s.direction = 'outbound' THEN 'outgoing'
                         ELSE 'incoming' END
     GROUP BY s.id, s.direction, s.integration_id
    HAVING bool_and(p.state = 'done')
"""
_NOWHERE = (None, None, None)


def _ordered(fact, order_id, ordered):
    """Name the order; what was entered after it was released was ordered before."""
    at = min(filter(None, (fact.at, ordered)))
    return Fact("done", at, None, "sale.order", order_id)


class LogisticsProcess(models.Model):
    _inherit = "logistics.process"

    @api.model
    def _heard(self):
        return super()._heard() | _HEARD


class LogisticsProcessFacts(models.AbstractModel):
    """Bookings prove that a carrier is booked and the label is here; tenders theirs."""

    _inherit = "logistics.process.facts"

    @api.model
    def _of(self, shipment_ids):
        found = super()._of(shipment_ids)
        ids = list(found)
        bookings = self._rows(_SELECT_BOOKINGS, ids, Booked)
        tenders = self._rows(_SELECT_TENDERS, ids, Tendered)
        origins = self._origins(ids)
        for shipment_id, facts in found.items():
            steps = facts.steps
            own = bookings.get(shipment_id)
            is_booked_here, order_id, ordered = origins.get(shipment_id, _NOWHERE)
            if order_id:
                steps["order"] = _ordered(steps["order"], order_id, ordered)
            if own:
                self._by_bookings(steps, own, facts.called_off)
            else:
                self._without_booking(steps, is_booked_here)
            asked = tenders.get(shipment_id)
            if asked:
                steps["tender"] = of_tenders(asked)
            else:
                steps["tender"] = Fact("moot") if own else OPEN
        self._add_transfers(found, bookings)
        return found

    @api.model
    def _origins(self, ids):
        self.env.cr.execute(_SELECT_ORIGINS, (ids,))
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}

    @api.model
    def _add_transfers(self, found, bookings):
        """What came to our stock has arrived; what left it was dispatched.

        The latter only where no carrier tells: goods that were validated may still wait
        for their carrier.
        """
        self.env.cr.execute(_SELECT_TRANSFERS, (list(found),))
        for shipment_id, direction, has_carrier, res_id, at in self.env.cr.fetchall():
            steps = found[shipment_id].steps
            moved = Fact("done", at, None, "stock.picking", res_id)
            if direction != "outbound":
                steps["deliver"] = moved
            elif has_carrier or shipment_id in bookings:
                continue
            if steps["dispatch"].state == "open":
                steps["dispatch"] = moved

    @api.model
    def _rows(self, query, ids, kind):
        self.env.cr.execute(query, (ids,))
        found = defaultdict(list)
        for shipment_id, *row in self.env.cr.fetchall():
            found[shipment_id].append(kind(*row))
        return found

    @api.model
    def _by_bookings(self, steps, bookings, called_off):
        steps["book"], steps["label"], tried = of_bookings(bookings, called_off)
        if tried:
            steps["release"] = steps["release"]._replace(again=tried)

    @api.model
    def _without_booking(self, steps, is_booked_here):
        """Whatever is not booked by us needs no label of ours."""
        steps["label"] = OPEN if is_booked_here else Fact("moot")
        if is_booked_here is False and steps["book"].state == "open":
            steps["book"] = Fact("moot")
