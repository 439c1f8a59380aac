# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from odoo.addons.logistics_base.processes.steps import OPEN, Fact

from ..canonical.booking_facts import Booked, Tendered, of_bookings, of_tenders

_HEARD = frozenset(
    {
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
#: Which shipments are booked here: by their delivery method.
_SELECT_METHODS = """
    SELECT s.id, c.delivery_type = 'logistics' AND c.integration_level = 'rate_and_ship'
      FROM logistics_shipment s
      JOIN delivery_carrier c ON c.id = s.carrier_id
     WHERE s.id = ANY(%s)
"""


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
        self.env.cr.execute(_SELECT_METHODS, (ids,))
        is_booked_here = dict(self.env.cr.fetchall())
        for shipment_id, facts in found.items():
            steps = facts.steps
            own = bookings.get(shipment_id)
            if own:
                self._by_bookings(steps, own, facts.called_off)
            else:
                self._without_booking(steps, is_booked_here.get(shipment_id))
            asked = tenders.get(shipment_id)
            if asked:
                steps["tender"] = of_tenders(asked)
            else:
                steps["tender"] = Fact("moot") if own else OPEN
        return found

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
